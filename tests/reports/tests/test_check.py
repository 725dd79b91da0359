"""Check's XML. The samples were written by Check 0.15 (samples/check/made), which says of the bad
one "Checks: 6, Failures: 2, Errors: 1"."""

from __future__ import annotations

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.tests.check import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample


def test_a_report() -> None:
    found = sample(FORMAT, "check/bad.xml")

    assert rows(found) == [
        ("passed", "adds", "core", "Cart", True),
        ("failed", "tax", "core", "Cart", True),
        ("failed", "crashes", "core", "Cart", True),
        ("passed", "rows", "core", "Cart", True),
        ("passed", "rows", "core", "Cart", True),
        ("failed", "rows", "core", "Cart", True),
    ]
    cases = [one for one in found if isinstance(one, TestCase)]
    assert {one.file for one in cases} == {"cart.c"}
    # the rounds of a loop are no attempts at one test
    assert [one.id for one in cases[3:]] == ["0", "1", "2"]


@pytest.mark.parametrize(("file", "expected"), [("good", ["passed"]), ("nothing", [])])
def test_other_reports(file: str, expected: list[str]) -> None:
    assert results(sample(FORMAT, f"check/{file}.xml")) == expected


@pytest.mark.parametrize(
    ("path", "fn", "file"),
    [
        (".", "tests/cart.c:4", "tests/cart.c"),
        ("..", "cart.c:4", "../cart.c"),
        (".", "C:\\src\\cart.c:4", "C:\\src\\cart.c"),
        ("", "", ""),
    ],
)
def test_files(path: str, fn: str, file: str) -> None:
    test = f"<test result='success'><path>{path}</path><fn>{fn}</fn></test>"
    data = f"<testsuites xmlns='http://check.sourceforge.net/ns'><suite>{test}</suite></testsuites>"

    (case,) = evidence(FORMAT, data.encode())
    assert isinstance(case, TestCase)
    assert case.file == file
