"""Whether git tracks a file: by the indexes that git itself writes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scorecard_action.delivery.tracked import tracked

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def git(folder: Path, *arguments: str) -> None:
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *arguments],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def checkout(folder: Path, version: str, *options: str) -> Path:
    git(folder, "init", *options, ".")
    git(folder, "config", "index.version", version)
    names = ["a", "saved.json", "deep/er/saved.json", "deep/saved.json.more", "z" * 200]
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    git(folder, "add", ".")
    git(folder, "add", "--intent-to-add", ".")
    (folder / "deep/saved.json").write_text("x")
    (folder / "new.json").write_text("x")
    return folder


@pytest.mark.parametrize("version", ["2", "3", "4"])
@pytest.mark.parametrize("format_", ["sha1", "sha256"])
def test_what_git_tracks(tmp_path: Path, version: str, format_: str) -> None:
    folder = checkout(tmp_path, version, f"--object-format={format_}")
    found = {
        name: tracked(folder / name)
        for name in ("a", "saved.json", "deep/er/saved.json", "z" * 200)
    }
    assert found == dict.fromkeys(found, True)
    for name in ("new.json", "deep/saved.json", "no/such/folder", "deep"):
        assert not tracked(folder / name), name


def test_in_a_worktree_and_through_a_link(tmp_path: Path) -> None:
    main = tmp_path / "main"
    main.mkdir()
    checkout(main, "2")
    git(main, "commit", "-m", "x")
    git(main, "worktree", "add", "../other")
    (tmp_path / "link").symlink_to(main)
    assert tracked(tmp_path / "other" / "saved.json")
    assert tracked(tmp_path / "link" / "saved.json")
    assert not tracked(tmp_path / "other" / "new.json")


@pytest.mark.parametrize(
    "content", [None, b"", b"DIRC", b"DIRC\0\0\0\2\xff\xff\xff\xff" + b"x" * 90]
)
def test_no_index_or_a_broken_one(tmp_path: Path, content: bytes | None) -> None:
    (tmp_path / ".git").mkdir()
    if content is not None:
        (tmp_path / ".git" / "index").write_bytes(content)
    assert not tracked(tmp_path / "saved.json")
