"""Where git keeps a checkout; git itself is not run, whose configuration a checkout may bring."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action.files import read_bounded

# HEAD and a file `.git` hold one path or name; anything this large is something else.
_LIMIT: Final = 1024 * 1024
_DEEPEST: Final = 64


class Repository(NamedTuple):
    """The root of a checkout, and the folder that git keeps for it."""

    root: Path
    git: Path


def around(folder: Path) -> Repository | None:
    """Return the innermost checkout that a folder is in; None where it is in none.

    A worktree and a submodule say in a file `.git` where theirs is (gitrepository-layout(5)).
    Raises OSError or ValueError where that cannot be read.
    """
    for root in (folder, *folder.parents)[:_DEEPEST]:
        git = root / ".git"
        if git.is_dir():
            return Repository(root, git)
        if git.exists():
            mark, _, path = text(git).partition(":")
            if mark != "gitdir" or not path.strip():
                return None
            place = os.path.join(root, path.strip())  # noqa: PTH118 - may be absolute
            return Repository(root, Path(place))
    return None


def text(path: Path) -> str:
    """Return what a small file of git holds. Raises OSError or ValueError for any other."""
    content = read_bounded(path, _LIMIT)
    if len(content) > _LIMIT:
        raise ValueError(f"{path.name} is no file of git")
    return os.fsdecode(content)
