"""Reads a path glob: braces are expanded, each expansion is split into segments at `/`, and each
segment becomes a regular expression that matches in one way at most.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_LENGTH = 8192
MAX_EXPANSIONS = 256
MAX_EXPANDED = 100_000  # characters of all expansions together
ONE = "[^/]"


class Part(NamedTuple):
    """A run of characters that each name must hold: at its `start`, at its `end`, or `within`."""

    where: str
    run: str


class Segment(NamedTuple):
    """What one segment of a path must look like; `DEEP` is `**`, any number of segments.

    `regex` matches a whole segment when anchored at its end. `literal` is the only name that
    matches, or None for a wildcard. `parts` serve an index of many segments.
    """

    regex: str
    literal: str | None = None
    parts: tuple[Part, ...] = ()


DEEP = Segment("**")
Alternative = tuple[Segment, ...]


def read(text: str) -> tuple[tuple[Alternative, ...], bool]:
    """The segments of each brace expansion, and whether the pattern is absolute.

    Raises ValueError with a sentence for people; `Glob` says when.
    """
    if "\0" in text:
        raise ValueError("a pattern cannot hold a NUL character")
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the pattern is longer than {MAX_LENGTH:,} characters")
    expansions = _expand(text)
    absolute = {expansion.startswith(("/", "\\/")) for expansion in expansions}
    if len(absolute) > 1:
        raise ValueError("the braces make this absolute ('/…') in some of its alternatives only")
    alternatives = tuple(dict.fromkeys(_split(expansion) for expansion in expansions))
    if not all(alternatives):
        raise ValueError(
            "the pattern is empty, or is in one of its alternatives"
            if len(alternatives) > 1
            else "the pattern is empty: it names no file"
        )
    return alternatives, absolute.pop()


def _expand(text: str) -> list[str]:
    """The text with each choice of its braces, in order; escapes stay for the next step."""
    stack: list[tuple[list[str], list[str], int]] = []
    done: list[str] = []
    current, commas = [""], 0
    for token in re.findall(r"(?:\\.|[^\\{},])+|.", text, re.DOTALL):
        if token == "\\":
            raise ValueError("a lone backslash at the end: write \\\\ for a backslash")
        if token == "{":
            stack.append((done, current, commas))
            done, current, commas = [], [""], 0
        elif token == "," and stack:
            done, current, commas = done + current, [""], commas + 1
        elif token == "}" and stack:
            choices = done + current if commas else [f"{{{one}}}" for one in current]
            done, current, commas = stack.pop()
            current = _each(current, choices)
        else:
            current = _each(current, [token])
    if stack:
        raise ValueError("unclosed '{': write \\{ for a brace")
    return current


def _each(current: list[str], choices: list[str]) -> list[str]:
    """Each text before with each choice after it."""
    if len(current) * len(choices) > MAX_EXPANSIONS:
        raise ValueError(f"the braces make more than {MAX_EXPANSIONS} patterns")
    size = sum(map(len, current)) * len(choices) + sum(map(len, choices)) * len(current)
    if size > MAX_EXPANDED:
        raise ValueError(f"the braces make patterns of more than {MAX_EXPANDED:,} characters")
    return [before + choice for before in current for choice in choices]


def _split(text: str) -> Alternative:
    """The segments of a pattern without braces."""
    segments: list[Segment] = []
    tokens: list[tuple[str, str]] = []
    at = 0
    while at <= len(text):
        char = text[at : at + 1]
        if char == "\\":
            at += 1
            char = text[at]
            token = ("literal", char)
        elif char == "[":
            at, regex = _class(text, at + 1)
            token = ("one", regex)
        else:
            token = {"*": ("star", ""), "?": ("one", ONE)}.get(char, ("literal", char))
        at += 1
        if char in {"", "/"}:
            segment = _segment(tokens)
            if segment.literal == "..":
                raise ValueError("'..' leads out of the folder that patterns start in")
            if segment.literal not in {"", "."} and not (
                segment == DEEP and segments[-1:] == [DEEP]
            ):
                segments.append(segment)
            tokens = []
        else:
            tokens.append(token)
    return tuple(segments)


def _class(text: str, at: int) -> tuple[int, str]:
    """A regular expression for the class that begins after `[`, and where its `]` is."""
    negated = text[at : at + 1] in {"!", "^"}
    at += negated
    first, members = at, []
    while (char := text[at : at + 1]) != "]" or at == first:
        if char in {"", "/"}:
            raise ValueError("unclosed '[': write \\[ for a bracket")
        if text.startswith("[:", at):
            raise ValueError("named classes such as [:digit:] are not known: write [0-9]")
        low, at = _member(text, at)
        high = low
        if text[at : at + 1] == "-" and text[at + 1 : at + 2] not in {"", "]", "/"}:
            high, at = _member(text, at + 1)
        if high < low:
            raise ValueError(
                f"the range {low}-{high} in '[…]' is empty: its ends are the wrong way round"
            )
        members.append(f"{re.escape(low)}-{re.escape(high)}")
    listed = "".join(members)
    return at, f"[^/{listed}]" if negated else f"(?!/)[{listed}]"


def _member(text: str, at: int) -> tuple[str, int]:
    at += text[at] == "\\"
    return text[at], at + 1


def _segment(tokens: list[tuple[str, str]]) -> Segment:
    kinds = [kind for kind, _ in tokens]
    if kinds == ["star", "star"]:
        return DEEP
    if not {"star", "one"} & set(kinds):
        literal = "".join(value for _, value in tokens)
        return Segment(re.escape(literal), literal)
    runs = [""]
    pieces = [""]
    for kind, value in tokens:
        if kind == "literal":
            runs[-1] += value
        else:
            runs.append("")
        if kind == "star":
            pieces.append("")
        else:
            pieces[-1] += re.escape(value) if kind == "literal" else value
    places = ("start", *["within"] * (len(runs) - 2), "end")
    parts = tuple(Part(where, run) for where, run in zip(places, runs, strict=True) if run)
    return Segment(_one_way(pieces), None, parts)


def _one_way(pieces: list[str]) -> str:
    """An expression for pieces with a star between each two, none of them tried in two places.

    A piece has a fixed length, so the first place where it fits leaves the most for those after it:
    an atomic group may hold on to it. The last piece has one place, the end.
    """
    first, *inner, last = pieces if len(pieces) > 1 else [*pieces, ""]
    if len(pieces) == 1:
        return first
    if not any(pieces):
        return f"{ONE}++"
    return first + "".join(f"(?>{ONE}*?{piece})" for piece in inner if piece) + f"{ONE}*{last}"
