"""Mochawesome's JSON. The samples were written by mochawesome 8 with mocha 12
(samples/mochawesome-json/made); the counts expected are its own `stats`."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.tests.mochawesome import FORMAT
from tests.reports.tests.reading import SAMPLES, evidence, results, rows, sample, unfinished


@pytest.mark.parametrize("file", ["bad", "good", "hook", "nothing"])
def test_the_counts_are_those_of_mochawesome(file: str) -> None:
    name = f"mochawesome-json/{file}.json"
    stats = json.loads((SAMPLES / name).read_bytes())["stats"]

    found = Counter(results(sample(FORMAT, name)))
    assert found == Counter(
        {
            "passed": stats["passes"],
            "failed": stats["failures"],
            "failed!": stats["other"],
            "skipped": stats["pending"] + stats["skipped"],
        }
    )


def test_a_report() -> None:
    found = sample(FORMAT, "mochawesome-json/bad.json")

    assert rows(found) == [
        ("passed", "Cart total is right", "", "Cart", True),
        ("failed", "Cart tax is right", "", "Cart", True),
        ("skipped", "Cart ships abroad", "", "Cart", True),
        ("skipped", "Cart is planned", "", "Cart", True),
        ("passed", "Cart coupons ten percent", "", "Cart coupons", True),
    ]
    assert {one.file for one in found if isinstance(one, TestCase)} == {"/builds/shop/cart.spec.js"}
    assert unfinished(found) == []


def test_a_hook_that_failed_is_a_failure_though_no_test_and_no_number_says_so() -> None:
    found = sample(FORMAT, "mochawesome-json/hook.json")

    hook = 'Hooks "before all" hook: sets up for "never runs"'
    assert rows(found)[1:] == [
        ("failed", hook, "", "Hooks", False),
        ("skipped", "Hooks never runs", "", "Hooks", True),
    ]


def report(*tests: dict[str, Any], **stats: int) -> bytes:
    return json.dumps({"stats": stats, "results": [{"title": "", "tests": tests}]}).encode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(report({"state": "passed", "fail": True}), ["failed"], id="two answers"),
        pytest.param(report({"state": "", "pending": True}), ["skipped"], id="pending, as in 2.x"),
        pytest.param(report({"state": None, "skipped": True}), ["skipped"], id="never run"),
        pytest.param(report({"state": None}), ["failed"], id="without a state"),
        pytest.param(report({"state": "passed"}, other=1), ["passed", "failed!"], id="other"),
        pytest.param(report({"state": "failed"}, failures=1), ["failed"], id="listed"),
        pytest.param(b'{"stats": {"failures": 1}, "results": [false]}', ["failed!"], id="[false]"),
    ],
)
def test_reports(data: bytes, expected: list[str]) -> None:
    assert results(evidence(FORMAT, data)) == expected
