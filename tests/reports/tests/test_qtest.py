"""Qt Test's XML. The samples were written by Qt 5.15 (samples/qtest/made); the counts expected are
those of its text of the same runs: "Totals: 5 passed, 3 failed, 1 skipped, 0 blacklisted"."""

from __future__ import annotations

from collections import Counter

import pytest

from scorecard_action.model import Nothing, TestCase
from scorecard_action.reports.tests.qtest import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished

ENDED = "the test program was ended before it was done"


@pytest.mark.parametrize(
    ("file", "totals", "why"),
    [
        ("bad", {"passed": 5, "failed": 3, "skipped": 1}, []),
        ("good", {"passed": 3}, []),
        ("broken", {"passed": 1, "failed": 1}, []),
        ("crash", {"passed": 2, "failed": 1}, [ENDED]),
    ],
)
def test_the_counts_are_those_of_qt(file: str, totals: dict[str, int], why: list[str]) -> None:
    found = sample(FORMAT, f"qtest/{file}.xml")

    assert Counter(results(found)) == totals
    assert unfinished(found) == why
    assert not any(isinstance(one, Nothing) for one in found)


def test_a_report() -> None:
    found = sample(FORMAT, "qtest/bad.xml")

    assert [row[:3] for row in rows(found)] == [
        ("passed", "initTestCase", "Cart"),
        ("passed", "adds", "Cart"),
        ("failed", "tax", "Cart"),
        ("passed", "rows(one)", "Cart"),
        ("failed", "rows(two)", "Cart"),
        ("skipped", "ships", "Cart"),
        ("passed", "known", "Cart"),
        ("failed", "right", "Cart"),
        ("passed", "cleanupTestCase", "Cart"),
    ]
    assert {one.why for one in found if isinstance(one, TestCase)} == {""}


def report(inside: str, name: str = "a", end: str = "<Duration/>") -> bytes:
    function = f'<TestFunction name="{name}">{inside}</TestFunction>'
    return f"<TestCase><Environment><QtVersion/></Environment>{function}{end}</TestCase>".encode()


def incident(kind: str, tag: str = "") -> str:
    return f'<Incident type="{kind}"><DataTag>{tag}</DataTag></Incident>'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param(incident("xfail") + incident("pass"), ["passed"], id="expected"),
        pytest.param(incident("xfail") + incident("fail"), ["failed"], id="expected, and another"),
        pytest.param(incident("xfail"), ["skipped"], id="expected, and no end"),
        pytest.param(
            incident("xfail", "a") + incident("pass", "b") + incident("pass", "a"),
            ["passed", "passed"],
            id="of another row",
        ),
        pytest.param(incident("fail") + incident("fail"), ["failed"], id="two checks"),
        pytest.param(incident("skip"), ["skipped"], id="Qt 6"),
        pytest.param('<Message type="skip"/>' + incident("pass"), ["skipped"], id="in init()"),
        pytest.param('<Message type="warn"/>' + incident("pass"), ["passed"], id="a warning"),
        pytest.param("", ["failed"], id="no result"),
    ],
)
def test_functions(inside: str, expected: list[str]) -> None:
    assert results(evidence(FORMAT, report(inside))) == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(report(incident("pass"), end=""), id="no duration"),
        pytest.param(report('<Message type="qfatal"/>' + incident("pass")), id="qFatal"),
    ],
)
def test_a_program_that_was_ended(data: bytes) -> None:
    assert unfinished(evidence(FORMAT, data)) == [ENDED]


@pytest.mark.parametrize(("name", "nothing"), [("initTestCase", True), ("adds", False)])
def test_a_program_without_a_test(name: str, nothing: bool) -> None:
    found = evidence(FORMAT, report(incident("pass"), name))
    assert any(isinstance(one, Nothing) for one in found) is nothing
