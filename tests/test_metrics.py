"""A metric is one row: with more rows in the table, everything that reads it knows them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from scorecard_action import metrics
from scorecard_action.judging.metric import Metric, Unit
from scorecard_action.metrics import METRICS, add
from scorecard_action.model import Kind
from tests.cli.command import MAPPING, ROOT

JUNIT = (
    "<testsuite name='S'><testcase name='a'/><testcase name='b'><failure/></testcase>"
    "<testcase name='c'><skipped/></testcase><testcase name='d'><flakyFailure/></testcase>"
    "</testsuite>"
)
CHECKSTYLE = "<checkstyle><file name='a'><error severity='warning'/></file></checkstyle>"
COBERTURA = '<coverage lines-covered="2" lines-valid="4" line-rate="0.5"/>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("junit", JUNIT), ("lint", CHECKSTYLE), ("coverage", COBERTURA)):
        (tmp_path / f"{name}.xml").write_text(text, encoding="utf-8")
    return tmp_path


def more(folder: Path, *arguments: str, code: int = 0) -> str:
    """What the command line prints that has the rows of `one_more_metric` as well."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.one_more_metric", *arguments],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        },
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode()


def outcome(folder: Path, report: str, limits: str) -> dict[str, Any]:
    text = f"version: 1\nservice: s\nrules:\n  - {{rule: R, reports: {report}.xml, {limits}}}\n"
    (folder / MAPPING).write_text(text, encoding="utf-8")
    more(folder, "submit", "--dry-run", "--json", "r.json")
    (one,) = json.loads((folder / "r.json").read_text("utf-8"))["outcomes"]
    return one  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("report", "limits", "state", "reason"),
    [
        pytest.param(
            "junit",
            "max: {failed: none, retried: 1}",
            "fail",
            "2 of 4 tests were retried (limit 1)",
            id="over its limit",
        ),
        pytest.param(
            "junit",
            "max: {failed: none, retried: 2, skip_share: 25}",
            "pass",
            "2 of 4 tests passed, 1 failed, 1 skipped, 1 flaky, 2 retried (limit 2),"
            " skip share 25 % (limit 25 %)",
            id="within its limit",
        ),
        pytest.param(
            "junit",
            "max: {failed: 1, skip_share: 24.9}",
            "fail",
            "skip share 25 % (limit 24.9 %)",
            id="in percent",
        ),
        pytest.param(
            "lint",
            "max: {scarce: 0}",
            "fail",
            "no evidence: no report says which findings are suppressed",
            id="not supplied",
        ),
        pytest.param(
            "junit",
            "max: {scarce: 0, failed: 1}",
            "fail",
            "no evidence: no report holds lint results",
            id="needs its kind",
        ),
        pytest.param(
            "coverage",
            "min: {file_share: 66.67}",
            "fail",
            "file share 66.66 % (at least 66.67 %)",
            id="rounded down",
        ),
    ],
)
def test_a_row_is_limited_and_explained(
    folder: Path, report: str, limits: str, state: str, reason: str
) -> None:
    found = outcome(folder, report, limits)
    assert (found["state"], found["reason"]) == (state, reason)


def test_a_row_shows_its_examples_and_its_unit(folder: Path) -> None:
    found = outcome(folder, "junit", "max: {failed: none, retried: 1, skip_share: 30}")
    assert found["examples"] == ["b"]
    assert found["measured"]["retried"] == 2
    assert found["limits"]["max"]["skip_share"] == 30
    summary = unescape((folder / "summary.md").read_text("utf-8"))
    assert "retried 2 (max 1)<br>skip_share 25 % (max 30 %) |" in summary


def test_a_row_is_in_the_schema(folder: Path) -> None:
    keys = json.loads(more(folder, "schema"))["$defs"]["Limits"]["properties"]
    assert list(keys) == [*METRICS, "retried", "skip_share", "scarce", "file_share"]
    assert keys["retried"] == keys["tests"] | {
        "description": "Tests that were run again.",
        "examples": [3],
    }
    assert keys["skip_share"]["anyOf"] == keys["pass_rate"]["anyOf"]


def test_a_row_is_inspected(folder: Path) -> None:
    names = ("junit.xml", "lint.xml", "coverage.xml")
    first, *others = more(folder, "inspect", *names).splitlines()
    assert first.endswith(
        ": 4 tests: 2 passed, 1 failed, 1 skipped, 1 flaky, 2 retried, skip share 25 %"
    )
    assert others == [
        "lint.xml: checkstyle: 1 finding: 0 errors, 1 warning, 0 notes",
        "coverage.xml: cobertura: 2 of 4 lines (50.0 %), 2 of 3 files (66.66 %)",
    ]
    tests, lint, coverage = json.loads(more(folder, "inspect", "--json", *names))
    assert (tests["retried"], tests["skip_share"], tests["scarce"]) == (2, 25, None)
    assert (lint["retried"], lint["scarce"]) == (None, None)
    assert (coverage["files_covered"], coverage["files_valid"]) == (2, 3)


def test_a_row_is_drafted(folder: Path) -> None:
    text = more(folder, "init", "--output", "-")
    assert "now: tests 4, failed 1, skipped 1, retried 2\n" in text
    assert "now: line coverage 50.0, file share 66.66\n" in text


def test_a_name_is_taken_once() -> None:
    before = list(METRICS)
    with pytest.raises(ValueError, match="two metrics are called tests"):
        add(metrics.TESTS)
    assert list(METRICS) == before


@pytest.mark.parametrize("metric", METRICS.values(), ids=str)
def test_every_row_is_whole(metric: Metric) -> None:
    assert metric.say(1, 1) == metric.say(1, 1).strip()
    assert "1" in metric.say(1, 3)
    assert (metric.unit is Unit.PERCENT) == metric.say(1, 3).endswith(" 1 %")
    assert metric.description.endswith(".")
    assert metric.example >= 0
    # a percentage of nothing is not supplied, and says why
    assert metric.counts is None or metric.lacking
    # what was read, and what was accepted, need no kind of evidence
    assert (metric.kind is None) == (metric in {metrics.ACCEPTED, metrics.REPORTS})


def test_one_metric_of_a_kind_is_the_total() -> None:
    totals = [metric for metric in METRICS.values() if metric.total]
    assert totals == [metrics.TESTS, metrics.FINDINGS]
    assert [metric.kind for metric in totals] == [Kind.TESTS, Kind.LINT]
