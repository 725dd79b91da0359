"""TAP. The samples were written by Perl's Test::More 1.3, node 20 --test, node-tap 18, tape 5,
mocha 12, Vitest 5's tap reporter, bats 1.8 and pytest-tap 3.5; node's own trailer says how many."""

from __future__ import annotations

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.tap import FORMAT
from tests.reports.tests.reading import evidence, outcome, results, rows, sample, unfinished


@pytest.mark.parametrize(
    ("file", "passed", "failed", "skipped"),
    [
        pytest.param("perl.tap", 5, 3, 4, id="Test::More"),
        pytest.param("node-tap-18.tap", 2, 2, 2, id="node-tap"),
        pytest.param("tape.tap", 1, 1, 1, id="tape"),
        pytest.param("mocha-12.tap", 2, 2, 2, id="mocha"),
        pytest.param("vitest.tap", 2, 5, 2, id="vitest, whose subtests follow in braces"),
        pytest.param("bats-1.8.tap", 1, 1, 1, id="bats"),
        pytest.param("pytest-tap.tap", 1, 2, 3, id="pytest-tap"),
    ],
)
def test_the_reports_of_tools(file: str, passed: int, failed: int, skipped: int) -> None:
    found = sample(FORMAT, f"tap/{file}")

    got = results(found)
    assert (got.count("passed"), got.count("failed"), got.count("skipped")) == (
        passed,
        failed,
        skipped,
    )
    assert len(got) == passed + failed + skipped
    assert unfinished(found) == []


def test_node_counts_no_suites() -> None:
    # its trailer: tests 11, suites 4, pass 5, fail 3, skipped 1, todo 2
    found = sample(FORMAT, "tap/node-20.tap")

    assert [(name, suite) for _, name, _, suite, _ in rows(found)] == [
        ("total is right", ""),
        ("tax is right", ""),
        ("ships abroad", ""),
        ("rounds", ""),
        ("ten percent", "coupons"),
        ("expired", "coupons > nested"),
        ("runs", "hooks"),
        ("accepted", "returns"),
        ("todo below", "returns"),
        ("returns", ""),
        ("are granted", "wishes"),
    ]
    assert [results(found).count(word) for word in ("passed", "failed", "skipped")] == [5, 3, 3]


def test_a_suite_that_fails_by_itself() -> None:
    text = "    ok 1 - a\n    1..1\nnot ok 1 - s\n  ---\n  type: 'suite'\n  ...\n1..1\n"

    assert results(evidence(FORMAT, text.encode())) == ["passed", "failed!"]


def test_tests_that_were_given_up() -> None:
    found = sample(FORMAT, "tap/perl-bail-out.tap")

    assert results(found) == ["passed", "failed!"]
    assert unfinished(found) == ["the tests were given up: Bail out! no network"]


def test_tests_that_died() -> None:
    found = sample(FORMAT, "tap/perl-died.tap")

    assert results(found) == ["passed", "passed", "failed!"]
    last = found[-1]
    assert isinstance(last, TestCase)
    assert last.count == 2
    assert unfinished(found) == ["2 of the 4 planned tests are missing: the report is cut off"]


NO_PLAN = "there is no plan: the report is cut off"


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        pytest.param("1..2\nok\nok\n", ["passed"] * 2, [], id="a plan first"),
        pytest.param("ok\nnot ok\n1..2\n", ["passed", "failed"], [], id="a plan last"),
        pytest.param("1..0 # SKIP no\n", [], [], id="all skipped"),
        pytest.param(
            "1..2\nok 1\n",
            ["passed", "failed!"],
            ["1 of the 2 planned tests are missing: the report is cut off"],
            id="one is missing",
        ),
        pytest.param("TAP version 14\nok 1\n", ["passed", "failed!"], [NO_PLAN], id="no plan"),
        pytest.param("TAP version 13\n", ["failed!"], [NO_PLAN], id="a version alone"),
        pytest.param(
            "1..1\nok 1\nok 2\n", ["passed"] * 2, ["2 tests where 1..1 is planned"], id="too many"
        ),
        pytest.param(
            "1..2\nok 1\nok 3\n",
            ["passed"] * 2,
            ["test 3 where 1..2 is planned"],
            id="an id beyond the plan",
        ),
        pytest.param("1..3\nok 2\nok 3\nok 1\n", ["passed"] * 3, [], id="any order"),
        pytest.param(
            "t/a.t ..\n1..1\nok 1 - x\nok\nt/b.t ..\nok 1 - y\nok 2 - z\n1..2\nok\nResult: PASS\n",
            ["passed"] * 3,
            [],
            id="prove -v writes ok below each file",
        ),
        pytest.param(
            "1..1\nok\nok\n", ["passed"] * 2, ["2 tests where 1..1 is planned"], id="bare points"
        ),
        pytest.param(
            "1..1\nok 1\nnot ok\n",
            ["passed", "failed"],
            ["2 tests where 1..1 is planned"],
            id="a failure below a whole file",
        ),
        pytest.param(
            "1..3\nnot ok 1\nbail OUT! no network\nok 2\n",
            ["failed"],
            ["the tests were given up: Bail out! no network"],
            id="given up after a failure",
        ),
        pytest.param(
            "1..1\n    Bail out!\n",
            ["failed!"],
            ["the tests were given up: Bail out!"],
            id="given up in a subtest",
        ),
        pytest.param(
            "TAP version 14\npragma +strict\n1..1\nok 1\nanything else\n",
            ["passed"],
            [],
            id="noise",
        ),
        pytest.param(
            "1..1\nok 1\n  ---\n  log: |\n    ok 2\n    not ok 3\n  ...\n",
            ["passed"],
            [],
            id="points in a YAML block are text",
        ),
        pytest.param(
            "1..2\nok 1\n  ---\n  cut: off\nnot ok 2\n",
            ["passed", "failed"],
            [],
            id="a YAML block without an end",
        ),
        pytest.param(
            "1..1\n  ok 1\n   ok 2\nok 3 - x\nokay\n",
            ["passed"],
            ["test 3 where 1..1 is planned"],
            id="an indent that is no multiple of four is text",
        ),
        pytest.param(
            "1..1\n        ok 1\n        1..1\n    ok 1\n    1..1\nok 1\n",
            ["passed"] * 3,
            [],
            id="subtests without a name",
        ),
        pytest.param(
            "1..1\n# Subtest: s\n    1..3\n    ok 1\nok 1 - s\n",
            ["passed", "failed"],
            [],
            id="a subtest with fewer than it plans",
        ),
        pytest.param(
            "1..1\n    ok 1\n    ok 2\n    1..1\nok 1 - s\n",
            ["passed", "passed", "failed"],
            [],
            id="a subtest with more than it plans",
        ),
        pytest.param(
            "1..1\n    ok 1\nok 1 - s\n", ["passed", "failed"], [], id="a subtest without a plan"
        ),
        pytest.param(
            "1..1\n    1..2\nok 1 - s\n", ["failed"], [], id="a subtest with its plan alone"
        ),
        pytest.param(
            "1..1\n    1..0 # SKIP no\nok 1 - s\n", ["passed"], [], id="a subtest without tests"
        ),
        pytest.param(
            "1..1\n    ok 1\nok 1 - s # TODO later\n",
            ["passed", "skipped"],
            [],
            id="a subtest off its plan that is not done yet",
        ),
        pytest.param(
            "1..1\n    1..1\n        ok 1\n        1..2\n    ok 1 - in\nok 1 - out\n",
            ["passed", "failed", "passed"],
            [],
            id="a subtest of a subtest",
        ),
        pytest.param(
            "1..2\nok 1 - s {\n    1..2\n    ok 1\n}\nok 2\n",
            ["passed", "failed", "passed"],
            [],
            id="a subtest in braces",
        ),
        pytest.param(
            "1..2\nok 1 - s {\n    ok 1\n    1..1\n}\nok 2\n",
            ["passed", "passed", "passed"],
            [],
            id="a subtest in braces, as planned",
        ),
        pytest.param(
            "1..1\nok 1 - s {\n    ok 1\n", ["passed", "failed"], [], id="cut off in braces"
        ),
        pytest.param(
            "1..1\nok 1\n    ok 1\n", ["passed", "passed", "failed!"], [], id="without a parent"
        ),
        pytest.param(
            "ok - a\nok - b\n",
            ["passed", "passed", "failed!"],
            ["there is neither a plan (1..N) nor a number: whether all tests ran is not known"],
            id="neither a plan nor numbers",
        ),
        pytest.param("1..1\r\nok 1 - a # SKIP\r\n", ["skipped"], [], id="Windows line ends"),
        pytest.param("1..1\nok 1\n1..2\nok 1\nok 2\n", ["passed"] * 3, [], id="two streams"),
        pytest.param(
            "ok 1\n1..1\nok 1\nok 2\n1..2\n", ["passed"] * 3, [], id="two streams, plans last"
        ),
        pytest.param(
            "TAP version 13\nok 1\nTAP version 13\n1..1\nok 1\n",
            ["passed", "failed!", "passed"],
            [NO_PLAN],
            id="the first of two streams is cut off",
        ),
        pytest.param(
            "1..1\nok 1\n# tests 2\n# suites 0\n# pass 1\n# fail 0\n# cancelled 1\n",
            ["passed", "failed!"],
            [],
            id="Node counts one that is not listed",
        ),
        pytest.param(
            "ok 1\nok 2\n\n1..2\n# tests 3\n# pass  2\n# fail  1\n",
            ["passed"] * 2 + ["failed!"],
            [],
            id="tape counts one that is not listed",
        ),
        pytest.param(
            "1..2\nok 1\nnot ok 2\n# tests 2\n# pass 1\n# fail 1\n",
            ["passed", "failed"],
            [],
            id="sums of what is listed",
        ),
        pytest.param(
            "1..1\nnot ok 1 # TODO x\n# tests 1\n# pass 0\n# fail 0\n# todo 1\n",
            ["skipped"],
            [],
            id="sums with a todo",
        ),
        pytest.param(
            "# tests 2\n# pass 1\n# fail 1\nok 1\n# fail 3\n1..1\n",
            ["passed"],
            [],
            id="tests that are called as sums are",
        ),
    ],
)
def test_plans_and_lines(text: str, expected: list[str], why: list[str]) -> None:
    found = evidence(FORMAT, text.encode())

    assert results(found) == expected
    assert unfinished(found) == why


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ok 1\n1..1\nok 2\n", "a test point after the plan that ends the report"),
        ("ok 1\n1..2\nok 2\n", "a test point after the plan that ends the report"),
        ("1..3\nok 1\n1..3\nok 2\n", "a second plan, before the tests of the first"),
    ],
)
def test_a_plan_that_cannot_be(text: str, message: str) -> None:
    assert outcome(FORMAT, text.encode()) == (["passed"], message)


# The examples of the TAP 14 specification, and those of its predecessors.
@pytest.mark.parametrize(
    ("line", "result", "name"),
    [
        ("ok 1 - must be skipped test # SKIP", "skipped", "must be skipped test"),
        (r"ok 2 - must not be skipped test \# SKIP", "passed", "must not be skipped test # SKIP"),
        ("ok 2 not skipped: https://example.com/page.html#skip is a url", "passed", None),
        ("ok 3 - #SkIp case insensitive, so this is skipped", "skipped", ""),
        ("ok 1 - do it later # Skipped", "skipped", "do it later"),
        ("ok 2 - works on windows # Skipped: only run on windows", "skipped", "works on windows"),
        ("not ok 14 # TODO bend space and time", "skipped", ""),
        ("ok 1 - hello # todo", "skipped", "hello"),
        ("ok 4 - hello # todo hash # character", "skipped", "hello"),
        (r"ok 5 - hello \\# todo hash \# character", "skipped", "hello \\"),
        ("ok 7 - hello # description # todo", "passed", "hello # description # todo"),
        (r"ok 8 - hello \\\\\\\# todo", "passed", r"hello \\\# todo"),
        ("not ok 8-description 8", "failed", "description 8"),
        ("ok-no number 5", "passed", "no number 5"),
        ("ok-# skip skip 17", "skipped", ""),
        ("ok 1 - slow # time=12.5ms", "passed", "slow"),
        ("ok 1 - slow # time=12.5ms # SKIP", "skipped", "slow"),
        ("ok 1.5 is no number", "passed", "1.5 is no number"),
        ("ok # 12 is an issue", "passed", "# 12 is an issue"),
    ],
)
def test_points(line: str, result: str, name: str | None) -> None:
    (found,) = rows(evidence(FORMAT, f"1..20\n{line}\nBail out!".encode()))[:1]

    assert found[0] == result
    assert name is None or found[1] == name


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("TAP version 13\n", True),
        ("npm's own lines\n\nTAP version 14\n1..1\nok 1\n", True),
        ("> shop@1.0.0 test\n\n1..2\nok 1 a\nnot ok 2 b\n", True),
        ("1..573\nBail out! no database\n", True),
        ("1..0 # SKIP no address\n", True),
        ("# a comment\nok 1 - x\n", True),
        ("ok\nok\n1..2\n", False),
        ("ok 2 - x\n", False),
        ("# Running\n\nok - a\n  said\nnot ok - b\n", True),
        ("ok - a", True),
        ("ok - a\nand then\n", False),
        ("ok a\nok b\n", False),
        ("1..5\nsome range\n", False),
        ("ok, that worked\nnot ok at all\n", False),
        ("the TAP version 13 is old\n", False),
        ("TN:\nSF:a.c\nDA:1,1\nend_of_record\n", False),
        ("mode: set\na.go:1.1,2.2 1 1\n", False),
        ("src/a.py:1:1: E501 line too long\n", False),
        ('{"a": "x\\nTAP version 13"}', False),
        ("<testsuite>\nTAP version 13\n</testsuite>", False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert ("tap" in candidates(Head(text))) is taken
