"""`retries: last`: of several attempts at a test in one report the last decides."""

from __future__ import annotations

import tracemalloc
from itertools import permutations
from typing import Any

import pytest

from scorecard_action.judging.decide import decide
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import Selector
from scorecard_action.model import Kind, Result, TestCase
from tests.judging.building import rule

WORDS = {"p": Result.PASSED, "f": Result.FAILED, "s": Result.SKIPPED}


def case(letter: str, **more: Any) -> TestCase:
    """A case by the first letter of its result; a capital is one of another name."""
    name = "u" if letter.isupper() else "t"
    values: dict[str, Any] = {"name": name, "classname": "C", **more}
    return TestCase(WORDS[letter.lower()], **values)


def tally(*cases: TestCase, last: bool = True, only: tuple[Selector, ...] = ()) -> Tally:
    tallies = ReportTallies("r.xml", [Matcher(Selection(only, last_attempt=last))])
    for one in cases:
        tallies.add(one)
    return tallies.finish(Kind.TESTS)[0]


def counts(found: Tally) -> tuple[int, int, int, int]:
    assert found.own == found.tests == found.all_tests
    return found.passed, found.failed, found.skipped, found.flaky


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        pytest.param("p", (1, 0, 0, 0), id="one"),
        pytest.param("pp", (1, 0, 0, 0), id="passes twice"),
        pytest.param("fp", (1, 0, 0, 1), id="passes after all"),
        pytest.param("ffp", (1, 0, 0, 1), id="at the third attempt"),
        pytest.param("fpp", (1, 0, 0, 1), id="flaky stays"),
        pytest.param("pf", (0, 1, 0, 0), id="the last fails"),
        pytest.param("fpf", (0, 1, 0, 0), id="fails again"),
        pytest.param("ssp", (1, 0, 0, 0), id="TestNG lists earlier attempts as skipped"),
        pytest.param("fs", (0, 1, 0, 0), id="a skipped attempt did not run"),
        pytest.param("fsp", (1, 0, 0, 1), id="skipped in between"),
        pytest.param("ss", (0, 0, 1, 0), id="skipped twice"),
        pytest.param("fFpP", (2, 0, 0, 2), id="two tests in turns"),
        pytest.param("fP", (1, 1, 0, 0), id="another test is no attempt"),
    ],
)
def test_the_last_attempt_decides(results: str, expected: tuple[int, int, int, int]) -> None:
    assert counts(tally(*map(case, results))) == expected


@pytest.mark.parametrize(
    ("first", "second", "tests"),
    [
        pytest.param({}, {}, 1, id="the same"),
        pytest.param({"line": 3}, {"line": 9}, 1, id="lines of the report"),
        pytest.param({"suite": "a"}, {"suite": "b"}, 2, id="suite"),
        pytest.param({"classname": "A"}, {"classname": "B"}, 2, id="class"),
        pytest.param({"file": "a.py"}, {"file": "b.py"}, 2, id="file"),
        pytest.param({"id": "7"}, {"id": "9"}, 2, id="row of an outline"),
        pytest.param({"name": ""}, {"name": ""}, 2, id="without a name"),
        pytest.param({"own": False}, {}, 1, id="a failure of the suite is no attempt"),
    ],
)
def test_what_an_attempt_is_of(first: dict[str, Any], second: dict[str, Any], tests: int) -> None:
    found = tally(case("f", **first), case("p", **second))
    assert (found.own, found.failed) == (tests, tests - 1 + (not first.get("own", True)))


def test_what_is_told_is_of_the_last_attempts() -> None:
    words = [case(one, name=name, why=name) for one, name in ("fa", "fb", "pa", "fc", "pc", "fb")]
    found = tally(*words)
    assert [text for _, _, text in found.examples["failed"]] == ["C.b"]
    assert found.whys == {"b"}


def test_an_attempt_that_is_not_selected_takes_the_one_before_away() -> None:
    """A failed test without a class is never left out by it; its passing attempt may be."""
    (only,) = rule("only: {class: X}").only
    assert counts_of(tally(case("f", classname=""), only=(only,))) == (0, 1)
    assert counts_of(tally(case("f", classname=""), case("p", classname=""), only=(only,))) == (
        0,
        0,
    )


def counts_of(found: Tally) -> tuple[int, int]:
    return found.passed, found.failed


def test_rules_with_and_without_retries_read_one_report() -> None:
    matchers = [Matcher(Selection(last_attempt=last)) for last in (False, True)]
    tallies = ReportTallies("r.xml", matchers)
    for one in map(case, "fpP"):
        tallies.add(one)
    by_case, by_attempt = tallies.finish(Kind.TESTS)
    assert (by_case.passed, by_case.failed, by_case.flaky) == (2, 1, 0)
    assert (by_attempt.passed, by_attempt.failed, by_attempt.flaky) == (2, 0, 1)
    assert (by_case.overruled, by_attempt.overruled) == ({"C.t"}, set())
    assert (by_case.flaky_unknown, by_attempt.flaky_unknown) == (True, False)


def test_tallies_of_attempts_add_up_in_any_order() -> None:
    parts = [tally(*map(case, one)) for one in ("fp", "pf", "sF")]
    totals = []
    for order in permutations(parts):
        total = Tally()
        for one in order:
            total.merge(one)
        totals.append(total)
    assert all(one == totals[0] for one in totals)


@pytest.mark.parametrize(
    ("limits", "results", "named"),
    [
        pytest.param("", "fp", True, id="failed"),
        pytest.param("min: {pass_rate: 90}", "fp", True, id="pass rate"),
        pytest.param("", "pf", False, id="the last would decide the same"),
        pytest.param("", "fP", False, id="another test passed"),
        pytest.param("max: {failed: none}\nmin: {tests: 3}", "fp", False, id="another limit"),
    ],
)
def test_the_reason_names_the_key(limits: str, results: str, named: bool) -> None:
    decision = decide(rule(limits), tally(*map(case, results), last=False), ())
    told = (
        "C.t passed in the same report after failing:"
        " with `retries: last` in the mapping the last attempt decides"
    )
    assert (told in decision.reason) is named


def test_many_tests_cost_little_memory() -> None:
    tracemalloc.start()
    try:
        tallies = ReportTallies("r.xml", [Matcher(Selection(last_attempt=True))])
        for number in range(50_000):
            tallies.add(TestCase(Result.PASSED, f"{'a long name ' * 20}{number}", "C"))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 160 * 50_000
