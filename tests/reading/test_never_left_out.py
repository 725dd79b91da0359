"""What no `only` leaves out, through the readers: a failure without the value that is asked for,
and a file that could not be parsed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest

from scorecard_action.judging.decide import Decision, decide
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.model import State
from scorecard_action.reading.fold import fold
from tests.judging.building import rule
from tests.reports.lint.writing import SHARED

TRX: Final = (
    '<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>'
    '<UnitTestResult testId="1" testName="SetUp" outcome="Failed"/></Results><TestDefinitions>'
    '<UnitTest name="SetUp" id="1"><TestMethod name="SetUp"/></UnitTest></TestDefinitions>'
    '<ResultSummary outcome="Failed"/></TestRun>'
)
FAILED: Final = [
    pytest.param(
        "junit",
        '<testsuite name="pytest" errors="1" tests="1"><testcase classname="" name="test_cart">'
        '<error message="collection failure"/></testcase></testsuite>',
        id="pytest: a module that could not be imported",
    ),
    pytest.param(
        "junit",
        '<testsuite name="Gradle Test Run"><testcase name="executionError"><failure/></testcase>'
        "</testsuite>",
        id="JUnit: no class at all",
    ),
    pytest.param(
        "junit",
        '<testsuite name="A"><error message="set-up"/><testcase classname="b.B" name="b"/>'
        "</testsuite>",
        id="JUnit: an error of the suite",
    ),
    pytest.param(
        "junit",
        '<testsuite name="A" failures="1" tests="2"><testcase classname="b.B" name="b"/>'
        "</testsuite>",
        id="JUnit: a failure that is declared alone",
    ),
    pytest.param(
        "jest-json",
        json.dumps(
            {
                "numFailedTestSuites": 1, "numRuntimeErrorTestSuites": 1, "numTotalTests": 0,
                "numTotalTestSuites": 1, "success": False, "numFailedTests": 0,
                "testResults": [
                    {"name": "/a.test.js", "status": "failed", "message": "SyntaxError",
                     "assertionResults": []}
                ],
            }
        ),
        id="Jest: a suite that could not run",
    ),
    pytest.param("trx", TRX, id="TRX: a test without a class"),
    pytest.param(
        "nunit3",
        '<test-run total="0" failed="0"><test-suite type="SetUpFixture" name="S" result="Failed"'
        ' site="SetUp"><failure><message>x</message></failure></test-suite></test-run>',
        id="NUnit 3: a set-up that failed",
    ),
    pytest.param(
        "testng",
        '<testng-results failed="1"><suite name="s"><test name="t"><class name="">'
        '<test-method name="setUp" status="FAIL" is-config="true"/></class></test></suite>'
        "</testng-results>",
        id="TestNG: no class",
    ),
    pytest.param(
        "ctrf",
        '{"results": {"tool": {"name": "t"}, "summary": {"tests": 1, "failed": 1},'
        ' "tests": [{"name": "a", "status": "failed"}]}}',
        id="CTRF: no suite",
    ),
    pytest.param("tap", "TAP version 13\n1..1\nnot ok 1 - a\n", id="TAP: it knows no class"),
]  # fmt: skip


def judged(tmp_path: Path, text: str, form: str, lines: str) -> Decision:
    """What a rule with these lines decides from a report with this text."""
    report = tmp_path / "report"
    report.write_text(text, encoding="utf-8")
    judging = rule(lines)
    matcher = Matcher(Selection(judging.only, judging.except_))
    return decide(judging, fold(report, "report", [matcher], form=form).tallies[0], ())


@pytest.mark.parametrize(("form", "text"), FAILED)
def test_a_failed_test_without_a_class(tmp_path: Path, form: str, text: str) -> None:
    decision = judged(tmp_path, text, form, 'only: {class: "com.acme.*"}')
    assert decision.state is State.FAIL
    assert re.match(
        r"1 of \d tests? failed \(limit 0\)|report: test files that could not be run: 1",
        decision.reason,
    )


@pytest.mark.parametrize("form", sorted(SHARED))
@pytest.mark.parametrize(
    "only", ["rule: S1*", "severity: [note, info, low]", "rule: S1*, severity: error"]
)
def test_a_file_that_could_not_be_parsed(tmp_path: Path, form: str, only: str) -> None:
    text = SHARED[form]("E999", "SyntaxError: invalid syntax", "error")
    decision = judged(tmp_path, text, form, f"only: {{{only}}}")
    assert decision.state is State.FAIL
    assert decision.reason == "1 finding (limit 0)"
    assert "E999" in decision.examples[0] or "SyntaxError" in decision.examples[0]


@pytest.mark.parametrize("form", sorted(SHARED))
def test_another_finding_is_left_out(tmp_path: Path, form: str) -> None:
    text = SHARED[form]("F401", "unused import", "error")
    assert judged(tmp_path, text, form, "only: {rule: S1*}").state is State.PASS
