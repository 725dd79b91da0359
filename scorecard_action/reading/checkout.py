"""Where the checkout is on this disk, and what the machines that made reports call it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple


class Checkout(NamedTuple):
    """The repository on this disk. All folders are absolute, with `/`, without one at their end.

    `top` is the working directory, `root` the repository's root (`top` where none is above it).
    `aliases` has the folders that are the checkout in reports: (as written there, here) each.
    `repository` is its name, the last part of its address; "" where it is not known. `mounted` is
    the folder that the CI checks out into: above `root` where a job checks out several.
    """

    top: str
    root: str
    aliases: tuple[tuple[str, str], ...] = ()
    repository: str = ""
    mounted: str = ""


def find(
    top: str,
    *,
    workspace: str = "",
    host: str = "",
    spelled: Sequence[str] = (),
    repository: str = "",
) -> Checkout:
    """Return the checkout that the working directory `top` is in.

    `workspace` is the checkout's folder as the CI has it, which may be that of another machine;
    `host` the same folder on the machine that runs this container. `spelled` are other names of
    `top`, `repository` is the repository's URL or name.
    """
    workspace, host = _plain(workspace), _plain(host)
    inside = bool(workspace) and (top == workspace or top.startswith(f"{workspace}/"))
    root = _repository_above(top) or (workspace if inside else top)
    mounted = workspace if inside else root
    pairs = [(root, root), (top, top), *((_plain(name), top) for name in spelled)]
    pairs += [(folder, mounted) for folder in (workspace, host)]
    known = {theirs: here for theirs, here in reversed(pairs) if theirs.strip("/")}
    # the innermost first: below it paths are cut as deep as can be
    aliases = sorted(known.items(), key=lambda pair: (-len(pair[0]), pair))
    name = repository.rstrip("/").replace(":", "/").rpartition("/")[2].removesuffix(".git")
    return Checkout(top, root, tuple(aliases), name, mounted)


def _plain(folder: str) -> str:
    return folder.replace("\\", "/").rstrip("/")


def _repository_above(top: str) -> str:
    """The innermost folder from `top` upwards that git keeps; "" where there is none."""
    folder = top
    while folder.strip("/"):
        if os.path.lexists(f"{folder}/.git"):
            return folder
        folder = folder.rpartition("/")[0]
    return ""
