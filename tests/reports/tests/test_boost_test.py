"""Boost.Test, its log and its report. The samples were written by Boost 1.74
(samples/boost-test/made) by the same program, which says: 3 test cases passed and 1 with warnings,
4 failed, 2 skipped."""

from __future__ import annotations

from collections import Counter

import pytest

from scorecard_action.model import Nothing, TestCase
from scorecard_action.reports.tests import boost_test, boost_test_report
from tests.reports.tests.reading import evidence, results, rows, sample


def test_the_log() -> None:
    found = sample(boost_test.FORMAT, "boost-test/bad.xml")

    assert rows(found) == [
        ("passed", "adds", "", "shop/Cart", True),
        ("failed", "tax", "", "shop/Cart", True),
        ("failed", "throws", "", "shop/Cart", True),
        ("failed", "requires_it", "", "shop/Cart", True),
        ("passed", "warns", "", "shop/Cart", True),
        ("skipped", "off", "", "shop/Cart", True),
        # the failures of this case are expected, and only the report knows
        ("failed", "known", "", "shop/Cart", True),
        ("passed", "_0", "", "shop/Cart/rows", True),
        ("failed", "_1", "", "shop/Cart/rows", True),
        ("skipped", "Stock", "", "shop/Stock", True),
    ]
    assert {one.file for one in found if isinstance(one, TestCase)} == {"cart.cpp", ""}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        pytest.param("good", ["passed"], id="good"),
        # a good run at the default level lists nothing: no evidence
        pytest.param("good-default", [], id="good, at the default level"),
        pytest.param("bad-default", ["failed!"] * 6, id="bad, at the default level"),
    ],
)
def test_other_logs(file: str, expected: list[str]) -> None:
    found = sample(boost_test.FORMAT, f"boost-test/{file}.xml")
    assert results(found) == expected
    assert any(isinstance(one, Nothing) for one in found) is not bool(expected)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<TestCase name='a'><Exception/></TestCase>", ["failed"]),
        ("<TestCase name='a'><Warning/><Message/><Info/></TestCase>", ["passed"]),
        ("<TestCase name='a' skipped='yes' reason='dependency'/>", ["skipped"]),
        ("<TestCase name='a' skipped='yes'><FatalError/></TestCase>", ["failed"]),
        ("<TestSuite name='a'><FatalError/></TestSuite>", ["failed!"]),
        ("<TestCase name='a'><Info><Error/></Info></TestCase>", ["passed"]),
    ],
)
def test_elements(inside: str, expected: list[str]) -> None:
    found = evidence(boost_test.FORMAT, f"<TestLog>{inside}</TestLog>".encode())
    assert results(found) == expected
    assert not any(isinstance(one, Nothing) for one in found)


def counted(found: list[object]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in found:
        if isinstance(one, TestCase):
            counts[one.result.value] += one.count
    return counts


def test_the_report() -> None:
    found = sample(boost_test_report.FORMAT, "boost-test-report/bad.xml")

    assert counted([*found]) == {"passed": 4, "failed": 4, "skipped": 2}
    assert ("passed", "known", "", "shop/Cart", True) in rows(found)


def test_suites_of_the_report() -> None:
    suite = '<TestSuite name="{0}"><TestCase name="a" result="passed"/></TestSuite>'
    data = f"<TestResult><TestSuite name='m'>{suite.format('b')}{suite.format('c')}</TestSuite>"
    found = evidence(boost_test_report.FORMAT, f"{data}</TestResult>".encode())

    assert [row[3] for row in rows(found)] == ["m/b", "m/c"]


def test_a_good_report() -> None:
    assert results(sample(boost_test_report.FORMAT, "boost-test-report/good.xml")) == ["passed"]


@pytest.mark.parametrize(
    ("suite", "expected"),
    [
        pytest.param(
            'result="failed" test_cases_passed="3" test_cases_passed_with_warnings="1"'
            ' test_cases_failed="2" test_cases_aborted="2" test_cases_skipped="1"',
            {"passed": 4, "failed": 2, "skipped": 1},
            id="numbers alone",
        ),
        pytest.param('result="aborted"', {"failed": 1}, id="a fixture"),
        pytest.param('result="passed" test_cases_passed="0"', {}, id="nothing ran"),
    ],
)
def test_a_report_without_cases(suite: str, expected: dict[str, int]) -> None:
    data = f'<TestResult><TestSuite name="shop" {suite}/></TestResult>'
    assert counted([*evidence(boost_test_report.FORMAT, data.encode())]) == expected
