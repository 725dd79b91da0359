"""The fault table, by the ways that outcomes go: to either endpoint, out of the file, with a token,
and with no place to save them; and the faults of what is read before and beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.delivery.building import (
    API_KEY,
    TOKEN,
    Api,
    FastClock,
    Pair,
    api,
    build,
    environment,
    rules,
    saved,
)
from tests.delivery.conftest import Command

ENTITIES, RULES, BATCH, REQUESTS = 2, 3, 2, 3
OUTCOMES = ENTITIES * RULES
TRIES = 5
TIMEOUT = 600.0  # seconds
NOBODY = "http://127.0.0.1:1"


class Effect(NamedTuple):
    """What comes of a fault that stays: the exit code, how often its request is tried, whether its
    outcomes are `taken` all the same, whether the others are sent, and whether time runs out.
    """

    fault: str
    code: int
    tries: int = 1
    taken: bool = False
    others: bool = False
    late: bool = False


STAYS = [
    *(Effect(kind, 5, TRIES) for kind in ("429", "408", "503", "reset", "negative-chunk")),
    Effect("truncate", 5, TRIES, taken=True),
    Effect("slow=0.05", 5, taken=True, late=True),
    Effect("hang", 5, late=True),
    *(Effect(kind, 4) for kind in ("403", "echo", "echo=407", "redirect")),
    Effect("huge", 5),
    Effect("not-an-answer=html", 5),
    *(
        Effect(f"not-an-answer={kind}:1", 5, others=True)
        for kind in ("empty", "errors", "message", "text", "float", "fewer", "more", "206")
    ),
    Effect("early-hints", 0, taken=True, others=True),
]
PASSES = ("429", "408", "503", "reset", "negative-chunk", "truncate")


class Way(NamedTuple):
    """How outcomes go: the command, and what is in the environment beside or in place of keys."""

    name: str
    arguments: tuple[str, ...]
    token: bool = False
    file: bool = True


BATCHES = Way("batch", ("submit",))
LATER = Way("async", ("submit", "--endpoint", "async"))
RESEND = Way("resend", ("resend",))
WITH_TOKEN = Way("token", ("submit",), token=True)
UNSAVED = Way("unsaved", ("submit", "--save-undelivered", "no/such/file.json"), file=False)
WAYS = (BATCHES, LATER, RESEND, WITH_TOKEN, UNSAVED)


class Row(NamedTuple):
    """A fault on one way, and what is expected of it."""

    way: Way
    faults: tuple[str, ...]
    code: int
    writes: int
    stored: int
    left: int
    late: int = 0


def rows() -> Iterator[Row]:
    for way in WAYS:
        for at in (1, 2, REQUESTS):
            before, own = (at - 1) * BATCH, BATCH
            for stays in STAYS:
                # A second of the real time each.
                if stays.fault == "hang" and way not in (BATCHES, RESEND) and at < REQUESTS:
                    continue
                others = OUTCOMES - before - own if stays.others else 0
                writes = (REQUESTS if stays.others else at) + stays.tries - 1
                done = before + others + (own if stays.code == 0 else 0)
                stored = before + others + (own if stays.taken else 0)
                yield Row(
                    way, (f"{stays.fault}@{at}",), stays.code, writes, stored, OUTCOMES - done,
                    at if stays.late else 0,
                )  # fmt: skip
            for kind in PASSES:
                yield Row(way, (f"{kind}:1@{at}",), 0, REQUESTS + 1, OUTCOMES, 0)
            # One failure after another, each of another kind.
            mixed = tuple(f"{kind}:1@{at}" for kind in ("503", "reset", "429", "truncate"))
            yield Row(way, mixed, 0, REQUESTS + 4, OUTCOMES, 0)
            # The only endpoint that is asked for, or both.
            gone = "410" if way is not LATER else "no-route"
            again = 0 if way is LATER else 1
            yield Row(way, (f"{gone}@{at}",), 4, at + again, before, OUTCOMES - before)
    for at in (1, 2, REQUESTS):
        yield Row(BATCHES, (f"not-an-answer=nothing@{at}",), 5, at, (at - 1) * BATCH,
                  OUTCOMES - (at - 1) * BATCH)  # fmt: skip
    # A token that is not known everywhere yet is tried once more, and none else.
    for status in ("401", "403"):
        yield Row(WITH_TOKEN, (f"{status}-rules:1", f"{status}-outcomes:1"), 0, 3, OUTCOMES, 0)
        unread = ("500-rules", "500-outcomes")
        yield Row(WITH_TOKEN, (*unread, f"{status}:1"), 0, 4, OUTCOMES, 0)
        yield Row(WITH_TOKEN, (*unread, status), 4, 2, 0, OUTCOMES)
        # It was taken for the reading before.
        yield Row(WITH_TOKEN, ("500-rules", f"{status}:1"), 4, 1, 0, OUTCOMES)
        yield Row(BATCHES, ("500-rules", f"{status}:1"), 4, 1, 0, OUTCOMES)


def label(row: Row) -> str:
    return f"{row.way.name}: {', '.join(row.faults)}"


@pytest.fixture
def go(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command of a way within TIMEOUT, by a clock that skips what is waited for."""

    def call(way: Way, url: str, *more: str) -> tuple[int, str, str]:
        def environ(url: str, folder: Path) -> dict[str, str]:
            found = environment(url, folder)
            return found if not way.token else without_keys(found) | {"DD_ACCESS_TOKEN": TOKEN}

        monkeypatch.setattr("tests.delivery.conftest.environment", environ)
        began = FastClock().now()
        found = command(url, *way.arguments, "--timeout", str(int(TIMEOUT)), *more)
        assert FastClock().now() - began <= TIMEOUT + 1
        return found

    return call


def without_keys(environ: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if not name.endswith("_KEY")}


def prepare(way: Way, folder: Path, command: Command) -> set[Pair]:
    """Reports with the secret in a test's name, and the file where it is what is sent."""
    pairs = build(folder, ENTITIES, RULES)
    if way.token:
        report = folder / "unit.xml"
        report.write_text(report.read_text().replace(API_KEY, TOKEN))
    if way is RESEND:
        assert command(NOBODY, "submit")[0] == 5
        assert saved(folder) == pairs
    return pairs


def left_over(way: Way, folder: Path, out: str) -> set[Pair]:
    """What is not delivered, in the file or on stdout."""
    if way.file:
        return saved(folder)
    assert not list(folder.glob("scorecard-undelivered*"))
    printed = re.search(r'^\{"version":1,"outcomes":.*$', out, re.MULTILINE)
    if not printed:
        return set()
    (folder / "printed.json").write_text(printed[0])
    return saved(folder, "printed.json")


def hurry(server: Api, number: int, last: int) -> None:
    """With the request that is answered too late, half a second of the time is left."""
    if server.requests[number - 1].method == "POST" and server.writes == last:
        server.gate = lambda number, done: None
        FastClock().sleep(TIMEOUT - 0.5)


@pytest.mark.parametrize("row", [pytest.param(row, id=label(row)) for row in rows()])
def test_fault(
    row: Row, tmp_path: Path, command: Command, go: Callable[..., tuple[int, str, str]]
) -> None:
    pairs = prepare(row.way, tmp_path, command)
    with api(rules(RULES), row.faults) as server:
        if row.late:
            server.gate = lambda number, done: hurry(server, number, row.late)
        code, out, err = go(row.way, server.url, "--batch-size", str(BATCH))
        stored, left = set(server.stored), left_over(row.way, tmp_path, out)
        assert code == row.code, err
        assert server.writes == row.writes
        assert (len(stored), len(left)) == (row.stored, row.left)
        assert stored | left == pairs
        assert "Traceback" not in err
        assert TOKEN not in "\n".join(server.said)
        store = server.store
        if left:
            # The fault is gone: what is left brings the rest, and Datadog has each outcome once.
            with api(store=store) as mended:
                file = () if row.way.file else ("printed.json",)
                again = RESEND._replace(token=row.way.token)
                assert go(again, mended.url, *file)[0] == 0
                assert set(mended.stored) == pairs
    assert saved(tmp_path) == saved(tmp_path, "printed.json") == set()


def test_the_tables_size() -> None:
    assert len(list(rows())) >= 150


# Which answers are no list, and whether another try may help.
NO_LISTS = [
    *(Effect(kind, 5, TRIES) for kind in ("429", "500", "reset", "truncate", "negative-chunk")),
    *(Effect(kind, 4) for kind in ("403", "echo", "redirect", "no-route")),
    Effect("huge", 5),
    *(Effect(f"not-an-answer={kind}", 5) for kind in ("empty", "errors", "206", "html", "nothing")),
    Effect("early-hints", 0),
]


def read_fault(fault: str, list_: str, more: str = "") -> str:
    """The fault, hitting reads of this list."""
    kind, equals, value = fault.partition("=")
    return f"{kind}-{list_}{equals}{value}{more}"


def informing() -> Iterator[tuple[Way, str]]:
    for way in (BATCHES, RESEND, WITH_TOKEN):
        for one in NO_LISTS:
            for list_ in ("rules", "outcomes"):
                for more in ("", "@2", ":1") if way is BATCHES else ("",):
                    yield way, read_fault(one.fault, list_, more)


@pytest.mark.parametrize(("way", "fault"), [
    pytest.param(way, fault, id=f"{way.name}: {fault}") for way, fault in informing()
])  # fmt: skip
def test_what_only_informs_decides_nothing(
    way: Way,
    fault: str,
    tmp_path: Path,
    command: Command,
    go: Callable[..., tuple[int, str, str]],
) -> None:
    pairs = prepare(way, tmp_path, command)
    with api(rules(RULES), [fault]) as server:
        code, out, err = go(way, server.url, "--batch-size", str(BATCH))
        assert (code, server.writes) == (0, REQUESTS), err
        assert set(server.stored) == pairs
        assert TOKEN not in "\n".join(server.said)
    assert left_over(way, tmp_path, out) == set()
    assert "Traceback" not in err


def deciding() -> Iterator[tuple[str, int]]:
    for one in NO_LISTS:
        for more in ("", "@2"):
            yield read_fault(one.fault, "rules", more), one.code
        if one.tries > 1:
            yield read_fault(one.fault, "rules", ":1"), 0
            yield read_fault(one.fault, "rules", ":1@2"), 0


@pytest.mark.parametrize(("fault", "expected"), [
    pytest.param(fault, code, id=fault) for fault, code in deciding()
])  # fmt: skip
def test_rules_known_by_name_alone_wait_for_the_list(
    fault: str,
    expected: int,
    tmp_path: Path,
    command: Command,
    go: Callable[..., tuple[int, str, str]],
) -> None:
    pairs = build(tmp_path, ENTITIES, RULES, pinned=False)
    with api(rules(RULES), [fault]) as server:
        code, _, err = go(BATCHES, server.url, "--batch-size", str(BATCH))
        assert code == expected, err
        assert "Traceback" not in err
        assert set(server.stored) == (pairs if code == 0 else set())
        assert len(saved(tmp_path)) == (0 if code == 0 else OUTCOMES)
        if code:
            with api(store=server.store) as mended:
                assert go(RESEND, mended.url)[0] == 0
                assert set(mended.stored) == pairs
    assert saved(tmp_path) == set()
