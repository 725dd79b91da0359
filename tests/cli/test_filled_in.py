"""The inputs that GitHub's runner fills in by itself: exact links, and no harm where it did not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from scorecard_action.cli import COMMANDS, cli, run
from scorecard_action.cli.inputs import command_line, run_action

GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/cart",
    "GITHUB_RUN_ID": "1184",
    "GITHUB_RUN_ATTEMPT": "1",
    "GITHUB_JOB": "test",
    "GITHUB_SHA": "3f2a9c1d8e5b4a7c9f0e1d2c3b4a5968778695a4",
    "GITHUB_REF": "refs/heads/main",
    "INPUT_DRY-RUN": "true",
    "INPUT_JSON": "out.json",
}
PAGE = "https://github.com/acme/cart/actions/runs/1184/job/99"
CHECKS = "https://github.com/acme/cart/commit/3f2a9c1d8e5b4a7c9f0e1d2c3b4a5968778695a4/checks"
MATRIX = '{\n  "os": "linux",\n  "python": "3.12"\n}'


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with a mapping and its report, and an empty environment."""
    (tmp_path / "scorecard.datadog.yaml").write_text(
        "version: 1\nservice: cart\nrules:\n  - {rule: R, id: r1, reports: a.xml}\n"
    )
    (tmp_path / "a.xml").write_text('<testsuite><testcase name="t"/></testsuite>')
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        monkeypatch.delenv(name)
    return tmp_path


@pytest.mark.parametrize(
    ("job_id", "matrix", "url", "label"),
    [
        pytest.param("99", MATRIX, PAGE, "job test (linux, 3.12)", id="filled in"),
        pytest.param("99", "null", PAGE, "job test", id="no matrix"),
        pytest.param("", "", CHECKS, "job test", id="an older runner"),
        pytest.param(
            "${{ job.check_run_id }}", "${{ toJSON(matrix) }}", CHECKS, "job test", id="as written"
        ),
        pytest.param("null", "[" * 9_000, CHECKS, "job test", id="hostile"),
        pytest.param("--help", "--force\n--json=x", CHECKS, "job test", id="options"),
    ],
)
def test_what_the_runner_fills_in(
    job_id: str,
    matrix: str,
    url: str,
    label: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = {**GITHUB, "INPUT_JOB-ID": job_id, "INPUT_MATRIX": matrix}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert run_action([], given) == 0
    told = json.loads((folder / "out.json").read_text("utf-8"))
    assert told["build"]["job_url"] == url
    assert told["build"]["job_name"] == "test"
    assert f'<a href="{url}">{label}</a>' in told["outcomes"][0]["remarks"]


def test_the_variables_say_it_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {**GITHUB, "SCORECARD_JOB_ID": "99", "SCORECARD_MATRIX": MATRIX}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert run(["submit", "--dry-run", "--json", "out.json"]) == 0
    remarks = json.loads((folder / "out.json").read_text("utf-8"))["outcomes"][0]["remarks"]
    assert f'<a href="{PAGE}">job test (linux, 3.12)</a>' in remarks


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_minds_them(command: str) -> None:
    given = {
        "GITHUB_ACTIONS": "true",
        "INPUT_COMMAND": command,
        "INPUT_JOB-ID": "99",
        "INPUT_MATRIX": MATRIX,
    }
    words = command_line(given)
    assert words[0] == command
    assert ("--job-id=99" in words) is (command == "submit")


def test_no_help_names_them() -> None:
    told = CliRunner().invoke(cli, ["submit", "--help"]).output
    assert "--timeout" in told
    assert "--job-id" not in told
    assert "--matrix" not in told
