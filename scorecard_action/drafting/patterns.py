"""Globs from paths: those of today's files, made wide enough for tomorrow's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from scorecard_action.globs.globs import Glob, escape

MOST_ENTRIES: Final = 20

# Where tools write: what is below belongs together. To the first ones, one file for each class.
_BY_CLASS: Final = (
    ("build", "test-results"),
    ("target", "surefire-reports"),
    ("target", "failsafe-reports"),
    ("bazel-testlogs",),
)
_ANCHORS: Final = (*_BY_CLASS, ("TestResults",), ("test-results",), ("test-reports",))
# Identifiers, times and counters of one run.
_VOLATILE: Final = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|\d{4}-\d\d-\d\d(?:[-_T.:]\d+)*"
    r"|\d{6,}(?:[-_T]\d+)*"
    r"|(?<![0-9A-Za-z])(?=[a-f]*\d)[0-9a-f]{12,}(?![0-9A-Za-z])"
)
_DOUBLE: Final = re.compile(
    r"\.(?:cobertura|jacoco|clover|nunit|junit|xunit|sarif|ctrf)\.(?:xml|json)$", re.IGNORECASE
)
_LEAD: Final = re.compile(r"TESTS?-")

Folders = tuple[str, ...]


def place(path: str) -> str:
    """Return what reports that belong together have in common: the folder that a tool writes to,
    as a name for people. Folders of the same name belong together, wherever they are.
    """
    folders = _loosened(path)[:-1]
    anchor = _anchor(folders)
    if anchor is not None:
        return "/".join(folders[slice(*anchor)])
    return next((folder for folder in reversed(folders) if folder != "*"), "")


def patterns(paths: Collection[str], outsiders: Collection[str], *, many: bool) -> list[str]:
    """Return globs that match all `paths`, of one place, and where possible none of `outsiders`.

    `many` says that their tool writes one file per class or run, so that new names are to be
    expected; else each name is an entry of its own. Paths that no pattern can name are left out.
    """
    split = [_loosened(path) for path in paths]
    names = {parts[-1] for parts in split}
    by_class = any(place(path) in map("/".join, _BY_CLASS) for path in paths)
    if many and (by_class or len(names) > 3 or any(map(_LEAD.match, names))):
        wide = [_united(split, _any_name(names))]
    elif len(names) <= MOST_ENTRIES:
        wide = [_united([p for p in split if p[-1] == name], name) for name in sorted(names)]
    else:
        wide = [_united(split, _any_name(names))]
    exact = sorted({"/".join(parts) for parts in split})
    wide = [text for text in wide if _sound(text)]
    if (not wide or _any_matches(wide, outsiders)) and len(exact) <= MOST_ENTRIES:
        return [text for text in exact if _sound(text)]
    return wide


def caught(texts: Iterable[str], outsiders: Iterable[str]) -> list[str]:
    """Return the paths of `outsiders` that one of the globs matches."""
    globs = [Glob(text) for text in texts]
    return [path for path in outsiders if any(glob.matches(path) for glob in globs)]


def literal(path: str) -> str:
    """Return a glob for one path, with `?` for a character that a mapping cannot hold."""
    return "/".join(_visible(name) for name in path.split("/"))


def _sound(text: str) -> bool:
    try:
        Glob(text)
    except ValueError:  # too long, once escaped
        return False
    return True


def _any_matches(texts: Sequence[str], outsiders: Iterable[str]) -> bool:
    globs = [Glob(text) for text in texts]
    return any(glob.matches(path) for path in outsiders for glob in globs)


def _loosened(path: str) -> Folders:
    parts = (_VOLATILE.split(name) for name in path.split("/"))
    return tuple("*".join(map(_visible, pieces)) for pieces in parts)


def _visible(text: str) -> str:
    if text.isspace():
        return "?" * len(text)
    return "".join(
        "?" if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else escape(char)
        for char in text
    )


def _anchor(folders: Folders) -> tuple[int, int] | None:
    """Return where in the folders an anchor begins and ends."""
    for anchor in _ANCHORS:
        for start in range(len(folders) - len(anchor) + 1):
            if folders[start : start + len(anchor)] == anchor:
                return start, start + len(anchor)
    return None


def _united(split: Sequence[Folders], name: str) -> str:
    folders = {parts[:-1] for parts in split}
    at = [_anchor(one) for one in folders]
    if len(folders) > 1 or "*" in name:
        found = [one for one in at if one is not None]
        if len(found) == len(at):
            above = {one[: end[0]] for one, end in zip(folders, found, strict=True)}
            (anchor,) = {one[slice(*end)] for one, end in zip(folders, found, strict=True)}
            deeper = any(len(one) > end[1] for one, end in zip(folders, found, strict=True))
            return "/".join([*_between(above), *anchor, *(["**"] if deeper else []), name])
    return "/".join([*_between(folders), name])


def _between(folders: set[Folders]) -> list[str]:
    """Return segments for all of the folders: what they begin and end with, and a wildcard."""
    if len(folders) == 1:
        return [*folders.pop()]
    start = _common(folders)
    shortest = min(map(len, folders))
    end = _common({one[len(start) :][::-1] for one in folders})[: shortest - len(start)][::-1]
    lengths = {len(one) - len(start) - len(end) for one in folders}
    return [*start, "*" if lengths == {1} else "**", *end]


def _common(folders: Iterable[Folders]) -> Folders:
    same = []
    for segments in zip(*folders, strict=False):
        if len(set(segments)) > 1:
            break
        same.append(segments[0])
    return tuple(same)


def _any_name(names: Collection[str]) -> str:
    if names == {"test.xml"}:  # as Bazel calls all of them
        return "test.xml"
    leads = {found[0] if (found := _LEAD.match(name)) else "" for name in names}
    ends = {_end(name) for name in names}
    lead = leads.pop() if len(leads) == 1 else ""
    end = ends.pop() if len(ends) == 1 else "." + "{" + ",".join(sorted(e[1:] for e in ends)) + "}"
    return f"{lead}*{end}"


def _end(name: str) -> str:
    double = _DOUBLE.search(name)
    return double[0] if double else "." + name.rpartition(".")[2]
