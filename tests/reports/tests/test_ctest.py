"""CTest's Test.xml. The samples were written by ctest 3.25 (samples/ctest/made), whose summary of
the bad one is "6 tests failed out of 9", with 2 skipped and 1 disabled; what the unfinished one
lacks was cut out by hand."""

from __future__ import annotations

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.tests.ctest import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


def test_a_report() -> None:
    found = sample(FORMAT, "ctest/bad.xml")

    assert [row[:2] for row in rows(found)] == [
        ("passed", "adds"),
        ("failed", "tax"),
        ("failed", "slow"),
        ("failed", "crashes"),
        ("skipped", "skips"),
        ("skipped", "says"),
        ("skipped", "off"),
        ("failed", "gone"),
        ("failed", "ready"),
        ("failed", "stores"),
    ]
    assert [one.why for one in found if isinstance(one, TestCase) and one.why] == [
        "a test did not run: Unable to find executable",
        "a test did not run: Fixture dependency failed",
    ]
    assert unfinished(found) == []


@pytest.mark.parametrize(
    ("file", "expected", "why"),
    [
        ("good", ["passed", "passed"], []),
        ("nothing", [], []),
        ("unfinished", None, ["there is no <EndTestTime>: CTest was stopped"]),
    ],
)
def test_other_reports(file: str, expected: list[str] | None, why: list[str]) -> None:
    found = sample(FORMAT, f"ctest/{file}.xml")

    assert unfinished(found) == why
    if expected is not None:
        assert results(found) == expected


def not_run(status: str) -> bytes:
    measured = f'<NamedMeasurement name="Completion Status"><Value>{status}</Value>'
    test = f'<Test Status="notrun"><Results>{measured}</NamedMeasurement></Results></Test>'
    return f"<Site><Testing>{test}<EndTestTime>1</EndTestTime></Testing></Site>".encode()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Disabled", "skipped"),
        ("SKIP_RETURN_CODE=77", "skipped"),
        ("SKIP_REGULAR_EXPRESSION_MATCHED", "skipped"),
        ("Unable to find executable", "failed"),
        ("Required Files Missing", "failed"),
        ("Failed to change working directory to /gone: No such file", "failed"),
        ("", "failed"),
    ],
)
def test_what_did_not_run(status: str, expected: str) -> None:
    assert results(evidence(FORMAT, not_run(status))) == [expected]
