"""The reports that are nearest to a pattern that finds none: by their paths, and by their content.

The tree is listed once, and only when a pattern found nothing. What that costs is bounded, however
large the tree and however many the patterns: names listed, paths compared, files opened, seconds.
"""

from __future__ import annotations

import os
import re
import time
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action.errors import ReportError
from scorecard_action.globs.find import Wanted
from scorecard_action.globs.walk import NOT_WALKED, VIRTUAL_ENVIRONMENT
from scorecard_action.model import Kind
from scorecard_action.reading.likeness import (
    alternatives,
    extensions_of,
    folder_of,
    likeness_of,
    text_of,
)
from scorecard_action.reading.patience import PATIENCE, Patience, Watch
from scorecard_action.reports.detect import detect
from scorecard_action.reports.format import Format
from scorecard_action.reports.names import EXTENSIONS, is_test_data
from scorecard_action.reports.source import Source

MAX_NAMES: Final = 200_000
"""Names of files and folders that are listed, those nearest to the top first."""
MAX_COMPARED: Final = 50_000
"""Pairs of a pattern and a path."""
MAX_OPENED: Final = 500
"""Files of which the beginning is read."""
SECONDS: Final = 2.0
"""Time for all of it; a slow disk must not hold a build up."""

_HEAD: Final = 8192  # bytes of a file that are looked at
_SHOWN: Final = 2
_ENOUGH: Final = 6
_ASIDE: Final = re.compile(r",.*| \(.*| \d+\.[\d.]+\Z| report\Z")
_AN: Final = frozenset({"LCOV", "NUnit", "RSpec", "xUnit.net"})
_NEAR: Final = 0.6
_SAME_PLACE: Final = 0.9
_READ_ELSEWHERE: Final = 0.75


class Wish(NamedTuple):
    """A pattern that found nothing, and what would do instead.

    `kinds` are those that the rule can use, `asked` says that its limits or `only` name them, and
    `form` the format that its entry does. `taken` are files that the rule reads already, for this
    entity or another one; `mine` says whether a file may be this entity's.
    """

    wanted: Wanted
    kinds: frozenset[Kind]
    asked: bool = False
    form: str | None = None
    taken: Collection[str] = ()
    mine: Callable[[str], bool] = lambda _: True


class _Near(NamedTuple):
    path: str
    form: Format | None
    likeness: float


class Nearby:
    """The files below `top`, listed when the first wish comes. `read` are those that some rule
    reads already; `wishes` says how many share what may be spent, `patience` bounds each file.
    """

    def __init__(
        self,
        top: Path,
        read: Collection[str] = (),
        wishes: int = 1,
        patience: Patience = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._top = top
        self._read = read
        self._patience = patience
        self._clock = clock
        self._ends: float | None = None
        self._each = max(MAX_COMPARED // max(wishes, 1), 1)
        self._opened_each = max(MAX_OPENED // max(wishes, 1), 3)
        self._left = MAX_OPENED
        self._formats: dict[str, Format | None] = {}
        self._paths: list[str] = []
        self._folders: list[str] = []
        self._by_folder: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}

    def told(self, wish: Wish) -> str:
        """Return `there is reports/ruff.sarif, a SARIF report`, or "" where nothing is near."""
        near = self._nearest(wish)
        if not near:
            return ""
        groups: dict[tuple[str, str], list[_Near]] = {}
        for one in near:
            key = (one.path.rpartition("/")[0], one.form.name if one.form else "")
            groups.setdefault(key, []).append(one)
        said = []
        for first, *others in list(groups.values())[:_SHOWN]:
            what = f", {article(first.form)}" if first.form else ""
            said.append(f"{first.path}{what}{' (and others beside it)' if others else ''}")
        return f"there {'are' if said[1:] else 'is'} {', and '.join(said)}"

    def _nearest(self, wish: Wish) -> list[_Near]:
        """Return the files to name, the nearest first."""
        if self._ends is None:
            self._ends = self._clock() + SECONDS
            self._list()
        extensions = extensions_of(wish.wanted.glob)
        ranked = []
        for path in self._candidates(wish):
            likeness = likeness_of(wish.wanted, path)
            if is_test_data(path):
                likeness -= 0.3
            same = os.path.splitext(path)[1].lower() in extensions  # noqa: PTH122 - many of them
            ranked.append((likeness + 0.1 * same, likeness, same, path))
        ranked.sort(key=lambda one: (-one[0], one[-1]))
        found: list[_Near] = []
        unknown: list[_Near] = []
        elsewhere: list[_Near] = []
        best = 0.0
        for _, likeness, same, path in ranked[: self._opened_each]:
            # beside one that is nearly it, one that is far away would mislead
            farthest = best - (0.02 if best >= _SAME_PLACE else 0.2)
            if found and (likeness < farthest or len(found) == _ENOUGH):
                break
            form = self._format(path)
            if form is None:
                # what it is cannot be said, but this is its place
                if likeness >= _SAME_PLACE and path not in self._read:
                    unknown.append(_Near(path, None, likeness))
                continue
            if form.kind not in wish.kinds or (wish.form and form.name != wish.form):
                continue
            asked = wish.asked or wish.form is not None
            read = path in self._read
            least = _READ_ELSEWHERE if read else 0.0 if asked or same else _NEAR
            if likeness >= least:
                found.append(_Near(path, form, likeness))
                best = max(best, likeness)
            elif asked and read:
                elsewhere.append(_Near(path, form, likeness))
        return found or unknown or elsewhere[:_SHOWN]

    def _candidates(self, wish: Wish) -> Iterator[str]:
        """Yield files that could be meant, those of the folder and the name that is looked for
        first.
        """
        folder = wish.wanted.folder.strip("/")
        names = {text_of(segments[-1]).casefold() for segments in alternatives(wish.wanted.glob)}
        below = f"{folder}/" if folder else ""
        first = [
            *(path for name in names for path in self._by_name.get(name, ())),
            *(
                path
                for segments in alternatives(wish.wanted.glob)
                for path in self._by_folder.get((below + folder_of(segments)).casefold(), ())
            ),
        ]
        seen: set[str] = set()
        compared = 0
        for path in (*first, *self._below(folder)):
            if compared == self._each:
                return
            if path in seen or not path.startswith(below):
                continue
            seen.add(path)
            compared += 1
            inner = path.removeprefix(below)
            excluded = any(
                one.matches(f"{self._top}/{path}" if one.absolute else inner)
                for one in wish.wanted.exclude
            )
            if path not in wish.taken and not excluded and wish.mine(path):
                yield path

    def _below(self, folder: str) -> Sequence[str]:
        """Return the files below a folder of an entity, all for the top."""
        if not folder:
            return self._paths
        inner = f"{folder}/".casefold()
        start = bisect_left(self._folders, inner)
        found = list(self._by_folder.get(folder.casefold(), ()))
        for place in self._folders[start : start + self._each]:
            if not place.startswith(inner) or len(found) >= self._each:
                break
            found += self._by_folder[place]
        return found

    def _list(self) -> None:
        for path in _files(self._top, self._late):
            self._paths.append(path)
            folder, _, name = path.rpartition("/")
            self._by_folder.setdefault(folder.casefold(), []).append(path)
            self._by_name.setdefault(name.casefold(), []).append(path)
        self._folders = sorted(self._by_folder)

    def _format(self, path: str) -> Format | None:
        if path not in self._formats:
            if not self._left or self._late():
                return None
            self._left -= 1
            self._formats[path] = _detected(self._top / path, self._patience)
        return self._formats[path]

    def _late(self) -> bool:
        return self._ends is not None and self._clock() > self._ends


def article(form: Format) -> str:
    """Return what a report of a format is called, with `a` or `an` before it, as it is spoken."""
    title = _ASIDE.sub("", form.title)
    first = title.split()[0]
    return f"{'an' if first[0] in 'AEIOUaeiou' or first in _AN else 'a'} {title} report"


def _files(top: Path, late: Callable[[], bool]) -> Iterator[str]:
    """Yield the files below `top` that may be reports, without what wildcards do not enter."""
    waiting = deque([""])
    met = 0
    while waiting and not late():
        folder = waiting.popleft()
        try:
            with os.scandir(f"{top}/{folder}") as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        if folder and any(entry.name == VIRTUAL_ENVIRONMENT for entry in listed):
            continue
        for entry in listed:
            met += 1
            if met > MAX_NAMES:
                return
            path = f"{folder}/{entry.name}" if folder else entry.name
            try:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in NOT_WALKED:
                        waiting.append(path)
                elif entry.is_file(follow_symlinks=False) and _may_be_report(entry.name):
                    yield path
            except OSError:
                continue


def _may_be_report(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in EXTENSIONS  # noqa: PTH122 - many of them


def _detected(path: Path, patience: Patience) -> Format | None:
    try:
        with Source.open(path, Watch(patience).open) as source:
            source.head = source.head[:_HEAD]
            return detect(source)
    except ReportError:
        return None
