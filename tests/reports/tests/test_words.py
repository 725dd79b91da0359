"""Status words, in every test format that has them: good and skipping words are closed lists, any
other is a failure that is named, and the mapping may say what it means."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from scorecard_action.model import Kind, Result, TestCase
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.source import Source


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def dart(word: str) -> bytes:
    events: list[dict[str, object]] = [
        {"type": "start", "protocolVersion": "0.1.1", "runnerVersion": "1", "pid": 1},
        {"type": "testStart", "test": {"id": 1, "name": "a", "suiteID": 0}},
        {"type": "testDone", "testID": 1, "result": word, "hidden": False, "skipped": False},
        {"type": "done", "success": True},
    ]
    return b"\n".join(map(dumped, events))


class Words(NamedTuple):
    """A report of one test with a status word, and words of its format as a tool may spell them."""

    report: Callable[[str], bytes]
    good: tuple[str, ...]
    skipping: tuple[str, ...]
    failing: tuple[str, ...]


# Words of GoogleTest, CTest and behave; vstst.xsd; Results.xsd of NUnit 2; NUnit's "Test Result XML
# Format"; xunit.net/docs/format-xml-v2; TestNG's XMLReporter; robot.xsd; the schemas of CTRF and
# Cucumber; behave.model_type.Status; @jest/test-result; RSpec's ExecutionResult; json_reporter.md;
# testReporter.d.ts of Playwright; pytest-json-report's README; Allure's Status;
# cmCTestTestHandler.cxx; check_log.c; Boost.Test's xml_report_formatter.ipp; qxmltestlogger.cpp.
FORMATS_WITH_WORDS = {
    "junit": Words(
        lambda word: f'<testsuite><testcase name="a" status="{word}"/></testsuite>'.encode(),
        ("passed", "Success", "run", "COMPLETED", " ok ", "successful", "executed", "finished"),
        ("notrun", "NOT_RUN", "disabled", "pending", "to-do", "Skipped", "ignored", "suppressed"),
        ("failed", "untested", "timed out", "hook_error", "aborted", "interrupted", "blocked"),
    ),
    "trx": Words(
        lambda word: (
            f'<TestRun><Results><UnitTestResult testName="a" outcome="{word}"/></Results></TestRun>'
        ).encode(),
        ("Passed", "PASSED", "passed "),
        ("NotExecuted", "not executed", "Inconclusive"),
        ("Failed", "Timeout", "Aborted", "Error", "NotRunnable"),
    ),
    "nunit2": Words(
        lambda word: f'<test-results><test-case name="a" result="{word}"/></test-results>'.encode(),
        ("Success", "success"),
        ("Ignored", "Inconclusive", "NotRunnable", "Not-Runnable"),
        ("Failure", "Error", "Cancelled"),
    ),
    "nunit3": Words(
        lambda word: f'<test-run><test-case name="a" result="{word}"/></test-run>'.encode(),
        ("Passed", "passed"),
        ("Skipped", "Inconclusive", "Warning"),
        ("Failed", "error"),
    ),
    "xunit.net": Words(
        lambda word: (
            f'<assemblies><assembly><test name="a" result="{word}"/></assembly></assemblies>'
        ).encode(),
        ("Pass", "pass"),
        ("Skip", "NotRun", "not run"),
        ("Fail",),
    ),
    "testng": Words(
        lambda word: (
            f'<testng-results><test-method name="a" status="{word}"/></testng-results>'.encode()
        ),
        ("PASS", "pass"),
        ("SKIP", "SUCCESS_PERCENTAGE_FAILURE"),
        ("FAIL",),
    ),
    "robot": Words(
        lambda word: (
            f'<robot><suite><test name="a"><status status="{word}"/></test></suite></robot>'
        ).encode(),
        ("PASS", "pass"),
        ("SKIP", "NOT RUN", "NOT_RUN"),
        ("FAIL",),
    ),
    "robot-json": Words(
        lambda word: dumped(
            {"generator": "Robot 7", "suite": {"tests": [{"name": "a", "status": word}]}}
        ),
        ("PASS",),
        ("SKIP", "NOT RUN"),
        ("FAIL",),
    ),
    "ctrf": Words(
        lambda word: dumped({"results": {"tool": {}, "tests": [{"name": "a", "status": word}]}}),
        ("passed", "Passed"),
        ("skipped", "pending"),
        ("failed",),
    ),
    "cucumber-json": Words(
        lambda word: dumped(
            [{"name": "F", "elements": [{"name": "a", "steps": [{"result": {"status": word}}]}]}]
        ),
        ("passed", "PASSED"),
        ("skipped", "pending"),
        ("failed", "undefined", "ambiguous", "untested"),
    ),
    "behave-json": Words(
        lambda word: dumped([{"name": "F", "elements": [{"name": "a", "status": word}]}]),
        ("passed", "xfailed", "pending_warn"),
        ("skipped",),
        ("failed", "error", "hook_error", "cleanup_error", "undefined", "untested"),
    ),
    "jest-json": Words(
        lambda word: dumped(
            {"testResults": [{"name": "f", "assertionResults": [{"title": "a", "status": word}]}]}
        ),
        ("passed", "focused"),
        ("pending", "skipped", "todo", "disabled"),
        ("failed",),
    ),
    "rspec-json": Words(
        lambda word: dumped({"examples": [{"full_description": "a", "status": word}]}),
        ("passed",),
        ("pending",),
        ("failed",),
    ),
    "playwright-json": Words(
        lambda word: dumped(
            {
                "config": {"rootDir": "/a", "projects": []},
                "suites": [
                    {"specs": [{"title": "a", "tests": [{"status": word, "results": [{}]}]}]}
                ],
                "errors": [],
                "stats": {"unexpected": 0},
            }
        ),
        ("expected", "flaky"),
        ("skipped",),
        ("unexpected", "timedOut", "interrupted"),
    ),
    "mochawesome-json": Words(
        lambda word: dumped(
            {
                "stats": {"testsRegistered": 1},
                "results": [{"tests": [{"title": "a", "state": word}]}],
            }
        ),
        ("passed",),
        ("pending", "skipped"),
        ("failed",),
    ),
    "pytest-json-report": Words(
        lambda word: dumped(
            {
                "exitcode": 1,
                "summary": {"total": 1},
                "tests": [{"nodeid": "a.py::test_a", "outcome": word}],
            }
        ),
        ("passed", "xpassed"),
        ("skipped", "xfailed"),
        ("failed", "error"),
    ),
    "allure-result": Words(
        lambda word: dumped(
            {"uuid": "u", "historyId": "h", "name": "a", "status": word, "labels": [], "stop": 1}
        ),
        ("passed",),
        ("skipped",),
        ("failed", "broken"),
    ),
    "ctest": Words(
        lambda word: (
            f'<Site><Testing><Test Status="{word}"><Name>a</Name></Test>'
            "<EndTestTime>1</EndTestTime></Testing></Site>"
        ).encode(),
        ("passed",),
        (),
        ("failed", "notrun", "not run"),
    ),
    "check": Words(
        lambda word: (
            '<testsuites xmlns="http://check.sourceforge.net/ns"><suite>'
            f'<test result="{word}"><id>a</id></test></suite></testsuites>'
        ).encode(),
        ("success",),
        (),
        ("failure", "error"),
    ),
    "boost-test-report": Words(
        lambda word: (
            f'<TestResult><TestSuite><TestCase name="a" result="{word}"/></TestSuite></TestResult>'
        ).encode(),
        ("passed",),
        ("skipped",),
        ("failed", "aborted", "timed-out"),
    ),
    "qtest": Words(
        lambda word: (
            f'<TestCase><TestFunction name="a"><Incident type="{word}"/></TestFunction>'
            "<Duration/></TestCase>"
        ).encode(),
        ("pass",),
        ("skip", "bpass", "bfail", "bxpass", "bxfail"),
        ("fail", "xpass"),
    ),
    "gtester": Words(
        lambda word: (
            '<gtester><testbinary path="a"><testcase path="/a">'
            f'<status result="{word}" exit-status="0"/></testcase></testbinary></gtester>'
        ).encode(),
        ("success",),
        (),
        ("failed",),
    ),
    "xcresult-json": Words(
        lambda word: dumped(
            {"testNodes": [{"nodeType": "Test Case", "name": "a", "result": word}]}
        ),
        ("Passed",),
        ("Skipped", "Expected Failure"),
        ("Failed",),
    ),
    "webdriverio-json": Words(
        lambda word: dumped({"suites": [{"tests": [{"name": "a", "state": word}]}], "state": {}}),
        ("passed",),
        ("skipped", "pending"),
        ("failed",),
    ),
    "jmeter-csv": Words(
        lambda word: f"timeStamp,label,success\n1,a,{word}\n".encode(), ("true",), (), ("false",)
    ),
    "jmeter-xml": Words(
        lambda word: f'<testResults><sample s="{word}"/></testResults>'.encode(),
        ("true",),
        (),
        ("false",),
    ),
    "fpcunit": Words(
        lambda word: f'<TestResults><Test Name="a" Result="{word}"/></TestResults>'.encode(),
        ("OK",),
        ("Ignored",),
        ("Failed", "Error"),
    ),
    "dart-json": Words(dart, ("success",), (), ("failure", "error")),
}
# Lists, actions and marks of a fixed set take the place of words there.
WITHOUT_WORDS = {
    "mocha-json", "tap", "go-test-json", "go-test-text", "newman-json", "cppunit", "cunit",
    "boost-test", "unittest-cpp", "sonar-tests", "teamcity", "k6-summary",
}  # fmt: skip
NAMES = sorted(FORMATS_WITH_WORDS)


def read(name: str, word: str, **words: str) -> TestCase:
    source = Source(io.BytesIO(FORMATS_WITH_WORDS[name].report(word)))
    source.words = [(one, Result(result)) for one, result in words.items()]
    (case,) = [one for one in FORMATS[name].read(source) if isinstance(one, TestCase)]
    return case


def test_every_test_format_is_in_the_table() -> None:
    known = {name for name, form in FORMATS.items() if form.kind is Kind.TESTS}
    assert known == {*FORMATS_WITH_WORDS, *WITHOUT_WORDS}


@pytest.mark.parametrize(
    ("name", "word", "result"),
    [
        pytest.param(name, word, result, id=f"{name} {word}")
        for name, words in FORMATS_WITH_WORDS.items()
        for result, listed in zip(
            ("passed", "skipped", "failed"),
            (words.good, words.skipping, words.failing),
            strict=True,
        )
        for word in listed
    ],
)
def test_a_word_that_is_known(name: str, word: str, result: str) -> None:
    case = read(name, word)

    assert case.result.value == result
    assert "not known" not in case.why


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("word", ["unstable", "good", "0", "passed?", "x" * 10_000])
def test_a_word_that_is_not_known_is_a_failure_and_named(name: str, word: str) -> None:
    case = read(name, word)

    assert case.result is Result.FAILED
    assert case.why == (
        f"status '{word[:60]}' is not known, so failed:"
        " `words` of the entry in `reports` says what it means"
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("result", ["passed", "skipped", "failed"])
def test_the_mapping_says_what_a_word_means(name: str, result: str) -> None:
    case = read(name, "Half-done", half_done=result)

    assert (case.result.value, case.why) == (result, "")


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"junit"}))
def test_an_empty_word_is_no_pass(name: str) -> None:
    assert read(name, "").result is not Result.PASSED


@pytest.mark.parametrize("name", ["behave-json", "cucumber-json", "junit"])
def test_what_did_not_run_says_so(name: str) -> None:
    assert read(name, "untested").why == "a test did not run (status `untested`)"
    assert read(name, "untested", untested="skipped").result is Result.SKIPPED


@pytest.mark.parametrize(
    ("name", "report"),
    [
        pytest.param(
            "junit", "<testsuite><testcase status='done'><failure/></testcase></testsuite>", id="j"
        ),
        pytest.param(
            "junit", "<testsuite><testcase result='done'><error/></testcase></testsuite>", id="e"
        ),
        pytest.param(
            "nunit2",
            "<test-results><test-case result='done'><failure/></test-case></test-results>",
            id="nunit2",
        ),
        pytest.param(
            "nunit3",
            "<test-run><test-case result='done'><failure/></test-case></test-run>",
            id="nunit3",
        ),
        pytest.param(
            "xunit.net",
            "<assemblies><assembly><test result='done'><failure/></test></assembly></assemblies>",
            id="xunit.net",
        ),
    ],
)
def test_no_word_of_the_mapping_hides_a_failure(name: str, report: str) -> None:
    source = Source(io.BytesIO(report.encode()))
    source.words = [("done", Result.PASSED)]
    (case,) = FORMATS[name].read(source)

    assert isinstance(case, TestCase)
    assert case.result is Result.FAILED


@pytest.mark.parametrize(
    ("attributes", "children", "result"),
    [
        ("status='done'", "", "passed"),
        ("status='done' result='interrupted'", "", "failed"),
        ("status='new' result='done'", "", "failed"),
        ("status='parked' result='done'", "", "skipped"),
        ("status='done'", "<skipped/>", "skipped"),
        ("status='notrun'", "<skipped message='No such file'/>", "skipped"),
        ("status='disabled' result='done'", "", "skipped"),
    ],
)
def test_the_worse_of_two_words_and_an_element(attributes: str, children: str, result: str) -> None:
    text = f"<testsuite><testcase name='a' {attributes}>{children}</testcase></testsuite>"
    source = Source(io.BytesIO(text.encode()))
    source.words = [("done", Result.PASSED), ("parked", Result.SKIPPED), ("notrun", Result.PASSED)]
    (case,) = FORMATS["junit"].read(source)

    assert isinstance(case, TestCase)
    assert case.result.value == result
