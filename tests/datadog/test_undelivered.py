from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from scorecard_action.datadog.undelivered import load, save, to_json
from scorecard_action.errors import UsageError
from scorecard_action.model import State
from tests.datadog.helpers import API, KEYS, assert_no_keys, outcome

NOW = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.UTC)
OUTCOMES = (
    outcome(remarks="<a>é</a>", measured={"tests": 3, "pass_rate": 99.5}, examples=("x",)),
    outcome("queue:q", state=State.SKIP, previous=State.FAIL, limits={"max": {"failed": 0}}),
)


@pytest.mark.parametrize("outcomes", [(), OUTCOMES], ids=["none", "two"])
def test_what_is_saved_is_loaded(tmp_path: Path, outcomes: tuple[object, ...]) -> None:
    path = tmp_path / "ä b.json"
    save(path, outcomes, NOW)  # type: ignore[arg-type]
    saved = load(path)
    assert saved.outcomes == outcomes
    assert saved.saved_at == NOW
    assert [file.name for file in tmp_path.iterdir()] == ["ä b.json"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_file_has_a_version_and_utc() -> None:
    east = NOW.astimezone(dt.timezone(dt.timedelta(hours=5)))
    content = json.loads(to_json(OUTCOMES, east))
    assert content["version"] == 1
    assert content["saved_at"] == "2026-03-01T12:30:00Z"
    assert content["outcomes"][0]["remarks"] == "<a>é</a>"


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("old")
    save(str(path), OUTCOMES, NOW)
    assert len(load(str(path)).outcomes) == 2


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("precious")
    (tmp_path / "x.json").symlink_to(tmp_path / "target")
    save(tmp_path / "x.json", OUTCOMES, NOW)
    assert (tmp_path / "target").read_text() == "precious"


def test_keys_and_lone_surrogates(tmp_path: Path) -> None:
    save(tmp_path / "x", [outcome(remarks=f"a {API} \udc80")], NOW, KEYS)
    assert load(tmp_path / "x").outcomes[0].remarks == "a *** ?"
    assert_no_keys((tmp_path / "x").read_text())


@pytest.mark.parametrize("name", ["no/such/folder/x.json", ".", "a\x00b"])
def test_it_cannot_be_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        save(tmp_path / name, OUTCOMES, NOW)
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stays_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "x", OUTCOMES, NOW)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        save(tmp_path / "x", (), NOW)
    assert len(load(tmp_path / "x").outcomes) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


def good(**changes: object) -> bytes:
    return json.dumps({**json.loads(to_json(OUTCOMES, NOW)), **changes}).encode()


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
        pytest.param(good(saved_at="now"), "saved_at", id="no time"),
        pytest.param(b'{"version":1,"x":' + b"[" * 100_000, "not a file", id="deep"),
    ],
)
def test_not_such_a_file(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(UsageError, match=message):
        load(tmp_path / "x")


def test_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for name in ("fifo", "missing", ".", "a\x00b"):
        with pytest.raises(UsageError, match=r"cannot read|not a file"):
            load(tmp_path / name)
