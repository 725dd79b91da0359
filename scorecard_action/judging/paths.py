"""Make the paths in reports comparable with the patterns of the mapping."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

_WINDOWS: Final = re.compile(r"[A-Za-z]:[\\/]|\\\\")


class Placed(NamedTuple):
    """A path of a report, as patterns and people see it.

    `placed`: it is a path of the checkout, relative to the working directory. `above`: it was
    looked for, and found in a folder above that of its report, which another report may share.
    """

    path: str
    placed: bool = False
    above: bool = False


def comparable(path: str, workspaces: Sequence[str]) -> str:
    """Return `path` with `/`, `file:` undone, and a leading workspace folder cut off.

    `workspaces` are absolute folders, in the build's own spelling. A path that stays absolute lies
    outside all of them: a report made on another machine, or in another container.
    """
    if path.startswith("file:"):
        path = unquote(path.removeprefix("file:"))
        if path.startswith("//"):
            path = path[2:]
            path = path[path.find("/") :] if "/" in path else path
        if re.match(r"/[A-Za-z]:", path):
            path = path[1:]
    if "\\" in path and (_WINDOWS.match(path) or "/" not in path):
        path = path.replace("\\", "/")
    for workspace in workspaces:
        folder = workspace.replace("\\", "/").rstrip("/") + "/"
        if path.startswith(folder):
            return path[len(folder) :]
    while path.startswith("./"):
        path = path[2:]
    return path


def is_absolute(path: str) -> bool:
    """Say whether a comparable path is absolute, in the way of any system."""
    return path.startswith("/") or path[1:3] == ":/"
