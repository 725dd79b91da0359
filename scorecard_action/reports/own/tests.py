"""Runners of tests, and coverage: what each writes for itself, and what it can write instead."""

from __future__ import annotations

from typing import Final

from scorecard_action.reports.own.row import Own

TESTS: Final = (
    Own(
        "Playwright",
        "PLAYWRIGHT_JUNIT_OUTPUT_NAME=FILE playwright test --reporter=junit",
        "junit",
        (("{", "config", "suites[]", "stats.expected"),),
    ),
    Own("Mochawesome", "mocha --reporter xunit", "junit", (("{", "stats", "meta.mochawesome"),)),
    Own(
        "Newman",
        "newman run … -r junit --reporter-junit-export FILE",
        "junit",
        (("{", "collection", "run.executions[]"),),
    ),
    Own(
        "pytest-json-report",
        "pytest --junitxml=FILE",
        "junit",
        (("{", "created", "exitcode", "root", "summary"),),
    ),
    Own(
        "Allure",
        "`pytest --junitxml=FILE`, or the JUnit XML that the runner itself writes",
        "junit",
        (
            ("{", "uuid", "status", "historyId"),
            ("{", "uuid", "status", "testCaseId"),
            ("{", "uuid", "children[]", "start", "stop"),
        ),
        prose=True,
    ),
    Own(
        "Karate",
        "`outputJunitXml(true)` on the runner",
        "junit",
        (("{", "featuresPassed", "scenariosPassed"),),
        prose=True,
    ),
    Own("CTest", "ctest --output-junit FILE", "junit", (("<", "Site", "Testing"),)),
    Own(
        "Boost.Test",
        "--logger=JUNIT,all,FILE",
        "junit",
        (("<", "TestLog"), ("<", "TestResult", "TestSuite")),
    ),
    Own(
        "QTest",
        "-o FILE,junitxml",
        "junit",
        (("<", "TestCase", "Environment"), ("<", "Environment", "QtVersion")),
    ),
    Own(
        "Check",
        "CK_TAP_LOG_FILE_NAME=FILE",
        "tap",
        (("<", "testsuites", "@xmlns=check.sourceforge.net"),),
    ),
    Own(
        "CUnit",
        "",
        marks=(("<", "CUNIT_TEST_RUN_REPORT"), ("<", "CUNIT_TEST_LIST_REPORT")),
    ),
    Own(
        "gtester",
        "the test programs themselves, without gtester",
        "tap",
        (("<", "gtester"),),
        prose=True,
    ),
    Own(
        "subunit",
        "subunit2junitxml < FILE > junit.xml",
        "junit",
        (("~", r"\A(?:test|success|time): \S"),),
    ),
    Own(
        "TeamCity's service messages",
        "`phpunit --log-junit FILE`, or the JUnit XML of another runner",
        "junit",
        (("~", r"^##teamcity\[test"),),
        prose=True,
    ),
    Own(
        "xcresulttool",
        "xcbeautify --report junit",
        "junit",
        (("{", "testNodes[]"), ("{", "totalTestCount", "passedTests", "failedTests")),
    ),
    Own(
        "k6",
        "`jUnit()` of k6-summary in `handleSummary`",
        "junit",
        (
            ("{", "metrics", "root_group"),
            ("{", "results.thresholds[]", "results.checks[]"),
            ("{", "metadata.k6Version", "results"),
        ),
        prose=True,
    ),
)

COVERAGE: Final = (
    Own(
        "Visual Studio before 2012",
        "dotnet-coverage merge FILE -f cobertura -o coverage.xml",
        "cobertura",
        (("<", "CoverageDSPriv"),),
    ),
)
