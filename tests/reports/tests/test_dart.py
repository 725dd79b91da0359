"""Dart test JSON. The sample follows pkgs/test/doc/json_reporter.md of dart-lang/test."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import dart
from scorecard_action.reports.tests.dart import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


def test_a_report() -> None:
    found = sample(FORMAT, "dart-json/dart.json")

    cart, broken = "test/cart_test.dart", "test/broken_test.dart"
    assert sorted(rows(found)) == [
        ("failed", "fails after its end", "", cart, True),
        ("failed", f"loading {broken}", "", broken, True),
        ("failed", "rounds", "", cart, True),
        ("failed", "tax is right", "", cart, True),
        ("passed", "total is right", "", cart, True),
        ("skipped", "ships abroad", "", cart, True),
    ]
    assert unfinished(found) == []


def start(identity: int, name: str = "t") -> dict[str, Any]:
    return {"type": "testStart", "test": {"id": identity, "name": name, "suiteID": 0}}


def done(identity: int, result: str = "success", **more: Any) -> dict[str, Any]:
    return {"type": "testDone", "testID": identity, "result": result, **more}


def error(identity: int) -> dict[str, Any]:
    return {"type": "error", "testID": identity, "isFailure": False}


def end(success: bool | None = True) -> dict[str, Any]:
    return {"type": "done", "success": success}


def report(*events: dict[str, Any]) -> bytes:
    first = {"type": "start", "protocolVersion": "0.1.1", "pid": 1}
    return "\n".join(json.dumps(event) for event in (first, *events)).encode()


CUT = "there is no `done`: the report is cut off"


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        pytest.param(report(start(1), done(1), end()), ["passed"], [], id="passed"),
        pytest.param(report(start(1), done(1, "failure"), end(False)), ["failed"], [], id="f"),
        pytest.param(report(start(1), done(1, hidden=True), end()), [], [], id="hidden"),
        pytest.param(
            report(start(1), done(1, "error", hidden=True), end(False)),
            ["failed"],
            [],
            id="visible",
        ),
        pytest.param(report(start(1), done(1, skipped=True), end()), ["skipped"], [], id="skipped"),
        pytest.param(
            report(start(1), error(1), done(1, "error"), end(False)), ["failed"], [], id="e"
        ),
        pytest.param(report(start(1), done(1), error(1), end(False)), ["failed"], [], id="late"),
        pytest.param(
            report(start(1), done(1), error(1), error(1), end(False)), ["failed"], [], id="twice"
        ),
        pytest.param(
            report(start(1), done(1, hidden=True), error(1), end(False)),
            ["failed"],
            [],
            id="late and hidden",
        ),
        pytest.param(
            report(start(1), done(1), end(False)), ["failed!", "passed"], [], id="no success"
        ),
        pytest.param(report(start(1), done(1)), ["passed"], [CUT], id="cut off after a test"),
        pytest.param(report(start(1)), ["failed"], [CUT], id="cut off in a test"),
        pytest.param(
            report(start(1), end(None)),
            ["failed"],
            ["the runner was closed before all tests ran"],
            id="closed",
        ),
        pytest.param(
            b'[{"event":"test.startedProcess"}]\nprinted\n' + report(end()), [], [], id="noise"
        ),
        pytest.param(
            report(start(1), {"type": "print", "message": "x" * (1 << 20)}, done(1), end()),
            ["passed"],
            [],
            id="a line of over 1 MiB",
        ),
        pytest.param(
            report(end()) + b'\n{"type":"testStart","te',
            [],
            ["a broken event: the report is cut off"],
            id="a broken event",
        ),
    ],
)
def test_events(data: bytes, expected: list[str], why: list[str]) -> None:
    found = evidence(FORMAT, data)

    assert results(found) == expected
    assert unfinished(found) == why


def test_what_has_passed_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dart, "MAX_HELD", 10_000)
    events = [event for number in range(1_000) for event in (start(number), done(number))]

    got = results(evidence(FORMAT, report(*events, error(0), error(999), end(False))))

    assert got.count("passed") == 999
    assert got.count("failed!") == 1  # it was let go: that it failed stands beside its pass
    assert got.count("failed") == 1


def test_too_much_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dart, "MAX_HELD", 1 << 20)
    data = report(*(start(number) for number in range(20_000)))

    with pytest.raises(ReportError, match="over 1 MiB of names"):
        list(FORMAT.read(Source(io.BytesIO(data))))


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('{"type":"start","runnerVersion":null,"protocolVersion":"0.1.1","pid":1}', True),
        ('noise\n{"protocolVersion":"0.1.1","pid":1,"type":"start"}\n', True),
        ('{"protocolVersion":"1","type":"end","pid":1}', False),
        ('{"protocolVersion":"1","type":"start"}', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert candidates(Head(text)) == (["dart-json"] if taken else [])
