"""CppUnit's XML, and AUnit's. The samples were written by CppUnit 1.15 (samples/cppunit/made); the
counts expected are its own `Statistics`. AUnit's shape is that of aunit-2.0.xsd."""

from __future__ import annotations

import re

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.cppunit import FORMAT
from tests.reports.tests.reading import (
    SAMPLES,
    evidence,
    outcome,
    results,
    rows,
    sample,
    unfinished,
)


@pytest.mark.parametrize("file", ["bad", "good", "nothing"])
def test_the_counts_are_those_of_cppunit(file: str) -> None:
    name = f"cppunit/{file}.xml"
    text = (SAMPLES / name).read_text(encoding="latin-1")
    tests, failed = (
        int(re.findall(rf"<{one}>(\d+)<", text)[0]) for one in ("Tests", "FailuresTotal")
    )

    found = results(sample(FORMAT, name))
    assert (len(found), found.count("failed")) == (tests, failed)


def test_a_report() -> None:
    found = sample(FORMAT, "cppunit/bad.xml")

    assert rows(found) == [
        ("failed", "tax", "Cart", "", True),
        ("failed", "throws", "Cart", "", True),
        ("passed", "adds", "Cart", "", True),
    ]
    assert [one.file for one in found if isinstance(one, TestCase)] == ["cart.cpp", "", ""]


AUNIT = b"""<?xml version='1.0' encoding='utf-8' ?>
<TestRun elapsed="0.000108">
  <Statistics><Tests>3</Tests><FailuresTotal>2</FailuresTotal><Failures>1</Failures>
    <Errors>1</Errors></Statistics>
  <SuccessfulTests><Test><Name>Cart : adds</Name></Test></SuccessfulTests>
  <FailedTests>
    <Test><Name>Cart : tax</Name><FailureType>Failure</FailureType><Message>no</Message>
      <Location><File>cart.adb</File><Line>12</Line></Location></Test>
    <Test><Name>Cart : throws</Name><FailureType>Error</FailureType>
      <Exception><Message>CONSTRAINT_ERROR</Message></Exception></Test>
  </FailedTests>
</TestRun>"""


def test_a_report_of_aunit() -> None:
    assert candidates(Head(AUNIT.decode())) == ["cppunit"]
    assert rows(evidence(FORMAT, AUNIT)) == [
        ("passed", "Cart : adds", "", "", True),
        ("failed", "Cart : tax", "", "", True),
        ("failed", "Cart : throws", "", "", True),
    ]


@pytest.mark.parametrize(
    ("lists", "expected", "why"),
    [
        pytest.param("<SkippedTests><Test/></SkippedTests>", ["skipped"], [], id="of a port"),
        pytest.param("<SuccessfulTests><FailedTest/></SuccessfulTests>", ["failed"], [], id="odd"),
        pytest.param(
            "<SuccessfulTests><Test/></SuccessfulTests>"
            "<Statistics><FailuresTotal>1</FailuresTotal></Statistics>",
            ["passed"],
            ["the run counts 1 failed tests and lists 0"],
            id="a failure that is not listed",
        ),
    ],
)
def test_lists(lists: str, expected: list[str], why: list[str]) -> None:
    found = evidence(FORMAT, f"<TestRun>{lists}</TestRun>".encode())
    assert (results(found), unfinished(found)) == (expected, why)


@pytest.mark.parametrize("inside", ["<Suites/>", "<Suites><FailedTests/></Suites>", "<Results/>"])
def test_what_has_none_of_its_lists_is_refused(inside: str) -> None:
    results, error = outcome(FORMAT, f"<TestRun>{inside}</TestRun>".encode())
    assert (results, error) == ([], "no CppUnit: <TestRun> has none of its lists of tests")


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        # EmbUnit: a list is called after its suite
        ("<TestRun><Cart><Test id='1'/></Cart><Statistics/></TestRun>", []),
        ("<TestRun xmlns='http://microsoft.com/schemas/VisualStudio/TeamTest/2010'/>", ["trx"]),
        ("<TestRun><Results/></TestRun>", ["trx"]),
        ("<TestRun><FailedTests/><SuccessfulTests/></TestRun>", ["cppunit"]),
    ],
)
def test_detection(text: str, taken: list[str]) -> None:
    assert candidates(Head(text)) == taken
