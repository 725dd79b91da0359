from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from scorecard_action.cli import run
from tests.delivery import building
from tests.delivery.building import FastClock, assert_no_keys, build, environment

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs a command line against a URL in the test's folder, without waiting between tries."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scorecard_action.datadog.client.Clock", FastClock)
    for name in set(os.environ) - {"PATH"}:
        monkeypatch.delenv(name)

    def call(url: str, *arguments: str) -> tuple[int, str, str]:
        for name, value in environment(url, tmp_path).items():
            monkeypatch.setenv(name, value)
        code = run(arguments)
        shown = capsys.readouterr()
        assert_no_keys(tmp_path, shown.out, shown.err)
        return code, shown.out, shown.err

    return call


CASES = {
    "pass": '<testcase classname="C" name="t"/>',
    "fail": '<testcase classname="C" name="t"><failure/></testcase>',
    "skip": '<testcase classname="C" name="t"><skipped/></testcase>',
}


class Step(NamedTuple):
    """A run of `submit`: in which job of which build, and what its tests did."""

    number: int
    state: str
    job: str = "1"
    attempt: int = 1
    commit: str = ""
    committed: str = ""
    arguments: tuple[str, ...] = ()
    keys: bool = True


Submit = Callable[[str, Step], tuple[int, str, str]]


@pytest.fixture
def submit(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> Submit:
    """Runs a step as a step of GitHub Actions would."""
    build(tmp_path, 1, 1, leaky=False)

    def run(url: str, step: Step) -> tuple[int, str, str]:
        (tmp_path / "unit.xml").write_text(f"<testsuite>{CASES[step.state]}</testsuite>")
        variables = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_JOB": "test",
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_RUN_NUMBER": str(step.number),
            "GITHUB_RUN_ID": str(1000 + step.number),
            "GITHUB_RUN_ATTEMPT": str(step.attempt),
            "GITHUB_SHA": step.commit or f"{step.number:040}",
            "JOB_CHECK_RUN_ID": step.job,
            "DD_GIT_COMMIT_COMMITTER_DATE": step.committed,
            **({} if step.keys else {"DD_API_KEY": "", "DD_APP_KEY": ""}),
        }
        monkeypatch.setattr(
            "tests.delivery.conftest.environment",
            lambda url, folder: {**building.environment(url, folder), **variables},
        )
        return command(url, "submit", "--json", "result.json", *step.arguments)

    return run
