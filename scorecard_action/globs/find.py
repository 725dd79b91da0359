"""Files and who they speak for: one walk of the tree, for all rules and entities at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from scorecard_action.globs.globs import Glob
from scorecard_action.globs.segments import Segment
from scorecard_action.globs.trie import Trie
from scorecard_action.globs.walk import MAX_NOTES, Hit, Walk

Value = TypeVar("Value")


class Wanted(NamedTuple):
    """One entry of a rule's `reports`, for one entity.

    `folder` is the entity's folder relative to the top ("" is the top itself), where the glob and
    the excludes start; an absolute glob starts at the root of the file system.
    """

    glob: Glob
    exclude: tuple[Glob, ...] = ()
    folder: str = ""


@dataclass(frozen=True)
class Found:
    """What a walk found. Paths have `/` between segments and are relative to the top, absolute
    where the glob is; bytes that are not UTF-8 are surrogates, as everywhere in Python.
    """

    files: dict[str, tuple[int, ...]]
    """Each file once, by path, with the indexes of the entries that it serves; both in order."""
    passed_by: dict[int, tuple[str, ...]]
    """For the index of an entry: what it matched or met but did not take, as phrases for people.

    Links that lead out of the tree and folders that cannot be read are told in any case; excluded
    files, matched folders and links to folders where the entry found nothing."""
    excluded: dict[int, int]
    """For the index of an entry: how many files that it matched were excluded."""
    odd: dict[str, str]
    """Which of the files are no regular files, and what they are: `a FIFO`, `a broken link` …"""
    unreadable: dict[str, str]
    """Folders that could not be listed, with the reason; the top is ""."""


def find(top: Path, wanted: Sequence[Wanted]) -> Found:
    """Finds the files that each entry wants, at a cost that grows with the files met.

    A file reached on two paths through links counts once for an entry, under the path that sorts
    first; hard links are files of their own. Files are not opened, so anything but a regular file
    is only named in `odd`. Raises ValueError for a folder with a `..` segment or NUL, UsageError
    where there is too much to walk; trouble with the file system is told in the result.
    """
    plan = _Plan(wanted)
    walk = Walk(plan.wanted, plan.unwanted, plan.excludes, os.fspath(top))
    walk.run()
    return _result(plan, walk)


class _Plan:
    """The entries in groups: those with the same glob, excludes and folder are matched once."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        self.members: list[list[int]] = []
        self.excludes: list[frozenset[int]] = []
        self.wanted = Trie()
        self.unwanted = Trie()
        groups: dict[Wanted, int] = {}
        exclusions: dict[tuple[Glob, str], int] = {}
        for index, entry in enumerate(wanted):
            if entry not in groups:
                groups[entry] = len(groups)
                _add(self.wanted, groups[entry], entry.glob, entry.folder)
                for exclusion in ((glob, entry.folder) for glob in entry.exclude):
                    if exclusion not in exclusions:
                        exclusions[exclusion] = len(exclusions)
                        _add(self.unwanted, exclusions[exclusion], *exclusion)
                self.members.append([])
                self.excludes.append(
                    frozenset(exclusions[glob, entry.folder] for glob in entry.exclude)
                )
            self.members[groups[entry]].append(index)


def _add(matcher: Trie, label: int, glob: Glob, folder: str) -> None:
    names = [] if glob.absolute else [name for name in folder.split("/") if name not in {"", "."}]
    if ".." in names or "\0" in folder:
        raise ValueError(f"{folder!r} is no folder of this tree")
    start = [Segment("", name) for name in names]
    absolute = glob.absolute or folder.startswith("/")
    for segments in glob.alternatives:
        matcher.add(label, [*start, *segments], absolute=absolute)


def _result(plan: _Plan, walk: Walk) -> Found:
    files: dict[str, tuple[int, ...]] = {}
    indexes: dict[tuple[int, ...], tuple[int, ...]] = {}
    for path, groups, _ in _once(walk):
        if groups not in indexes:
            indexes[groups] = tuple(sorted(i for group in groups for i in plan.members[group]))
        files[path] = indexes[groups]
    fed = {group for groups in indexes for group in groups}
    notes: dict[int, list[str]] = {}
    for group, count in walk.excluded.items():
        if group not in fed:
            files_are = (
                "1 file that it matches is" if count == 1 else f"{count} files that it matches are"
            )
            notes[group] = [f"{files_are} excluded"]
    for by_group in (walk.folders, walk.outward):
        for group, texts in by_group.items():
            if by_group is walk.outward or group not in fed:
                notes.setdefault(group, []).extend(texts)
    for by_state in (walk.links, walk.closed):
        for state, texts in by_state.items():
            for group in state.labels_below():
                known = notes.setdefault(group, [])
                if (by_state is walk.closed or group not in fed) and len(known) < 3 * MAX_NOTES:
                    known.extend(text for text in texts if text not in known)
    return Found(
        files=files,
        passed_by=_by_index(plan, {group: tuple(texts) for group, texts in notes.items() if texts}),
        excluded=_by_index(plan, walk.excluded),
        odd={path: walk.odd[path] for path in files if path in walk.odd},
        unreadable=dict(sorted(walk.unreadable.items())),
    )


def _once(walk: Walk) -> Iterator[Hit]:
    """The hits by path, each file once for a group however many links lead to it."""
    hits = sorted(walk.hits)
    if all(hit.real is None for hit in hits):
        yield from hits
        return
    base = os.path.realpath(walk.top).replace(os.sep, "/").rstrip("/") + "/"
    seen: set[tuple[str, int]] = set()
    for path, groups, real in hits:
        file = real or (path if path.startswith("/") else base + path)
        new = tuple(group for group in groups if (file, group) not in seen)
        seen.update((file, group) for group in new)
        if new:
            yield Hit(path, new, real)


def _by_index(plan: _Plan, by_group: Mapping[int, Value]) -> dict[int, Value]:
    pairs = ((index, value) for group, value in by_group.items() for index in plan.members[group])
    return dict(sorted(pairs))
