"""The branch that is checked out, in repositories that git itself made."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scorecard_action.ci.head import head

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> None:
    who = {
        f"GIT_{one}_{what}": "a@b.c"
        for one in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **who},
        check=True,
        capture_output=True,
        timeout=60,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    made = tmp_path / "shop"
    made.mkdir()
    git(made, "init", "-b", "main")
    git(made, "commit", "--allow-empty", "-m", "one")
    git(made, "tag", "v1")
    return made


@needs_git
@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        pytest.param([], "refs/heads/main", id="a-branch"),
        pytest.param([["checkout", "-b", "feature/x"]], "refs/heads/feature/x", id="with-a-slash"),
        pytest.param([["checkout", "-b", "origin/main"]], "refs/heads/origin/main", id="origin"),
        pytest.param([["checkout", "v1"]], "", id="a-tag"),
        pytest.param([["checkout", "--detach"]], "", id="detached"),
        pytest.param([["pack-refs", "--all"]], "refs/heads/main", id="packed"),
    ],
)
def test_what_is_checked_out(repository: Path, commands: list[list[str]], expected: str) -> None:
    for arguments in commands:
        git(repository, *arguments)
    assert head(repository) == expected
    below = repository / "services/cart"
    below.mkdir(parents=True)
    assert head(below) == expected


@needs_git
def test_a_worktree_has_a_branch_of_its_own(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-b", "release", str(tmp_path / "other"))
    assert head(tmp_path / "other") == "refs/heads/release"
    git(repository, "worktree", "add", "--detach", str(tmp_path / "third"))
    assert head(tmp_path / "third") == ""


def test_a_submodules_git_folder_is_named_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / ".git/modules/lib").mkdir(parents=True)
    (tmp_path / ".git/modules/lib/HEAD").write_text("ref: refs/heads/trunk\n")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/.git").write_text("gitdir: ../.git/modules/lib\n")
    assert head(tmp_path / "lib") == "refs/heads/trunk"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("ref: refs/heads/.invalid\n", id="reftable"),
        pytest.param("3f2a9c1d5e6b7a8f90123456789abcdef0123456\n", id="a-commit"),
        pytest.param("", id="empty"),
        pytest.param("ref:", id="half"),
        pytest.param("\0" * 100, id="zeros"),
        pytest.param("ref: refs/heads/main" + " " * 2**20, id="too-large"),
    ],
)
def test_no_branch(tmp_path: Path, content: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text(content)
    assert head(tmp_path) == ""


@pytest.mark.parametrize("content", ["", "gitdir:", "gitdir: ../nowhere", "gitdir: a\0b", "text"])
def test_a_git_file_that_leads_nowhere(tmp_path: Path, content: str) -> None:
    (tmp_path / ".git").write_text(content)
    assert head(tmp_path) == ""


def test_no_checkout_and_no_file(tmp_path: Path) -> None:
    assert head(tmp_path) == ""
    (tmp_path / ".git").mkdir()
    os.mkfifo(tmp_path / ".git/HEAD")
    assert head(tmp_path) == ""
