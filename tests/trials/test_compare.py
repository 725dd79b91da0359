"""What differs between what a case expects and what its run found."""

from __future__ import annotations

from typing import Any

import pytest

from scorecard_action.trials.compare import Found, differences
from scorecard_action.trials.reader import reads

COLUMNS = ("format", "kind", "tool", "tests", "failed", "line_coverage", "error")
ROW = {
    "rule": "Unit tests pass",
    "entity": "service:cart",
    "state": "fail",
    "reason": "1 of 3 tests failed (limit 0)",
    "remarks": "1 of 3 tests failed (limit 0): CartTest.total.",
    "measured": {"tests": 3, "failed": 1, "pass_rate": 66.66},
    "examples": ["CartTest.total"],
}
SHOP = {**ROW, "entity": "service:shop", "state": None, "reason": "no evidence: a.xml"}
A: dict[str, Any] = {
    "format": "junit",
    "tests": 3,
    "line_coverage": 66.66,
    "tool": None,
    "error": None,
}
BAD = {**A, "format": None, "error": {"message": "the file is empty", "line": 1, "column": None}}


def told(text: str, found: Found) -> list[str]:
    expect, _ = reads(text.encode(), "e.yaml", columns=COLUMNS)
    return [str(one) for one in differences(expect, found)]


@pytest.mark.parametrize(
    "expected",
    [
        "fail",
        "{state: fail}",
        "{reason: 1 of 3}",
        "{reason: 1 OF 3 TESTS}",
        "{reason: [limit 0, carttest.total]}",
        "{measured: {tests: 3, pass_rate: 66.67}}",
        "{measured: {pass_rate: 66.66}}",
        "{entity: 'service:cart'}",
        "[fail, {entity: 'service:cart'}]",
    ],
)
def test_what_holds(expected: str) -> None:
    assert told(f"outcomes: {{Unit tests pass: {expected}}}", Found(outcomes=[ROW])) == []


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ("pass", ": expected pass, found fail: 1 of 3 tests failed (limit 0)"),
        ("kept", ": expected kept, found fail: 1 of 3 tests failed (limit 0)"),
        (
            "{reason: OrderTest}",
            (
                " in its reason: expected 'OrderTest', found 1 of 3 tests failed (limit 0),"
                " CartTest.total"
            ),
        ),
        ("{measured: {tests: 4}}", ", tests: expected 4, found 3"),
        ("{measured: {pass_rate: 66.68}}", ", pass_rate: expected 66.68, found 66.66"),
        ("{measured: {findings: 0}}", ", findings: expected 0, found none"),
        ("{entity: cart}", ": expected an outcome for cart, found outcomes of service:cart"),
        ("[{state: skip, entity: x}]", ": expected skip for x, found outcomes of service:cart"),
    ],
)
def test_what_differs(expected: str, difference: str) -> None:
    text = f"outcomes: {{Unit tests pass: {expected}}}"
    assert told(text, Found(outcomes=[ROW])) == [f"Unit tests pass{difference}"]


def test_a_rule_without_an_outcome_is_named_with_what_may_be_meant() -> None:
    assert told("outcomes: {Unit test pass: pass, Lint: pass}", Found(outcomes=[ROW])) == [
        (
            "Unit test pass: expected pass, found no outcome of this rule: did you mean"
            " 'Unit tests pass'?"
        ),
        "Lint: expected pass, found no outcome of this rule",
    ]


def test_without_an_entity_every_outcome_of_a_rule_is_meant() -> None:
    found = Found(outcomes=[ROW, SHOP])
    assert told("outcomes: {Unit tests pass: fail}", found) == [
        "Unit tests pass for service:shop: expected fail, found kept: no evidence: a.xml"
    ]
    both = "[{state: fail, entity: 'service:cart'}, {state: kept, entity: 'service:shop'}]"
    assert told(f"outcomes: {{Unit tests pass: {both}}}", found) == []


def test_outcomes_that_a_case_does_not_name_are_nothing_to_it() -> None:
    assert told("exit: 0", Found(outcomes=[ROW])) == []
    assert told("why: nothing yet", Found(code=2, ended="broken")) == []


@pytest.mark.parametrize(
    ("cells", "row", "difference"),
    [
        ("{format: junit, tests: 3, tool: null, error: null}", A, ""),
        ("{line_coverage: 66.67}", A, ""),
        ("{error: false}", A, ""),
        ("{error: IS EMPTY}", BAD, ""),
        ("{error: true, format: null}", BAD, ""),
        ("{tests: 4}", A, "tests: expected 4, found 3"),
        ("{tests: '3'}", A, "tests: expected 3, found 3"),
        ("{failed: 0}", A, "failed: expected 0, found null"),
        ("{format: junit}", BAD, "format: expected junit, found null (error: the file is empty)"),
        ("{error: cut off}", BAD, "error: expected cut off, found the file is empty"),
        ("{error: null}", BAD, "error: expected null, found the file is empty"),
        ("{error: true}", A, "error: expected true, found null"),
    ],
)
def test_a_file_that_is_inspected(cells: str, row: dict[str, Any], difference: str) -> None:
    expected = [f"a.xml, {difference}"] if difference else []
    assert told(f"inspect: {{a.xml: {cells}}}", Found(inspected={"a.xml": row})) == expected


@pytest.mark.parametrize(
    ("text", "found", "difference"),
    [
        ("warnings: [an hour old]", Found(warned=["a.xml is AN HOUR\n old"]), []),
        ("warnings: [old]", Found(), ["warnings: expected 'old', found no warning"]),
        ("warnings: [old]", Found(warned=["a", "b"]), ["warnings: expected 'old', found a; b"]),
        ("absent: [hunter2]", Found(said="a hunter3"), []),
        (
            "absent: [my hunter2]",
            Found(said="MY\n   hunter2"),
            ["absent: expected no output with 'my hunter2', found it"],
        ),
        ("exit: 1", Found(code=1), []),
        ("exit: 0", Found(code=3), ["exit: expected 0, found 3"]),
    ],
)
def test_texts_and_the_exit_code(text: str, found: Found, difference: list[str]) -> None:
    assert told(text, found) == difference


def test_a_run_that_ended_says_why() -> None:
    ended = Found(code=2, ended="m.yaml:1:1: unknown key", warned=["m.yaml:1:1: unknown key"])
    assert told("exit: 2\nwarnings: [unknown key]", ended) == []
    assert told("outcomes: {R: pass}", ended) == [
        "the run: expected outcomes, found exit 2: m.yaml:1:1: unknown key",
        "R: expected pass, found no outcome of this rule",
    ]
