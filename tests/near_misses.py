"""Texts that a regular expression nearly matches: what makes one that backtracks take for ever.

For each repetition in a pattern: what leads to it, what it repeats many times, and a character
that breaks the match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

# What neighbours in a pattern are most likely to share.
POOL: Final = " \n\r\taA0-#/.:[(\"'\\_,=<>@*xz\x1b\u00e9"
BREAKS: Final = ("\n\x00",)
_REPEATS: Final = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
_FEW: Final = 24


def near_misses(pattern: re.Pattern[str] | re.Pattern[bytes], times: int) -> Iterator[str]:
    """Yield texts of about `times` repetitions for each repeat of the pattern, without doubles."""
    source = pattern.pattern
    text = source if isinstance(source, str) else source.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE if isinstance(source, bytes) else pattern.flags
    seen: set[tuple[str, str]] = set()
    for before, body in _repeats(list(parser.parse(text, flags & ~re.DEBUG)), [""], flags):
        if body and (before, body) not in seen:
            seen.add((before, body))
            for end in BREAKS:
                yield before + body * (times // len(body) + 1) + end


def _repeats(nodes: list[Any], before: list[str], flags: int) -> Iterator[tuple[str, str]]:
    """Yield (what leads to it, what it repeats) of each long repetition, the inner ones too."""
    for index, (operator, argument) in enumerate(nodes):
        inner = _inner(operator, argument)
        if operator in _REPEATS and argument[1] > _FEW:
            after = _words(nodes[index + 1 :], flags)[:2]
            for word in _words(inner[0], flags):
                for start in before[:2]:
                    yield start, word
                    # what follows may stand for a round of the repetition as well
                    yield from ((start, word + end) for end in after if end)
        for part in inner:
            yield from _repeats(part, before, flags)
        before = _join(before, _words([(operator, argument)], flags))[:4]


def _inner(operator: Any, argument: Any) -> list[list[Any]]:
    if operator in _REPEATS:
        return [list(argument[2])]
    if operator is code.SUBPATTERN:
        return [list(argument[3])]
    if operator is code.ATOMIC_GROUP:
        return [list(argument)]
    if operator is code.BRANCH:
        return [list(branch) for branch in argument[1]]
    return []


def _words(nodes: list[Any], flags: int) -> list[str]:
    """Return a few texts that a sequence matches, the shortest repeats of each."""
    words = [""]
    for operator, argument in nodes:
        words = _join(words, _word(operator, argument, flags))
    return list(dict.fromkeys(words))[:_FEW]


def _word(operator: Any, argument: Any, flags: int) -> list[str]:
    if operator is code.LITERAL:
        return [chr(argument)]
    if operator in (code.IN, code.ANY, code.NOT_LITERAL):
        return [char for char in POOL if _fits(operator, argument, char, flags)] or ["%"]
    if operator in _REPEATS:
        inner = _words(list(argument[2]), flags)
        least = argument[0]
        return [word * least for word in inner] if least else ["", *inner[:3]]
    parts = _inner(operator, argument)
    if operator is code.BRANCH:
        return [word for branch in parts for word in _words(branch, flags)[:8]]
    return _words(parts[0], flags) if parts else [""]


def _fits(operator: Any, argument: Any, char: str, flags: int) -> bool:
    if operator is code.ANY:
        return char != "\n" or bool(flags & re.DOTALL)
    if operator is code.NOT_LITERAL:
        return bool(ord(char) != argument)
    negated = False
    for kind, value in argument:
        if kind is code.NEGATE:
            negated = True
        elif (
            (kind is code.LITERAL and ord(char) == value)
            or (kind is code.RANGE and value[0] <= ord(char) <= value[1])
            or (kind is code.CATEGORY and _CATEGORIES[value](char))
        ):
            return not negated
    return negated


_CATEGORIES: Final = {
    code.CATEGORY_DIGIT: str.isdigit,
    code.CATEGORY_NOT_DIGIT: lambda char: not char.isdigit(),
    code.CATEGORY_SPACE: str.isspace,
    code.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    code.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    code.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}


def _join(words: list[str], others: list[str]) -> list[str]:
    # the shorter list goes round, so that each word of both stands in a text
    longer = max(len(words), len(others))
    return (
        [words[i % len(words)] + others[i % len(others)] for i in range(longer)]
        if others
        else words
    )
