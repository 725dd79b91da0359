"""NUnit 3. Expected values follow NUnit's "Test Result XML Format"; the sample is made by hand."""

from __future__ import annotations

import pytest

from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.nunit3 import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


def test_a_report_of_nunit3_console() -> None:
    found = sample(FORMAT, "nunit3/console.xml")

    cart, dll = "Shop.CartTests", "Shop.Tests.dll"
    assert rows(found) == [
        ("passed", "Total", cart, dll, True),
        ("failed", "Tax(0.19d)", cart, dll, True),
        ("failed", "Crashes", cart, dll, True),
        ("failed", "Bad", cart, dll, True),
        ("skipped", "Later", cart, dll, True),
        ("skipped", "Slow", cart, dll, True),
        ("skipped", "Assumes", cart, dll, True),
        ("skipped", "Warns", cart, dll, True),
        ("passed", "Opens", "Shop.BasketTests", dll, True),
        ("failed", "Shop.BasketTests", "Shop.BasketTests", dll, False),
    ]
    assert unfinished(found) == []


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ('result="Passed"', "passed"),
        ('result="passed"', "passed"),
        ('result="Failed" label="Cancelled"', "failed"),
        ('result="Failed" runstate="NotRunnable" label="Invalid"', "failed"),
        ('result="Skipped" label="Ignored"', "skipped"),
        ('result="Inconclusive"', "skipped"),
        ('result="Warning"', "skipped"),
        ('result="Invalid"', "failed"),
        ('runstate="Runnable"', "skipped"),
    ],
)
def test_results(case: str, expected: str) -> None:
    suite = f'<test-suite type="Assembly"><test-case name="t" {case}/></test-suite>'
    data = f"<test-run>{suite}</test-run>"

    assert results(evidence(FORMAT, data.encode())) == [expected]


def test_a_failure_within_a_case_is_never_a_pass() -> None:
    data = b'<test-run><test-case result="Passed"><failure/></test-case></test-run>'

    assert results(evidence(FORMAT, data)) == ["failed"]


FAILED_CASE = '<test-case name="t" result="Failed"/>'
PASSED_CASE = '<test-case name="t" result="Passed"/>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            '<test-suite type="Assembly" runstate="NotRunnable" result="Failed" label="Invalid"/>',
            ["failed!"],
            id="an assembly that cannot be loaded",
        ),
        pytest.param(
            f'<test-suite result="Failed" site="SetUp">{FAILED_CASE}</test-suite>',
            ["failed"],
            id="a set-up whose cases say it",
        ),
        pytest.param(
            f'<test-suite result="Failed" site="TearDown">{FAILED_CASE}</test-suite>',
            ["failed", "failed!"],
            id="a tear-down after a failed case",
        ),
        pytest.param(
            f'<test-suite result="Failed"><test-suite result="Failed">{PASSED_CASE}</test-suite>'
            "</test-suite>",
            ["passed", "failed!"],
            id="counted once, in the innermost suite",
        ),
        pytest.param(PASSED_CASE, ["passed", "failed!"], id="a run that failed by itself"),
        pytest.param(
            f'<test-suite result="Failed" site="SetUp"><test-suite result="Failed" site="Parent"/>'
            f"{FAILED_CASE}</test-suite>",
            ["failed"],
            id="a suite of another's set-up, without cases",
        ),
        pytest.param(
            '<test-suite result="Failed" site="Child"><test-suite result="Failed" site="SetUp">'
            '<test-suite result="Failed" site="Parent"/></test-suite></test-suite>',
            ["failed!"],
            id="a set-up that left no case",
        ),
        pytest.param(
            f'<test-suite result="Failed" site="Child">{PASSED_CASE}</test-suite>',
            ["passed", "failed!"],
            id="a child that is not listed",
        ),
    ],
)
def test_failures_of_a_suite(body: str, expected: list[str]) -> None:
    data = f'<test-run result="Failed">{body}</test-run>'

    assert results(evidence(FORMAT, data.encode())) == expected


def test_failures_that_are_counted_and_not_listed() -> None:
    data = f'<test-run result="Passed" failed="1,234">{PASSED_CASE}</test-run>'

    assert unfinished(evidence(FORMAT, data.encode())) == [
        "the run counts 1,234 failed tests and lists 0"
    ]


@pytest.mark.parametrize(
    ("fixture", "case", "expected"),
    [
        pytest.param(
            'type="TestFixture" fullname="shop.Tests" classname="shop.Tests"',
            'name="T" fullname="shop.Tests.T" classname="Tests"',
            ("shop.Tests", "T"),
            id="NunitXml.TestLogger leaves the namespace out",
        ),
        pytest.param(
            'type="ParameterizedFixture" fullname="A.F"',
            'name="T(1.5)" fullname="A.F(42).T(1.5)"',
            ("A.F(42)", "T(1.5)"),
            id="early versions name no class",
        ),
        pytest.param(
            'type="TestFixture" fullname="A.F"', 'name="T"', ("A.F", "T"), id="the name alone"
        ),
    ],
)
def test_names(fixture: str, case: str, expected: tuple[str, str]) -> None:
    data = f'<test-suite {fixture}><test-case result="Passed" {case}/></test-suite>'

    assert [(row[2], row[1]) for row in rows(evidence(FORMAT, data.encode()))] == [expected]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('<test-run id="2"/>', True),
        ('<test-suite type="Assembly" fullname="a" result="Passed"/>', True),
        ('<ns2:test-suite xmlns:ns2="urn:model.allure.qatools.yandex.ru" start="1"/>', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert (candidates(Head(text)) == ["nunit3"]) is taken
