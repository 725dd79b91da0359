"""pytest-json-report. The samples were written by its version 1.5 with pytest 9
(samples/pytest-json-report/made); the counts expected are its own `summary`."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from scorecard_action.model import FlakyMarked, TestCase
from scorecard_action.reports.tests.pytest_json_report import FORMAT
from tests.reports.tests.reading import SAMPLES, evidence, results, rows, sample, unfinished


@pytest.mark.parametrize("file", ["bad", "good", "stopped", "nothing", "summary-only"])
def test_the_counts_are_those_of_pytest(file: str) -> None:
    name = f"pytest-json-report/{file}.json"
    summary = Counter(json.loads((SAMPLES / name).read_bytes())["summary"])

    found: Counter[str] = Counter()
    for one in sample(FORMAT, name):
        if isinstance(one, TestCase):
            found[one.result.value] += one.count
    assert found == Counter(
        {
            "passed": summary["passed"] + summary["xpassed"],
            "failed": summary["failed"] + summary["error"],
            "skipped": summary["skipped"] + summary["xfailed"],
        }
    )


def test_a_report() -> None:
    found = sample(FORMAT, "pytest-json-report/bad.json")

    assert rows(found) == [
        ("passed", "test_adds", "cart.TestCart", "", True),
        ("failed", "test_tax", "cart.TestCart", "", True),
        ("passed", "test_row[1]", "cart", "", True),
        ("failed", "test_row[2]", "cart", "", True),
        ("failed", "test_saves", "cart", "", True),
        ("skipped", "test_ships", "cart", "", True),
        ("skipped", "test_known_to_be_wrong", "cart", "", True),
        ("passed", "test_right_after_all", "cart", "", True),
        ("failed", "test_right_and_must_not_be", "cart", "", True),
    ]
    assert {one.file for one in found if isinstance(one, TestCase)} == {"/builds/shop/cart.py"}
    assert unfinished(found) == []


def test_a_module_that_was_not_collected_is_no_test_of_the_list() -> None:
    found = sample(FORMAT, "pytest-json-report/not-collected.json")

    assert rows(found) == [("failed", "broken.py", "", "broken.py", False)]
    assert unfinished(found) == ["pytest was interrupted (exit code 2)"]


def test_a_module_that_was_not_collected_is_why_a_run_failed_that_went_on() -> None:
    data = {"exitcode": 1, "summary": {}, "tests": [PASSED]}
    collectors = [
        {"nodeid": "a/b.py", "outcome": "passed"},
        {"nodeid": "c.py", "outcome": "failed"},
    ]
    found = evidence(FORMAT, json.dumps({**data, "collectors": collectors}).encode())

    assert results(found) == ["passed", "failed!"]
    assert unfinished(found) == []


def test_the_test_that_was_running_when_pytest_was_stopped_looks_passed() -> None:
    found = sample(FORMAT, "pytest-json-report/stopped.json")

    assert results(found) == ["passed", "passed"]
    assert unfinished(found) == ["pytest was interrupted (exit code 2)"]


def test_a_test_that_was_run_again() -> None:
    found = sample(FORMAT, "pytest-json-report/rerun.json")

    assert [(one.result.value, one.flaky) for one in found if isinstance(one, TestCase)] == [
        ("passed", True),
        ("failed", False),
    ]
    assert FlakyMarked() in found


def report(code: object = 0, *tests: dict[str, Any], **summary: int) -> bytes:
    return json.dumps({"exitcode": code, "summary": summary, "tests": tests}).encode()


PASSED = {"nodeid": "a/b.py::A::B::test[x::y]", "outcome": "passed"}
AGAIN = {"outcome": "rerun", "setup": {"outcome": "passed"}, "call": {"outcome": "failed"}}


def test_names_are_those_of_pytest_junit_xml() -> None:
    assert rows(evidence(FORMAT, report(0, PASSED))) == [
        ("passed", "test[x::y]", "a.b.A.B", "", True)
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(report(1, AGAIN), ["failed"], id="run again in vain"),
        pytest.param(report(1, {"outcome": "rerun"}), ["failed"], id="to be run again"),
        pytest.param(report(1, PASSED, failed=1), ["passed", "failed!"], id="not listed"),
        pytest.param(report(5), [], id="nothing collected"),
    ],
)
def test_reports(data: bytes, expected: list[str]) -> None:
    found = evidence(FORMAT, data)
    assert results(found) == expected
    assert unfinished(found) == []


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (1, ["pytest ended with exit code 1, though no test failed"]),
        (2, ["pytest was interrupted (exit code 2)"]),
        (3, ["an internal error of pytest (exit code 3)"]),
        (4, ["pytest was called wrongly (exit code 4)"]),
        (137, ["pytest ended with exit code 137, though no test failed"]),
        (None, ["the report has no exit code: pytest did not finish"]),
        (True, ["the report has no exit code: pytest did not finish"]),
        (0, []),
    ],
)
def test_what_the_exit_code_says(code: object, why: list[str]) -> None:
    assert unfinished(evidence(FORMAT, report(code, PASSED))) == why
