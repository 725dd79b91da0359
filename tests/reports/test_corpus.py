"""Reports that other projects made, with the counts that their makers state.

The corpus is read in place beside the checkout. `MANIFEST.tsv` says what each file counts to and on
what basis. Where a stated number follows another convention than this project's, the decision
stands in `DECISIONS` beside the row.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from scorecard_action import metrics
from scorecard_action.errors import ReportError
from scorecard_action.judging.metric import Found
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.metrics import measure
from scorecard_action.model import Kind
from scorecard_action.reading.fold import fold
from scorecard_action.reports import detect
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from tests.conftest import SHARED

CORPUS = SHARED / "corpus"
HELD_TO = frozenset({"stated", "golden", "cross", "generated"})
COUNTS = ("tests", "passed", "failed", "skipped")
LEVELS = (
    ("findings", "findings"),
    ("errors", "sev_error"),
    ("warnings", "sev_warning"),
    ("notes", "sev_note"),
    ("suppressed", "suppressed"),
)


class Decision(NamedTuple):
    """What this project counts where the stated number follows another convention, and why."""

    why: str
    counts: dict[str, int] = {}  # noqa: RUF012 - never changed


DECISIONS: dict[str, Decision] = {
    "DataDog+datadog-ci/cobertura/subfolder.xml/cobertura.xml": Decision(
        "a sound report (6 of 7 lines); its source's test only says that a folder is no report",
        {"ok": 1},
    ),
    "DataDog+datadog-ci/jacoco/subfolder.xml/nested-Jacoco-report.xml": Decision(
        "a sound report (6 of 6 lines); its source's test only says that a folder is no report",
        {"ok": 1},
    ),
    "DataDog+datadog-ci/junit/subfolder/invalid-no-tests.xml": Decision(
        "a report of no test is read; having none is missing evidence, not a broken file",
        {"ok": 1, "tests": 0},
    ),
    "DataDog+datadog-ci/opencover/subfolder.xml/opencover-coverage.xml": Decision(
        "a sound report (1577 of 1657 points); its source's test only says that a folder is none",
        {"ok": 1},
    ),
    "_generated/sarif/eslint.sarif": Decision(
        "a suppressed result is not counted as a finding", {"findings": 2}
    ),
    **dict.fromkeys(
        (
            f"astral-sh+ruff/{name}"
            for name in (
                "azure-annotations/ruff_render_azure_output.txt",
                "codeclimate/ruff_render_gitlab_output.json",
                "github-annotations/ruff_render_github_output.txt",
                "pylint-text/ruff_render_pylint_output.txt",
                "rdjson/ruff_render_rdjson_output.json",
                "ruff-json/ruff_render_json_output.json",
                "ruff-jsonl/ruff_render_json_lines_output.jsonl",
            )
        ),
        Decision(
            "each of these renderings of one run holds four diagnostics, F401, F841 and two F821;"
            " the source only says how many it makes up, which is no longer so",
            {"findings": 4},
        ),
    ),
    "gotestyourself+gotestsum/go-test-json/testjson/testdata/input/go-test-json.out": Decision(
        "a package that failed outside of its tests (TestMain) is one that failed, as the source's"
        " own JUnit golden of this file has it: 42 passed, 13 failed, 5 skipped",
        {"tests": 60, "passed": 42, "failed": 13},
    ),
    "jenkinsci+analysis-model/pmd/parser/pmd/4-pmd-warnings.xml": Decision(
        "PMD's priorities are 2, 3, 4 and 5: 4 (medium low) and 5 (low) are both notes here",
        {"warnings": 1, "notes": 2},
    ),
    "microsoft+sarif-tools/sarif/test_summary__INPUT_SARIF.sarif": Decision(
        "a failing result of level none counts as a note, so that findings are the sum of levels",
        {"notes": 2},
    ),
    "reviewdog+reviewdog/sarif/fixture_2.sarif": Decision(
        "a result without a level is a warning, as SARIF 2.1.0 §3.27.10 says", {"warnings": 1}
    ),
    "reviewdog+reviewdog/sarif/fixture_4.sarif": Decision(
        "a result without a level is a warning, as SARIF 2.1.0 §3.27.10 says", {"warnings": 1}
    ),
    "weiwei+junitparser/junit/no_fails.xml": Decision(
        "a suite that declares more failures than its cases have: the excess counts as failed",
        {"tests": 4, "failed": 1},
    ),
}


def rows(basis: frozenset[str] = HELD_TO) -> Iterator[dict[str, str]]:
    """The rows of the manifest with one of these bases, of formats that are known here."""
    if not (CORPUS / "MANIFEST.tsv").is_file():
        return
    with (CORPUS / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            known = OUR_NAMES.get(row["format"], row["format"]) in FORMATS
            if row["basis"] in basis and (known or row["format"] == "unknown"):
                yield row


# The manifest's name of a format -> the name here, where they differ.
OUR_NAMES: dict[str, str] = {
    "eslint-json-metadata": "eslint-json",
    "nunit": "nunit3",
    "pylint-json2": "pylint-json",
    "flake8-text": "lint-text",
    "mypy-text": "lint-text",
    "pylint-text": "lint-text",
    "gitlab-sast": "gitlab-security",
}


def _params() -> list[object]:
    found = [pytest.param(row, id=row["path"]) for row in rows()]
    absent = pytest.mark.skip("no ../shared/corpus beside the checkout: it is read in place")
    return list(found) or [pytest.param({}, marks=absent, id="absent")]


def counted(path: Path) -> tuple[Counter[str], str]:
    """Count what a report holds, and say what stopped the reading, if anything."""
    tally = fold(path, path.name, [Matcher(Selection())]).tallies[0]
    counts = Counter(
        {name: getattr(tally, name) for name in (*COUNTS, *(ours for ours, _ in LEVELS))}
    )
    stopped = next((problem.message for problem in tally.problems if problem.unreadable), "")
    if tally.coverage.reports:
        measured = measure(Found(tally), frozenset(tally.kinds))
        counts["line_coverage_floor"] = int(measured.get(metrics.LINE_COVERAGE, 0))
    return counts, stopped


def expected(row: dict[str, str]) -> dict[str, int]:
    """What the manifest states, in this project's words; a blank `errors` is within `failed`."""
    names = (("tests", "tests"), ("passed", "passed"), ("skipped", "skipped"), *LEVELS)
    counts = {ours: int(row[theirs]) for ours, theirs in names if row[theirs]}
    if row["failed"]:
        counts["failed"] = int(row["failed"]) + int(row["errors"] or 0)
    if FORMATS[OUR_NAMES.get(row["format"], row["format"])].kind is Kind.TESTS:
        for ours, _ in LEVELS:  # linters that write JUnit XML: their findings are test cases
            counts.pop(ours, None)
    return counts


@pytest.mark.parametrize("row", _params())
def test_counts_as_its_makers_state(row: dict[str, str]) -> None:
    decision = DECISIONS.get(row["path"], Decision(""))
    counts, stopped = counted(CORPUS / row["path"])
    if row["outcome"] in {"parse-error", "unsupported-format"} and not decision.counts.get("ok"):
        assert stopped
        return
    assert not stopped or row["outcome"] == "parse-error-or-ok"
    if stopped:
        return
    wanted = expected(row) | {k: v for k, v in decision.counts.items() if k != "ok"}
    assert {name: counts[name] for name in wanted} == wanted
    if row["coverage"].startswith("line "):
        covered, valid = map(int, row["coverage"].split()[1].split("/"))
        assert counts["line_coverage_floor"] == 100 * covered // valid


def test_no_row_is_left_out(shared: Path) -> None:
    with (shared / "corpus/MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        held = [row for row in csv.DictReader(file, delimiter="\t") if row["basis"] in HELD_TO]
    assert len(held) == len(list(rows()))


@pytest.mark.parametrize("row", _params())
def test_one_format_at_the_most_takes_it(row: dict[str, str]) -> None:
    try:
        with Source.open(CORPUS / row["path"]) as source:
            head = Head(source.head.decode("utf-8", "replace"))
    except ReportError:
        return  # an empty or binary file has no head to detect
    assert len(detect.candidates(head)) <= 1
