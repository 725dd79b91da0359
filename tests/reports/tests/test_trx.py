"""TRX. Expected values follow vstst.xsd and the TestPlatform's TestOutcome; sample made by hand."""

from __future__ import annotations

import pytest

from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.trx import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished

NS = 'xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"'


def run(body: str) -> bytes:
    return f"<TestRun {NS}>{body}</TestRun>".encode()


def result(attributes: str, inner: str = "") -> str:
    return f"<UnitTestResult {attributes}>{inner}</UnitTestResult>"


def one(outcome: str) -> str:
    inside = result(f'outcome="{outcome}"')
    return f"<Results>{inside}</Results>"


def test_a_report_of_vstest() -> None:
    found = sample(FORMAT, "trx/vstest.trx")

    assert rows(found) == [
        ("passed", "Total", "Shop.Tests.CartTests", "Shop.Tests.dll", True),
        ("failed", "Tax(rate: 0.19)", "Shop.Tests.CartTests", "Shop.Tests.dll", True),
        ("skipped", "Later", "Shop.Tests.LaterTests", "shop.tests.dll", True),
        ("skipped", "Assumes", "Shop.Tests.LaterTests", "shop.tests.dll", True),
        ("passed", "Rows (1)", "Shop.Tests.RowTests", "shop.tests.dll", True),
        ("failed", "Rows (2)", "Shop.Tests.RowTests", "shop.tests.dll", True),
        ("failed", "Crashes", "", "", True),
    ]
    assert unfinished(found) == []


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("Passed", "passed"),
        ("PassedButRunAborted", "passed"),
        ("Failed", "failed"),
        ("Error", "failed"),
        ("Timeout", "failed"),
        ("Aborted", "failed"),
        ("NotRunnable", "failed"),
        ("Disconnected", "failed"),
        ("InProgress", "failed"),
        ("Pending", "failed"),
        ("a word of tomorrow", "failed"),
        ("", "failed"),
        ("NotExecuted", "skipped"),
        ("Inconclusive", "skipped"),
        ("Warning", "skipped"),
        ("Completed", "skipped"),
    ],
)
def test_outcomes(outcome: str, expected: str) -> None:
    found = evidence(FORMAT, run(one(outcome)))

    assert results(found) == [expected]


def test_definitions_before_the_results_as_visual_studio_wrote_them() -> None:
    found = evidence(
        FORMAT,
        run(
            '<TestDefinitions><UnitTest id="a" storage="x\\s.dll"><TestMethod className="A.B"/>'
            "</UnitTest></TestDefinitions><Results>"
            + result('testId="A" testName="t" outcome="Passed"')
            + "</Results>"
        ),
    )

    assert rows(found) == [("passed", "t", "A.B", "s.dll", True)]


ROW = 'testId="a" resultType="DataDrivenDataRow" outcome='
SUMMARY = 'testId="a" resultType="DataDrivenTest" outcome='


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            result(SUMMARY + '"Failed"') + result(ROW + '"Failed"') + result(ROW + '"Passed"'),
            ["failed", "passed"],
            id="rows beside their summary",
        ),
        pytest.param(
            result(SUMMARY + '"Failed"') + result(ROW + '"Passed"'),
            ["failed!", "passed"],
            id="a summary that failed alone",
        ),
        pytest.param(result(SUMMARY + '"Passed"'), ["passed"], id="a summary without rows"),
        pytest.param(
            result(
                'outcome="Failed"',
                "<InnerResults>" + result('outcome="Passed"') + "</InnerResults>",
            ),
            ["passed", "failed!"],
            id="a parent that failed alone",
        ),
        pytest.param(
            '<TestResultAggregation outcome="Passed"><InnerResults>'
            + result('outcome="Passed"')
            + '<GenericTestResult outcome="NotExecuted"/></InnerResults></TestResultAggregation>',
            ["passed", "skipped"],
            id="an ordered test",
        ),
    ],
)
def test_rows_are_the_cases(body: str, expected: list[str]) -> None:
    assert results(evidence(FORMAT, run(f"<Results>{body}</Results>"))) == expected


PASSED = one("Passed")
FAILED = one("Failed")


def summary(outcome: str, text: str = "", counters: str = "") -> str:
    info = f'<RunInfos><RunInfo outcome="Error"><Text>{text}</Text></RunInfo></RunInfos>'
    return f'<ResultSummary outcome="{outcome}">{counters}{info if text else ""}</ResultSummary>'


CODE_2 = "Exit code indicates failure: '2'. See https://aka.ms/testingplatform/exitcodes for more."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(PASSED + summary("Completed"), "", id="completed"),
        pytest.param(FAILED + summary("Failed"), "", id="failed by a test"),
        pytest.param(FAILED + summary("Failed", "[xUnit.net] A.B [FAIL]"), "", id="xunit repeats"),
        pytest.param(FAILED + summary("Failed", CODE_2), "", id="exit code of a failed test"),
        pytest.param(PASSED + summary("Failed", CODE_2), "no", id="that code without one"),
        pytest.param(PASSED + summary("Aborted"), "Aborted", id="aborted"),
        pytest.param(PASSED + summary("Timeout"), "Timeout", id="timeout"),
        pytest.param(PASSED + summary("Error"), "Error", id="error"),
        pytest.param(PASSED + summary("InProgress"), "InProgress", id="in progress"),
        pytest.param(PASSED + summary("Failed"), "though no test", id="failed by no test"),
        pytest.param(
            FAILED + summary("Failed", "Test host process crashed"), "host process", id="crash"
        ),
        pytest.param(
            FAILED + summary("Failed", counters='<Counters failed="2" error="1"/>'),
            "counts 3",
            id="failures that are not listed",
        ),
        pytest.param(one("PassedButRunAborted"), "aborted", id="but"),
    ],
)
def test_a_run_that_did_not_finish(body: str, expected: str) -> None:
    found = unfinished(evidence(FORMAT, run(body)))

    assert len(found) == bool(expected)
    assert not expected or expected in found[0]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (f"<TestRun {NS}/>", True),
        ('<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2006"/>', True),
        ('<TestRun xmlns="urn:other"/>', False),
        ("<TestRuns/>", False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert (candidates(Head(text)) == ["trx"]) is taken
