"""Shrinking a baseline only ever tightens it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_action.baselines.keys import Key
from scorecard_action.baselines.measuring import Measured
from scorecard_action.baselines.reading import parse
from scorecard_action.baselines.shrink import Shrunk, shrink
from scorecard_action.baselines.writing import to_json
from scorecard_action.judging.known import FailedTest, Fingerprint, Known, Times
from scorecard_action.judging.news import compared
from scorecard_action.judging.tally import Tally
from scorecard_action.metrics import METRICS
from scorecard_action.model import Kind, State
from tests.baselines.building import LINT, UNIT, baselines, known, knowns

TAX, PRICE = FailedTest("CartTest", "tax"), FailedTest("CartTest", "price")
EQ, UNDEF = Fingerprint("eqeqeq", "a.js", "Expected '==='."), Fingerprint("undef", "a.js", "x")
RULES = [Key("Lint", "lint-1", "", ""), Key("Unit tests pass", "", "Quality", "")]


def shrunk(
    there: dict[Key, Known],
    now: dict[Key, Known],
    *,
    bare: Mapping[Key, str] | None = None,
    unread: Mapping[Key, str] | None = None,
) -> Shrunk:
    return shrink(there, Measured(now, dict(unread or {}), dict(bare or {})), RULES)


def passing(**measured: int | Fraction) -> Known:
    return Known(State.PASS, {name: Fraction(value) for name, value in measured.items()})


@pytest.mark.parametrize(
    ("there", "now", "then", "tightened", "worse"),
    [
        pytest.param(
            passing(line_coverage=80),
            passing(line_coverage=Fraction(241, 3)),
            passing(line_coverage=Fraction(241, 3)),
            ["line_coverage 80 % -> 80.33 %"],
            [],
            id="more coverage",
        ),
        pytest.param(
            passing(line_coverage=80),
            passing(line_coverage=Fraction(239, 3)),
            passing(line_coverage=80),
            [],
            ["line_coverage 79.66 %, it says 80 %"],
            id="less coverage",
        ),
        pytest.param(
            passing(tests=10, passed=9, skipped=1),
            passing(tests=12, passed=12, skipped=0),
            passing(tests=12, passed=12, skipped=0),
            ["tests 10 -> 12", "passed 9 -> 12", "skipped 1 -> 0"],
            [],
            id="more tests, fewer skipped",
        ),
        pytest.param(
            passing(tests=10, flaky=0),
            passing(tests=9, flaky=2),
            passing(tests=10, flaky=0),
            [],
            ["tests 9, it says 10", "flaky 2, it says 0"],
            id="fewer tests, more flaky",
        ),
        pytest.param(
            passing(tests=1),
            passing(tests=1, flaky=3),
            passing(tests=1, flaky=3),
            ["flaky 3, which it did not have"],
            [],
            id="a metric that it did not have",
        ),
        pytest.param(
            passing(tests=1, of_a_later_version=3),
            passing(tests=1, of_a_later_version=2),
            passing(tests=1, of_a_later_version=3),
            [],
            [],
            id="a metric that nobody knows",
        ),
        pytest.param(
            known(failed={TAX: 2, PRICE: 1}),
            known(failed={TAX: 1}),
            known(failed={TAX: 1}),
            ["failed 3 -> 1", "2 failed tests no longer known"],
            [],
            id="mended tests",
        ),
        pytest.param(
            known(failed={TAX: 1}),
            known(failed={PRICE: 1}),
            known(failed={}, measured={"failed": 1}),
            ["1 failed test no longer known"],
            ["1 failed test that it does not know"],
            id="one test mended, another broken",
        ),
        pytest.param(
            known(findings={EQ: Times(3, 3), UNDEF: Times(1, 0)}),
            known(findings={EQ: Times(1, 0), UNDEF: Times(2, 2)}),
            known(
                findings={EQ: Times(1, 0), UNDEF: Times(1, 0)},
                measured={"findings": 3, "errors": 2, "warnings": 1},
            ),
            ["findings 4 -> 3", "errors 3 -> 2", "2 findings no longer known"],
            ["1 finding that it does not know"],
            id="findings by count",
        ),
        pytest.param(
            known(findings={EQ._replace(own="1"): Times(1, 1)}),
            known(findings={EQ._replace(own="1", message="other words"): Times(1, 1)}),
            known(findings={EQ._replace(own="1"): Times(1, 1)}),
            [],
            [],
            id="the tool knows it in other words",
        ),
        pytest.param(
            known(findings={EQ._replace(own="1"): Times(1, 1), EQ._replace(own="2"): Times(1, 1)}),
            known(findings={EQ: Times(2, 2)}),
            known(findings={EQ._replace(own="1"): Times(1, 1), EQ._replace(own="2"): Times(1, 1)}),
            [],
            [],
            id="the tool marks no more",
        ),
        pytest.param(
            known(
                findings={EQ._replace(own="1"): Times(2, 1), EQ._replace(own="2"): Times(2, 1)},
            ),
            known(findings={EQ: Times(2, 2)}),
            known(
                findings={EQ._replace(own="1"): Times(1, 1), EQ._replace(own="2"): Times(1, 1)},
            ),
            ["findings 4 -> 2", "warnings 2 -> 0", "2 findings no longer known"],
            [],
            id="errors stay errors",
        ),
        pytest.param(
            known(State.FAIL, findings={}),
            known(State.PASS, findings={}),
            known(State.PASS, findings={}),
            ["fail -> pass"],
            [],
            id="passes now",
        ),
        pytest.param(
            known(State.PASS, findings={}),
            known(State.FAIL, findings={}),
            known(State.PASS, findings={}),
            [],
            ["fail, it says pass"],
            id="fails now",
        ),
        pytest.param(
            Known(State.SKIP),
            Known(None),
            Known(State.SKIP),
            [],
            [],
            id="not decided now",
        ),
    ],
)
def test_the_better_of_both(
    there: Known, now: Known, then: Known, tightened: list[str], worse: list[str]
) -> None:
    found = shrunk({LINT: there}, {LINT: now})
    assert found.entries == {LINT: then}
    for told, expected in ((found.tightened, tightened), (found.worse, worse)):
        assert list(told) == ([f"rule {LINT}: {'; '.join(expected)}"] if expected else [])


BEFORE = {LINT: known(findings={EQ: Times(1, 1)}), UNIT: passing(tests=3)}


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"unread": {LINT: "cut off"}}, id="it cannot be read"),
        pytest.param({"bare": {LINT: "no evidence"}}, id="it has no evidence"),
        pytest.param({}, id="it was not looked at"),
    ],
)
def test_a_rule_keeps_what_it_had(how: dict[str, dict[Key, str]]) -> None:
    now = {UNIT: passing(tests=3)}
    if "bare" in how:
        now[LINT] = Known(State.SKIP)  # by `missing: skip`
    found = shrunk(BEFORE, now, **how)
    assert found.entries == BEFORE
    assert not found.tightened
    assert not found.dropped


def test_a_rule_that_the_mapping_has_no_more_is_taken_out() -> None:
    gone = Key("Gone", "", "", "service:cart")
    found = shrunk({**BEFORE, gone: passing(tests=1)}, {})
    assert found.entries == BEFORE
    assert found.dropped == (gone,)


def test_another_entity_of_a_rule_stays() -> None:
    other = LINT._replace(entity="service:search")
    there = {**BEFORE, other: known(findings={EQ: Times(9, 9)})}
    assert shrunk(there, dict(BEFORE)).entries == there


def test_a_renamed_rule_is_the_same_by_its_id() -> None:
    renamed = LINT._replace(rule="No lint errors")
    rules = [renamed._replace(entity="")]
    now = Measured({renamed: known(findings={})}, {}, {})
    found = shrink({LINT: BEFORE[LINT]}, now, rules)
    assert found.entries == {renamed: known(findings={})}
    assert not found.added
    assert not found.dropped


def test_a_new_rule_is_added() -> None:
    found = shrunk({UNIT: BEFORE[UNIT]}, BEFORE)
    assert found.entries == BEFORE
    assert found.added == (LINT,)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_has_a_better_side(name: str) -> None:
    metric = METRICS[name]
    better = {"tests", "passed", "pass_rate", "reports"}
    more = name in better or metric.kind is Kind.COVERAGE
    assert metric.is_worse(Fraction(1), Fraction(2)) is more
    assert metric.is_worse(Fraction(2), Fraction(1)) is not more
    assert not metric.is_worse(Fraction(2), Fraction(2))


def of(one: Known) -> Tally:
    """The tally of a build that found just this."""
    tally = Tally()
    tally.failures = dict(one.failed)
    tally.fingerprints = dict(one.findings)
    return tally


@given(knowns(), knowns(), knowns())
@settings(max_examples=300)
def test_it_never_loosens(there: Known, now: Known, later: Known) -> None:
    tight = shrunk({LINT: there}, {LINT: now}).entries[LINT]
    for name, value in there.measured.items():
        assert not METRICS[name].is_worse(tight.measured[name], value)
    before, after = compared(of(later), there), compared(of(later), tight)
    for name in ("new_failed", "new_findings", "new_errors"):
        was, is_now = getattr(before, name), getattr(after, name)
        assert was is None or is_now >= was, name
    assert there.state is State.FAIL or tight.state is not State.FAIL


@given(knowns(), knowns())
@settings(max_examples=300)
def test_what_was_known_and_is_there_still_is_not_new(there: Known, now: Known) -> None:
    tight = shrunk({LINT: there}, {LINT: now}).entries[LINT]
    for name in ("new_failed", "new_findings", "new_errors"):
        was = getattr(compared(of(now), there), name)
        assert was is None or getattr(compared(of(now), tight), name) == was, name


@given(knowns(), knowns())
@settings(max_examples=300)
def test_what_it_still_knows_is_not_new(there: Known, now: Known) -> None:
    tight = shrunk({LINT: there}, {LINT: now}).entries[LINT]
    both = Known(State.PASS, there.measured, tight.failed, tight.findings)
    assert not compared(of(both), tight).new_failed
    assert not compared(of(both), tight).new_findings


@given(baselines, baselines)
def test_it_is_idempotent(there: dict[Key, Known], now: dict[Key, Known]) -> None:
    rules = [key._replace(entity="") for key in now]
    once = shrink(there, Measured(now, {}, {}), rules).entries
    again = shrink(once, Measured(now, {}, {}), rules)
    assert again.entries == once
    assert not again.tightened
    assert parse(to_json(once), "b.json") == once


@given(baselines, st.booleans())
def test_by_itself_it_stays(there: dict[Key, Known], lint: bool) -> None:
    rules = [key._replace(entity="") for key in there]
    found = shrink(there, Measured(there if lint else {}, {}, {}), rules)
    assert found.entries == there
    assert not found.worse
