"""Where patterns that begin with `/` start: at the working directory, or below the workspace that
they name, ours or the host's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action.errors import UsageError
from scorecard_action.globs.find import Found, Wanted
from scorecard_action.globs.globs import Glob, escape
from scorecard_action.reading.checkout import Checkout
from scorecard_action.reading.zipped import find_zipped
from scorecard_action.reading.zips import split_path, split_pattern

OUTSIDE: Final = "`/` is the working directory; --allow-outside reads files outside it too"


def started(wanted: Wanted, checkout: Checkout) -> Wanted:
    """Return what an entry looks for, its patterns as paths of this checkout."""
    glob = _here(wanted.glob, checkout)
    folder = "" if wanted.glob.absolute else wanted.folder
    return Wanted(glob, exclusions(wanted.exclude, folder, checkout), folder)


def exclusions(globs: tuple[Glob, ...], folder: str, checkout: Checkout) -> tuple[Glob, ...]:
    """Return `exclude` patterns, for a walk where the others start at `folder`."""
    return tuple(
        _whole(_here(glob, checkout), folder, checkout) if glob.absolute else glob for glob in globs
    )


def lies_outside(wanted: Wanted, checkout: Checkout) -> bool:
    """Say whether an entry names a place on this disk that is not in the workspace."""
    return wanted.glob.absolute and _below(wanted.glob, checkout) is None


class Reports(NamedTuple):
    """What the entries find: in the working directory, and `outside` it, by path, where an entry
    has none in it.
    """

    found: Found
    outside: dict[str, tuple[int, ...]]


def find_reports(wanting: Sequence[Wanted], checkout: Checkout, *, outside: bool) -> Reports:
    """Find the files of the entries; with `outside` also those that a leading `/` names there.

    Raises UsageError for a pattern that names no folder of the disk to begin in, where it would be
    searched as a whole, and where there is too much to walk.
    """
    top = Path(checkout.top)
    if outside:
        _refuse_the_disk(wanting, checkout)
    found = find_zipped(top, [started(one, checkout) for one in wanting])
    if not outside:
        return Reports(found, {})
    fed = {index for indexes in found.files.values() for index in indexes}
    lacking = [
        index
        for index, one in enumerate(wanting)
        if index not in fed and lies_outside(one, checkout)
    ]
    if not lacking:
        return Reports(found, {})
    # `exclude` still starts at the working directory, and may name a file outside it as well
    there = find_zipped(
        top,
        [
            Wanted(one.glob, (*exclusions(one.exclude, "/", checkout), *one.exclude))
            for one in (wanting[index] for index in lacking)
        ],
    )
    files = {path: tuple(lacking[n] for n in numbers) for path, numbers in there.files.items()}
    return Reports(found, files)


def _refuse_the_disk(wanting: Sequence[Wanted], checkout: Checkout) -> None:
    for one in wanting:
        if lies_outside(one, checkout) and one.glob.of_any_folder:
            text = one.glob.text
            raise UsageError(
                f"with --allow-outside {text!r} would search the whole disk",
                hint=f"begin it with a folder, as in '/opt/reports{text}'; without the leading `/`"
                " it searches the working directory",
            )


def looks_for(wanted: Wanted, path: str, checkout: Checkout) -> bool:
    """Say whether an entry finds a file, which is relative to the working directory or absolute."""
    inner, member = split_pattern(wanted.glob.text), split_path(path)
    if inner and member:
        outer = wanted._replace(glob=Glob(inner[0]))
        return looks_for(outer, member[0], checkout) and Glob(inner[1]).matches(member[1])
    one = started(wanted, checkout)
    if path.startswith("/"):
        return wanted.glob.matches(path) or one.glob.matches(path)
    if one.glob.absolute:
        return one.glob.matches(f"{checkout.top}/{path}")
    return one.glob.matches(path.removeprefix(f"{one.folder}/") if one.folder else path)


def _here(glob: Glob, checkout: Checkout) -> Glob:
    if not glob.absolute:
        return glob
    return _below(glob, checkout) or glob.below(checkout.top)


def _below(glob: Glob, checkout: Checkout) -> Glob | None:
    for folder, here in checkout.aliases:
        if glob.text.startswith(f"{folder}/"):
            rest = glob.text[len(folder) + 1 :]
            return Glob(rest) if here == checkout.top else Glob(f"{escape(here)}/{rest}")
    return None


def _whole(glob: Glob, folder: str, checkout: Checkout) -> Glob:
    """A pattern that starts at the working directory, where the others start at `folder`."""
    if glob.absolute or not folder:
        return glob
    return Glob(f"{escape(checkout.top)}/{glob.text}")
