"""The fault table: whatever goes wrong, each outcome is in Datadog or in the file, and the file
delivers the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.delivery.building import (
    Api,
    FastClock,
    Pair,
    api,
    build,
    environment,
    result,
    rules,
    saved,
)
from tests.delivery.conftest import Command

TRIES = 5


class Size(NamedTuple):
    entities: int
    rules: int
    batch: int
    requests: int

    @property
    def outcomes(self) -> int:
        return self.entities * self.rules


# The last batch of 210 is half a one.
SIZES = [Size(1, 1, 100, 1), Size(10, 10, 10, 10), Size(21, 10, 20, 11)]


NO_ANSWERS = ("empty", "errors", "message", "text", "float", "fewer", "more", "206")
READS = (
    *("429-read", "500-read", "403-read", "reset-read", "truncate-read", "slow-read=0.05"),
    *("early-hints-read", "negative-chunk-read", "negative-chunk-read:1@2", "no-route-read"),
    *("not-an-answer-read", "not-an-answer-read=errors:1@2", "not-an-answer-read=206"),
)


class Row(NamedTuple):
    """What is expected: the exit code, the write requests, the outcomes that Datadog has and those
    in the file.
    """

    fault: str
    size: Size
    code: int
    writes: int
    stored: int
    saved: int


def rows() -> list[Row]:
    found = []
    for size in SIZES:
        for at in sorted({1, (size.requests + 1) // 2, size.requests}):
            all_ = size.outcomes
            before = (at - 1) * size.batch
            upto = min(at * size.batch, all_)
            # Once, and the next try succeeds.
            for kind in ("429", "500", "reset", "truncate"):
                found.append(Row(f"{kind}:1@{at}", size, 0, size.requests + 1, all_, 0))
            # To the end: what came before is delivered; what a cut answer was for is stored too.
            for kind in ("429", "500", "reset"):
                tries = at - 1 + TRIES
                found.append(Row(f"{kind}@{at}", size, 5, tries, before, all_ - before))
            tries = at - 1 + TRIES
            found.append(Row(f"truncate@{at}", size, 5, tries, upto, all_ - before))
            found.append(Row(f"slow=0.05@{at}", size, 5, at, upto, all_ - before))
            found.append(Row(f"gone@{at}", size, 0, size.requests + 1, all_, 0))
            for kind in ("early-hints", "early-hints:1"):
                found.append(Row(f"{kind}@{at}", size, 0, size.requests, all_, 0))
            found.append(Row(f"negative-chunk:1@{at}", size, 0, size.requests + 1, all_, 0))
            tries = at - 1 + TRIES
            found.append(Row(f"negative-chunk@{at}", size, 5, tries, before, all_ - before))
            # The other endpoint has no route either.
            found.append(Row(f"no-route@{at}", size, 4, at + 1, before, all_ - before))
            # A success that is none: that batch is kept, and the others are sent.
            for kind in NO_ANSWERS:
                fault = f"not-an-answer={kind}:1@{at}"
                kept = upto - before
                found.append(Row(fault, size, 5, size.requests, all_ - kept, kept))
        # What only informs decides nothing.
        for fault in READS:
            found.append(Row(fault, size, 0, size.requests, size.outcomes, 0))
    return found


TABLE = [pytest.param(row, id=f"{row.fault} of {row.size.outcomes}") for row in rows()]


def hurry(server: Api, number: int, last: int) -> None:
    """With the request that is answered slowly, half a second of the time is left."""
    if server.requests[number - 1].method == "POST" and server.writes == last:
        server.gate = lambda number, done: None
        FastClock().sleep(599.5)


def test_the_tables_size() -> None:
    assert len(TABLE) == 70 + 7 * 13 + 3 * 13


@pytest.mark.parametrize("row", TABLE)
def test_fault(row: Row, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    if row.fault.startswith("slow-read"):
        # What drips is given up after seconds, which are not waited for here.
        monkeypatch.setattr(FastClock, "pace", 20.0)
    # Names of tests that hold keys take the most time of all.
    pairs = build(tmp_path, row.size.entities, row.size.rules, leaky=row.size.outcomes <= 100)
    options = ("--batch-size", str(row.size.batch), "--json", "result.json", "--timeout", "600")
    with api(rules(row.size.rules), [row.fault]) as server:
        if row.fault.startswith("slow="):
            last = int(row.fault.partition("@")[2])
            server.gate = lambda number, done: hurry(server, number, last)
        code, out, err = command(server.url, "submit", *options)
        stored, left, document = set(server.stored), saved(tmp_path), result(tmp_path)
        assert code == row.code, err
        assert server.writes == row.writes
        assert (len(stored), len(left)) == (row.stored, row.saved)
        assert stored | left == pairs
        assert document["submitted"] == row.size.outcomes - row.saved
        assert document["undelivered_file"] == ("scorecard-undelivered.json" if left else None)
        assert ("scorecard-action resend scorecard-undelivered.json" in out) is bool(left)
        assert "Traceback" not in err
        if not left:
            return
        store = server.store
        # The fault is gone: the file brings the rest, and Datadog has each outcome once.
        with api(store=store) as mended:
            code, out, err = command(mended.url, "resend", "--batch-size", "100")
            assert code == 0, err
            assert mended.writes == -(-len(pairs - stored) // 100)
            assert set(mended.stored) == pairs
    assert saved(tmp_path) == set()
    assert not (tmp_path / "scorecard-undelivered.json").exists()


@pytest.mark.parametrize(
    ("size", "most"),
    [
        # A request for all, and one for each half on the way to two outcomes that stand alone.
        pytest.param(SIZES[0], 1, id="1"),
        pytest.param(SIZES[1], 10 + 2 * 4 + 1, id="100"),
        pytest.param(SIZES[2], 11 + 2 * 5 + 2, id="210"),
    ],
)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_rule_that_is_refused(
    size: Size, most: int, place: str, tmp_path: Path, command: Command
) -> None:
    pairs = build(tmp_path, size.entities, size.rules)
    number = {"first": 0, "middle": size.rules // 2, "last": size.rules - 1}[place]
    bad = str(rules(size.rules)[number]["id"])
    of_bad = {pair for pair in pairs if pair[1] == bad}
    with api(rules(size.rules), [f"reject-rule={bad}"]) as server:
        code, _, err = command(server.url, "submit", "--batch-size", str(size.batch))
        assert code == 4
        assert f"refused the rule 'Rule {number}'" in err
        assert "Invalid rule_id" in err
        assert set(server.stored) == pairs - of_bad
        assert saved(tmp_path) == of_bad
        assert server.writes <= most
        with api(store=server.store) as mended:
            assert command(mended.url, "resend")[0] == 0
            assert set(mended.stored) == pairs
    assert saved(tmp_path) == set()


def test_both_endpoints_gone_saves_all(tmp_path: Path, command: Command) -> None:
    pairs: set[Pair] = build(tmp_path, 2, 2)
    with api(rules(2), ["410"]) as server:
        code, _, err = command(server.url, "submit")
        assert (code, server.writes) == (4, 2)
        assert "410" in err
    assert saved(tmp_path) == pairs


def test_400_services_with_25_rules_one_of_them_unknown(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tests.delivery.conftest.environment",
        lambda url, folder: {**environment(url, folder), "GITHUB_OUTPUT": ""},
    )
    pairs = build(tmp_path, 400, 25, leaky=False)
    bad = str(rules(25)[7]["id"])
    with api(rules(25), [f"reject-rule={bad}"]) as server:
        code, _, err = command(server.url, "submit", "--json", "result.json", "--timeout", "3600")
        assert code == 4
        # 96 batches for the good ones alone; the bad rule is known after two outcomes of it.
        assert server.writes <= 96 + 25
        assert len(server.stored) == 9_600
        assert saved(tmp_path) == pairs - set(server.stored)
        assert err.count("\n") < 30
    assert result(tmp_path)["submitted"] == 9_600


def test_100_bad_of_100(tmp_path: Path, command: Command) -> None:
    pairs = build(tmp_path, 1, 100)
    made = rules(100)
    with api(made, [f"reject-rule={rule['id']}" for rule in made]) as server:
        code, _, err = command(server.url, "submit")
        assert code == 4
        assert server.writes <= 200
        assert server.stored == {}
        assert err.count("error:") <= 21
    assert saved(tmp_path) == pairs
