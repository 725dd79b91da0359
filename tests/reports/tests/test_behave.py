"""behave JSON. The samples were written by behave 1.3.3, one to a file and one to the standard
output, where behave writes before it and after it. Its summary of the first: 3 scenarios passed, 2
failed, 2 error, 1 hook_error, 1 skipped."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.behave import FORMAT
from tests.reports.tests.reading import evidence, outcome, results, rows, sample

CART = [
    ("passed", "Total is right", "", "Cart", True),
    ("failed", "Tax is right", "", "Cart", True),
    ("failed", "Nothing knows this", "", "Cart", True),
    ("failed", "Later", "", "Cart", True),
    ("skipped", "Abroad", "", "Cart", True),
    ("passed", "Coupons -- @1.1 ", "", "Cart", True),
    ("failed", "Coupons -- @1.2 ", "", "Cart", True),
    ("passed", "Within a month", "", "Cart", True),
]


def test_a_report_of_behave() -> None:
    found = sample(FORMAT, "behave-json/behave-1.3.json")

    assert rows(found) == [*CART, ("failed", "Before fails", "", "Hooks", True)]
    first = found[0]
    assert isinstance(first, TestCase)
    assert first.file == "features/cart.feature"


def test_with_what_behave_writes_around_it() -> None:
    found = sample(FORMAT, "behave-json/stdout-1.3.json")

    assert rows(found) == [*CART, ("skipped", "Before fails", "", "Hooks", True)]


def report(status: str | None, *elements: dict[str, Any]) -> bytes:
    feature = {"name": "F", "location": "f.feature:1", "status": status, "elements": elements}
    return json.dumps([feature]).encode()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("passed", "passed"),
        ("xfailed", "passed"),
        ("pending_warn", "passed"),
        ("skipped", "skipped"),
        ("untested", "failed"),
        ("untested_undefined", "failed"),
        ("new word", "failed"),
        ("failed", "failed"),
        ("error", "failed"),
        ("hook_error", "failed"),
        ("cleanup_error", "failed"),
        ("undefined", "failed"),
        ("pending", "failed"),
    ],
)
def test_statuses(status: str, expected: str) -> None:
    assert results(evidence(FORMAT, report("failed", {"status": status})))[0] == expected


@pytest.mark.parametrize(
    ("status", "elements", "expected"),
    [
        pytest.param("hook_error", [{"status": "skipped"}], ["skipped", "failed!"], id="a hook"),
        pytest.param(
            "hook_error", [{"status": "untested"}], ["failed"], id="nothing was run of it"
        ),
        pytest.param("failed", [{"status": "failed"}], ["failed"], id="a scenario"),
        pytest.param("passed", [{"type": "background"}], [], id="a background"),
        pytest.param(None, [], [], id="an empty feature"),
        pytest.param(
            "failed",
            [{"steps": [{"result": {"status": "failed"}}, {}]}],
            ["failed"],
            id="steps alone, of old versions",
        ),
        pytest.param("passed", [{"steps": [{}]}], ["skipped"], id="nothing was run"),
    ],
)
def test_features(status: str | None, elements: list[dict[str, Any]], expected: list[str]) -> None:
    assert results(evidence(FORMAT, report(status, *elements))) == expected


def test_what_a_hook_writes_between_two_features() -> None:
    first, second = report("passed"), report("passed")
    data = first[:-1] + b",\nHOOK-ERROR in before_scenario\n" + second[1:]

    assert outcome(FORMAT, data)[1].startswith("not valid JSON")


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('[\n{"keyword": "Feature", "location": "a:1", "tags": []', True),
        ('[{"elements":[{"location":"a:1"}],"location":"a:1","keyword":"F"}]', True),
        ('[{"keyword":"Feature","location":"a:1","uri":"a","elements":[]}]', False),
        ('[{"location":"a:1","status":"open"}]', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert ("behave-json" in candidates(Head(text))) is taken
