"""What files the checkout has: each name is asked for once, and the tree is walked only where the
paths of a report do not say where they begin.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from typing import Final

from scorecard_action.files import read_bounded
from scorecard_action.globs.walk import NOT_WALKED, VIRTUAL_ENVIRONMENT

MAX_LOOK_UPS: Final = 1_000_000
MAX_DEPTH: Final = 64

_NOTHING, _FILE, _FOLDER = 0, 1, 2
_MODULE: Final = re.compile(r'^module[ \t]*+(?:\(\s*+)?["`]?([^\s"`()]++)', re.MULTILINE)


class Tree:
    """The files below `root`, an absolute folder.

    `exhausted` says that the look-ups of a run are used up: from then on nothing is found that was
    not asked for before.
    """

    def __init__(self, root: str, max_look_ups: int = MAX_LOOK_UPS) -> None:
        self.root = root
        self.exhausted = False
        self._left = max_look_ups
        self._known: dict[str, dict[str, int]] = {}
        self._by_name: dict[str, list[str]] | None = None
        self._go_modules: list[tuple[str, str]] = []

    def has(self, folder: str, path: str) -> bool:
        """Say whether `path`, with `/` and without `..`, is a regular file below `folder`."""
        names = path.split("/")
        if len(names) > MAX_DEPTH:
            return False
        *folders, last = names
        for name in folders:
            if self._kind(folder, name) != _FOLDER:
                return False
            folder = f"{folder}/{name}"
        return self._kind(folder, last) == _FILE

    def ending(self, folder: str, path: str) -> list[str]:
        """Return the files below `folder` whose paths end in `path`: at most two, absolute.

        `path` has two names at least: what any folder may have is not looked for.
        """
        above, _, name = path.rpartition("/")
        start, end = f"{folder.rstrip('/')}/", f"/{above}"
        found = []
        for place in self._folders().get(above.rpartition("/")[2], ()):
            below = f"{place}/".startswith(start) and len(place) - len(end) >= len(start) - 1
            if below and place.endswith(end) and self._kind(place, name) == _FILE:
                found.append(f"{place}/{name}")
                if len(found) == 2:
                    break
        return found

    def go_modules(self) -> Sequence[tuple[str, str]]:
        """Return (module path, folder) of each go.mod, the longest module paths first."""
        self._folders()
        return self._go_modules

    def _kind(self, folder: str, name: str) -> int:
        known = self._known.setdefault(folder, {})
        kind = known.get(name)
        if kind is None:
            if not self._left:
                self.exhausted = True
                return _NOTHING
            self._left -= 1
            kind = known[name] = _kind_of(f"{folder}/{name}")
        return kind

    def _folders(self) -> dict[str, list[str]]:
        """All folders by their last name; made once, without those that wildcards do not enter."""
        if self._by_name is None:
            self._by_name = {}
            for folder, folders, files in os.walk(self.root):
                if VIRTUAL_ENVIRONMENT in files and folder != self.root:
                    folders.clear()
                    continue
                folders[:] = sorted(name for name in folders if name not in NOT_WALKED)
                self._by_name.setdefault(folder.rpartition("/")[2], []).append(folder)
                if "go.mod" in files and (module := _go_module(f"{folder}/go.mod")):
                    self._go_modules.append((module, folder))
            self._go_modules.sort(key=lambda one: len(one[0]), reverse=True)
        return self._by_name


def _go_module(path: str) -> str:
    """The module path that a go.mod declares (https://go.dev/ref/mod#go-mod-file-module)."""
    try:
        content = read_bounded(path, 64 * 1024)
    except OSError:
        return ""
    found = _MODULE.search(content.decode("utf-8", "replace"))
    return found[1] if found else ""


def _kind_of(path: str) -> int:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a Path for each look-up would double its cost
    except (OSError, ValueError):  # ValueError: a name that the file system cannot have
        return _NOTHING
    if stat.S_ISREG(mode):
        return _FILE
    return _FOLDER if stat.S_ISDIR(mode) else _NOTHING
