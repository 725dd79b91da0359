"""Reports that hold nothing: missing evidence alone, a warning by name among others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scorecard_action.judging.decide import decide
from scorecard_action.model import Evidence, Kind, Nothing, Notice, State, Tool, ToolError
from tests.judging.building import covered, failed, passed, rule, tallied, totals

NO_TEST = "{}: it holds no test, so it adds nothing: `exclude` leaves it out"
NO_LINE = "{}: it holds no line to cover, so it adds nothing: `exclude` leaves it out"
FULL = covered("a.py", [1], [1])


@pytest.mark.parametrize(
    ("kind", "reports", "state", "reason", "warnings"),
    [
        pytest.param(Kind.TESTS, [passed(), []], State.PASS, "1 of 1 test passed",
                     [NO_TEST.format("r1.xml")], id="a test report without a test"),
        pytest.param(Kind.TESTS, [[], failed(), []], State.FAIL, "1 of 1 test failed (limit 0)",
                     [NO_TEST.format("r0.xml") + " (and 1 more)"], id="two of three"),
        pytest.param(Kind.TESTS, [[], []], State.FAIL, "no evidence: the reports hold no test", [],
                     id="no test at all"),
        pytest.param(Kind.TESTS, [passed(), [ToolError("stopped")]], State.FAIL, "r1.xml: stopped",
                     [], id="one that did not finish says so itself"),
        pytest.param(Kind.COVERAGE, [[FULL, totals(1, 1)], [totals(0, 0)]], State.PASS,
                     "line coverage 100 % (at least 80 %)", [NO_LINE.format("r1.xml")],
                     id="coverage without a line"),
        pytest.param(Kind.LINT, [[Tool("a")], [Tool("b"), Nothing("b saw no file")]], State.FAIL,
                     "no evidence: r1.xml: b saw no file", [], id="lint: each must have looked"),
        pytest.param(Kind.LINT, [[Nothing("x")], [Nothing("y", 3)]], State.FAIL,
                     "no evidence: r0.xml: x (and 1 more such report)", [], id="two"),
        pytest.param(Kind.LINT, [[Tool("a"), Notice("mind this", 7)]], State.PASS, "0 errors",
                     ["r0.xml:7: mind this"], id="a caution decides nothing"),
    ],
)  # fmt: skip
def test_what_holds_nothing(
    kind: Kind,
    reports: Sequence[Sequence[Evidence]],
    state: State,
    reason: str,
    warnings: Sequence[str],
) -> None:
    judging = rule("min: {line_coverage: 80}" if kind is Kind.COVERAGE else "")
    decision = decide(judging, tallied(judging, *reports, kinds=[kind] * len(reports)), ())
    assert decision.state is state
    assert decision.reason == reason
    assert list(decision.warnings) == warnings
