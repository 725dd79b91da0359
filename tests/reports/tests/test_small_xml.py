"""UnitTest++, gtester and Sonar's generic test execution. The samples were written by UnitTest++
2.0, GLib 2.74 and jest-sonar (samples/*/made)."""

from __future__ import annotations

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.tests import gtester, sonar_tests, unittest_cpp
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


def test_unittest_cpp() -> None:
    # its own counts: 3 tests, 2 failed tests, 3 failures
    found = sample(unittest_cpp.FORMAT, "unittest-cpp/bad.xml")
    assert unfinished(found) == []
    assert rows(found) == [
        ("passed", "adds", "", "Cart", True),
        ("failed", "tax", "", "Cart", True),
        ("failed", "throws", "", "Cart", True),
    ]
    assert results(sample(unittest_cpp.FORMAT, "unittest-cpp/good.xml")) == ["passed"]
    assert sample(unittest_cpp.FORMAT, "unittest-cpp/nothing.xml") == []


def test_unittest_cpp_that_counts_more_than_it_lists() -> None:
    data = b'<unittest-results tests="1" failedtests="1"><test name="a"/></unittest-results>'
    assert unfinished(evidence(unittest_cpp.FORMAT, data)) == [
        "the run counts 1 failed tests and lists 0"
    ]


def test_gtester_that_ran_a_program_twice() -> None:
    # gtester itself: tax failed, the others ran; after a crash it begins behind it
    assert rows(sample(gtester.FORMAT, "gtester/bad.xml")) == [
        ("passed", "/cart/adds", "", "./bad", True),
        ("skipped", "/cart/ships", "", "./bad", True),
        ("failed", "/cart/tax", "", "./bad", True),
        ("passed", "/stock/counts", "", "./bad", True),
    ]
    assert results(sample(gtester.FORMAT, "gtester/good.xml")) == ["passed"]


def test_gtester_whose_program_ended_before_its_first_test() -> None:
    assert results(sample(gtester.FORMAT, "gtester/early.xml")) == ["failed!"]


def program(*tests: str) -> str:
    return f'<testbinary path="a">{"".join(tests)}</testbinary>'


def case(inside: str, more: str = "") -> str:
    return f'<testcase path="/a"{more}>{inside}</testcase>'


GOOD = case('<status result="success" exit-status="0"/>')
BAD = case('<status result="failed" exit-status="-256"/>')
AGAIN = case("", ' skipped="1"')


@pytest.mark.parametrize(
    ("programs", "expected"),
    [
        pytest.param(program(GOOD) + program(AGAIN), ["passed"], id="passed, then passed over"),
        pytest.param(program(BAD) + program(AGAIN), ["failed"], id="failed, then passed over"),
        pytest.param(program(AGAIN), ["skipped"], id="passed over"),
        pytest.param(program(GOOD) + program(BAD), ["failed"], id="the worst of two"),
        pytest.param(program(BAD) + program(GOOD), ["failed"], id="the worst of two, turned"),
        pytest.param(program(case("")), ["failed"], id="not ended"),
        pytest.param(
            program(case('<error/><status result="success" exit-status="0"/>')), ["failed"], id="e"
        ),
        pytest.param(
            program(case('<status result="success" exit-status="2"/>')), ["failed"], id="code"
        ),
        pytest.param(program() + program(GOOD), ["passed"], id="one run was empty"),
    ],
)
def test_gtester_runs(programs: str, expected: list[str]) -> None:
    assert results(evidence(gtester.FORMAT, f"<gtester>{programs}</gtester>".encode())) == expected


def test_sonar() -> None:
    found = sample(sonar_tests.FORMAT, "sonar-tests/bad.xml")

    # Jest's own: 1 failed, 1 skipped, 1 todo, 2 passed; jest-sonar writes todo as passed
    assert rows(found) == [
        ("passed", "cart adds", "", "cart.test.js", True),
        ("failed", "cart tax", "", "cart.test.js", True),
        ("skipped", "cart ships", "", "cart.test.js", True),
        ("passed", "cart is planned", "", "cart.test.js", True),
        ("passed", "counts", "", "stock.test.js", True),
    ]
    cases = [one for one in found if isinstance(one, TestCase)]
    assert {one.file for one in cases} == {"cart.test.js", "stock.test.js"}
    assert results(sample(sonar_tests.FORMAT, "sonar-tests/good.xml")) == ["passed"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<error message='m'/>", "failed"),
        ("<skipped message='m'/>", "skipped"),
        ("<skipped/><failure/>", "failed"),
        ("<unknown/>", "failed"),
    ],
)
def test_sonar_results(inside: str, expected: str) -> None:
    data = f"<unitTest version='1'><file path='a'><testCase>{inside}</testCase></file></unitTest>"
    assert results(evidence(sonar_tests.FORMAT, data.encode())) == [expected]
