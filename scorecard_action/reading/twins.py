"""Reports that are the same file twice: one name, the same bytes, and paths that mean the same.

An artifact that was downloaded into two folders, or a report that a build step copied, would count
twice. Only files of one name and size are compared, and only then are their bytes read.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action.errors import ReportError
from scorecard_action.judging.paths import is_absolute
from scorecard_action.mapping.types import ReportPattern
from scorecard_action.model import Coverage, Finding, TestCase
from scorecard_action.reading.fold import paths_of
from scorecard_action.reading.patience import Patience, Watch
from scorecard_action.reading.placing import Resolver
from scorecard_action.reading.zips import Archives, unpacked
from scorecard_action.reports.source import File

_PIECE: Final = 1 << 16
_Content = tuple[str, int, bytes]


class Earlier(NamedTuple):
    """A report that was read before; `counted`: it holds tests or findings that are selected.
    `failed` are its failed tests, selected or not.
    """

    path: str
    counted: bool
    failed: int


class Twins:
    """The reports read so far for each target, by their content.

    `paths` are all files that will be read, relative to `top` or absolute.
    """

    def __init__(
        self, top: Path, paths: Iterable[str], resolver: Resolver, patience: Patience
    ) -> None:
        self._top = top
        self._resolver = resolver
        self._patience = patience
        self._sizes = dict(_of_one_name_and_size(top, paths, patience.archives))
        self._contents: dict[str, _Content | None] = {}
        self._read: dict[tuple[int, _Content, ReportPattern], list[Earlier]] = {}
        self._alike: dict[tuple[str, str, ReportPattern], bool] = {}
        self._told: dict[str, str] = {}

    def before(self, target: int, path: str, said: ReportPattern) -> Earlier | None:
        """Return the report read before for this target that this one is a copy of."""
        content = self._content(path)
        if content is None:
            return None
        for earlier in self._read.get((target, content, said), ()):
            key = (earlier.path, path, said)
            if key not in self._alike:
                self._alike[key] = self._placed_alike(*key)
            if self._alike[key]:
                if earlier.counted:
                    self._told.setdefault(path, earlier.path)
                return earlier
        return None

    def read(self, target: int, said: ReportPattern, report: Earlier) -> None:
        """Keep that a report was read for a target, and gave its evidence."""
        content = self._content(report.path)
        if content is not None:
            self._read.setdefault((target, content, said), []).append(report)

    def warnings(self) -> Iterator[str]:
        """Yield that copies were found, where that changes a number."""
        if self._told:
            path, *more = self._told
            others = f" (and {len(more):,} more such files)" if more else ""
            yield (
                f"{path} has the name and the bytes of {self._told[path]}{others}: what is in it"
                " counts once; `exclude` the copy, or give reports of two runs names of their own"
            )

    def _content(self, path: str) -> _Content | None:
        size = self._sizes.get(path)
        if size is None:
            return None
        if path not in self._contents:
            self._contents[path] = None
            with suppress(OSError, ReportError), closing(self._open(path)) as file:
                digest = hashlib.sha256()
                while piece := file.read(_PIECE):
                    digest.update(piece)
                self._contents[path] = (posixpath.basename(unpacked(path)), size, digest.digest())
        return self._contents[path]

    def _open(self, path: str) -> File:
        return Watch(self._patience).open(self._top / path)

    def _placed_alike(self, first: str, second: str, said: ReportPattern) -> bool:
        """Say whether the paths in a report mean the same where either file lies.

        Relative ones that nothing places may mean two files; for tests, which more of them cannot
        make worse, that changes nothing.
        """
        try:
            report = self._patience.opened(self._top / first, said.format, said.words)
            with report as (found, evidence):
                one, other = (
                    self._resolver.report(
                        path,
                        packages=found.packages,
                        base=said.base,
                        others=lambda: paths_of(self._top / first, said.format, self._patience),
                    ).place
                    for path in (first, second)
                )
                for piece in evidence:
                    if not isinstance(piece, TestCase | Finding | Coverage) or not piece.file:
                        continue
                    here, there = one(piece.file), other(piece.file)
                    known = here.placed or is_absolute(here.path) or isinstance(piece, TestCase)
                    if here[:2] != there[:2] or not known:
                        return False
        except ReportError:
            return False
        return True


def _of_one_name_and_size(
    top: Path, paths: Iterable[str], archives: Archives
) -> Iterator[tuple[str, int]]:
    """Yield the paths, with their sizes, that share name and size with another."""
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        by_name[posixpath.basename(unpacked(path))].append(path)
    for same_name in by_name.values():
        if not same_name[1:]:
            continue
        by_size: defaultdict[int, list[str]] = defaultdict(list)
        for path in same_name:
            if (size := archives.size(top / path)) is not None:
                by_size[size].append(path)
        for size, same_size in by_size.items():
            if same_size[1:]:
                yield from ((path, size) for path in same_size)
