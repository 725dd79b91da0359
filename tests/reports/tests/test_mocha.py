"""Mocha JSON. The samples were written by mocha 12, one of them through `npm test`. Its stats say
5 tests; a hook that failed is none of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.mocha import FORMAT
from tests.reports.tests.reading import evidence, outcome, results, rows, sample


@pytest.mark.parametrize("file", ["mocha-12.json", "npm-test.json"])
def test_a_report_of_mocha(file: str) -> None:
    found = sample(FORMAT, f"mocha-json/{file}")

    assert sorted(rows(found)) == [
        ("failed", "Cart tax is right", "", "Cart", True),
        ("failed", 'Hooks "before all" hook for "never runs"', "", "Hooks", True),
        ("passed", "Cart coupons ten percent", "", "Cart coupons", True),
        ("passed", "Cart total is right", "", "Cart", True),
        ("skipped", "Cart is planned", "", "Cart", True),
        ("skipped", "Cart ships abroad", "", "Cart", True),
    ]
    first = found[0]
    assert isinstance(first, TestCase)
    assert first.file == "/builds/shop/js/cart.spec.js"


def report(failures: object = 0, **lists: Any) -> bytes:
    stats = {"passes": 1, "pending": 0, "failures": failures}
    return json.dumps({"stats": stats, "passes": [{}], "failures": [], **lists}).encode()


REPORT = report(pending=[{}])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(report(), ["passed"], id="without pending, as old versions"),
        pytest.param(report(failures=2, failures_="x"), ["passed", "failed!"], id="not listed"),
        pytest.param(b"> npm\n\n" + REPORT, ["passed", "skipped"], id="text before it"),
        pytest.param(REPORT + b"\nnpm done {}\n", ["passed", "skipped"], id="text after it"),
        pytest.param(
            b'[log]\n{"level": "info"}\n{not json\n' + REPORT + b"}\n",
            ["passed", "skipped"],
            id="JSON of others around it",
        ),
    ],
)
def test_reports(data: bytes, expected: list[str]) -> None:
    assert results(evidence(FORMAT, data)) == expected


@pytest.mark.parametrize("prefix", [b"", b"> npm\n\n"])
def test_cut_off(prefix: bytes) -> None:
    for length in range(1, len(REPORT)):
        assert outcome(FORMAT, prefix + REPORT[:length]) == ([], "the report is cut off")


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('{"stats":{"passes":1,"pending":0},"tests":[', True),
        ('{"passes":[],"stats":{"pending":0,"passes":1}}', True),
        ('noise\n{"stats":{"passes":1,"pending":0},"tests":[]}', True),
        ('{"stats":{"passes":1,"pending":0},"results":[{"tests":[]}]}', False),
        ('{"stats":{"passes":1},"tests":[]}', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert candidates(Head(text)) == (["mocha-json"] if taken else [])


@pytest.mark.parametrize("more", [1, 2, 5_000])
def test_two_reports_in_one_file_are_not_one(more: int) -> None:
    with pytest.raises(ReportError, match="two reports in one file"):
        evidence(FORMAT, REPORT + (b"\n" + REPORT) * more)
