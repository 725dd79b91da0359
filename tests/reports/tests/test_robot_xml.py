"""Robot Framework. The samples were written by robot 3.2.2, 4.1.3, 6.1.1 and 7.5 and by rebot 7.5,
of two suites: one with every status, one whose teardown fails. Expected is what Robot's own xUnit
file of the same runs says."""

from __future__ import annotations

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.robot_xml import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


@pytest.mark.parametrize("version", ["robot-4.1.3", "robot-6.1.1", "robot-7.5", "rebot-7.5"])
def test_a_report_of_robot(version: str) -> None:
    found = sample(FORMAT, f"robot/{version}.xml")

    assert rows(found) == [
        ("passed", "Total Is Right", "Shop.Cart", "Cart", True),
        ("failed", "Tax Is Right", "Shop.Cart", "Cart", True),
        ("skipped", "Later", "Shop.Cart", "Cart", True),
        ("skipped", "Wobbly", "Shop.Cart", "Cart", True),
        ("failed", "Opens", "Shop.Teardown", "Teardown", True),
        ("skipped", "Skips", "Shop.Teardown", "Teardown", True),
    ]
    assert unfinished(found) == []
    first = found[0]
    assert isinstance(first, TestCase)
    assert first.file == "/builds/shop/shop/cart.robot"


def test_version_3_counts_what_is_not_critical_too() -> None:
    found = sample(FORMAT, "robot/robot-3.2.2.xml")

    assert results(found) == ["passed", "failed", "passed", "failed", "failed", "failed"]
    assert unfinished(found) == []


def suite(*inside: str, generator: str = "Robot 7.0") -> bytes:
    body = "".join(inside)
    return f'<robot generator="{generator}"><suite name="S">{body}</suite></robot>'.encode()


def case(status: str) -> str:
    return f'<test name="t"><kw><status status="FAIL"/></kw><status status="{status}"/></test>'


def teardown(status: str, kind: str = "TEARDOWN") -> str:
    nested = '<kw type="TEARDOWN"><status status="FAIL"/></kw>'
    return f'<kw type="{kind}">{nested}<status status="{status}"/></kw>'


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("PASS", "passed"),
        ("FAIL", "failed"),
        ("SKIP", "skipped"),
        ("NOT RUN", "skipped"),
        ("NOT SET", "failed"),
        ("", "failed"),
    ],
)
def test_statuses_are_the_tests_own(status: str, expected: str) -> None:
    assert results(evidence(FORMAT, suite(case(status)))) == [expected]


def test_a_test_without_a_status_failed() -> None:
    assert results(evidence(FORMAT, suite('<test name="t"/>'))) == ["failed"]


ALL = case("PASS") + case("FAIL") + case("SKIP")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            suite(ALL, teardown("FAIL")), ["failed", "failed", "skipped"], id="a teardown failed"
        ),
        pytest.param(
            suite(ALL, teardown("FAIL", "teardown")),
            ["failed", "failed", "skipped"],
            id="as version 3 writes it",
        ),
        pytest.param(suite(ALL, teardown("SKIP")), ["skipped"] * 3, id="a teardown skipped"),
        pytest.param(
            suite(ALL, teardown("PASS")), ["passed", "failed", "skipped"], id="a teardown passed"
        ),
        pytest.param(
            suite(teardown("FAIL", "SETUP"), ALL), ["passed", "failed", "skipped"], id="a set-up"
        ),
        pytest.param(
            suite(ALL, teardown("FAIL"), generator="Rebot 7.0"),
            ["passed", "failed", "skipped"],
            id="rebot has done it",
        ),
        pytest.param(
            suite(
                f'<suite name="A">{case("PASS")}{teardown("FAIL")}</suite>',
                f'<suite name="B">{case("PASS")}</suite>',
            ),
            ["failed", "passed"],
            id="of its own tests alone",
        ),
        pytest.param(
            suite(f'<suite name="A">{case("PASS")}</suite>', case("PASS"), teardown("FAIL")),
            ["failed", "failed"],
            id="of all below it",
        ),
    ],
)
def test_suite_teardowns(data: bytes, expected: list[str]) -> None:
    assert results(evidence(FORMAT, data)) == expected


def test_failures_that_are_counted_and_not_listed() -> None:
    total = '<stat pass="0" fail="0">Critical Tests</stat><stat pass="1" fail="2">All Tests</stat>'
    data = (
        f'<robot generator="Robot 3"><suite>{case("PASS")}</suite><statistics><total>{total}'
        '</total><suite><stat pass="9" fail="9"/></suite></statistics></robot>'
    )

    assert results(evidence(FORMAT, data.encode())) == ["passed"]
    assert unfinished(evidence(FORMAT, data.encode())) == [
        "the report counts 2 failed tests and lists 0"
    ]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('<robot generator="Robot 7.5"/>', True),
        ('<robot><suite name="s"/></robot>', True),
        ('<robot name="r2d2"><link name="base"/></robot>', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert (candidates(Head(text)) == ["robot"]) is taken
