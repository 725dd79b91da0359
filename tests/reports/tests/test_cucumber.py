"""Cucumber JSON. The sample was written by cucumber-js 12, whose summary says: 9 scenarios (3
failed, 1 undefined, 1 pending, 1 skipped, 3 passed)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.cucumber import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample


def test_a_report_of_cucumber_js() -> None:
    found = sample(FORMAT, "cucumber-json/cucumber-js.json")

    assert rows(found) == [
        ("passed", "Total is right", "", "Cart", True),
        ("failed", "Tax is right", "", "Cart", True),
        ("failed", "Nothing knows this", "", "Cart", True),
        ("skipped", "Later", "", "Cart", True),
        ("skipped", "Abroad", "", "Cart", True),
        ("passed", "Coupons", "", "Cart", True),
        ("failed", "Coupons", "", "Cart", True),
        ("passed", "Within a month", "", "Cart", True),
        ("failed", "Before fails", "", "Hooks", True),
    ]
    first = found[0]
    assert isinstance(first, TestCase)
    assert first.file == "features/cart.feature"


def element(*statuses: str, kind: str = "scenario", **more: Any) -> dict[str, Any]:
    return {"type": kind, "steps": [result(status) for status in statuses], **more}


def result(status: str) -> dict[str, Any]:
    return {"result": {"status": status}}


def report(*elements: dict[str, Any]) -> bytes:
    return json.dumps([{"uri": "a.feature", "name": "A", "elements": elements}]).encode()


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        pytest.param([element("passed", "passed")], ["passed"], id="passed"),
        pytest.param([element("passed", "FAILED", "skipped")], ["failed"], id="failed"),
        pytest.param([element("passed", "undefined")], ["failed"], id="undefined"),
        pytest.param([element("ambiguous")], ["failed"], id="ambiguous"),
        pytest.param([element("passed", "pending", "skipped")], ["skipped"], id="pending"),
        pytest.param([element("a new word")], ["failed"], id="a new word"),
        pytest.param([element()], ["skipped"], id="nothing was run"),
        pytest.param(
            [{"type": "scenario", "steps": [result("passed"), {"name": "next"}]}],
            ["skipped"],
            id="a step was not run",
        ),
        pytest.param([element("passed", before=[result("failed")])], ["failed"], id="before"),
        pytest.param([element("passed", after=[result("failed")])], ["failed"], id="after"),
        pytest.param(
            [{"type": "scenario", "steps": [result("passed") | {"after": [result("failed")]}]}],
            ["failed"],
            id="after a step",
        ),
        pytest.param(
            [element("failed", kind="background"), element("skipped"), element("passed")],
            ["failed", "passed"],
            id="a background that failed",
        ),
        pytest.param(
            [element("passed", kind="background"), element("passed")], ["passed"], id="background"
        ),
        pytest.param(
            [{"type": "scenario_outline", "steps": [{}]}, element("passed")],
            ["passed"],
            id="an outline without results",
        ),
        pytest.param([element("failed", kind="scenario_outline")], ["failed"], id="an outline"),
        pytest.param([{"steps": [result("passed")]}], ["passed"], id="without a type"),
    ],
)
def test_scenarios(elements: list[dict[str, Any]], expected: list[str]) -> None:
    assert results(evidence(FORMAT, report(*elements))) == expected


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('[{"elements":[{"steps":[', True),
        ('[{"uri":"a.feature","elements":[]}]', True),
        ('noise\n[\n{"line":1,"elements":[{"type":"background"', True),
        ('[{"elements":[{"location":"a:1","steps":[]}],"location":"a:1","keyword":"F"}]', False),
        ('[{"elements":[]}]', False),
        ("[]", False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert ("cucumber-json" in candidates(Head(text))) is taken
