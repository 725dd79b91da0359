"""Limits on how long tests took: what is known, what is missing, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.judging import times
from scorecard_action.judging.decide import decide
from scorecard_action.judging.firsts import MAX_EXAMPLES
from scorecard_action.judging.metric import Found
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.metrics import DURATION, SLOWEST_TEST, measure
from scorecard_action.model import Kind, Result, State, TestCase
from tests.judging.building import rule, tallied

P, F, S = Result.PASSED, Result.FAILED, Result.SKIPPED


def case(micros: int | None, name: str = "t", result: Result = P, *, own: bool = True) -> TestCase:
    return TestCase(result, name, "acme.CartTest", micros=micros, own=own)


def cases(*micros: int | None) -> list[TestCase]:
    return [case(one, f"t{number}") for number, one in enumerate(micros)]


def decided(text: str, *reports: Sequence[TestCase]) -> tuple[State | None, str, tuple[str, ...]]:
    judging = rule(text)
    found = decide(judging, tallied(judging, *reports), ())
    return found.state, found.reason, found.examples


@pytest.mark.parametrize(
    ("limits", "reports", "state", "reason"),
    [
        pytest.param(
            "max: {duration: 10}",
            [cases(4_500_000), cases(5_250_000)],
            "pass",
            "2 of 2 tests passed, the tests took 9.75 s (limit 10 s)",
            id="held over reports",
        ),
        pytest.param(
            "max: {duration: 9.75}",
            [cases(4_500_000, 5_250_000)],
            "pass",
            "2 of 2 tests passed, the tests took 9.75 s (limit 9.75 s)",
            id="held at the limit",
        ),
        pytest.param(
            "max: {duration: 60}",
            [cases(60_000_000, 1)],
            "fail",
            "the tests took 60.001 s (limit 60 s)",
            id="a microsecond over it never reads as held",
        ),
        pytest.param(
            "max: {duration: 1200}",
            [cases(1_234_500_000)],
            "fail",
            "the tests took 1,234.5 s (limit 1,200 s)",
            id="over a thousand",
        ),
        pytest.param(
            "max: {slowest_test: 0.001}",
            [cases(999)],
            "pass",
            "1 of 1 test passed, CartTest.t0 took 0.000999 s (limit 0.001 s)",
            id="below a second it is exact",
        ),
        pytest.param(
            "max: {slowest_test: 5}",
            [cases(4_500_000, 5_250_000)],
            "fail",
            "CartTest.t1 took 5.25 s (limit 5 s)",
            id="the slowest is named",
        ),
        pytest.param(
            "max: {duration: 60}",
            [cases(1, None)],
            "fail",
            "no evidence: r0.xml does not say how long CartTest.t1 took",
            id="one without",
        ),
        pytest.param(
            "max: {duration: 60, slowest_test: 1}",
            [cases(1), cases(None)],
            "fail",
            "no evidence: r1.xml does not say how long CartTest.t0 took",
            id="a report without, said once",
        ),
        pytest.param(
            "max: {duration: 60}\nmissing: skip",
            [cases(61_000_000, None)],
            "fail",
            "the tests took at least 61 s (limit 60 s)",
            id="what is known breaks it",
        ),
        pytest.param(
            "max: {slowest_test: 60}\nmissing: skip",
            [cases(61_000_000, None)],
            "fail",
            "CartTest.t0 took 61 s (limit 60 s)",
            id="a slow test is one, whatever the others took",
        ),
        pytest.param(
            "min: {duration: 1}",
            [cases(2_000_000, None)],
            "pass",
            "2 of 2 tests passed, the tests took at least 2 s (at least 1 s)",
            id="and holds a minimum",
        ),
        pytest.param(
            "max: {duration: 60}",
            [[case(1), case(None, "s", S)]],
            "pass",
            "1 of 2 tests passed, 1 skipped, the tests took 0.000001 s (limit 60 s)",
            id="what was skipped needs none",
        ),
        pytest.param(
            "max: {duration: 1}",
            [[case(1, "a"), case(1_500_000, "s", S)]],
            "fail",
            "the tests took 1.501 s (limit 1 s)",
            id="and counts where it says one",
        ),
        pytest.param(
            "max: {duration: 60}",
            [[case(None, "a", S), case(None, "b", S)]],
            "skip",
            "all 2 tests were skipped",
            id="all were skipped",
        ),
        pytest.param(
            "max: {duration: 60, failed: none}",
            [[case(1), case(None, "set-up", F, own=False)]],
            "pass",
            "1 of 2 tests passed, 1 failed, the tests took 0.000001 s (limit 60 s)",
            id="a failure of no case has none",
        ),
        pytest.param(
            "max: {duration: 60}\nonly: {name: t0}",
            [cases(1, None)],
            "pass",
            "1 of 1 test passed, the tests took 0.000001 s (limit 60 s) (2 in the reports)",
            id="what is left out needs none",
        ),
        pytest.param(
            "max: {skip_rate: 33}",
            [[case(1, "a"), case(1, "b"), case(1, "c", S)]],
            "fail",
            "skip rate 33.33 % (limit 33 %)",
            id="skip rate",
        ),
    ],
)
def test_limits(limits: str, reports: list[list[TestCase]], state: str, reason: str) -> None:
    found, said, _ = decided(limits, *reports)
    assert (found, said) == (state, reason)


def test_the_slowest_are_the_examples() -> None:
    _, _, examples = decided("max: {duration: 1}", cases(*(100_000 * n for n in range(1, 9))))
    assert examples == tuple(f"CartTest.t{n} took 0.{n + 1} s" for n in range(7, 2, -1))


def test_failures_stand_before_the_slowest() -> None:
    _, _, examples = decided("max: {duration: 1}", [case(2_000_000, "a", F)])
    assert examples == ("CartTest.a", "CartTest.a took 2 s")


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        pytest.param("max: {slowest_test: 0.5}", ("CartTest.b took 0.7 s",), id="those over it"),
        pytest.param("max: {slowest_test: 0.7}", (), id="the reason names the only one"),
        pytest.param("min: {slowest_test: 1}", (), id="a minimum: none is too slow"),
        pytest.param(
            "max: {slowest_test: 0.5, duration: 1}",
            ("CartTest.c took 0.9 s", "CartTest.b took 0.7 s", "CartTest.a took 0.5 s"),
            id="each is part of the sum",
        ),
    ],
)
def test_no_test_within_the_limit_is_an_example(limits: str, expected: tuple[str, ...]) -> None:
    cases = [case(500_000, "a"), case(700_000, "b"), case(900_000, "c")]
    assert decided(limits, cases)[2] == expected


def last(*attempts: TestCase) -> Tally:
    tallies = ReportTallies("r.xml", [Matcher(Selection(last_attempt=True))])
    for one in attempts:
        tallies.add(one)
    return tallies.finish(Kind.TESTS)[0]


@pytest.mark.parametrize(
    ("attempts", "micros", "slowest", "untimed"),
    [
        pytest.param([case(9, result=F), case(2)], 2, 2, False, id="the last counts"),
        pytest.param([case(2, result=F), case(9)], 9, 9, False, id="also the slower one"),
        pytest.param([case(9, result=F), case(2), case(5, "u")], 7, 5, False, id="of each test"),
        pytest.param([case(9), case(2, result=S)], 9, 9, False, id="a skipped one did not run"),
        pytest.param([case(None, result=F), case(2)], 2, 2, False, id="the first has none"),
        pytest.param([case(9, result=F), case(None)], 0, None, True, id="the last has none"),
        pytest.param([case(None, result=S)], 0, None, False, id="skipped"),
        pytest.param([case(0)], 0, 0, False, id="at once"),
    ],
)
def test_the_last_attempt_has_the_time(
    attempts: list[TestCase], micros: int, slowest: int | None, *, untimed: bool
) -> None:
    tally = last(*attempts)
    assert (tally.micros, bool(tally.untimed)) == (micros, untimed)
    assert [-one[0] for one in tally.slowest][:1] == ([] if slowest is None else [slowest])


def test_each_case_counts_without_retries() -> None:
    tally = tallied(rule(), [case(9, result=F), case(2)])
    assert (tally.micros, -tally.slowest[0][0]) == (11, 9)


def test_attempts_count_for_the_selections_that_take_them() -> None:
    only = rule("only: {name: u}").only
    matchers = [
        Matcher(Selection(only, last_attempt=True)),
        Matcher(Selection(last_attempt=True)),
        Matcher(Selection()),
    ]
    tallies = ReportTallies("r.xml", matchers)
    for one in (case(9, result=F), case(5, "u"), case(2)):
        tallies.add(one)
    assert [one.micros for one in tallies.finish(Kind.TESTS)] == [5, 7, 16]


def test_names_of_attempts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "MAX_NAMED", MAX_EXAMPLES)
    slow_first = [case(1_000 - n, f"t{n}") for n in range(30)]
    named = [one[3] for one in last(*slow_first).slowest]
    assert named == [f"CartTest.t{n}" for n in range(MAX_EXAMPLES)]
    # those that were named are no longer the slowest
    faster = [case(n, f"t{n}") for n in range(20)]
    found = last(*slow_first, *faster).slowest
    assert [-one[0] for one in found] == [980 - n for n in range(MAX_EXAMPLES)]


MICROS = st.none() | st.integers(0, 10**12)
CASES = st.lists(st.builds(case, MICROS, st.sampled_from("abc"), st.sampled_from(Result)))


@given(CASES)
def test_measured_is_what_the_cases_say(some: list[TestCase]) -> None:
    judging = rule()
    tally = tallied(judging, some, kinds=[Kind.TESTS])
    measured = measure(Found(tally), frozenset({Kind.TESTS}))
    known = [one.micros for one in some if one.micros is not None]
    assert tally.micros == sum(known)
    assert [-one[0] for one in tally.slowest] == sorted(known, reverse=True)[:MAX_EXAMPLES]
    assert (DURATION in measured) == (SLOWEST_TEST in measured) == bool(known)
    assert bool(tally.untimed) == any(one.micros is None and one.result is not S for one in some)


@given(CASES)
def test_the_last_attempts_are_as_if_alone(some: list[TestCase]) -> None:
    counting: dict[str, TestCase] = {}
    for one in some:
        before = counting.get(one.name)
        if before is None or one.result is not S or before.result is S:
            counting[one.name] = one
    assert last(*some).micros == sum(one.micros or 0 for one in counting.values())


def test_order_of_reports_does_not_matter() -> None:
    reports = [cases(5, 5, 3), cases(7, None), cases(5, 1), cases(None)]
    found = []
    for some in permutations(range(4)):
        total = Tally()
        for number in some:
            tallies = ReportTallies(f"r{number}", [Matcher(Selection())])
            for one in reports[number]:
                tallies.add(one)
            total.merge(tallies.finish(Kind.TESTS)[0])
        found.append(total)
    assert all(one == found[0] for one in found)
    assert found[0].untimed == "r1 does not say how long CartTest.t1 took"
