"""A repository of git to change files in, and what the project reads of a diff in it."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from scorecard_action.changes.collect import collect
from scorecard_action.changes.diff import parse
from scorecard_action.changes.lines import lines
from scorecard_action.judging.patch import Changes
from scorecard_action.reading import checkout

WHO = {
    f"GIT_{who}_{what}": "acme@example.com"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


class Repository:
    """A checkout in a folder, of its own configuration alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> bytes:
        """Run git and return what it prints."""
        return subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout

    @property
    def environ(self) -> dict[str, str]:
        """What git and the command are run with."""
        return {
            **WHO,
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def commit(self, files: Mapping[str, str | bytes | None]) -> str:
        """Write these files (None: remove it) and commit all; return the commit's hash."""
        for name, content in files.items():
            path = self.folder / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "one")
        return self.git("rev-parse", "HEAD").decode().strip()


def changes_of(diff: bytes | str, top: Path, spelled: str = "change.diff") -> Changes:
    """Read a diff in a folder."""
    content = diff.encode() if isinstance(diff, str) else diff
    file = cast("io.BufferedReader", io.BufferedReader(io.BytesIO(content)))
    return collect(parse(lines(file)), checkout.find(str(top)), spelled)


def changed(diff: bytes | str, top: Path) -> dict[str, list[int]]:
    """The changed lines by file."""
    return {path: numbers(found) for path, found in changes_of(diff, top).files.items()}


def numbers(lines: int) -> list[int]:
    """The lines of a line set."""
    return [line for line, bit in enumerate(f"{lines:b}"[::-1]) if bit == "1"]
