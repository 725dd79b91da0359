"""Where in the checkout the paths of a report lie: one resolver for tests, findings and coverage.

A tool writes a path as it saw it: relative to the folder that it ran in, absolute on another
machine or in a container, with the separators of another system. What is found, cut off a known
root, or put below a `base` is placed: a path of this checkout. Anything else stays as written.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

from scorecard_action.judging.paths import Placed, is_absolute
from scorecard_action.reading import roots
from scorecard_action.reading.checkout import Checkout
from scorecard_action.reading.tree import MAX_DEPTH, MAX_LOOK_UPS, Tree
from scorecard_action.reading.zips import unpacked

MAX_LENGTH: Final = 4_096  # characters of a path that is looked for
_MAX_ANSWERS: Final = 100_000
_MAX_FOLDERS: Final = 10_000  # distinct folders of one report that are compared
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")


class Resolver:
    """Places the paths of all reports of a run; what it learns of the tree is kept."""

    def __init__(self, checkout: Checkout, *, max_look_ups: int = MAX_LOOK_UPS) -> None:
        self.checkout = checkout
        self._tree = Tree(checkout.root, max_look_ups)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know of the look-ups."""
        if not self._tree.exhausted:
            return ()
        text = (
            "the reports name so many paths that not all could be looked for in the checkout:"
            " `base` in an entry of `reports` says where they begin"
        )
        return (text,)

    def report(
        self,
        path: str,
        *,
        packages: bool = False,
        base: str | None = None,
        others: Callable[[], Iterable[str]] = tuple,
    ) -> ReportPaths:
        """Return what places the paths of the report at `path` (relative to the top, or absolute).

        `packages`: they name the folder of a package, wherever its sources lie (JaCoCo, Go's cover
        profiles). `base` is the folder where they start, relative to the report's own, `/` the
        working directory. `others` reads all paths of the report, and is called at most once,
        where one path alone does not say where it lies.
        """
        return ReportPaths(
            self.checkout, self._tree, unpacked(path), packages=packages, base=base, others=others
        )


class ReportPaths:
    """Places the paths of one report."""

    def __init__(
        self,
        checkout: Checkout,
        tree: Tree,
        report: str,
        *,
        packages: bool,
        base: str | None,
        others: Callable[[], Iterable[str]],
    ) -> None:
        self._checkout = checkout
        self._tree = tree
        self._packages = packages
        self._others = others
        self._answers: dict[str, Placed] = {}
        self._learned: _Learned | None = None
        own = posixpath.dirname(posixpath.normpath(posixpath.join(checkout.top, report)))
        self._base = _base(base, own, checkout.top)
        self._folders = (self._base,) if self._base else tuple(_upwards(own, checkout))

    def place(self, written: str, folders: Sequence[str] = ()) -> Placed:
        """Place a path as the report writes it, which is below one of `folders`, if there are any.

        Of several it is the one below which the file is, as far as that can be told.
        """
        if folders:
            return self._below_one(written, folders)
        answer = self._answers.get(written)
        if answer is None:
            if len(self._answers) >= _MAX_ANSWERS:
                self._answers.clear()
            answer = self._answers[written] = self._place(written)
        return answer

    def _below_one(self, written: str, folders: Sequence[str]) -> Placed:
        found: dict[str, tuple[int, Placed]] = {}
        for folder in folders:
            path = f"{folder.rstrip('/')}/{written}" if folder else written
            placed = self.place(path)
            here = posixpath.normpath(f"{self._checkout.top}/{placed.path}")
            rest = _below(here, self._checkout.root)
            if placed.placed and rest is not None and self._tree.has(self._checkout.root, rest):
                kept = len(plain(path)) - len(_without_common_end(plain(path), here)[0])
                found[placed.path] = max(found.get(placed.path, (0, placed)), (kept, placed))
        if not found:
            return self.place(written)
        # what keeps more of its folder's name says more
        best = max(kept for kept, _ in found.values())
        first, *others = (placed for kept, placed in found.values() if kept == best)
        return Placed(plain(written)) if others else first

    def _place(self, written: str) -> Placed:
        path = plain(written)
        if not path or len(path) > MAX_LENGTH or "\0" in path:
            return Placed(path)
        if is_absolute(path):
            return self._absolute(path)
        if self._packages:
            return self._package(path)
        return self._relative(path)

    def _absolute(self, path: str) -> Placed:
        root = self._checkout.root
        for folder, here in self._checkout.aliases:
            if (rest := _below(path, folder)) is not None:
                return self._here(f"{here}/{rest}")
        named = []
        for foreign, rest, fixed in roots.cuts(path):
            if self._tree.has(root, rest):
                return self._here(f"{root}/{rest}")
            if fixed:
                return self._here(f"{self._checkout.mounted or root}/{rest}")
            if posixpath.basename(foreign) == self._checkout.repository:
                named.append(rest)
        if len(named) == 1:  # of several, such as a group's and its project's, nobody knows which
            return self._here(f"{root}/{named[0]}")
        found = self._tail(path, 2) or self._last_name(path)
        if found or not self._base:
            return found or Placed(path)
        rest = _below(path, self._learn().shared)
        below = self._here(f"{self._base}/{rest or posixpath.basename(path)}")
        return below._replace(guessed=path)

    def _tail(self, path: str, least: int) -> Placed | None:
        """The longest tail of at least so many names that is a file, below the nearest folder."""
        names = path.split("/")[1:]
        for start in range(max(len(names) - MAX_DEPTH, 0), len(names) - least + 1):
            tail = "/".join(names[start:])
            for number, folder in enumerate(self._folders):
                if self._tree.has(folder, tail):
                    return self._here(f"{folder}/{tail}", above=number > 0)
        return None

    def _last_name(self, path: str) -> Placed | None:
        """Place a path by its last name: one that any folder may have proves little, so it needs
        the other paths of the report, or a report without a better one.
        """
        folder, _, name = path.rpartition("/")
        if not any(self._tree.has(here, name) for here in self._folders):
            return None
        learned = self._learn()
        here = learned.folders.get(folder)
        if here is not None:
            return self._here(f"{here}/{name}") if self._tree.has(here, name) else None
        return None if learned.folders else self._tail(path, 1)

    def _relative(self, path: str) -> Placed:
        if self._base:
            return self._here(f"{self._base}/{path}")
        for number, folder in enumerate(self._folders):
            place = posixpath.normpath(f"{folder}/{path}")
            rest = _below(place, self._checkout.root)
            if rest is not None and self._tree.has(self._checkout.root, rest):
                return self._here(place, above=number > 0)
        return Placed(path)

    def _package(self, path: str) -> Placed:
        """Find the file of a package below the nearest folder where exactly one has such a path.

        What stands before the package, such as a module's name, is left out where it must be.
        """
        if of_module := self._go_module(path):
            return of_module
        names = path.split("/")
        for start in range(len(names) - 1):
            for number, folder in enumerate(self._folders):
                found = self._tree.ending(folder, "/".join(names[start:]))
                if found[1:]:
                    return Placed(path)  # a shorter end fits these and more
                if found:
                    return self._here(found[0], above=number > 0)
        return self._here(f"{self._base}/{path}") if self._base else Placed(path)

    def _go_module(self, path: str) -> Placed | None:
        """Find the file in the module of the longest name that has it.

        Several modules may have one name (`app`): the nearest folder below which just one of them
        has the file decides, and where there is none the path stays as it is.
        """
        having: dict[str, list[str]] = {}
        for module, folder in self._tree.go_modules():
            rest = _below(path, module)
            if rest is not None and self._tree.has(folder, rest):
                having.setdefault(module, []).append(folder)
        if not having:
            return None
        module, places = next(iter(having.items()))
        rest = path[len(module) + 1 :]
        if not places[1:]:
            return self._here(f"{places[0]}/{rest}")
        for number, folder in enumerate(self._folders):
            below = [place for place in places if _below(place, folder) is not None]
            if below:
                return (
                    Placed(path)
                    if below[1:]
                    else self._here(f"{below[0]}/{rest}", above=number > 0)
                )
        return Placed(path)

    def _here(self, place: str, *, above: bool = False) -> Placed:
        here = posixpath.relpath(posixpath.normpath(place), self._checkout.top)
        return Placed(here, placed=True, above=above and not self._base)

    def _learn(self) -> _Learned:
        """Read what the other paths of the report say; once."""
        if self._learned is None:
            self._learned = _Learned({}, "")
            by_folder: dict[str, str] = {}
            for written in self._others():
                path = plain(written)
                if is_absolute(path) and len(by_folder) < _MAX_FOLDERS:
                    by_folder.setdefault(posixpath.dirname(path), path)
            here: dict[str, str] = {}
            for path in by_folder.values():
                found = self._tail(path, 2)
                if found:
                    place = posixpath.normpath(f"{self._checkout.top}/{found.path}")
                    here.setdefault(*_without_common_end(path, place))
            self._learned = _Learned(here, _shared(by_folder))
        return self._learned


class _Learned(NamedTuple):
    """What the paths of a report say together: which of its folders are which here, and the folder
    that all absolute paths lie in.
    """

    folders: dict[str, str]
    shared: str


def as_written(written: str, folders: Sequence[str] = ()) -> Placed:
    """Take a path for one of the checkout, as it is written."""
    return Placed(plain(written), placed=True)


def plain(written: str) -> str:
    """Return a path with `/` between its names, `file:` undone (RFC 8089), `.` and `..` folded."""
    path = written
    if path[:5].lower() == "file:":
        path = unquote(path[5:])
        if path.startswith("//"):
            path = path[path.find("/", 2) :] if "/" in path[2:] else path[2:]  # without the host
        if path.startswith("/") and _DRIVE.match(path, 1):
            path = path[1:]
    unc = path.startswith("\\\\")
    path = path.replace("\\", "/")
    if not path or "\0" in path:
        return path
    folded = posixpath.normpath(path)
    if folded.startswith("//") and not unc:
        folded = folded[1:]
    return "" if folded == "." else folded


def _base(base: str | None, own: str, top: str) -> str:
    if base is None:
        return ""
    start = top if base.startswith("/") else own
    return posixpath.normpath(f"{start}/{base.lstrip('/')}")


def _upwards(own: str, checkout: Checkout) -> Iterator[str]:
    """The report's folder and those above it, up to the root of the checkout."""
    folder = own if _below(own, checkout.root) is not None else checkout.top
    for _ in range(MAX_DEPTH):
        yield folder
        if folder in {checkout.root, "/"}:
            return
        folder = posixpath.dirname(folder)
    yield checkout.root


def _below(path: str, folder: str) -> str | None:
    """What follows `folder` in a path; None where the path is not below it."""
    if path == folder:
        return ""
    start = folder if folder.endswith("/") else f"{folder}/"
    if path.startswith(start):
        return path[len(start) :]
    windows = bool(_DRIVE.match(start)) and path[: len(start)].casefold() == start.casefold()
    return path[len(start) :] if windows else None


def _without_common_end(path: str, place: str) -> tuple[str, str]:
    """Two paths without the names that both end in."""
    theirs, ours = path.split("/"), place.split("/")
    while theirs and ours and theirs[-1] == ours[-1]:
        theirs.pop()
        ours.pop()
    return "/".join(theirs), "/".join(ours)


def _shared(folders: Iterable[str]) -> str:
    """The innermost folder that holds all of these; "" where none does."""
    try:
        return posixpath.commonpath(folders)
    except ValueError:  # none at all, or some with a drive and some without
        return ""
