"""A report must be of the format that reads it: another one is refused, never read as empty."""

from __future__ import annotations

import io

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Kind, TestCase, ToolError
from scorecard_action.reports.detect import candidates, detect
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

# In the shape of CppUnit's XmlOutputter, AUnit's XML reporter, Check's srunner_set_xml, Boost.Test,
# CUnit's automated run, Qt's testlib and gtester.
FOREIGN = {
    "CppUnit": """<TestRun><FailedTests><FailedTest id="1"><Name>Cart::adds</Name></FailedTest>
        </FailedTests><SuccessfulTests></SuccessfulTests>
        <Statistics><Tests>1</Tests><FailuresTotal>1</FailuresTotal></Statistics></TestRun>""",
    "AUnit": """<TestRun elapsed="0.1"><Statistics><Tests>1</Tests><FailuresTotal>1</FailuresTotal>
        </Statistics><SuccessfulTests></SuccessfulTests><FailedTests><Test><Name>adds</Name>
        <FailureType>Assertion</FailureType></Test></FailedTests></TestRun>""",
    "Check": """<testsuites xmlns="http://check.sourceforge.net/ns"><datetime>d</datetime>
        <suite><title>cart</title><test result="failure"><id>adds</id></test></suite>
        <duration>0.1</duration></testsuites>""",
    "Check, without its namespace": """<testsuites><suite><title>cart</title>
        <test result="failure"><id>adds</id></test></suite></testsuites>""",
    "suites around what is foreign": """<testsuites><testsuite name="a"><suite><test/></suite>
        </testsuite></testsuites>""",
    "Boost.Test": """<TestResult><TestSuite name="a" result="failed"><TestCase name="b"/>
        </TestSuite></TestResult>""",
    "CUnit": """<CUNIT_TEST_RUN_REPORT><CUNIT_RESULT_LISTING/></CUNIT_TEST_RUN_REPORT>""",
    "Qt testlib": """<TestCase name="a"><Environment><QtVersion/>
        </Environment><TestFunction name="b"><Incident type="fail"/>
        </TestFunction></TestCase>""",
    "gtester": """<gtester><testbinary path="a"><testcase path="/b"/></testbinary></gtester>""",
}
TAKEN_BY = {
    "CppUnit": "cppunit",
    "AUnit": "cppunit",
    "Check": "check",
    "Boost.Test": "boost-test-report",
    "CUnit": "cunit",
    "Qt testlib": "qtest",
    "gtester": "gtester",
}
XML = ("junit", "trx", "nunit2", "nunit3", "xunit.net", "testng", "robot")


def refused(name: str, text: str) -> bool:
    """Whether a format refuses a report, or says of it that its tool did not finish."""
    try:
        found = list(FORMATS[name].read(Source(io.BytesIO(text.encode()))))
    except ReportError:
        return True
    return any(isinstance(one, ToolError) for one in found)


OF_NOBODY = ("Check, without its namespace", "suites around what is foreign")


@pytest.mark.parametrize("name", OF_NOBODY)
def test_a_foreign_report_is_refused(name: str) -> None:
    def read() -> None:
        source = Source(io.BytesIO(FOREIGN[name].encode()))
        list(detect(source).read(source))

    with pytest.raises(ReportError):
        read()


@pytest.mark.parametrize("name", sorted(set(FOREIGN) - set(OF_NOBODY)))
def test_what_once_went_by_the_name_of_its_root_has_a_reader_of_its_own(name: str) -> None:
    head = Head(FOREIGN[name])
    assert candidates(head) == [TAKEN_BY[name]]


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("text", FOREIGN.values(), ids=list(FOREIGN))
def test_also_where_the_mapping_names_a_format(name: str, text: str) -> None:
    assert refused(name, text)


OWN = {
    "junit": '<testsuite><testcase name="a"/></testsuite>',
    "trx": "<TestRun><Results><UnitTestResult outcome='Passed'/></Results></TestRun>",
    "nunit2": "<test-results><test-case name='a' result='Success'/></test-results>",
    "nunit3": "<test-run><test-case name='a' result='Passed'/></test-run>",
    "xunit.net": "<assemblies><assembly><test name='a' result='Pass'/></assembly></assemblies>",
    "testng": "<testng-results><test-method name='a' status='PASS'/></testng-results>",
    "robot": "<robot><suite><test name='a'><status status='PASS'/></test></suite></robot>",
    "ctrf": '{"results": {"tool": {}, "tests": [{"name": "a", "status": "passed"}]}}',
    "cucumber-json": '[{"name": "F", "elements": [{"steps": [{"result": {"status": "passed"}}]}]}]',
    "behave-json": '[{"name": "F", "elements": [{"name": "a", "status": "passed"}]}]',
    "jest-json": '{"testResults": [{"assertionResults": [{"status": "passed"}]}]}',
    "mocha-json": '{"stats": {}, "passes": [{"title": "a"}], "failures": [], "pending": []}',
    "rspec-json": '{"examples": [{"full_description": "a", "status": "passed"}]}',
    "robot-json": '{"generator": "Robot 7", "suite": {"tests": [{"status": "PASS"}]}}',
    "dart-json": '{"type": "testStart", "test": {"id": 1}}\n'
    '{"type": "testDone", "testID": 1, "result": "success"}\n{"type": "done", "success": true}',
    "go-test-json": '{"Action": "pass", "Package": "p", "Test": "A"}\n'
    '{"Action": "pass", "Package": "p"}',
    "go-test-text": "ok  \tp\t0.1s\n",
    "tap": "1..1\nok 1\n",
    "playwright-json": '{"config": {"rootDir": "/a"}, "errors": [], "stats": {"unexpected": 0},'
    ' "suites": [{"specs": [{"tests": [{"status": "expected", "results": [{}]}]}]}]}',
    "mochawesome-json": '{"stats": {"testsRegistered": 1},'
    ' "results": [{"tests": [{"state": "passed"}]}]}',
    "pytest-json-report": '{"exitcode": 0, "summary": {"total": 1},'
    ' "tests": [{"nodeid": "a.py::test_a", "outcome": "passed"}]}',
    "newman-json": '{"collection": {}, "run": {"failures": [],'
    ' "executions": [{"assertions": [{"assertion": "a"}]}]}}',
    "ctest": '<Site><Testing><Test Status="passed"/><EndTestTime>1</EndTestTime></Testing></Site>',
    "cppunit": "<TestRun><SuccessfulTests><Test/></SuccessfulTests></TestRun>",
    "check": '<testsuites xmlns="http://check.sourceforge.net/ns"><suite><test result="success"/>'
    "</suite></testsuites>",
    "cunit": "<CUNIT_TEST_RUN_REPORT><CUNIT_RUN_TEST_RECORD><CUNIT_RUN_TEST_SUCCESS/>"
    "</CUNIT_RUN_TEST_RECORD><CUNIT_RUN_SUMMARY><CUNIT_RUN_SUMMARY_RECORD><TYPE> Test Cases </TYPE>"
    "</CUNIT_RUN_SUMMARY_RECORD></CUNIT_RUN_SUMMARY></CUNIT_TEST_RUN_REPORT>",
    "boost-test": '<TestLog><TestSuite><TestCase name="a"/></TestSuite></TestLog>',
    "boost-test-report": '<TestResult><TestSuite><TestCase result="passed"/></TestSuite>'
    "</TestResult>",
    "qtest": '<TestCase><Environment><QtVersion/></Environment><TestFunction name="a">'
    '<Incident type="pass"/></TestFunction><Duration/></TestCase>',
    "unittest-cpp": '<unittest-results><test name="a"/></unittest-results>',
    "gtester": '<gtester><testbinary path="a"><testcase path="/a">'
    '<status result="success" exit-status="0"/></testcase></testbinary></gtester>',
    "sonar-tests": '<testExecutions version="1"><file path="a"><testCase name="a"/></file>'
    "</testExecutions>",
    "teamcity": "##teamcity[testStarted name='a']\n##teamcity[testFinished name='a']\n",
    "xcresult-json": '{"devices": [], "testNodes": [{"nodeType": "Test Case", "name": "a",'
    ' "result": "Passed"}]}',
    "webdriverio-json": '{"capabilities": {}, "suites": [{"tests": [{"state": "passed"}]}],'
    ' "state": {"passed": 1}}',
    "k6-summary": '{"metrics": {"m": {"thresholds": {"a": false}}}, "root_group": {"checks": {}}}',
    "jmeter-csv": "timeStamp,label,success\n1,a,true\n",
    "jmeter-xml": '<testResults version="1.2"><sample s="true"/></testResults>',
    "fpcunit": '<TestResults><TestListing><Test Result="OK"/></TestListing></TestResults>',
    "allure-result": '{"uuid": "u", "fullName": "h", "status": "passed", "stop": 1, "labels": []}',
}


def test_the_table_has_every_test_format() -> None:
    assert set(OWN) == {name for name, form in FORMATS.items() if form.kind is Kind.TESTS}


@pytest.mark.parametrize("name", OWN)
def test_a_report_of_its_own_is_read(name: str) -> None:
    (case,) = FORMATS[name].read(Source(io.BytesIO(OWN[name].encode())))

    assert isinstance(case, TestCase)
    assert case.result == "passed"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        pytest.param(name, other, id=f"{other} as {name}")
        for name in OWN
        for other in OWN
        # both are features with elements, and a status either of a scenario or of its steps
        if name != other and {name, other} != {"cucumber-json", "behave-json"}
    ],
)
def test_no_format_reads_the_report_of_another_as_clean(name: str, other: str) -> None:
    assert refused(name, OWN[other])
