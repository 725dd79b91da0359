"""CTRF. The samples were written by pytest-json-ctrf 0.6 and the CTRF reporters of Mocha and Jest;
expected is what their summaries say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.ctrf import FORMAT
from tests.reports.tests.reading import SAMPLES, evidence, results, rows, sample


@pytest.mark.parametrize("file", ["pytest", "mocha", "jest"])
def test_the_reports_of_tools(file: str) -> None:
    got = results(sample(FORMAT, f"ctrf/{file}.json"))

    summary = json.loads((SAMPLES / f"ctrf/{file}.json").read_text())["results"]["summary"]
    assert got.count("passed") == summary["passed"]
    assert got.count("failed") == summary["failed"]
    assert got.count("skipped") == sum(summary[name] for name in ("skipped", "pending", "other"))
    assert len(got) == summary["tests"]


def report(*tests: dict[str, Any], **results: Any) -> bytes:
    return json.dumps({"results": {"tool": {}, "tests": tests, **results}}).encode()


@pytest.mark.parametrize(
    ("test", "expected", "flaky"),
    [
        ({"status": "passed"}, "passed", False),
        ({"status": "passed", "flaky": True, "retries": 1}, "passed", True),
        ({"status": "passed", "flaky": "true"}, "passed", False),
        ({"status": "failed", "flaky": True}, "failed", False),
        ({"status": "skipped"}, "skipped", False),
        ({"status": "pending"}, "skipped", False),
        ({"status": "other", "rawStatus": "todo"}, "skipped", False),
        ({"status": "other"}, "failed", False),
        ({"status": "other", "rawStatus": "interrupted"}, "failed", False),
        ({"status": "other", "rawStatus": "passed"}, "failed", False),
        ({"status": "new word"}, "failed", False),
        ({}, "failed", False),
    ],
)
def test_statuses(test: dict[str, Any], expected: str, flaky: bool) -> None:
    (found,) = evidence(FORMAT, report(test))

    assert isinstance(found, TestCase)
    assert (found.result.value, found.flaky) == (expected, flaky)


def test_what_a_rule_can_ask() -> None:
    tests: list[dict[str, Any]] = [
        {"name": "a", "suite": ["x", "y"], "filePath": "a.ts"},
        {"name": "b", "suite": "x > y", "filepath": "b.ts"},
    ]
    found = evidence(FORMAT, report(*tests))

    assert [row[1:4] for row in rows(found)] == [("a", "", "x > y"), ("b", "", "x > y")]
    assert [one.file for one in found if isinstance(one, TestCase)] == ["a.ts", "b.ts"]


def test_failures_that_are_counted_and_not_listed() -> None:
    data = report({"status": "failed"}, {"status": "passed"}, summary={"failed": 3})
    found = evidence(FORMAT, data)

    assert results(found) == ["failed", "passed", "failed!"]
    last = found[-1]
    assert isinstance(last, TestCase)
    assert last.count == 2


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('{"results":{"tests":[],"summary":{},"tool":{}}}', True),
        ('{"results":{},"reportFormat":"CTRF"}', True),
        ('{"insights":{},"results":{"tests":[{"status":"passed"', True),
        ('{"results":{"tests":5}}', False),
        ('{"results":[{"tests":[]}],"summary":{}}', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert candidates(Head(text)) == (["ctrf"] if taken else [])
