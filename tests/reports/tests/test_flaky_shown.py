"""Which JUnit reports show that their producer marks flaky tests."""

from __future__ import annotations

import pytest

from scorecard_action.model import FlakyMarked, Kind
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.tests.junit import FORMAT
from tests.reports.tests.reading import evidence

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation'
MAVEN = "https://maven.apache.org/surefire"


@pytest.mark.parametrize(
    ("report", "shown"),
    [
        pytest.param(
            f'<testsuite {XSI}="{MAVEN}/maven-surefire-plugin/xsd/surefire-test-report.xsd">'
            "<testcase name='a'/></testsuite>",
            True,
            id="Surefire",
        ),
        pytest.param(
            f'<testsuite {XSI}="{MAVEN}/maven-failsafe-plugin/xsd/failsafe-test-report-3.0.xsd">'
            "<testcase name='a'/></testsuite>",
            True,
            id="Failsafe",
        ),
        pytest.param(
            "<testsuite name='A'><properties><property name='surefire.real.class.path' value='x'/>"
            "</properties><testcase name='a'/></testsuite>",
            True,
            id="Surefire before its schema",
        ),
        pytest.param(
            "<testsuites name='nextest-run'><testsuite name='crate'><testcase name='a'/>"
            "</testsuite></testsuites>",
            True,
            id="nextest",
        ),
        pytest.param(
            "<testsuite name='A'><testcase name='a'><flakyFailure/></testcase></testsuite>",
            True,
            id="a mark: Gradle with mergeReruns, Playwright with includeRetries",
        ),
        pytest.param(
            "<testsuite name='A'><testcase name='a'><failure/><rerunFailure/></testcase>"
            "<testcase name='b'/></testsuite>",
            True,
            id="a failure that was run again",
        ),
        pytest.param(
            "<testsuites name='pytest tests'><testsuite name='pytest'><testcase name='a'/>"
            "</testsuite></testsuites>",
            False,
            id="pytest",
        ),
        pytest.param(
            "<testsuite name='A' hostname='h' timestamp='2026-11-27T12:00:00'><properties/>"
            "<testcase name='a'/><system-out/></testsuite>",
            False,
            id="Gradle",
        ),
        pytest.param("<testcase name='a'/>", False, id="a case alone"),
        pytest.param(
            f"<testsuite {XSI}='junit-10.xsd'><testcase name='surefire'/></testsuite>",
            False,
            id="another schema",
        ),
        pytest.param("<testsuite name='surefire-test-report.xsd'/>", False, id="a name alone"),
    ],
)
def test_whether_a_report_shows_it(report: str, shown: bool) -> None:
    read = evidence(FORMAT, report.encode())
    assert any(isinstance(piece, FlakyMarked) for piece in read) is shown


def test_which_test_formats_mark_flaky_tests() -> None:
    tests = [form for form in FORMATS.values() if form.kind is Kind.TESTS and form.flaky]
    always = {form.name for form in tests if not form.flaky_shown}
    assert always == {"allure-result", "ctrf", "playwright-json", "testng"}
    assert {form.name for form in tests} - always == {
        "junit",
        "pytest-json-report",
        "xcresult-json",
    }
