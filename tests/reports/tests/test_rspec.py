"""RSpec JSON. The samples were written by RSpec 3.12; its summaries: 6 examples, 2 failures, 3
pending; and 0 examples, 0 failures, 1 error occurred outside of examples."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.rspec import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


def test_a_report_of_rspec() -> None:
    found = sample(FORMAT, "rspec-json/rspec-3.12.json")

    assert rows(found) == [
        ("passed", "Cart is right", "", "Cart", True),
        ("failed", "Cart has tax", "", "Cart", True),
        ("skipped", "Cart ships abroad", "", "Cart", True),
        ("skipped", "Cart is planned", "", "Cart", True),
        ("skipped", "Cart rounds", "", "Cart", True),
        ("failed", "Cart is fixed", "", "Cart", True),
    ]
    first = found[0]
    assert isinstance(first, TestCase)
    assert first.file == "./spec/cart_spec.rb"


def test_a_file_that_cannot_be_loaded() -> None:
    found = sample(FORMAT, "rspec-json/rspec-broken-file.json")

    assert results(found) == ["failed!"]
    assert unfinished(found) == ["errors outside of the examples: 1"]


def report(*statuses: str, **summary: Any) -> bytes:
    examples = [{"status": status} for status in statuses]
    return json.dumps({"examples": examples, "summary": summary}).encode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            report("passed", "failed", "pending"), ["passed", "failed", "skipped"], id="s"
        ),
        pytest.param(report("a new word"), ["failed"], id="a new word"),
        pytest.param(report("failed", failure_count=2), ["failed", "failed!"], id="not listed"),
        pytest.param(
            b"Run options\n" + report("passed") + b"\nCoverage: 9\n", ["passed"], id="text"
        ),
    ],
)
def test_reports(data: bytes, expected: list[str]) -> None:
    assert results(evidence(FORMAT, data)) == expected


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('{"version":"3.13.0","examples":[{"full_description":', True),
        ('{"examples":[],"summary_line":"0 examples, 0 failures"}', True),
        ('{"version":"1","examples":[{"name":"x"}]}', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert candidates(Head(text)) == (["rspec-json"] if taken else [])
