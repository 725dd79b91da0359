"""Finds reports in zip archives: what a pattern with `.zip!` finds, as paths of members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.globs.find import Found, Wanted, find
from scorecard_action.globs.globs import Glob
from scorecard_action.reading import zips
from scorecard_action.reading.zips import Archive, is_odd, split_pattern, unpacked

_IN_A_ZIP: Final = "a zip archive in a zip archive is not read: unpack the outer one"


def find_zipped(top: Path, wanted: Sequence[Wanted]) -> Found:
    """Find as `find` does, in the zip archives too that patterns name.

    An archive that cannot be read is found as the pattern is written, so that reading it says why.
    """
    inner = {
        index: split
        for index, one in enumerate(wanted)
        if (split := split_pattern(one.glob.text)) is not None
    }
    if not inner:
        return find(top, wanted)
    outer = [
        one._replace(glob=Glob(inner[index][0]), exclude=_of_files(one.exclude))
        if index in inner
        else one
        for index, one in enumerate(wanted)
    ]
    found = find(top, outer)
    files: dict[str, list[int]] = {}
    notes = {index: list(texts) for index, texts in found.passed_by.items()}
    excluded = dict(found.excluded)
    for path, indexes in found.files.items():
        if plain := [index for index in indexes if index not in inner]:
            files.setdefault(path, []).extend(plain)
        asking = [index for index in indexes if index in inner]
        if not asking:
            continue
        for index in asking:
            members, left_out = _members(top, path, wanted[index], inner[index][1])
            for member in members:
                files.setdefault(f"{path}!{member}", []).append(index)
            if left_out:
                excluded[index] = excluded.get(index, 0) + left_out
            if not members:
                why = _IN_A_ZIP if split_pattern(inner[index][1]) else "has no member that matches"
                notes.setdefault(index, []).append(f"'{path}': {why}")
    return replace(
        found,
        files={path: tuple(sorted(files[path])) for path in sorted(files)},
        passed_by={index: tuple(texts) for index, texts in sorted(notes.items())},
        excluded=excluded,
    )


def _members(top: Path, path: str, wanted: Wanted, pattern: str) -> tuple[list[str], int]:
    """Return the members of an archive that an entry wants, and how many more it excludes."""
    try:
        archive = Archive(top / path)
    except ReportError:
        return [pattern], 0  # opening it again says why
    with_names = Glob(pattern)
    below = path.removeprefix(f"{wanted.folder}/") if wanted.folder else path
    try:
        taken = [name for name in archive.members if not is_odd(name) and with_names.matches(name)]
        kept = [name for name in taken if not any(_excludes(below, name, wanted.exclude, top))]
        if sum(archive.members[name].file_size for name in kept) > zips.MAX_TOTAL:
            return [pattern], 0
        return sorted(kept), len(taken) - len(kept)
    finally:
        archive.close()


def _excludes(path: str, name: str, exclude: Sequence[Glob], top: Path) -> Iterator[bool]:
    for glob in exclude:
        split = split_pattern(glob.text)
        if split:
            outer = Glob(split[0])
            place = f"{top}/{path}" if outer.absolute else path
            yield outer.matches(place) and Glob(split[1]).matches(name)
        else:
            place = unpacked(f"{path}!{name}")
            yield glob.matches(f"{top}/{place}" if glob.absolute else place)


def _of_files(exclude: Sequence[Glob]) -> tuple[Glob, ...]:
    return tuple(glob for glob in exclude if split_pattern(glob.text) is None)
