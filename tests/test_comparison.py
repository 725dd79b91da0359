"""docs/comparison.md: the script and `submit`, run on the same reports against the same API."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import requests

from scorecard_action.sandbox import running
from tests.cli.command import MAPPING, ROOT, command

pytestmark = pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("jq")), reason="the script needs curl and jq"
)

PAGE = (ROOT / "docs/comparison.md").read_text("utf-8")
KEYS = {"DD_API_KEY": "an-api-key-of-the-test", "DD_APP_KEY": "an-app-key-of-the-test"}
RULES = [{"id": "unit-tests-0000a", "name": "Unit tests pass", "scorecard_name": "Quality"}]

# What each row of the first table says that the report is.
REPORTS = {
    "two of two": (
        '<testsuite><testcase classname="Cart" name="total"><failure/></testcase>'
        '<testcase classname="Cart" name="tax"><failure/></testcase></testsuite>'
    ),
    "was not written": None,
    "is cut off": '<testsuite tests="3"><testcase classname="Cart" name="total"/><testcase class',
    "a test ended in an error": (
        '<testsuite tests="1" errors="1"><testcase classname="Cart" name="total">'
        '<error message="no database"/></testcase></testsuite>'
    ),
    "holds no test": '<testsuite tests="0"/>',
}
ONE_FAILED = (
    '<testsuite tests="3" failures="1"><testcase classname="Cart" name="total"/>'
    '<testcase classname="Cart" name="tax"><failure/></testcase>'
    '<testcase classname="Cart" name="empty"/></testsuite>'
)


class Done(NamedTuple):
    """What a run left: its exit code, what it said, and what the API then has."""

    code: int
    said: str
    stored: list[tuple[str, str]]


def row(start: str) -> list[str]:
    """The cells of the row that begins so, without the first."""
    (found,) = re.findall(rf"^\| {re.escape(start)}[^|]*\| (.*) \|$", PAGE, re.MULTILINE)
    return [cell.strip(" ") for cell in found.split(" | ")]


def told(done: Done) -> list[str]:
    """What became of a run, as the table has it."""
    ((state, remarks),) = done.stored
    return [f"`{state}` “{remarks}”", str(done.code)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build's folder, with the script and the mapping of the page."""
    (tmp_path / "scorecard.sh").write_text(re.findall(r"```sh\n(.*?)```", PAGE, re.S)[0])
    (tmp_path / MAPPING).write_text(re.findall(r"```yaml\n(.*?)```", PAGE, re.S)[0])
    (tmp_path / "reports").mkdir()
    return tmp_path


@pytest.fixture
def api() -> Iterator[str]:
    with running(rules=RULES) as url:
        yield url


def _stored(url: str) -> list[tuple[str, str]]:
    answer = requests.get(
        f"{url}/api/v2/scorecard/outcomes",
        headers={"DD-API-KEY": "k", "DD-APPLICATION-KEY": "k"},
        timeout=10,
    )
    found = [one["attributes"] for one in answer.json()["data"]]
    return [(one["state"], one["remarks"]) for one in found]


def script(folder: Path, url: str, rule: str = "unit-tests-0000a") -> tuple[int, str]:
    """Run the page's script."""
    done = subprocess.run(
        ["sh", "scorecard.sh", rule, "reports/junit.xml"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "API": url, **KEYS},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


def submit(folder: Path, url: str, **environ: str) -> tuple[int, str]:
    """Run `submit`."""
    environ = {"DD_GIT_BRANCH": "main"} | environ
    done = command("submit", "--api-url", url, "--timeout", "2", cwd=folder, env=KEYS | environ)
    return done.returncode, " ".join((done.stdout + done.stderr).decode().split())


@pytest.mark.parametrize("start", REPORTS)
def test_what_both_make_of_a_report(start: str, folder: Path, api: str) -> None:
    if report := REPORTS[start]:
        (folder / "reports/junit.xml").write_text(report)
    first = Done(*script(folder, api), _stored(api))
    then = Done(*submit(folder, api), _stored(api))
    assert row(start) == [*told(first), *told(then)]
    assert first.said.endswith(f"sent {first.stored[0][0]}\n")


def test_a_rule_that_datadog_does_not_know(folder: Path) -> None:
    (folder / "reports/junit.xml").write_text(ONE_FAILED)
    with running(rules=[{**RULES[0], "id": "another-rule-00a", "name": "Another rule"}]) as url:
        _both_are_refused("Datadog does not know", folder, url)
        assert _stored(url) == []


def test_a_datadog_that_cannot_be_reached(folder: Path) -> None:
    (folder / "reports/junit.xml").write_text(ONE_FAILED)
    with running(rules=RULES) as url:
        pass  # nobody listens there any more
    _both_are_refused("Datadog cannot be reached", folder, url)
    page = (ROOT / "docs/delivery.md").read_text("utf-8")
    (shown,) = re.findall(r"```console\n\$ scorecard-action submit\n(.*?)```", page, re.DOTALL)
    assert shown.split() == submit(folder, url)[1].split()[: len(shown.split())]


def _both_are_refused(start: str, folder: Path, url: str) -> None:
    """Hold both to their row of the second table."""
    said, code, ours, other = row(start)
    assert said == "says `sent fail`; nothing is stored"
    assert script(folder, url) == (int(code), "sent fail\n")
    ended, text = submit(folder, url)
    assert ended == int(other)
    assert all(quoted in text for quoted in re.findall("“(.+?)”", ours))
    assert (folder / "scorecard-undelivered.json").is_file()


def test_what_both_make_of_a_pull_request(folder: Path, api: str) -> None:
    (folder / "reports/junit.xml").write_text(ONE_FAILED)
    github = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"}
    code, said = submit(folder, api, **github)
    assert (code, _stored(api)) == (0, [])
    assert "dry run, nothing sent: pull request" in said
    assert script(folder, api)[0] == 0
    assert _stored(api) == [("fail", "1 tests failed")]
