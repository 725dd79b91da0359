"""The branch that is checked out, by the file that git keeps it in; git itself is not run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from scorecard_action.files import read_bounded

# HEAD and a file `.git` hold one path or name; anything this large is something else.
_LIMIT: Final = 1024 * 1024
_DEEPEST: Final = 64


def head(folder: Path) -> str:
    """The full ref of the branch (`refs/heads/main`) of the checkout that the folder is in.

    Empty where there is no checkout, none can be read, or no branch is checked out (a detached
    HEAD). A worktree and a submodule have HEAD elsewhere, where their file `.git` says
    (gitrepository-layout(5)). Never raises.
    """
    try:
        git = _git(folder)
        content = _text(git / "HEAD") if git else ""
    except (OSError, ValueError):
        return ""
    mark, _, ref = content.partition(" ")
    ref = ref.strip()
    # A repository of the reftable format keeps HEAD elsewhere, and this in the file.
    return ref if mark == "ref:" and ref != "refs/heads/.invalid" else ""


def _git(folder: Path) -> Path | None:
    """The folder that HEAD is in, from the nearest `.git` at or above a folder."""
    for above in (folder, *folder.parents)[:_DEEPEST]:
        git = above / ".git"
        if git.is_dir():
            return git
        if git.exists():
            mark, _, path = _text(git).partition(":")
            if mark != "gitdir" or not path.strip():
                return None
            return Path(os.path.join(above, path.strip()))  # noqa: PTH118 - may be absolute
    return None


def _text(path: Path) -> str:
    content = read_bounded(path, _LIMIT)
    if len(content) > _LIMIT:
        raise ValueError(f"{path.name} is no file of git")
    return os.fsdecode(content)
