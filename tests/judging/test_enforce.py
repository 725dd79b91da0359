"""What makes the step exit with 1."""

from __future__ import annotations

import pytest

from scorecard_action.judging.enforce import Before, wanted, why_exit_1
from scorecard_action.mapping.types import Enforce
from scorecard_action.model import State

DATADOG, BASELINE = Before(None, "Datadog was not asked"), Before(None, "no baseline has it")
PASS, FAIL, SKIP = State.PASS, State.FAIL, State.SKIP
NEVER, REGRESSION = Enforce.NEVER, Enforce.REGRESSION


@pytest.mark.parametrize(
    ("enforce", "fail_on", "expected"),
    [
        pytest.param(None, NEVER, (NEVER, "--fail-on never"), id="nothing said"),
        pytest.param(None, REGRESSION, (REGRESSION, "--fail-on regression"), id="the option"),
        pytest.param(NEVER, Enforce.FAIL, (NEVER, "enforce: never"), id="the rule is weaker"),
        pytest.param(Enforce.FAIL, NEVER, (Enforce.FAIL, "enforce: fail"), id="and stronger"),
        pytest.param(REGRESSION, REGRESSION, (REGRESSION, "enforce: regression"), id="the same"),
    ],
)
def test_a_rule_goes_over_the_option(
    enforce: Enforce | None, fail_on: Enforce, expected: tuple[Enforce, str]
) -> None:
    assert wanted(enforce, fail_on) == expected


@pytest.mark.parametrize("state", [PASS, SKIP, None], ids=["pass", "skip", "kept"])
@pytest.mark.parametrize("enforce", Enforce)
def test_only_a_failure_counts(state: State | None, enforce: Enforce) -> None:
    assert why_exit_1(state, enforce, (Before(PASS), Before(PASS))) is None


@pytest.mark.parametrize(
    ("enforce", "asked", "expected"),
    [
        pytest.param(NEVER, (Before(PASS),), None, id="never"),
        pytest.param(Enforce.FAIL, (), "fails", id="fail"),
        pytest.param(Enforce.FAIL, (Before(FAIL),), "fails", id="fail, whatever was before"),
        pytest.param(
            REGRESSION, (Before(PASS), Before(FAIL)), "fails and passed before", id="pass"
        ),
        pytest.param(
            REGRESSION, (Before(SKIP), Before(FAIL)), "fails and was skipped before", id="skip"
        ),
        pytest.param(REGRESSION, (Before(FAIL), Before(PASS)), None, id="the first who knows"),
        pytest.param(
            REGRESSION, (DATADOG, Before(PASS)), "fails and passed before", id="the baseline"
        ),
        pytest.param(REGRESSION, (DATADOG, Before(FAIL)), None, id="the baseline failed"),
        pytest.param(
            REGRESSION,
            (DATADOG, BASELINE),
            "fails, and whether it did before is not known: Datadog was not asked, and no baseline"
            " has it",
            id="nobody knows",
        ),
    ],
)
def test_a_failure(enforce: Enforce, asked: tuple[Before, ...], expected: str | None) -> None:
    assert why_exit_1(FAIL, enforce, asked) == expected
