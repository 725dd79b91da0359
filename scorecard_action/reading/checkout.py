"""Where the checkout is on this disk, and what the machines that made reports call it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple


class Checkout(NamedTuple):
    """The repository on this disk. All folders are absolute, with `/`, without one at their end.

    On Windows they have no drive: what begins with `/` is on the one of the working directory.

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
    root: str = "",
) -> Checkout:
    """Return the checkout that the working directory `top` is in.

    `workspace` is the checkout's folder as the CI has it, which may be that of another machine;
    `host` the same folder on the machine that runs this container. `spelled` are other names of
    `top`, `repository` is the repository's URL or name. `root` is its folder where that is not to
    be looked for above `top`.
    """
    workspace, host = _plain(workspace), _plain(host)
    inside = _around(workspace, (top, *map(_plain, spelled)), top) if workspace else ""
    root = root or _repository_above(top) or inside or top
    mounted = inside or root
    pairs = [(root, root), (top, top), *((_plain(name), top) for name in spelled)]
    pairs += [(folder, mounted) for folder in (workspace, host)]
    known = {theirs: here for theirs, here in reversed(pairs) if theirs.strip("/")}
    # the innermost first: below it paths are cut as deep as can be
    aliases = sorted(known.items(), key=lambda pair: (-len(pair[0]), pair))
    name = repository.rstrip("/").replace(":", "/").rpartition("/")[2].removesuffix(".git")
    return Checkout(top, root, tuple(aliases), name, mounted)


def local(folder: PurePath) -> str:
    """Return an absolute path of this disk as a Checkout has it."""
    path = folder.as_posix()
    # What Windows has on another machine begins with `//` and its name.
    return path.removeprefix(folder.drive) if folder.drive.endswith(":") else path


def _around(workspace: str, names: Sequence[str], top: str) -> str:
    """The workspace as a folder of this disk, by one of the names of `top`; "" where it is not
    around it.
    """
    for name in names:
        rest = name.removeprefix(workspace)
        if (name == workspace or name.startswith(f"{workspace}/")) and top.endswith(rest):
            return top.removesuffix(rest)
    return ""


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
