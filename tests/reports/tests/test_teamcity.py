"""TeamCity's service messages. The samples were written by PHPUnit 9.6 and teamcity-messages 1.33
(samples/teamcity/made). PHPUnit says of the bad one: 8 tests, 1 error, 2 failures, 1 skipped,
1 incomplete, 1 risky; pytest: 1 failed, 1 passed, 1 skipped."""

from __future__ import annotations

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.tests.teamcity import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


def test_a_report_of_phpunit() -> None:
    found = sample(FORMAT, "teamcity/bad.log")

    assert rows(found) == [
        ("passed", "testAdds", "", "CartTest", True),
        ("failed", "testTax", "", "CartTest", True),
        ("failed", "testThrows", "", "CartTest", True),
        ("skipped", "testShips", "", "CartTest", True),
        ("skipped", "testPlanned", "", "CartTest", True),
        ("failed", "testRisky", "", "CartTest", True),
        ("passed", 'testRow with data set "one"', "", "CartTest > testRow", True),
        ("failed", 'testRow with data set "two"', "", "CartTest > testRow", True),
    ]
    assert {one.file for one in found if isinstance(one, TestCase)} == {"/builds/shop/CartTest.php"}
    assert unfinished(found) == []


@pytest.mark.parametrize(
    ("file", "expected", "why"),
    [
        ("good", ["passed", "passed"], []),
        ("pytest", ["passed", "failed", "skipped"], []),
        # exit() in a test
        ("died", ["passed", "failed"], ["the suite 'StockTest' began and did not end"]),
    ],
)
def test_other_reports(file: str, expected: list[str], why: list[str]) -> None:
    found = sample(FORMAT, f"teamcity/{file}.log")
    assert (results(found), unfinished(found)) == (expected, why)


def log(*messages: str) -> bytes:
    return "".join(f"some output ##teamcity[{one}]\n" for one in messages).encode()


BEGIN, END = "testStarted name='a'", "testFinished name='a'"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(log(BEGIN, END), ["passed"], id="passed"),
        pytest.param(log(BEGIN, "testFailed name='a'", END), ["failed"], id="failed"),
        pytest.param(log(BEGIN, "testFailed name='a'"), ["failed"], id="failed, without an end"),
        pytest.param(log("testFailed name='a'"), ["failed"], id="failed, never begun"),
        pytest.param(log("testIgnored name='a'"), ["skipped"], id="ignored, never begun"),
        pytest.param(
            log(BEGIN, "testFailed name='a'", "testIgnored name='a'", END), ["failed"], id="both"
        ),
        pytest.param(log(BEGIN), ["failed"], id="not ended"),
        pytest.param(
            log(BEGIN, END) + b"##teamcity[\n##teamcity[ x\n", ["passed"], id="like a message"
        ),
        pytest.param(log(BEGIN, BEGIN, END), ["failed", "passed"], id="begun twice"),
        pytest.param(
            log(f"{BEGIN} flowId='1'", f"{BEGIN} flowId='2'", f"{END} flowId='1'"),
            ["passed", "failed"],
            id="of two flows",
        ),
        pytest.param(
            b"##teamcity[testStarted name='a']##teamcity[testFailed name='a' details='x]'"
            b"]##teamcity[testFinished name='a']",
            ["failed"],
            id="on one line",
        ),
        pytest.param(
            log(BEGIN, "testFailed name='a' details='" + "x" * (2 << 20) + "'", END),
            ["failed"],
            id="a message of 2 MiB",
        ),
    ],
)
def test_messages(data: bytes, expected: list[str]) -> None:
    assert results(evidence(FORMAT, data)) == expected


@pytest.mark.parametrize(
    ("messages", "why"),
    [
        (("testCount count='2'", BEGIN, END), ["the log plans 2 tests and tells of 1"]),
        (("testSuiteStarted name='s'", BEGIN, END), ["the suite 's' began and did not end"]),
        (
            (BEGIN, END, "buildProblem description='no |'disk|''"),
            ["the build has a problem: no 'disk'"],
        ),
        ((BEGIN, "testFinished name='a"), ["a broken service message"]),
        (("testSuiteStarted name='s'", BEGIN, END, "testSuiteFinished name='s'"), []),
        (("testCount count='x'", BEGIN, END), []),
        (("progressMessage 'x'",), ["no service message tells of tests"]),
    ],
)
def test_a_log_that_is_cut_off(messages: tuple[str, ...], why: list[str]) -> None:
    assert unfinished(evidence(FORMAT, log(*messages))) == why


def test_escapes() -> None:
    (case,) = evidence(FORMAT, log("testFailed name='a|[b|]|n||c|0x00e4'"))
    assert isinstance(case, TestCase)
    assert case.name == "a[b]\n|cä"
