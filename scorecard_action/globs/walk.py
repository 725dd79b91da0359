"""Walks a tree of files once for many globs.

The walk enters only folders below which some pattern can still match. Wildcards follow no link to
a folder and do not enter what tools keep for themselves (`NOT_WALKED`, and virtual environments,
which have a `pyvenv.cfg`); a name given literally does both.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from scorecard_action.errors import UsageError
from scorecard_action.globs.trie import Frontier, Node, Trie

NOT_WALKED = frozenset(
    {".git", "node_modules", ".tox", ".nox", "__pycache__", ".gradle", ".terraform"}
)
# PEP 405: the file that makes a folder a virtual environment.
VIRTUAL_ENVIRONMENT = "pyvenv.cfg"
MAX_ENTRIES = 5_000_000
"""Files and folders that one walk looks at: more than the largest repositories have."""
MAX_NOTES = 3  # of one sort for one entry, then "and others"

Key = TypeVar("Key")

_ODD = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
    0: "a broken link",
}


class Folder(NamedTuple):
    """A folder to be walked. Each path ends in `/`, but for the top's own, which is "".

    `named` is the frontier without what a wildcard reached by entering this very folder.
    """

    path: str
    disk: str
    frontier: Frontier
    named: Frontier
    unwanted: Frontier
    tree: str  # a wildcard takes a link to a file that is in here
    real: str | None  # without links; None where no link was followed


class Hit(NamedTuple):
    """A file and the globs that it matches; `real` as for a folder."""

    path: str
    labels: tuple[int, ...]
    real: str | None


class Walk:
    """What is met on the way, by the label of a glob: files, and what was passed by.

    `excludes` has for each label of `wanted` the labels of `unwanted` that take a file from it.
    """

    def __init__(
        self, wanted: Trie, unwanted: Trie, excludes: Sequence[frozenset[int]], top: str
    ) -> None:
        self.wanted = wanted
        self.unwanted = unwanted
        self.excludes = excludes
        self.top = _slashed(top).rstrip("/") + "/"
        self.hits: list[Hit] = []
        self.odd: dict[str, str] = {}
        self.unreadable: dict[str, str] = {}
        self.excluded: Counter[int] = Counter()
        self.outward: dict[int, list[str]] = {}
        self.folders: dict[int, list[str]] = {}
        self.links: dict[Frontier, list[str]] = {}
        self.closed: dict[Frontier, list[str]] = {}
        self._left = MAX_ENTRIES
        self._seen: set[Folder] = set()
        self._trees: dict[str, str] = {}

    def run(self) -> None:
        """Walks the whole tree; raises UsageError where there is too much of it."""
        stack = [folder for folder in self._starts() if not folder.frontier.ends]
        while stack:
            # With the `/` at its end, a folder sorts as all paths below it do.
            below = sorted(self._read(stack.pop()), key=lambda folder: folder.path, reverse=True)
            stack += [folder for folder in below if not folder.frontier.ends]

    def _starts(self) -> Iterator[Folder]:
        wanted, unwanted = self.wanted, self.unwanted
        at_root = unwanted.frontier([unwanted.root])
        from_root = wanted.frontier([wanted.root])
        yield Folder("/", "/", from_root, from_root, at_root, "/", None)
        # Absolute excludes hold for relative globs too.
        nodes = [unwanted.root]
        for name in filter(None, _absolute(self.top).split("/")):
            nodes = _reached(unwanted.frontier(nodes), name)
        at_top = unwanted.frontier([unwanted.top, *nodes])
        from_top = wanted.frontier([wanted.top])
        yield Folder("", self.top, from_top, from_top, at_top, self.top, None)

    def _read(self, folder: Folder) -> Iterator[Folder]:
        """Takes the files of a folder that are wanted; yields the folders to be walked next."""
        if folder.real is not None:
            # The same place in the same frontier again: all that it could add is there already.
            place = folder._replace(path="", disk="")
            if place in self._seen:
                return
            self._seen.add(place)
        listed, entries = self._entries(folder)
        if any(name == VIRTUAL_ENVIRONMENT for name, _ in entries):
            folder = folder._replace(frontier=folder.named)
        for name, mode in entries:
            named, others = folder.frontier.step(name)
            wild = others if listed else []
            if not mode or not (named or wild):
                continue
            link = stat.S_ISLNK(mode)
            target = _mode(folder.disk + name) if link else mode
            if stat.S_ISDIR(target):
                yield from self._folder(folder, name, named, wild, link=link)
            else:
                self._file(folder, name, named, wild, mode=target, link=link)

    def _entries(self, folder: Folder) -> tuple[bool, list[tuple[str, int]]]:
        """Whether the folder could be listed, and its names with the file type; 0 is gone."""
        try:
            with os.scandir(folder.disk) as entries:
                some = islice(entries, self._left + 1)
                found = [(entry.name, _type(entry)) for entry in some]
        except (FileNotFoundError, NotADirectoryError):
            return True, []  # it went away while the tree was walked
        except OSError as error:
            reason = error.strerror or type(error).__name__
        else:
            self._left -= len(found)
            if self._left < 0:
                raise _too_many(folder.disk)
            return True, found
        # What cannot be listed may still have names that can be asked for; a wildcard has none.
        asked = [
            (name, _mode(folder.disk + name, follow=False)) for name in folder.frontier.names()
        ]
        if not folder.frontier.names_only or not any(mode for _, mode in asked):
            path = folder.path.rstrip("/") or folder.path
            self.unreadable[path] = reason
            _note(
                self.closed, folder.frontier, f"the folder '{path or '.'}' cannot be read: {reason}"
            )
        return False, asked

    def _folder(
        self, folder: Folder, name: str, named: list[Node], wild: list[Node], *, link: bool
    ) -> Iterator[Folder]:
        path, disk = folder.path + name, folder.disk + name
        for group in _labels([*named, *wild]):
            _note(self.folders, group, f"'{path}' is a folder")
        if link and wild and name not in NOT_WALKED:
            passed = self.wanted.frontier(wild)
            note = f"'{path}' is a link to a folder, which only a pattern that names it follows"
            _note(self.links, passed, note)
        nodes = named if link or name in NOT_WALKED else [*named, *wild]
        if not nodes:
            return
        real, tree = folder.real, folder.tree
        if link:
            real = tree = _real(disk)
        elif real is not None:
            real = real + name + "/"
        if folder.path.startswith("/") and folder.frontier.names_only:
            tree = disk + "/"
        unwanted = self.unwanted.frontier(_reached(folder.unwanted, name))
        frontier, literally = self.wanted.frontier(nodes), self.wanted.frontier(named)
        yield Folder(path + "/", disk + "/", frontier, literally, unwanted, tree, real)

    def _file(
        self,
        folder: Folder,
        name: str,
        named: list[Node],
        wild: list[Node],
        *,
        mode: int,
        link: bool,
    ) -> None:
        path = folder.path + name
        groups = _labels([*named, *wild])
        if groups:
            groups = self._kept(groups, _reached(folder.unwanted, name))
        real = None if folder.real is None else folder.real + name
        if link and groups:
            real = _slashed(os.path.realpath(folder.disk + name))
            outward = groups - _labels(named)
            if outward and not self._is_inside(real, folder.tree):
                for group in outward:
                    _note(self.outward, group, f"'{path}' is a link that leads out of the tree")
                groups -= outward
        if groups:
            self.hits.append(Hit(path, tuple(sorted(groups)), real))
            if not stat.S_ISREG(mode):
                self.odd[path] = _ODD.get(mode, "no regular file")

    def _kept(self, groups: set[int], unwanted: list[Node]) -> set[int]:
        exclusions = _labels(unwanted)
        if not exclusions:
            return groups
        kept = {group for group in groups if self.excludes[group].isdisjoint(exclusions)}
        self.excluded.update(groups - kept)
        return kept

    def _is_inside(self, real: str, near: str) -> bool:
        for tree in (self.top, near):
            if tree not in self._trees:
                self._trees[tree] = _real(tree)
            if real.startswith(self._trees[tree]):
                return True
        return False


def _too_many(folder: str) -> UsageError:
    return UsageError(
        f"the patterns lead through over {MAX_ENTRIES:,} files and folders, the last in {folder}",
        hint="begin each with the folder that its reports are in (build/**/*.xml, not **/*.xml)",
    )


def _note(notes: dict[Key, list[str]], key: Key, text: str) -> None:
    known = notes.setdefault(key, [])
    if len(known) <= MAX_NOTES:
        known.append(text if len(known) < MAX_NOTES else "and others")


def _real(folder: str) -> str:
    return _slashed(os.path.realpath(folder)).rstrip("/") + "/"


def _absolute(folder: str) -> str:
    """The folder from the root on, which has no name: on Windows that of its drive."""
    return _slashed(os.path.splitdrive(os.path.abspath(folder))[1])  # noqa: PTH100


def _slashed(path: str) -> str:
    return path.replace(os.sep, "/")


def _reached(frontier: Frontier, name: str) -> list[Node]:
    named, wild = frontier.step(name)
    return named + wild


def _labels(nodes: Iterable[Node]) -> set[int]:
    return {label for node in nodes for label in node.labels}


def _type(entry: os.DirEntry[str]) -> int:
    try:
        if entry.is_symlink():
            return stat.S_IFLNK
        if entry.is_dir(follow_symlinks=False):
            return stat.S_IFDIR
        if entry.is_file(follow_symlinks=False):
            return stat.S_IFREG
        return stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
    except OSError:
        return 0


def _mode(path: str, *, follow: bool = True) -> int:
    """The file type bits; 0 where there is nothing."""
    try:
        return stat.S_IFMT(os.stat(path, follow_symlinks=follow).st_mode)  # noqa: PTH116
    except (OSError, ValueError):  # ValueError: a name that the file system cannot have
        return 0
