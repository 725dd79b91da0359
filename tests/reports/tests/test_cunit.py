"""CUnit's automated run. The samples were written by CUnit 2.1-3 (samples/cunit/made), whose
summary of the bad one has 4 test cases: 1 succeeded, 1 failed, 1 inactive, and that of a suite
whose set-up failed."""

from __future__ import annotations

import pytest

from scorecard_action.reports.tests import cunit_listing
from scorecard_action.reports.tests.cunit import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


def test_a_report() -> None:
    found = sample(FORMAT, "cunit/bad.xml")

    # two of the assertions of `tax` failed, and each has a record
    assert rows(found) == [
        ("passed", "adds", "", "Cart", True),
        ("failed", "tax", "", "Cart", True),
        ("failed", "Stock", "", "Stock", False),
        ("skipped", "", "", "", True),
    ]
    assert unfinished(found) == []


@pytest.mark.parametrize(("file", "expected"), [("good", ["passed"]), ("nothing", [])])
def test_other_reports(file: str, expected: list[str]) -> None:
    found = sample(FORMAT, f"cunit/{file}.xml")
    assert (results(found), unfinished(found)) == (expected, [])


def test_the_list_of_tests_beside_it_is_no_report() -> None:
    assert sample(cunit_listing.FORMAT, "cunit-listing/listing.xml") == []


def record(result: str, name: str) -> str:
    test = f"<CUNIT_RUN_TEST_{result}><TEST_NAME> {name} </TEST_NAME></CUNIT_RUN_TEST_{result}>"
    return f"<CUNIT_RUN_TEST_RECORD>{test}</CUNIT_RUN_TEST_RECORD>"


def suite(*records: str) -> str:
    return f"<CUNIT_RUN_SUITE>{''.join(records)}</CUNIT_RUN_SUITE>"


def report(suites: str, summary: str = "<FAILED> 0 </FAILED>") -> bytes:
    line = f"<TYPE> Test Cases </TYPE>{summary}"
    records = f"<CUNIT_RUN_SUMMARY_RECORD>{line}</CUNIT_RUN_SUMMARY_RECORD>" if summary else ""
    end = f"<CUNIT_RUN_SUMMARY>{records}</CUNIT_RUN_SUMMARY>"
    return f"<CUNIT_TEST_RUN_REPORT>{suites}{end}</CUNIT_TEST_RUN_REPORT>".encode()


BAD = record("FAILURE", "a")


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        pytest.param(report(suite(BAD, BAD)), ["failed"], [], id="two assertions"),
        pytest.param(report(suite(BAD) + suite(BAD)), ["failed"] * 2, [], id="of two suites"),
        pytest.param(
            report(suite(BAD, record("SUCCESS", "b"), BAD)),
            ["failed", "passed", "failed"],
            [],
            id="two tests of one name",
        ),
        pytest.param(
            report(suite(BAD, BAD), "<FAILED> 2 </FAILED>"),
            ["failed"],
            ["the run counts 2 failed tests and lists 1"],
            id="more than are told apart",
        ),
        pytest.param(
            report(suite(record("SUCCESS", "b")), ""),
            ["passed"],
            ["there is no summary of the test cases: the run did not finish"],
            id="without a summary",
        ),
    ],
)
def test_reports(data: bytes, expected: list[str], why: list[str]) -> None:
    found = evidence(FORMAT, data)
    assert (results(found), unfinished(found)) == (expected, why)
