"""One deadline over everything, by a clock that only the server and waits move on."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from scorecard_action.datadog.outcomes import BATCH_PATH
from scorecard_action.datadog.waits import Clock
from tests.datadog.server import Reply, Request, Server, answer, head
from tests.delivery.building import build, rules, saved
from tests.delivery.conftest import Command

STEPS = 20  # to the deadline: a byte that drips, or a page


class ServedClock(Clock):
    """Time that passes with what a server drips, and with what is waited for in vain.

    `seen` is when the run has looked at it last: what threads do that are left behind is not the
    run's time.
    """

    time: ClassVar[float]
    seen: ClassVar[float]
    step: ClassVar[float] = 1.0

    def now(self) -> float:
        if threading.current_thread() is threading.main_thread():
            ServedClock.seen = ServedClock.time
        return ServedClock.time

    def sleep(self, seconds: float) -> None:
        ServedClock.time += seconds

    def wait(self, event: threading.Event, seconds: float) -> bool:
        until = ServedClock.time + seconds
        came = event.wait(0.2)
        if not came:
            ServedClock.time = max(ServedClock.time, until)
            self.now()
        return came


def drip(connection: socket.socket) -> bool:
    """An answer that does not end."""
    with contextlib.suppress(OSError):
        connection.sendall(head(200, {}, 10_000))
        for _ in range(10_000):
            connection.sendall(b" ")
            ServedClock.time += ServedClock.step
            time.sleep(0.05)
    return False


class Datadog:
    """Takes everything, lists rules, and does as `odd` says to one kind of request."""

    def __init__(self, odd: str, at: int, reply: Callable[[Request], Reply]) -> None:
        self.odd, self.at, self.reply = odd, at, reply
        self.began = 0.0
        self.stored: set[tuple[str, str]] = set()
        self.seen = {"rules": 0, "outcomes": 0, "batch": 0}

    def __call__(self, request: Request) -> Reply:
        self.began = self.began or ServedClock.time
        kind = request.path.rpartition("/")[2]
        self.seen[kind] += 1
        if kind == self.odd and self.seen[kind] >= self.at:
            return self.reply(request)
        if request.path == BATCH_PATH:
            results = request.json["data"]["attributes"]["results"]
            self.stored |= {(f"service:{r['service_name']}", r["rule_id"]) for r in results}
            meta = {"total_received": len(results), "total_updated": len(results)}
            return answer(200, {"data": [], "meta": meta})
        first = request.query.get("page[offset]") == "0"
        listed = [{"id": r["id"], "attributes": {"name": r["name"]}} for r in rules(3)]
        return answer(200, {"data": listed if first and kind == "rules" else []})


def endless(request: Request) -> Reply:
    """A page of a list that brings something new each time."""
    ServedClock.time += ServedClock.step
    offset = int(request.query["page[offset]"])
    data = [{"id": f"x{offset + n}", "attributes": {"name": "x"}} for n in range(100)]
    return answer(200, {"data": data})


def hanging(request: Request) -> Reply:
    return drip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("timeout", [3, 10, 120])
@pytest.mark.parametrize(
    ("odd", "at", "reply", "code"),
    [
        pytest.param("rules", 1, hanging, 0, id="ids: hang"),
        pytest.param("rules", 2, hanging, 0, id="ids: the second page hangs"),
        pytest.param("rules", 1, endless, 0, id="ids: no last page"),
        pytest.param("outcomes", 1, hanging, 0, id="current: hang"),
        pytest.param("outcomes", 1, endless, 0, id="current: no last page"),
        pytest.param("batch", 1, hanging, 5, id="first batch"),
        pytest.param("batch", 2, hanging, 5, id="middle batch"),
        pytest.param("batch", 3, hanging, 5, id="last batch"),
    ],
)
def test_no_run_takes_longer(
    odd: str,
    at: int,
    reply: Callable[[Request], Reply],
    code: int,
    timeout: int,
    tmp_path: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ServedClock.time = ServedClock.seen = 1000.0
    ServedClock.step = timeout / STEPS
    monkeypatch.setattr("scorecard_action.datadog.client.Clock", ServedClock)
    pairs = build(tmp_path, 1, 3, leaky=False)
    datadog = Datadog(odd, at, reply)
    with Server(datadog) as server:
        arguments = ("--batch-size", "1", "--timeout", str(timeout), "--json", "result.json")
        found, _, err = command(server.url, "submit", *arguments)
        took = ServedClock.seen - datadog.began
    assert found == code, err
    # A byte or two may drip between two looks at the clock.
    assert took <= timeout + 4 * ServedClock.step
    assert datadog.stored | saved(tmp_path) == pairs
    assert len(datadog.stored) == (3 if code == 0 else at - 1)
    assert json.loads((tmp_path / "result.json").read_text())["submitted"] == len(datadog.stored)
    if code:
        assert f"no whole answer from Datadog within {timeout} s" in err


@pytest.mark.timeout(60)
def test_reading_what_datadog_has_costs_five_seconds(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    ServedClock.time = ServedClock.seen = 1000.0
    monkeypatch.setattr("scorecard_action.datadog.client.Clock", ServedClock)
    build(tmp_path, 1, 3, leaky=False)
    ServedClock.step = 0.5
    datadog = Datadog("outcomes", 1, hanging)
    with Server(datadog) as server:
        code, _, err = command(server.url, "submit")
        took = ServedClock.seen - 1000.0
    assert code == 0
    assert "could not all be read" in err
    assert len(datadog.stored) == 3
    assert 5.0 <= took <= 5.0 + 4 * ServedClock.step
