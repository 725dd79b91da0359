"""Attempts at one test that are a report each: the last decides, and the earlier ones are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scorecard_action.reading.gather import gather
from tests.reading.building import build, place, wanted

RULE = "  - {rule: R, reports: '**/*-result.json'}"


def result(status: str, stop: object, test: str | None = "h", host: str = "ci") -> str:
    labels = [{"name": "host", "value": host}]
    known = {"uuid": "u", "name": "a", "labels": labels, "status": status, "stop": stop}
    return json.dumps({**known, "historyId": test, "fullName": "A#a"})


@pytest.mark.parametrize(
    ("files", "counts"),
    [
        pytest.param([result("failed", 1), result("passed", 2)], (1, 0, 0, 1), id="flaky"),
        pytest.param([result("passed", 2), result("failed", 1)], (1, 0, 0, 1), id="by its time"),
        pytest.param([result("passed", 1), result("failed", 2)], (0, 1, 0, 0), id="failed at last"),
        pytest.param([result("passed", 1), result("broken", 1)], (0, 1, 0, 0), id="at one time"),
        pytest.param([result("broken", 1), result("failed", 2)], (0, 1, 0, 0), id="failed twice"),
        pytest.param([result("passed", 1), result("passed", 2)], (1, 0, 0, 0), id="passed twice"),
        pytest.param([result("failed", 1), result("skipped", 2)], (0, 1, 0, 0), id="not run again"),
        pytest.param([result("skipped", 1), result("skipped", 2)], (0, 0, 1, 0), id="skipped"),
        pytest.param(
            [result("failed", 1), result("passed", 2, "i")], (1, 1, 0, 0), id="of two tests"
        ),
        pytest.param(
            [result("failed", 1, None), result("passed", 2, None)], (1, 1, 0, 0), id="not known"
        ),
        pytest.param(
            [result("failed", 1, host="linux"), result("passed", 2, host="mac")],
            (1, 1, 0, 0),
            id="on two machines",
        ),
        pytest.param(
            [result("passed", None), result("passed", 2)], (1, 1, 0, 0), id="one did not end"
        ),
    ],
)
def test_the_last_attempt_decides(
    tmp_path: Path, files: list[str], counts: tuple[int, int, int, int]
) -> None:
    build(tmp_path, {f"allure-results/{n}-result.json": text for n, text in enumerate(files)})

    (tally,) = gather(wanted(tmp_path, RULE), place(tmp_path)).tallies
    assert (tally.passed, tally.failed, tally.skipped, tally.flaky) == counts
    assert len(tally.files) == len(files)


def test_two_folders_are_two_runs(tmp_path: Path) -> None:
    files = {"a/1-result.json": result("failed", 1), "b/1-result.json": result("passed", 2)}
    build(tmp_path, files)

    (tally,) = gather(wanted(tmp_path, RULE), place(tmp_path)).tallies
    assert (tally.passed, tally.failed) == (1, 1)


def test_the_attempts_of_one_rule_are_those_that_it_reads(tmp_path: Path) -> None:
    files = {"a/1-result.json": result("failed", 1), "a/2-result.json": result("passed", 2)}
    build(tmp_path, files)

    rules = f"{RULE}\n  - {{rule: S, reports: a/1-*.json}}"
    both, first = gather(wanted(tmp_path, rules), place(tmp_path)).tallies
    assert (both.passed, both.failed) == (1, 0)
    assert (first.passed, first.failed) == (0, 1)
