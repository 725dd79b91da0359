"""Playwright's JSON. The samples were written by Playwright 1.65.1 (samples/playwright-json/made);
the counts expected are its own `stats`."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from scorecard_action.model import Nothing, TestCase
from scorecard_action.reports.tests.playwright import FORMAT
from tests.reports.tests.reading import SAMPLES, evidence, results, rows, sample, unfinished

COUNTED = {"passed": ("expected", "flaky"), "failed": ("unexpected",), "skipped": ("skipped",)}


@pytest.mark.parametrize("file", ["bad", "good", "stopped", "not-loaded", "nothing"])
def test_the_counts_are_those_of_playwright(file: str) -> None:
    name = f"playwright-json/{file}.json"
    stats = json.loads((SAMPLES / name).read_bytes())["stats"]

    found = Counter(results(sample(FORMAT, name)))
    assert {result: found[result] for result in COUNTED} == {
        result: sum(stats[word] for word in words) for result, words in COUNTED.items()
    }


def test_a_report_of_two_projects() -> None:
    found = sample(FORMAT, "playwright-json/bad.json")

    assert rows(found) == [
        ("passed", "adds", "", "cart", True),
        ("passed", "adds", "", "cart", True),
        ("passed", "is slow", "", "cart", True),
        ("passed", "is slow", "", "cart", True),
        ("passed", "is known to be wrong", "", "cart", True),
        ("failed", "is right though it should be wrong", "", "cart", True),
        ("skipped", "ships abroad", "", "cart", True),
        ("failed", "takes long", "", "cart", True),
        ("failed", "is right", "", "cart > tax", True),
    ]
    cases = [one for one in found if isinstance(one, TestCase)]
    assert {one.name for one in cases if one.flaky} == {"is slow"}
    assert {one.file for one in cases} == {"/builds/shop/tests/cart.spec.js"}
    # a test of another project is no attempt at the same
    assert [one.id for one in cases[:2]] == ["3 wide", "3 narrow"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        # those that never began stand as skipped, as test.skip does
        ("stopped", "Testing stopped early after 1 maximum allowed failures."),
        ("not-loaded", "SyntaxError: /builds/shop/more/broken.spec.js: Unexpected token (1:10)"),
    ],
)
def test_a_run_that_did_not_finish(file: str, why: str) -> None:
    found = sample(FORMAT, f"playwright-json/{file}.json")

    assert unfinished(found) == [f"Playwright reports an error: {why}"]


def test_no_test_found_is_no_evidence() -> None:
    assert sample(FORMAT, "playwright-json/nothing.json") == [Nothing("Error: No tests found")]


def report(*tests: dict[str, Any], errors: object = (), **stats: int) -> bytes:
    specs = [{"title": "a", "tests": [{"results": [{}], **one}]} for one in tests]
    parts = {"suites": [{"specs": specs}], "errors": errors, "stats": stats}
    return json.dumps(parts).encode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(report({"status": "expected"}), ["passed"], id="passed"),
        pytest.param(report({"status": "expected", "results": []}), ["failed"], id="never begun"),
        pytest.param(report({"status": "skipped", "results": []}), ["skipped"], id="skipped"),
        pytest.param(report({}), ["failed"], id="without a status"),
        pytest.param(
            report({"status": "expected"}, unexpected=2), ["passed", "failed!"], id="more"
        ),
    ],
)
def test_reports(data: bytes, expected: list[str]) -> None:
    assert results(evidence(FORMAT, data)) == expected


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("\x1b[31mError: boom\x1b[39m", "Error: boom"),
        (None, "an error without a message"),
        ("Error: No tests found", "Error: No tests found"),
    ],
)
def test_an_error_beside_tests(message: object, said: str) -> None:
    found = evidence(FORMAT, report({"status": "expected"}, errors=[{"message": message}]))

    assert unfinished(found) == [f"Playwright reports an error: {said}"]
