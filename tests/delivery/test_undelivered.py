from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scorecard_action.delivery import undelivered
from scorecard_action.delivery.pending import Pending
from scorecard_action.delivery.undelivered import load, to_json, update
from scorecard_action.errors import UsageError
from scorecard_action.model import Outcome, State
from tests.datadog.helpers import API, KEYS, NOW, FakeClock, assert_no_keys, outcome

LATER = NOW + dt.timedelta(hours=1)


def one(entity: str = "service:a", rule: str = "r1", at: dt.datetime = NOW, **more: Any) -> Outcome:
    return outcome(entity, rule, decided_at=at, **more)


TWO = (
    one(remarks="<a>é</a>", measured={"tests": 3, "pass_rate": 99.5}, examples=("x",)),
    one("queue:q", state=State.SKIP, previous=State.FAIL, limits={"max": {"failed": 0}}),
)


def put(path: Path, *outcomes: Outcome) -> int:
    return len(update(path, outcomes, frozenset(o.identity for o in outcomes)).there)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "ä b.json"
    named = msgspec.structs.replace(one(rule="x"), rule_id=None, scorecard="Quality")
    assert put(path, *TWO, named) == 0
    assert load(path) == (*TWO, named)
    assert [file.name for file in tmp_path.iterdir()] == ["ä b.json"]
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o644 & ~umask


def test_the_file_has_a_version_and_utc() -> None:
    content = json.loads(to_json([one(remarks="é")]))
    assert content["version"] == 1
    assert content["outcomes"][0]["decided_at"] == "2026-03-01T12:30:00Z"
    assert content["outcomes"][0]["remarks"] == "é"


def test_it_is_removed_when_nothing_remains(tmp_path: Path) -> None:
    path = tmp_path / "x"
    put(path, *TWO)
    own = frozenset(o.identity for o in TWO)
    assert update(path, TWO[1:], own).there == ()
    assert load(path) == TWO[1:]
    assert update(path, [], own).there == ()
    assert list(tmp_path.iterdir()) == []
    assert update(path, [], own).there == ()


def test_runs_that_share_the_file_keep_each_others_outcomes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    old, other = one(), one("service:b")
    put(path, old, other)
    new = one(at=LATER, state=State.FAIL)
    assert put(path, new) == 1
    assert load(path) == (other, new)
    # The second run has delivered its own; what the first one left is still there.
    assert update(path, [], {new.identity}).there == (other,)
    assert load(path) == (other,)


def test_an_older_run_does_not_displace_a_newer_one(tmp_path: Path) -> None:
    path = tmp_path / "x"
    new, old = one(at=LATER), one()
    put(path, new)
    assert put(path, old) == 1
    assert load(path) == (new,)


@pytest.mark.parametrize(
    ("rule_id", "scorecard", "kept"),
    [
        pytest.param(None, None, False, id="not found without its scorecard"),
        pytest.param(None, "Production", True, id="of another scorecard"),
        pytest.param("r1", None, True, id="pinned"),
    ],
)
def test_the_scorecard_was_put_into_the_mapping_since(
    tmp_path: Path, rule_id: str | None, scorecard: str | None, kept: bool
) -> None:
    path = tmp_path / "x"
    old = msgspec.structs.replace(one(), rule_id=rule_id, scorecard=scorecard)
    new = msgspec.structs.replace(one(at=LATER), rule_id=None, scorecard="Quality")
    put(path, old)
    put(path, new)
    assert load(path) == ((old, new) if kept else (new,))


def _write(path: Path, entity: str) -> None:
    outcomes = [one(f"service:{entity}", f"r{n}") for n in range(30)]
    own = frozenset(o.identity for o in outcomes)
    for n in range(30):
        update(path, outcomes[n:], own)


def test_runs_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "x"
    runs = [threading.Thread(target=_write, args=(path, name)) for name in "abc"]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert sorted((o.entity, o.rule_id) for o in load(path)) == [
        (f"service:{name}", "r29") for name in "abc"
    ]


def test_what_a_killed_run_was_writing_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".x.0a1b2c3d").write_text("half")
    (tmp_path / ".xy.0a1b2c3d").write_text("another's")
    put(tmp_path / "x", one())
    assert sorted(file.name for file in tmp_path.iterdir()) == [".xy.0a1b2c3d", "x"]


def test_no_key_is_in_it_and_what_is_in_it_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "x"
    named = msgspec.structs.replace(one(remarks=f"a {API}"), rule=f"of {API}", entity=f"s:{API}")
    pending = Pending(path, [named, one(rule="r2", reason=f"{API}!")], KEYS)
    pending.save()
    assert_no_keys(path.read_text(), pending.to_json(), pending.outcomes)
    first, second = load(path)
    assert (first.remarks, first.rule, first.entity) == ("a ***", "of ***", "s:***")
    assert second.reason == "***!"
    pending.save()
    assert len(load(path)) == 2
    pending.settled([0, 1])
    pending.save()
    assert not path.exists()


@pytest.mark.parametrize("name", ["no/such/folder/x.json", "a\x00b", "folder"])
def test_it_cannot_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=r"cannot (write|read)"):
        put(tmp_path / name, *TWO)
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("content", [b"", b"precious", b'{"name": "package"}'])
def test_a_file_of_another_kind_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    for remaining in (TWO, ()):
        with pytest.raises(UsageError):
            update(path, remaining, frozenset())
    assert path.read_bytes() == content


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_not_followed(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "target").write_text("precious")
    (tmp_path / "x").symlink_to(tmp_path / "target")
    with pytest.raises(UsageError):
        put(tmp_path / "x", *TWO)
    assert (tmp_path / "target").exists() is there


def test_devices_are_left_alone() -> None:
    with pytest.raises(UsageError, match="not a file of saved outcomes"):
        put(Path(os.devnull), *TWO)
    assert not Path(os.devnull).is_file()


def test_an_older_file_stays_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "x", *TWO)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        update(tmp_path / "x", TWO[:1], frozenset(o.identity for o in TWO))
    assert load(tmp_path / "x") == TWO
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


def good(**changes: object) -> bytes:
    return json.dumps({**json.loads(to_json(TWO)), **changes}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "not a file of saved outcomes", id="empty"),
        pytest.param(b"\x00\xff", "not a file of saved outcomes", id="binary"),
        pytest.param(b"[]", "not a file of saved outcomes", id="a list"),
        pytest.param(b"{}", "version", id="no version"),
        pytest.param(good()[:-9], "not a file of saved outcomes", id="cut short"),
        pytest.param(good(version=2), "version 2", id="a later version"),
        pytest.param(good(outcomes=[{"entity": 3}]), "entity", id="wrong types"),
        pytest.param(good().replace(b'12:30:00Z"', b'noon"'), "decided_at", id="no time"),
        pytest.param(b'{"version":1,"x":' + b"[" * 100_000, "not a file", id="deep"),
    ],
)
def test_not_such_a_file(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(UsageError, match=message):
        load(tmp_path / "x")


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_may_have_so_many_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    content = good()
    (tmp_path / "x").write_bytes(content)
    monkeypatch.setattr(undelivered, "MAX_SIZE", len(content) - more)
    if not more:
        assert load(tmp_path / "x")
        return
    with pytest.raises(UsageError, match="not a file of saved outcomes"):
        load(tmp_path / "x")


def test_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for name in ("fifo", "missing", ".", "a\x00b"):
        with pytest.raises(UsageError, match=r"cannot read|not a file"):
            load(tmp_path / name)


def test_the_file_follows_the_sending_but_not_at_every_step(tmp_path: Path) -> None:
    clock = FakeClock()
    path = tmp_path / "x"
    kept = one(rule="kept", state=None)
    pending = Pending(path, [kept, *(one(rule=f"r{n}") for n in range(6))], KEYS, clock)
    assert len(pending.remaining) == 6
    pending.save()
    pending.settled([1, 2])
    assert len(load(path)) == 6
    clock.time += 1.1
    pending.settled([3])
    assert [o.rule_id for o in load(path)] == ["r3", "r4", "r5"]
    pending.settled(range(7))
    pending.save()
    assert not path.exists()


def test_an_update_that_fails_on_the_way_loses_nothing(tmp_path: Path) -> None:
    clock = FakeClock()
    path = tmp_path / "x"
    pending = Pending(path, TWO, KEYS, clock)
    pending.save()
    path.write_text("broken")
    clock.time += 1.1
    pending.settled([0])
    assert path.read_text() == "broken"
    assert pending.remaining == [TWO[1]]


def test_as_text_for_a_log(tmp_path: Path) -> None:
    pending = Pending(tmp_path / "x", [one(reason="##vso[x] \n::error::")], KEYS)
    text = pending.to_json()
    assert "##" not in text
    assert "\n" not in text
    (tmp_path / "copied").write_text(text)
    assert load(tmp_path / "copied")[0].reason == "##vso[x] \n::error::"


def test_a_lock_on_the_folder_is_the_users(tmp_path: Path) -> None:
    clock = FakeClock()
    descriptor = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        update(tmp_path / "x", TWO, frozenset(), clock=clock)
    finally:
        os.close(descriptor)
    assert load(tmp_path / "x") == TWO
    assert clock.slept == []


def test_a_lock_of_another_run_is_waited_for_two_seconds(tmp_path: Path) -> None:
    clock = FakeClock()
    lock = tmp_path / ".x.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="another run holds it"):
            update(tmp_path / "x", TWO, frozenset(), clock=clock)
    assert 2 <= sum(clock.slept) <= 2.1
    assert not (tmp_path / "x").exists()
    # What a killed run has left of it is in nobody's way.
    update(tmp_path / "x", TWO, frozenset(), clock=clock)
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("kind", ["folder", "link", "fifo"])
def test_a_lock_that_is_no_file_of_ours(tmp_path: Path, kind: str) -> None:
    lock = tmp_path / ".x.lock"
    if kind == "folder":
        lock.mkdir()
    elif kind == "link":
        lock.symlink_to(tmp_path / "elsewhere")
    else:
        os.mkfifo(lock)
    if kind == "fifo":
        update(tmp_path / "x", TWO, frozenset())
        return
    with pytest.raises(UsageError, match="cannot write"):
        update(tmp_path / "x", TWO, frozenset())
    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_that_is_held_delays_no_batch(tmp_path: Path) -> None:
    clock = FakeClock()
    pending = Pending(tmp_path / "x", [one(rule=f"r{n}") for n in range(9)], KEYS, clock)
    pending.save()
    with (tmp_path / ".x.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for n in range(5):
            clock.time += 2
            pending.settled([n])
    assert clock.slept == []
    assert len(load(tmp_path / "x")) == 9


def test_it_holds_the_newest_of_each_rule_and_entity(tmp_path: Path) -> None:
    path = tmp_path / "x"
    newest = one(at=LATER, state=State.FAIL)
    path.write_bytes(to_json([newest, one(), one("service:b"), one(at=LATER, rule="r2")]))
    update(path, [one("service:c")], frozenset())
    assert [(o.entity, o.rule_id) for o in load(path)] == [
        ("service:a", "r1"),
        ("service:b", "r1"),
        ("service:a", "r2"),
        ("service:c", "r1"),
    ]
    assert load(path)[0] == newest
    # What this run has delivered is newer than what an older one has left.
    update(path, [], frozenset(), settled=[one("service:b", at=LATER)])
    assert "service:b" not in {o.entity for o in load(path)}
