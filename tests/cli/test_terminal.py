"""A run that nobody sees is taken for one of a CI, whatever CI it is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, mapping

SENT = 2  # it would be sent, and there are no keys
DRY_RUN = 0


def code(folder: Path, terminal: str, env: dict[str, str]) -> int:
    """Exit code of `submit` with one of its three streams at a terminal, or none."""
    leader, follower = pty.openpty()
    streams = {name: follower if name == terminal else subprocess.DEVNULL for name in STREAMS}
    try:
        done: subprocess.CompletedProcess[bytes] = subprocess.run(
            [sys.executable, "-m", "scorecard_action"],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env},
            timeout=120,
            check=False,
            **streams,  # type: ignore[call-overload]
        )
        return done.returncode
    finally:
        os.close(leader)
        os.close(follower)


STREAMS = ("stdin", "stdout", "stderr")


@pytest.mark.parametrize(
    ("terminal", "env", "branches", "expected"),
    [
        pytest.param("stdin", {}, "", SENT, id="stdin"),
        pytest.param("stdout", {}, "", SENT, id="stdout"),
        pytest.param("stderr", {}, "", SENT, id="stderr"),
        pytest.param("", {}, "", DRY_RUN, id="none"),
        pytest.param("stdout", {"BUILD_ID": "57"}, "", DRY_RUN, id="a marker wins"),
        pytest.param("stdout", {}, "branches: [main]", DRY_RUN, id="a person with branches"),
        pytest.param("", {}, 'branches: "**"', SENT, id="from all"),
        pytest.param("", {"DD_GIT_BRANCH": "main"}, "", SENT, id="a branch that is named"),
    ],
)
def test_who_sees_it(
    tmp_path: Path, terminal: str, env: dict[str, str], branches: str, expected: int
) -> None:
    mapping(tmp_path, "a.xml")
    with (tmp_path / "scorecard.datadog.yaml").open("a") as file:
        file.write(branches + "\n")
    (tmp_path / "a.xml").write_text('<testsuite><testcase name="t"/></testsuite>')
    assert code(tmp_path, terminal, env) == expected


def test_the_checkout_tells_the_branch(tmp_path: Path) -> None:
    mapping(tmp_path, "a.xml")
    (tmp_path / "a.xml").write_text('<testsuite><testcase name="t"/></testsuite>')
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    assert code(tmp_path, "", {}) == SENT
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/feature/x\n")
    assert code(tmp_path, "stdout", {}) == DRY_RUN
