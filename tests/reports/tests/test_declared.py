"""A report that declares more tests than it lists is told of by name, in every test format that
declares how many there are. (JUnit: test_junit_suites. TAP: a plan is more than a notice.)"""

from __future__ import annotations

import json

import pytest

from scorecard_action.model import Notice
from scorecard_action.reports.formats import FORMATS
from tests.reports.tests.reading import SAMPLES, evidence, results

REPORTS = {
    "nunit2": '<test-results total="{n}"><test-case name="a" result="Success"/></test-results>',
    "nunit3": '<test-run total="{n}"><test-case name="a" result="Passed"/></test-run>',
    "xunit.net": '<assembly total="{n}"><test name="a" result="Pass"/></assembly>',
    "trx": '<TestRun><Results><UnitTestResult testName="a" outcome="Passed"/></Results>'
    '<ResultSummary><Counters total="{n}"/></ResultSummary></TestRun>',
    "testng": '<testng-results total="{n}"><test-method name="a" status="PASS"/></testng-results>',
    "robot": '<robot><suite><test name="a"><status status="PASS"/></test></suite>'
    '<statistics><total><stat pass="{n}" fail="0" skip="0">All</stat></total></statistics></robot>',
    "robot-json": '{"suite": {"tests": [{"name": "a", "status": "PASS"}]},'
    ' "statistics": {"total": {"pass": {n}}}}',
    "ctrf": '{"results": {"tests": [{"status": "passed"}], "summary": {"tests": {n}}}}',
    "mocha-json": '{"stats": {"tests": {n}}, "passes": [{"title": "a"}], "failures": []}',
    "rspec-json": '{"examples": [{"status": "passed"}], "summary": {"example_count": {n}}}',
    "jest-json": '{"testResults": [{"assertionResults": [{"status": "passed"}]}],'
    ' "numTotalTests": {n}}',
    "playwright-json": '{"errors": [], "stats": {"expected": {n}},'
    ' "suites": [{"specs": [{"tests": [{"status": "expected", "results": [{}]}]}]}]}',
    "mochawesome-json": '{"stats": {"tests": {n}}, "results": [{"tests": [{"state": "passed"}]}]}',
    "pytest-json-report": '{"exitcode": 0, "summary": {"total": {n}},'
    ' "tests": [{"nodeid": "a.py::test_a", "outcome": "passed"}]}',
    "ctest": "<Site><Testing><TestList>{n}</TestList><Test Status='passed'/>"
    "<EndTestTime>1</EndTestTime></Testing></Site>",
    "cppunit": "<TestRun><SuccessfulTests><Test/></SuccessfulTests>"
    "<Statistics><Tests>{n}</Tests></Statistics></TestRun>",
    "cunit": "<CUNIT_TEST_RUN_REPORT><CUNIT_RUN_TEST_RECORD><CUNIT_RUN_TEST_SUCCESS/>"
    "</CUNIT_RUN_TEST_RECORD><CUNIT_RUN_SUMMARY><CUNIT_RUN_SUMMARY_RECORD><TYPE> Test Cases </TYPE>"
    "<RUN> {n} </RUN></CUNIT_RUN_SUMMARY_RECORD></CUNIT_RUN_SUMMARY></CUNIT_TEST_RUN_REPORT>",
    "fpcunit": '<TestResults><TestSuite NumberOfRunTests="{n}"><Test Result="OK"/></TestSuite>'
    "</TestResults>",
    "webdriverio-json": '{"suites": [{"tests": [{"state": "passed"}]}], "state": {"passed": {n}}}',
    "unittest-cpp": '<unittest-results tests="{n}"><test name="a"/></unittest-results>',
    "newman-json": '{"run": {"failures": [], "stats": {"assertions": {"total": {n}}},'
    ' "executions": [{"assertions": [{"assertion": "a"}]}]}}',
}


def told(name: str, data: bytes) -> list[str]:
    return [one.message for one in evidence(FORMATS[name], data) if isinstance(one, Notice)]


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("declared", "warned"), [("0", False), ("1", False), ("1300", True)])
def test_more_tests_than_are_listed(name: str, declared: str, warned: bool) -> None:
    if name == "ctest":  # it names them, and gives no number
        declared = "<Test>a</Test>" * int(declared)
    data = REPORTS[name].replace("{n}", declared).encode()

    words = "the report declares 1,300 tests and lists 1: was it cut short? See what its tool says"
    assert told(name, data) == ([words] if warned else [])
    assert results(evidence(FORMATS[name], data)) == ["passed"]


@pytest.mark.parametrize("name", [name for name in REPORTS if REPORTS[name].startswith("{")])
@pytest.mark.parametrize("odd", ["two", None, -1, 1.0, float("nan"), [], True])
def test_an_odd_number_declares_nothing(name: str, odd: object) -> None:
    data = REPORTS[name].replace("{n}", json.dumps(odd)).encode()

    assert told(name, data) == []


@pytest.mark.parametrize(
    ("name", "file"),
    [
        pytest.param(name, file, id=str(file.relative_to(SAMPLES)))
        for name in REPORTS
        for file in sorted((SAMPLES / name).iterdir())
        if file.is_file() and "crash" not in file.name
    ],
)
def test_what_tools_wrote_is_complete(name: str, file: object) -> None:
    data = (SAMPLES / str(file)).read_bytes()

    assert told(name, data) == []
