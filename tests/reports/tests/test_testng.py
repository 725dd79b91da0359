"""TestNG. The samples were written by TestNG 7.5, without stack traces: a class with every kind of
result, and one whose set-up fails; once as one file, once split into fragments."""

from __future__ import annotations

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests import testng, testng_suite
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished

FORMAT = testng.FORMAT


def test_a_report_of_testng() -> None:
    found = sample(FORMAT, "testng/results-7.5.xml")
    setup, cart = "demo.SetupTest", "demo.CartTest"

    # TestNG itself says passed="7" failed="3" skipped="3" retried="2" and, of SetupTest, nothing
    assert sorted(rows(found)) == [
        ("failed", "connect", setup, "Cart", False),
        ("failed", "row", cart, "Cart", True),
        ("failed", "stubborn", cart, "Cart", True),
        ("failed", "tax", cart, "Cart", True),
        *[("passed", "mostly", cart, "Cart", True)] * 3,
        *[("passed", "row", cart, "Cart", True)] * 2,
        ("passed", "total", cart, "Cart", True),
        ("passed", "wobbly", cart, "Cart", True),
        ("skipped", "later", cart, "Cart", True),
        ("skipped", "mostly", cart, "Cart", True),
        ("skipped", "reads", setup, "Cart", True),
        ("skipped", "writes", setup, "Cart", True),
    ]
    assert [one.name for one in found if isinstance(one, TestCase) and one.flaky] == ["wobbly"]
    assert unfinished(found) == []


def test_a_fragment_names_its_class_in_two_parts() -> None:
    found = rows(sample(FORMAT, "testng/fragment-7.5.xml"))

    assert len(found) == 12
    assert {(row[2], row[3]) for row in found} == {("demo.CartTest", "Cart")}


def test_testng_failed_xml_is_a_by_product() -> None:
    assert sample(testng_suite.FORMAT, "testng/testng-failed.xml") == []


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        ('<test-method status="PASS"/>', ["passed"]),
        ('<test-method status="FAIL"/>', ["failed"]),
        ('<test-method status="SKIP"/>', ["skipped"]),
        ('<test-method status="SUCCESS_PERCENTAGE_FAILURE"/>', ["skipped"]),
        ('<test-method status="a word of tomorrow"/>', ["failed"]),
        ("<test-method/>", ["failed"]),
        ('<test-method is-config="true" status="PASS"/>', []),
        ('<test-method is-config="true" status="SKIP"/>', []),
        ('<test-method is-config="true" status="FAIL"/>', ["failed!"]),
        ('<test-method is-config="false" status="PASS"/>', ["passed"]),
    ],
)
def test_statuses(methods: str, expected: list[str]) -> None:
    data = f"<testng-results><suite><test><class>{methods}</class></test></suite></testng-results>"

    assert results(evidence(FORMAT, data.encode())) == expected


@pytest.mark.parametrize("order", [1, -1])
def test_one_pass_per_retried_attempt_is_flaky_in_any_order(order: int) -> None:
    methods = [
        '<test-method name="t" signature="t()" status="PASS"/>',
        '<test-method name="t" signature="t()" status="SKIP" retried="true"/>',
        '<test-method name="t" signature="t()" status="PASS"/>',
        '<test-method name="u" signature="u()" status="PASS"/>',
    ]
    data = f"<testng-results><class>{''.join(methods[::order])}</class></testng-results>"
    found = evidence(FORMAT, data.encode())

    assert results(found) == ["passed"] * 3
    assert sum(one.flaky for one in found if isinstance(one, TestCase)) == 1


def test_a_retry_is_of_its_own_class() -> None:
    again = '<test-method name="t" status="SKIP" retried="true"/>'
    done = '<test-method name="t" status="PASS"/>'
    data = (
        f'<testng-results><class name="A">{again}{again}{done}</class>'
        f'<class name="B">{done}</class></testng-results>'
    )
    found = evidence(FORMAT, data.encode())

    cases = [one for one in found if isinstance(one, TestCase)]
    assert [(one.classname, one.flaky) for one in cases] == [("A", True), ("B", False)]


def test_an_attempt_that_was_never_repeated_failed() -> None:
    data = b"""<testng-results><class name="A">
        <test-method name="t" signature="t()" status="SKIP" retried="true"/>
    </class></testng-results>"""

    assert rows(evidence(FORMAT, data)) == [("failed", "t", "A", "", True)]


def test_failures_that_are_counted_and_not_listed() -> None:
    data = b'<testng-results failed="3"><suite url="Shop/testng-results.xml"/></testng-results>'

    assert unfinished(evidence(FORMAT, data)) == ["the report counts 3 failed tests and lists 0"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<testng-results/>", ["testng"]),
        ('<suite name="s" duration-ms="1" started-at="x"/>', ["testng"]),
        (
            '<!DOCTYPE suite SYSTEM "http://testng.org/testng-1.0.dtd"><suite name="s"/>',
            ["testng-suite"],
        ),
        ('<suite name="s"><test name="t"><packages/></test></suite>', ["testng-suite"]),
        ('<suite name="s"/>', []),
        ('<test name="t"/>', []),
    ],
)
def test_detection(text: str, name: list[str]) -> None:
    assert candidates(Head(text)) == name
