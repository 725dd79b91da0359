"""The files of a diff, named as those of reports are: which of their lines are new."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from scorecard_action.changes.diff import BrokenDiffError, FileDiff
from scorecard_action.changes.names import Names
from scorecard_action.judging.patch import Changes
from scorecard_action.judging.paths import is_absolute
from scorecard_action.linesets import of_runs
from scorecard_action.reading.checkout import Checkout
from scorecard_action.reading.tree import Tree

MAX_FILES: Final = 1_000_000
MAX_BYTES: Final = 256 * 1024 * 1024
"""Of all line sets together: a set is an eighth of its last line in size."""

Has = Callable[[str], bool]


class _Changed(NamedTuple):
    line: int
    names: Names
    lines: int
    unseen: bool
    commit: int


def collect(files: Iterable[FileDiff], checkout: Checkout, source: str) -> Changes:
    """Return the changes that a diff called `source` describes.

    Its paths start at the root of the repository or, where none of them is there and one is in the
    working directory, at that. Raises BrokenDiffError where the diff is broken or too large, or
    holds a file twice: then it is several, and the lines of one have moved in the other.
    """
    found = [one for one in _bounded(files) if one.names.new or one.names.renamed]
    tree = Tree(checkout.root)
    start, names = checkout.root, _named(found, checkout, tree, checkout.root)
    if checkout.top != checkout.root and not any(there for _, there in names):
        below = _named(found, checkout, tree, checkout.top)
        if any(there for _, there in below):
            start, names = checkout.top, below
    lines: dict[str, int] = {}
    unseen, absent = set(), set()
    first: dict[str, _Changed] = {}
    for one, (path, there) in zip(found, names, strict=True):
        if not one.lines and not one.unseen:
            continue
        _refuse_again(one, first.setdefault(path, one), path)
        here = posixpath.relpath(posixpath.join(start, path), checkout.top)
        if not there:
            absent.add(here)
        if one.unseen:
            unseen.add(here)
        else:
            lines[here] = one.lines
    for one in found:
        _refuse_moved(one, first)
    below_root = posixpath.relpath(checkout.top, checkout.root)
    folder = "" if below_root == "." else below_root
    return Changes(lines, frozenset(unseen), folder, source, absent=frozenset(absent))


def _bounded(files: Iterable[FileDiff]) -> Iterator[_Changed]:
    size = 0
    for number, one in enumerate(files, 1):
        lines = of_runs(zip(one.runs[::2], one.runs[1::2], strict=True))
        size += lines.bit_length() >> 3
        if number > MAX_FILES or size > MAX_BYTES:
            what = f"more than {MAX_FILES:,} files" if number > MAX_FILES else "too many long files"
            raise BrokenDiffError(one.line, f"the diff changes {what}")
        yield _Changed(one.line, one.names, lines, one.unseen, one.commit)


def _named(
    found: Iterable[_Changed], checkout: Checkout, tree: Tree, start: str
) -> list[tuple[str, bool]]:
    """Return what each file is called below `start`, and whether it is there."""

    def has(path: str) -> bool:
        return tree.has(start, path)

    return [_name(one.names, checkout, start, has) for one in found]


def _name(names: Names, checkout: Checkout, start: str, has: Has) -> tuple[str, bool]:
    candidates = list(names.candidates())
    if not names.git and is_absolute(names.new):
        candidates = [*_from_aliases(names.new, checkout, start), *candidates]
    for path in candidates:
        if has(path):
            return path, True
    return candidates[0], False


def _from_aliases(path: str, checkout: Checkout, start: str) -> Iterator[str]:
    """Yield an absolute path as one below `start`, by the names that the checkout goes by."""
    for folder, here in checkout.aliases:
        if path.startswith(f"{folder}/"):
            yield posixpath.relpath(f"{here}{path[len(folder) :]}", start)


def _refuse_again(one: _Changed, first: _Changed, path: str) -> None:
    if first is not one:
        raise BrokenDiffError(
            one.line, f"{path} changed in the diff of line {first.line} already: {_SEVERAL}"
        )


def _refuse_moved(one: _Changed, first: dict[str, _Changed]) -> None:
    """Refuse that a patch renames a file which the patch of another commit changes."""
    other = first.get(one.names.moved)
    if other is not None and other.commit != one.commit:
        raise BrokenDiffError(
            one.line, f"{one.names.moved} changed in the diff of line {other.line}: {_SEVERAL}"
        )


_SEVERAL: Final = (
    "patches of several commits number the lines of a file each in its own way; give one diff of"
    " them all, as `git diff BASE...HEAD`"
)
