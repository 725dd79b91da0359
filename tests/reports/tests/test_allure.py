"""Allure's results. The samples were written by allure-pytest 2.16 (samples/allure-result/made),
which pytest's own counts agree with: 2 passed, 1 failed, 1 error, 1 skipped, 1 xfailed."""

from __future__ import annotations

import json

import pytest

from scorecard_action.model import Attempt, TestCase, ToolError
from scorecard_action.reports.tests import allure_container
from scorecard_action.reports.tests.allure import FORMAT
from tests.reports.tests.reading import SAMPLES, evidence, results, sample, unfinished


@pytest.mark.parametrize(
    ("file", "result", "suite"),
    [
        ("test_adds", "passed", "cart > TestCart"),
        ("test_tax", "failed", "cart > TestCart"),
        ("test_saves", "failed", "cart"),
        ("test_ships", "skipped", "cart"),
        ("test_known_to_be_wrong", "skipped", "cart"),
        ("test_row-1", "passed", "cart"),
    ],
)
def test_a_file_is_a_test(file: str, result: str, suite: str) -> None:
    attempt, case = sample(FORMAT, f"allure-result/{file}.json")

    assert isinstance(attempt, Attempt)
    assert isinstance(case, TestCase)
    assert (case.result.value, case.suite, case.own) == (result, suite, True)
    assert case.id  # the rows of a test have one name and ids of their own


def report(**changes: object) -> bytes:
    known = {
        "uuid": "u",
        "historyId": "h",
        "name": "a",
        "status": "passed",
        "labels": [],
        "stop": 1,
    }
    return json.dumps({**known, **changes}).encode()


@pytest.mark.parametrize(
    ("data", "finished"),
    [
        pytest.param(report(), True, id="without a stage, as allure-pytest"),
        pytest.param(report(stage="finished"), True, id="finished"),
        pytest.param(report(stage="running"), False, id="running"),
        pytest.param(report(stage="interrupted"), False, id="interrupted"),
        pytest.param(report(stop=None), False, id="without an end"),
        pytest.param(report(stop=float("nan")), False, id="no number for an end"),
    ],
)
def test_a_test_that_did_not_end_has_not_passed(data: bytes, finished: bool) -> None:
    found = evidence(FORMAT, data)

    assert results(found) == ["passed" if finished else "failed"]
    assert unfinished(found) == ([] if finished else ["a test began and did not end"])


def test_unknown_is_no_pass() -> None:
    (case,) = evidence(FORMAT, report(status="unknown", historyId=None))
    assert isinstance(case, TestCase)
    assert case.result == "failed"


def container(**changes: object) -> bytes:
    set_up = {"name": "database", "status": "broken"}
    return json.dumps({"uuid": "u", "befores": [set_up], **changes}).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(
            (SAMPLES / "allure-container/container.json").read_bytes(), [], id="its test says so"
        ),
        pytest.param(
            container(),
            [ToolError("the set-up 'database' failed, and no test of it is named")],
            id="no test says so",
        ),
        pytest.param(container(children=["v"]), [], id="a test is named"),
        pytest.param(container(befores=[{"status": "passed"}]), [], id="passed"),
    ],
)
def test_a_set_up_that_failed(data: bytes, why: list[ToolError]) -> None:
    assert evidence(allure_container.FORMAT, data) == why
