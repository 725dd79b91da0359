"""NUnit 2. Expected values follow its XmlResultWriter; the samples are made by hand."""

from __future__ import annotations

import pytest

from scorecard_action.reports.tests.nunit2 import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


def test_a_report_of_nunit_2_6() -> None:
    found = sample(FORMAT, "nunit2/console-2.6.xml")

    cart, dll = "Shop.CartTests", "Shop.Tests.dll"
    assert rows(found) == [
        ("passed", "Total", cart, dll, True),
        ("failed", "Tax(0.19d)", cart, dll, True),
        ("failed", "Crashes", cart, dll, True),
        ("skipped", "Assumes", cart, dll, True),
        ("skipped", "Later", cart, dll, True),
        ("skipped", "Elsewhere", cart, dll, True),
        ("skipped", "Bad", cart, dll, True),
    ]
    assert unfinished(found) == []


def test_a_report_of_nunit_2_2_has_no_results_in_words() -> None:
    found = sample(FORMAT, "nunit2/console-2.2.xml")

    assert results(found) == ["passed", "failed", "skipped"]
    assert unfinished(found) == []


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ('executed="true" success="true"', "passed"),
        ('executed="True"', "passed"),
        ('result="Success"', "passed"),
        ('executed="True" success="False" result="Inconclusive"', "skipped"),
        ('executed="False" success="False"', "skipped"),
        ('executed="True" success="False" result="Success"', "failed"),
        ('executed="True" success="False" result="Cancelled"', "failed"),
        ('executed="True" success="True" result="Failure"', "failed"),
        ('executed="True" success="True" result="a word of tomorrow"', "failed"),
        ('executed="-1"', "failed"),
        ('executed="True" success="NaN"', "failed"),
        ("", "failed"),
    ],
)
def test_results(case: str, expected: str) -> None:
    suite = f'<test-suite><results><test-case name="A.t" {case}/></results></test-suite>'
    data = f"<test-results>{suite}</test-results>"

    assert results(evidence(FORMAT, data.encode())) == [expected]


@pytest.mark.parametrize(
    ("suite", "inside", "expected"),
    [
        pytest.param('result="Error"', "<failure/>", ["failed!"], id="a set-up without cases"),
        pytest.param('success="False"', "<failure/>", ["failed!"], id="the same until 2.4"),
        pytest.param(
            'result="Failure"',
            '<failure/><results><test-case executed="True" result="Error"/></results>',
            ["failed"],
            id="a set-up whose cases say it",
        ),
        pytest.param(
            'result="Error"',
            '<results><test-case executed="True" result="Success"/></results>',
            ["passed", "failed!"],
            id="a tear-down",
        ),
    ],
)
def test_failures_of_a_suite(suite: str, inside: str, expected: list[str]) -> None:
    data = (
        '<test-results><test-suite result="Failure"><results>'
        f'<test-suite name="A.Cart" {suite}>{inside}</test-suite>'
        "</results></test-suite></test-results>"
    )

    assert results(evidence(FORMAT, data.encode())) == expected


def test_failures_that_are_counted_and_not_listed() -> None:
    data = b'<test-results errors="1" failures="2"><test-suite/></test-results>'

    assert unfinished(evidence(FORMAT, data)) == ["the run counts 3 failed tests and lists 0"]
