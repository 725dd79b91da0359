"""Robot Framework JSON. The samples were written by robot and rebot 7.5; expected is what Robot's
own xUnit file of the same run says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.robot_json import FORMAT
from tests.reports.tests.reading import evidence, outcome, results, rows, sample, unfinished


@pytest.mark.parametrize("file", ["robot-7", "rebot-7"])
def test_a_report_of_robot(file: str) -> None:
    found = sample(FORMAT, f"robot-json/{file}.json")

    assert rows(found) == [
        ("passed", "Total Is Right", "Rb.Cart", "Cart", True),
        ("failed", "Tax Is Right", "Rb.Cart", "Cart", True),
        ("skipped", "Abroad", "Rb.Cart", "Cart", True),
        ("failed", "Opens", "Rb.Teardown", "Teardown", True),
        ("skipped", "Skips", "Rb.Teardown", "Teardown", True),
    ]
    assert unfinished(found) == []
    first = found[0]
    assert isinstance(first, TestCase)
    assert first.file == "/builds/shop/rb/cart.robot"


def suite(teardown: str = "", *suites: dict[str, Any]) -> dict[str, Any]:
    tests = [{"name": word, "status": word} for word in ("PASS", "FAIL", "SKIP")]
    found: dict[str, Any] = {"name": "S", "tests": tests, "suites": suites}
    return found | ({"teardown": {"status": teardown}} if teardown else {})


def report(root: dict[str, Any], generator: str = "Robot 7.2", fail: int = 0) -> bytes:
    total = {"total": {"pass": 1, "fail": fail, "skip": 0}}
    return json.dumps({"generator": generator, "suite": root, "statistics": total}).encode()


ALL = ["passed", "failed", "skipped"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(report(suite()), ALL, id="no teardown"),
        pytest.param(report(suite("PASS")), ALL, id="a teardown passed"),
        pytest.param(report(suite("FAIL")), ["failed", "failed", "skipped"], id="it failed"),
        pytest.param(report(suite("SKIP")), ["skipped"] * 3, id="it skipped"),
        pytest.param(report(suite("FAIL"), "Rebot 7.2"), ALL, id="rebot has done it"),
        pytest.param(
            report(suite("FAIL", suite())), ["failed", "failed", "skipped"] * 2, id="all below it"
        ),
        pytest.param(
            report(suite("", suite("FAIL"))), [*ALL, "failed", "failed", "skipped"], id="its own"
        ),
        pytest.param(json.dumps(suite()).encode(), ALL, id="a suite alone"),
    ],
)
def test_suite_teardowns(data: bytes, expected: list[str]) -> None:
    assert results(evidence(FORMAT, data)) == expected


def test_failures_that_are_counted_and_not_listed() -> None:
    found = evidence(FORMAT, report(suite(), fail=3))

    assert unfinished(found) == ["the report counts 3 failed tests and lists 1"]


def test_suites_without_an_end() -> None:
    root = suite()
    for _ in range(200):
        root = suite("", root)
    assert len(results(evidence(FORMAT, report(root)))) == 3 * 201

    assert outcome(FORMAT, b'{"suite":' + b'{"suites":[' * 100_000)[1]


def test_no_suite() -> None:
    assert outcome(FORMAT, b'{"generator": "Robot 7"}') == (
        [],
        "no suite: this is no result of Robot Framework",
    )


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('{"generator":"Robot 7.2 (Python)","suite":{', True),
        ('{"suite":{"tests":[]},"rpa":false}', True),
        ('{"generator":"robots.txt"}', False),
        ('{"suite":{"tests":[]}}', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert candidates(Head(text)) == (["robot-json"] if taken else [])
