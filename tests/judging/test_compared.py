"""A rule that is compared with an earlier build: its limits, its state, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from scorecard_action.judging import reasons
from scorecard_action.judging.decide import Decision, decide
from scorecard_action.judging.knowing import known_now
from scorecard_action.judging.known import Known
from scorecard_action.judging.limits import limits
from scorecard_action.model import (
    Coverage,
    Evidence,
    Kind,
    Level,
    Result,
    State,
    TestCase,
    ToolError,
)
from tests.judging.building import covered, failed, found, passed, rule, skipped, tallied

PASS, FAIL, SKIP, KEEP = State.PASS, State.FAIL, State.SKIP, None
NONE = (
    "no evidence: no baseline has this rule to compare with: `scorecard-action baseline -o FILE` on"
    " the main branch writes one, and `--baseline FILE` (or `baseline:` in the mapping) names it"
)
WARNING, ERROR, NOTE = Level.WARNING, Level.ERROR, Level.NOTE


def known(text: str, evidence: Sequence[Evidence]) -> Known:
    """What a build knows that measured this evidence."""
    tally = tallied(rule(text), evidence, compared=True)
    return known_now(decide(rule(text), tally, ()).measured, tally)


def decided(text: str, then: Sequence[Evidence] | None, now: Sequence[Evidence]) -> Decision:
    """The decision on what is found now, compared with what was then, if there is a baseline."""
    tally = tallied(rule(text), now, compared=then is not None)
    return decide(rule(text), tally, (), known=None if then is None else known(text, then))


def test_a_lower_bound_is_no_measure() -> None:
    untimed = [
        TestCase(Result.PASSED, "a", "C", micros=5_000_000),
        TestCase(Result.PASSED, "b", "C"),
    ]
    measured = known("", untimed).measured
    assert measured["passed"] == 2
    assert "duration" not in measured
    assert "slowest_test" not in measured


def errors(count: int, level: Level = ERROR, name: str = "E1") -> list[Evidence]:
    return [found(level, name) for _ in range(count)]


def lines(hit: int, valid: int) -> list[Evidence]:
    return [covered("src/a.py", range(1, hit + 1), range(1, valid + 1))]


@pytest.mark.parametrize(
    ("text", "then", "now", "state", "reason"),
    [
        pytest.param(
            "max: {new_failed: 0}",
            [*passed(), *failed()],
            [*passed(), *failed()],
            PASS,
            "1 of 2 tests passed, 1 failed, the one failure is not new",
            id="known",
        ),
        pytest.param(
            "max: {new_failed: 0}",
            [*passed(), *failed("a"), *failed("b")],
            [*passed(), *failed("a"), *failed("b")],
            PASS,
            "1 of 3 tests passed, 2 failed, none of 2 failures is new",
            id="all known",
        ),
        pytest.param(
            "max: {new_failed: 0}",
            passed(),
            passed(),
            PASS,
            "1 of 1 test passed, no new failure",
            id="none failed",
        ),
        pytest.param(
            "max: {new_failed: 0}",
            [*passed(), *failed("a")],
            [*passed(), *failed("a"), *failed("b")],
            FAIL,
            "2 failed, 1 of them new (limit 0)",
            id="one is new",
        ),
        pytest.param(
            "max: {new_failed: 0}",
            passed(),
            [*passed(), *failed("a"), *failed("b")],
            FAIL,
            "2 failed, all of them new (limit 0)",
            id="all are new",
        ),
        pytest.param(
            "max: {new_failed: 0}",
            passed(),
            [*passed(), *failed()],
            FAIL,
            "1 failed, and it is new (limit 0)",
            id="the only one is new",
        ),
        pytest.param(
            "max: {new_failed: 1}",
            passed(),
            [*passed(), *failed()],
            PASS,
            "1 of 2 tests passed, 1 failed, and it is new (limit 1)",
            id="within its limit",
        ),
        pytest.param(
            "max: {new_failed: 0, failed: 3}",
            failed(count=4),
            failed(count=4),
            FAIL,
            "4 of 4 tests failed (limit 3)",
            id="a limit that is said stays",
        ),
        pytest.param(
            "max: {new_failed: 0}",
            passed(),
            skipped(),
            SKIP,
            "the only test was skipped",
            id="all skipped",
        ),
        pytest.param(
            "",
            failed(),
            failed(),
            FAIL,
            "1 of 1 test failed (limit 0); the baseline has all of them: `max: {new_failed: 0}`"
            " would judge what is new",
            id="the default stays, and the key is named",
        ),
        pytest.param(
            "max: {failed: 0}",
            failed(),
            failed(),
            FAIL,
            "1 of 1 test failed (limit 0)",
            id="a limit that is said is no slip",
        ),
        pytest.param(
            "",
            failed("a"),
            failed("b"),
            FAIL,
            "1 of 1 test failed (limit 0)",
            id="no key where something is new",
        ),
        pytest.param(
            "max: {new_findings: 0}",
            errors(2),
            errors(2),
            PASS,
            "2 errors, none of 2 findings is new",
            id="known findings, errors too",
        ),
        pytest.param(
            "max: {new_findings: 0}",
            errors(1),
            errors(3),
            FAIL,
            "3 findings, 2 of them new (limit 0)",
            id="more of the same",
        ),
        pytest.param(
            "max: {new_errors: 0}",
            errors(1),
            [*errors(1), *errors(4, WARNING, "W")],
            PASS,
            "1 error, 4 warnings, the one error is not new",
            id="new warnings are no new errors",
        ),
        pytest.param(
            "max: {new_errors: 2}",
            errors(1),
            [*errors(3), *errors(1, WARNING, "W")],
            PASS,
            "1 warning, 3 errors, 2 of them new (limit 2)",
            id="errors are told once",
        ),
        pytest.param(
            "max: {new_errors: 0}",
            errors(1, WARNING),
            errors(1),
            FAIL,
            "1 error, and it is new (limit 0)",
            id="a warning that became an error",
        ),
        pytest.param(
            "max: {warnings: baseline}",
            errors(1),
            errors(1),
            FAIL,
            "1 error (limit 0); the baseline has all of them: `max: {new_errors: 0}` would judge"
            " what is new",
            id="the word on another metric leaves the default",
        ),
        pytest.param(
            "max: {findings: baseline}",
            errors(2),
            errors(3),
            FAIL,
            "3 findings (limit 2, as in the baseline)",
            id="more findings than then",
        ),
        pytest.param(
            "max: {findings: baseline}",
            errors(2),
            errors(2),
            PASS,
            "2 errors (limit 2, as in the baseline)",
            id="as many",
        ),
        pytest.param(
            "max: {errors: baseline}",
            errors(2),
            errors(1),
            PASS,
            "1 error (limit 2, as in the baseline)",
            id="fewer",
        ),
        pytest.param(
            "max: {failed: baseline}",
            failed(count=2),
            [*passed(), *failed(count=2)],
            PASS,
            "1 of 3 tests passed, 2 failed (limit 2, as in the baseline)",
            id="as many failures",
        ),
        pytest.param(
            "min: {passed: baseline}",
            [*passed(count=2), *failed()],
            [*passed(count=1), *failed()],
            FAIL,
            "1 of 2 tests passed (at least 2, as in the baseline)",
            id="fewer passed",
        ),
        pytest.param(
            "min: {pass_rate: baseline}",
            [*passed(count=2), *failed()],
            [*passed(count=4), *failed(count=2)],
            PASS,
            "4 of 6 tests passed, 2 failed, pass rate 66.66 % (at least 66.66 %,"
            " as in the baseline)",
            id="exactly the same rate",
        ),
        pytest.param(
            "max: {failed: baseline}\nmin: {tests: none}",
            failed(),
            [*passed(), *failed(count=2)],
            FAIL,
            "2 of 3 tests failed (limit 1, as in the baseline)",
            id="more failures",
        ),
        pytest.param(
            "min: {failed: baseline}",
            failed(),
            failed(),
            FAIL,
            "1 of 1 test failed (limit 0); the baseline has all of them: `max: {new_failed: 0}`"
            " would judge what is new",
            id="at least as many failures lifts no default",
        ),
        pytest.param(
            "min: {new_failed: 0}",
            passed(),
            failed(),
            FAIL,
            "1 of 1 test failed (limit 0)",
            id="at least so many new ones lifts no default",
        ),
        pytest.param(
            "min: {line_coverage: baseline}",
            lines(2, 3),
            lines(4, 6),
            PASS,
            "line coverage 66.66 % (at least 66.66 %, as in the baseline)",
            id="coverage is compared exactly",
        ),
        pytest.param(
            "min: {line_coverage: baseline}",
            lines(4, 5),
            lines(3, 4),
            FAIL,
            "line coverage 75 % (at least 80 %, as in the baseline)",
            id="less coverage",
        ),
        pytest.param(
            "min: {line_coverage: baseline}",
            lines(20001, 30001),
            lines(20000, 30000),
            FAIL,
            "line coverage 66.66 % (at least 66.66 %, as in the baseline: by less than is shown)",
            id="less by a little",
        ),
        pytest.param(
            "only: {rule: E1}\nmax: {new_findings: 0}",
            errors(1),
            errors(1),
            PASS,
            "1 error, the one finding is not new",
            id="the default of only",
        ),
        pytest.param("max: {new_failed: 0}", None, failed(), FAIL, NONE, id="no baseline"),
        pytest.param(
            "max: {new_failed: 0}\nmissing: skip", None, passed(), SKIP, NONE, id="by missing"
        ),
        pytest.param(
            "min: {line_coverage: baseline}\nmissing: keep",
            None,
            lines(1, 1),
            KEEP,
            NONE,
            id="the word",
        ),
        pytest.param(
            "max: {new_errors: 0, findings: baseline}", None, errors(1), FAIL, NONE, id="said once"
        ),
        pytest.param(
            "max: {new_failed: 0, flaky: 0}",
            None,
            [*passed(), ToolError("it crashed")],
            FAIL,
            "r0.xml: it crashed",
            id="a tool that did not finish comes first",
        ),
        pytest.param(
            "max: {new_failed: 0}\nmin: {tests: 3}",
            None,
            passed(),
            FAIL,
            "1 test (at least 3)",
            id="a broken limit comes first",
        ),
    ],
)
def test_state_and_reason(
    text: str,
    then: Sequence[Evidence] | None,
    now: Sequence[Evidence],
    state: State | None,
    reason: str,
) -> None:
    decision = decided(text, then, now)
    assert (decision.state, decision.reason) == (state, reason)


@pytest.mark.parametrize(
    ("text", "then", "now", "examples"),
    [
        pytest.param(
            "max: {new_failed: 0}",
            failed("a", "Cart"),
            [*failed("a", "Cart"), *failed("b", "Cart")],
            ("Cart.b",),
            id="what is new alone",
        ),
        pytest.param(
            "max: {failed: baseline}",
            failed("a", "Cart"),
            [*failed("a", "Cart"), *failed("b", "Cart")],
            ("Cart.b", "Cart.a"),
            id="what is new first",
        ),
        pytest.param(
            "max: {new_findings: 0}",
            errors(1, NOTE),
            [*errors(1, NOTE), *errors(1, NOTE, "N2")],
            ("src/a.py:7 N2",),
            id="with its line",
        ),
        pytest.param(
            "max: {new_errors: 0}",
            errors(1, WARNING),
            [*errors(1, WARNING, "W"), *errors(1)],
            ("src/a.py:7 E1",),
            id="errors alone",
        ),
    ],
)
def test_examples_are_what_is_new(
    text: str, then: Sequence[Evidence], now: Sequence[Evidence], examples: tuple[str, ...]
) -> None:
    assert decided(text, then, now).examples == examples


def test_what_is_new_is_measured_wherever_there_is_a_baseline() -> None:
    def measured(then: Sequence[Evidence] | None, now: Sequence[Evidence]) -> dict[str, Fraction]:
        return {m.name: v for m, v in decided("", then, now).measured.items() if m.compares}

    assert measured(failed("a"), failed("b")) == {"new_failed": 1}
    assert measured(errors(1), errors(2)) == {"new_findings": 1, "new_errors": 1}
    assert measured(None, failed()) == {}


@pytest.mark.parametrize(
    ("text", "kind", "bounds"),
    [
        pytest.param("", Kind.TESTS, "min tests 1, max failed 0", id="defaults"),
        pytest.param(
            "max: {new_failed: 0}", Kind.TESTS, "min tests 1, max new_failed 0", id="new failures"
        ),
        pytest.param("max: {new_failed: none}", Kind.TESTS, "min tests 1, max failed 0", id="none"),
        pytest.param(
            "max: {failed: baseline}", Kind.TESTS, "min tests 1, max failed baseline", id="failed"
        ),
        pytest.param(
            "min: {passed: baseline}", Kind.TESTS, "min tests 1, min passed baseline", id="passed"
        ),
        pytest.param(
            "max: {passed: baseline}",
            Kind.TESTS,
            "min tests 1, max failed 0, max passed baseline",
            id="at most as many passed is no judgement of failures",
        ),
        pytest.param(
            "min: {pass_rate: baseline}",
            Kind.TESTS,
            "min tests 1, min pass_rate baseline",
            id="pass rate",
        ),
        pytest.param(
            "min: {tests: baseline}", Kind.TESTS, "min tests baseline, max failed 0", id="tests"
        ),
        pytest.param("", Kind.LINT, "max errors 0", id="lint"),
        pytest.param("max: {new_errors: 3}", Kind.LINT, "max new_errors 3", id="new errors"),
        pytest.param("max: {new_findings: 0}", Kind.LINT, "max new_findings 0", id="new findings"),
        pytest.param("max: {findings: baseline}", Kind.LINT, "max findings baseline", id="finding"),
        pytest.param("max: {errors: baseline}", Kind.LINT, "max errors baseline", id="errors"),
        pytest.param(
            "max: {notes: baseline}", Kind.LINT, "max errors 0, max notes baseline", id="notes"
        ),
        pytest.param(
            "min: {findings: baseline}",
            Kind.LINT,
            "min findings baseline, max errors 0",
            id="at least as many findings is no judgement of errors",
        ),
        pytest.param(
            "only: {severity: high}\nmax: {new_findings: 0}",
            Kind.LINT,
            "max new_findings 0",
            id="the default of only",
        ),
        pytest.param(
            "max: {new_findings: 0, errors: 2}",
            Kind.LINT,
            "max errors 2, max new_findings 0",
            id="said",
        ),
    ],
)
def test_which_limits_hold(text: str, kind: Kind, bounds: str) -> None:
    said = [
        f"{'min' if one.least else 'max'} {one.metric} {reasons.bound_value(one)}"
        for one in limits(rule(text), frozenset({kind}))
    ]
    assert sorted(said) == sorted(bounds.split(", "))


def test_a_limit_of_a_baseline_is_a_number_as_people_see_it() -> None:
    (limit,) = decided("min: {line_coverage: baseline}", lines(2, 3), lines(1, 1)).limits
    assert limit.number == 66.66
    (unknown,) = decided("min: {line_coverage: baseline}", None, lines(1, 1)).limits
    assert unknown.number is None


def test_a_lower_bound_is_compared_with_none() -> None:
    # the branches of two reports that do not say which they are: how many in all is not known
    judging = rule("min: {branch_coverage: baseline}")
    evidence = [Coverage("a.c", 1, 1, 2, 2, branches=((1, 1, 2),))]
    now = tallied(judging, evidence, evidence, compared=True)
    then = Known(measured={"branch_coverage": Fraction(50)})
    decision = decide(judging, now, (), known=then)
    assert decision.state is FAIL
    assert "no evidence: branch coverage at least 50 %: how much in all is not" in decision.reason


def test_a_baseline_that_says_nothing_of_a_kind_is_missing_evidence() -> None:
    judging = rule("max: {new_findings: 0}")
    now = tallied(judging, passed(), errors(1, NOTE), compared=True)
    decision = decide(judging, now, (), known=known("", passed()))
    assert decision.state is FAIL
    assert decision.reason == (
        "no evidence: the baseline has nothing to compare new findings with: `scorecard-action"
        " baseline` on the main branch writes it anew"
    )


@pytest.mark.parametrize("evidence", [failed(), errors(1)], ids=["tests", "lint"])
def test_what_was_not_kept_is_never_taken_for_nothing_new(evidence: list[Evidence]) -> None:
    judging = rule("max: {failed: none, errors: none}")
    with pytest.raises(ValueError, match="not compared"):
        decide(judging, tallied(judging, evidence), (), known=known("", evidence))
