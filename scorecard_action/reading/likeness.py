"""How near the path of a file is to a pattern that does not match it."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from scorecard_action.globs.find import Wanted
from scorecard_action.globs.globs import Glob
from scorecard_action.globs.segments import DEEP, Alternative, Segment
from scorecard_action.near import LONGEST

_ALTERNATIVES: Final = 8


def alternatives(glob: Glob) -> Sequence[Alternative]:
    """Return the first alternatives of a pattern, as many as are compared."""
    return glob.alternatives[:_ALTERNATIVES]


def extensions_of(glob: Glob) -> set[str]:
    """Return the extensions of the files that a pattern names, with their dot."""
    texts = [text_of(segments[-1]) for segments in alternatives(glob)]
    return {os.path.splitext(f"a{text}")[1].lower() for text in texts} - {""}  # noqa: PTH122


def likeness_of(wanted: Wanted, path: str) -> float:
    """Say how near a path is to a pattern: 1 is the same but for its case, 0 is nothing alike."""
    folder = wanted.folder.strip("/")
    names = path.removeprefix(f"{folder}/").split("/") if folder else path.split("/")
    return max(_alike(segments, names) for segments in alternatives(wanted.glob))


def _alike(segments: Alternative, names: Sequence[str]) -> float:
    if len(names) > len(segments) and all(map(_matches, segments, names)):
        return 1.0  # it names a folder
    *folders, last = segments
    name = 1.0 if last == DEEP else _fits(last, names[-1])
    deep = DEEP in folders
    wish = [segment for segment in folders if segment != DEEP]
    if not wish and deep:
        place = 1.0
    elif not deep and len(wish) == len(names) - 1:
        pairs = list(zip(wish, names[:-1], strict=True))
        place = sum(_fits(segment, one) for segment, one in pairs) / len(pairs) if pairs else 1.0
    else:
        place = _ratio("/".join(map(text_of, wish)).casefold(), "/".join(names[:-1]).casefold())
    return (name + place) / 2


@lru_cache(maxsize=65_536)
def _fits(segment: Segment, name: str) -> float:
    """Say how near one name of a path is to one segment of a pattern."""
    if _matches(segment, name):
        return 1.0
    if _matches(segment, name, fold=True):
        return 0.95
    text = text_of(segment)
    stem, extension = os.path.splitext(text)  # noqa: PTH122 - of a pattern
    own, other = os.path.splitext(name)  # noqa: PTH122
    if segment.literal is None:
        # what a wildcard stands for is as near as can be; the rest is the extension
        if stem.startswith(".") and not extension:
            stem, extension = "", stem
        same = extension.casefold() == other.casefold()
        alike = _ratio(stem.casefold(), own.casefold()) if stem else 0.5
        return 0.3 * same + 0.6 * alike
    return 0.95 * max(
        _ratio(text.casefold(), name.casefold()),
        # another extension of the same name
        0.9 * (bool(extension) and stem.casefold() == own.casefold()),
    )


def _matches(segment: Segment, name: str, *, fold: bool = False) -> bool:
    if segment.literal is not None:
        one, other = segment.literal, name
        return one.casefold() == other.casefold() if fold else one == other
    return re.fullmatch(segment.regex, name, re.IGNORECASE if fold else 0) is not None


@lru_cache(maxsize=65_536)
def _ratio(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if max(len(one), len(other)) > LONGEST:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def text_of(segment: Segment) -> str:
    """Return what a segment says without its wildcards."""
    if segment.literal is not None:
        return segment.literal
    return "".join(part.run for part in segment.parts)


def folder_of(segments: Alternative) -> str:
    """Return the folder that a pattern names before its first wildcard."""
    names = []
    for segment in segments[:-1]:
        if segment.literal is None:
            break
        names.append(segment.literal)
    return "/".join(names)
