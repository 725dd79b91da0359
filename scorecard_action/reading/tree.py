"""What files the checkout has: each name is asked for once, and the tree is walked only where the
paths of a report do not say where they begin.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from typing import Final

from scorecard_action.files import read_regular
from scorecard_action.globs.walk import is_walked

MAX_LOOK_UPS: Final = 1_000_000
MAX_DEPTH: Final = 64

_NOTHING, _FILE, _FOLDER = 0, 1, 2
_MODULE: Final = re.compile(r'^module[ \t]++"?([^\s"]++)', re.MULTILINE)
# What JaCoCo's and Go's reports name: nothing else is looked for by the end of its path.
_SUFFIXES: Final = (".java", ".kt", ".kts", ".scala", ".groovy", ".go")


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
        """Return the files below `folder` whose paths end in `path`: at most two, absolute."""
        if not path.endswith(_SUFFIXES):
            return []
        above, _, name = path.rpartition("/")
        end = f"/{above}" if above else ""
        start = folder.rstrip("/")
        found = []
        for place in self._index().get(name, ()):
            if (place == start or place.startswith(start + "/")) and (
                place.endswith(end) and (not end or len(place) - len(end) >= len(start))
            ):
                found.append(f"{place}/{name}")
                if len(found) == 2:
                    break
        return found

    def go_modules(self) -> Sequence[tuple[str, str]]:
        """Return (module path, folder) of each go.mod, the longest module paths first."""
        self._index()
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

    def _index(self) -> dict[str, list[str]]:
        """The folders of each source file, by its name; made once, the shallowest folders first."""
        if self._by_name is None:
            self._by_name = {}
            for folder, folders, files in os.walk(self.root):
                folders[:] = sorted(name for name in folders if is_walked(folder, name))
                for name in files:
                    if name.endswith(_SUFFIXES):
                        self._by_name.setdefault(name, []).append(folder)
                if "go.mod" in files and (module := _go_module(f"{folder}/go.mod")):
                    self._go_modules.append((module, folder))
            self._go_modules.sort(key=lambda one: len(one[0]), reverse=True)
        return self._by_name


def _go_module(path: str) -> str:
    """The module path that a go.mod declares (https://go.dev/ref/mod#go-mod-file-module)."""
    try:
        content = read_regular(path, 64 * 1024)
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
