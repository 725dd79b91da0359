"""Path globs and text patterns: the one translation that finding and matching share.

`segments` reads a glob; `Glob.matches` joins its segments into one expression for a whole path, and
`matcher` walks the segments of many globs at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from scorecard_action.globs.segments import DEEP, ONE, Alternative, Segment, read


@dataclass(frozen=True)
class Glob:
    r"""A path glob, checked and ready to match; equal and hashed by its text.

    `*` and `?` stay in one segment and match hidden names too; `**` as a whole segment crosses any
    number of segments, none included, but at the end stands for at least one (`build/**` is what is
    below `build`); `[ab]`, `[a-z]`, `[!a]` match one character, never `/`; `{a,b}` nests, and
    without a comma is literal; `\` takes the next character literally. A leading `./` is dropped,
    repeated slashes count once.

    Raises ValueError, with a sentence for people, for a pattern that is empty, longer than 8,192
    characters, holds NUL or a `..` segment, leaves `[` or `{` open, ends in a lone backslash, has
    more than 256 brace expansions (100,000 characters together), or is absolute in only some.
    """

    text: str
    alternatives: tuple[Alternative, ...] = field(init=False, repr=False, compare=False)
    """The segments of each brace expansion."""
    absolute: bool = field(init=False, repr=False, compare=False)
    """Whether it starts at the root of the file system."""

    def __post_init__(self) -> None:
        alternatives, absolute = read(self.text)
        object.__setattr__(self, "alternatives", alternatives)
        object.__setattr__(self, "absolute", absolute)

    @property
    def literal(self) -> bool:
        """Whether it is the name of one path: no wildcard and no choice."""
        return len(self.alternatives) == 1 and all(
            segment.literal is not None for segment in self.alternatives[0]
        )

    @property
    def of_any_folder(self) -> bool:
        """Whether `**` comes before the first name: nothing says where to look."""
        return any(
            next((one == DEEP for one in segments if one == DEEP or one.literal), False)
            for segments in self.alternatives
        )

    @property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """For each alternative, texts without a `/` that whatever it matches holds."""
        return tuple(
            tuple(run for segment in segments for run in _runs(segment))
            for segments in self.alternatives
        )

    def below(self, top: str) -> Glob:
        """The same pattern where a leading `/` is the folder `top`, an absolute path: relative to
        it, but for one that begins with its name.
        """
        inside = not self.absolute or self.text.startswith(f"{top}/")
        return self if inside else Glob(f"./{self.text}")

    def matches(self, path: str) -> bool:
        """Whether it matches the whole of a path with `/` between its segments."""
        path = _tidy(path)
        if self.absolute:
            return path.startswith("/") and self._whole.match(path, 1) is not None
        return self._whole.match(path) is not None

    def matches_suffix(self, path: str) -> bool:
        """Whether it matches the path from its start or from any folder boundary.

        `src/a.py` matches `/home/ci/src/a.py`; an absolute pattern matches a whole path only.
        """
        if self.absolute:
            return self.matches(path)
        return self._suffix.match(_tidy(path).lstrip("/")) is not None

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return _compile(self.alternatives)

    @cached_property
    def _suffix(self) -> re.Pattern[str]:
        return _compile(
            segments if segments[0] == DEEP else (DEEP, *segments) for segments in self.alternatives
        )


@dataclass(frozen=True)
class TextPattern:
    r"""A pattern for a name: `*` matches any text, `/` and line ends included; the rest is literal.

    `\*` is a star and `\\` a backslash; any other backslash stands for itself.
    """

    text: str
    ignore_case: bool = False

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        pieces = [""]
        for token in re.findall(r"\\[\\*]|\*+|[^\\*]+|\\", self._fold(self.text)):
            if token.startswith("*"):
                pieces.append("")
            else:
                pieces[-1] += token[1] if token in {r"\*", r"\\"} else token
        return tuple(pieces)

    @property
    def exact(self) -> str | None:
        """The only text that matches (casefolded where case is ignored); None with a star."""
        return self._pieces[0] if len(self._pieces) == 1 else None

    @property
    def prefix(self) -> str | None:
        """What comes before the only star, at the end (casefolded where case is ignored)."""
        return self._pieces[0] if len(self._pieces) == 2 and not self._pieces[1] else None

    @property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """What whatever it matches holds, casefolded where case is ignored; as of a Glob."""
        return (self._pieces,)

    def matches(self, text: str) -> bool:
        """Whether it matches the whole text."""
        text = self._fold(text)
        if len(self._pieces) == 1:
            return text == self._pieces[0]
        first, *inner, last = self._pieces
        if not text.startswith(first):
            return False
        # The first place where a piece fits leaves the most for those after it: no second try.
        at = len(first)
        for piece in inner:
            at = text.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return len(text) - at >= len(last) and text.endswith(last)

    def _fold(self, text: str) -> str:
        return text.casefold() if self.ignore_case else text


def escape(value: str) -> str:
    """The value as a pattern that matches it alone, to be put into a glob."""
    return re.sub(r"[\\*?\[\]{},]", r"\\\g<0>", value)


def _compile(alternatives: Iterable[Alternative]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(_path, alternatives))})\\Z", re.DOTALL)


def _path(segments: Alternative) -> str:
    """An expression for a whole path. A block of segments between two `**` is held on to where it
    first fits, as in `_one_way`: each has a fixed number of segments.
    """
    skip = f"(?:{ONE}++/)*?"
    blocks: list[list[str]] = [[]]
    for segment in segments:
        if segment == DEEP:
            blocks.append([])
        else:
            blocks[-1].append(segment.regex)
    first, *inner, last = blocks if len(blocks) > 1 else [*blocks, []]
    if len(blocks) == 1:
        return "/".join(first)
    end = skip + "/".join(last) if last else ".+"
    middle = "".join(f"(?>{skip}{'/'.join(block)}/)" for block in inner)
    return "".join(f"{regex}/" for regex in first) + middle + end


def _runs(segment: Segment) -> tuple[str, ...]:
    if segment.literal is not None:
        return (segment.literal,)
    return tuple(part.run for part in segment.parts)


def _tidy(path: str) -> str:
    if not path.startswith("./") and "//" not in path:
        return path
    start = "/" if path.startswith("/") else ""
    return start + "/".join(name for name in path.split("/") if name not in {"", "."})
