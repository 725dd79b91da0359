"""Jest JSON. The samples were written by Jest 30 (numTotalTests 6, numRuntimeErrorTestSuites 2) and
Vitest 4 of a good file, one that cannot be imported and one whose afterAll fails."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.jest import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished

COMMON = [
    ("failed", "Cart tax is right", "", "Cart", True),
    ("passed", "Cart total is right", "", "Cart", True),
    ("passed", "opens", "", "", True),
    ("skipped", "Cart is planned", "", "Cart", True),
    ("skipped", "Cart ships abroad", "", "Cart", True),
]


def broken(*files: str) -> list[tuple[str, str, str, str, bool]]:
    return [("failed", file, "", file, False) for file in files]


def test_a_report_of_jest() -> None:
    found = sample(FORMAT, "jest-json/jest-30.json")

    assert sorted(rows(found)) == sorted(
        [
            *COMMON,
            ("passed", "Cart coupons ten percent", "", "Cart > coupons", True),
            *broken("/builds/shop/jest/broken.test.js", "/builds/shop/jest/hooks.test.js"),
        ]
    )
    assert unfinished(found) == ["test files that could not be run: 2"]


def test_a_report_of_vitest() -> None:
    found = sample(FORMAT, "jest-json/vitest.json")

    assert sorted(rows(found)) == sorted(
        [*COMMON, *broken("/builds/shop/vt/broken.test.mjs", "/builds/shop/vt/hooks.test.mjs")]
    )
    assert unfinished(found) == ["test files that could not be run: 1"]
    assert {one.file for one in found if isinstance(one, TestCase)} == {
        f"/builds/shop/vt/{name}.test.mjs" for name in ("broken", "cart", "hooks")
    }


def report(*files: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"numTotalTests": 1, "testResults": files, **more}).encode()


def file(status: str, *tests: str) -> dict[str, Any]:
    return {"name": "f", "status": status, "assertionResults": [{"status": t} for t in tests]}


AGGREGATED: dict[str, Any] = {"testFilePath": "f", "testResults": [{"status": "passed"}]}


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        pytest.param(
            report(file("passed", "passed", "pending", "todo", "skipped", "disabled", "new")),
            ["passed", "skipped", "skipped", "skipped", "skipped", "failed"],
            [],
            id="statuses",
        ),
        pytest.param(report(file("failed", "failed")), ["failed"], [], id="a failed test"),
        pytest.param(report(file("skipped", "pending")), ["skipped"], [], id="a skipped file"),
        pytest.param(report(file("focused", "passed")), ["passed"], [], id="a focused file"),
        pytest.param(report(), [], [], id="no file"),
        pytest.param(report(numFailedTests=2), ["failed!"], [], id="failures that are not listed"),
        pytest.param(
            report(file("passed", "passed"), numRuntimeErrorTestSuites=1),
            ["passed", "failed!"],
            ["test files that could not be run: 1"],
            id="a file that is not listed",
        ),
        pytest.param(
            report(file("passed", "passed"), success=False),
            ["passed"],
            [
                (
                    "the run was no success, though no test failed: a coverage threshold,"
                    " obsolete snapshots with --ci, or a hook of the whole run"
                )
            ],
            id="a coverage threshold",
        ),
        pytest.param(report(file("failed", "failed"), success=False), ["failed"], [], id="known"),
        pytest.param(
            report(file("passed", "passed"), success=False, wasInterrupted=True),
            ["passed"],
            ["the run was interrupted"],
            id="interrupted",
        ),
        pytest.param(report(AGGREGATED), ["passed"], [], id="as aggregated"),
        pytest.param(
            report(AGGREGATED | {"testResults": [], "testExecError": {"message": "x"}}),
            ["failed!"],
            ["test files that could not be run: 1"],
            id="as aggregated, not run",
        ),
        pytest.param(b"> npm\n" + report(file("passed", "passed")), ["passed"], [], id="npm"),
    ],
)
def test_reports(data: bytes, expected: list[str], why: list[str]) -> None:
    found = evidence(FORMAT, data)

    assert results(found) == expected
    assert unfinished(found) == why


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('{"testResults":[{"assertionResults":[', True),
        ('{"numTotalTestSuites":3,"numTotalTests":6,"startTime":', True),
        ('{"testResults":[],"numFailedTests":0}', True),
        ('{"testResults":[]}', False),
        ('{"numTotalTests":1}', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert candidates(Head(text)) == (["jest-json"] if taken else [])
