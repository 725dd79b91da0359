"""Which of many patterns may match a text: those of which it holds a piece.

Each pattern is known by three characters in a row that it needs, the ones that the fewest others
need; what a text holds of them is looked up. So of thousands of `*x*`, few are asked for a text.
What is asked is counted all the same: patterns and texts can be made so that all fit nearly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Generic, TypeVar

from scorecard_action.errors import ReportError
from scorecard_action.globs.globs import Glob, TextPattern

P = TypeVar("P", Glob, TextPattern, Glob | TextPattern)

MAX_ASKED: Final = 200_000_000
"""How often the reports that a set of rules shares may make a pattern be compared with a value."""

_FEW: Final = 8
_GRAM: Final = 3
_LONG: Final = 256  # characters of a value that cost as much as asking at all


class Budget:
    """How many comparisons are left."""

    def __init__(self, most: int = MAX_ASKED) -> None:
        self._most = self._left = most

    def take(self, patterns: int, length: int = 0) -> None:
        """Compare so many patterns with a value of this length.

        Raises ReportError where that is too much for all reports together.
        """
        self._left -= patterns * (1 + length // _LONG)
        if self._left < 0:
            raise ReportError(
                f"what it holds would be compared over {self._most:,} times with the patterns of"
                " `only` and `except` of the rules that read it: fewer of them, or exact names and"
                " prefixes (`abc*`), which are looked up"
            )


class Likely(Generic[P]):
    """Patterns with their bits. `fold`: texts are casefolded before they are asked for."""

    def __init__(self, patterns: Mapping[P, int], *, fold: bool = False) -> None:
        self._always: list[tuple[P, int]] = []
        self._by_gram: dict[str, list[tuple[P, int]]] = {}
        needed = {one: [_grams(runs, fold=fold) for runs in one.runs] for one in patterns}
        shared: dict[str, int] = {}
        for gram in (gram for groups in needed.values() for grams in groups for gram in grams):
            shared[gram] = shared.get(gram, 0) + 1
        for pattern, bit in patterns.items():
            if len(patterns) <= _FEW or not all(needed[pattern]):
                self._always.append((pattern, bit))
                continue
            # in order, so that of several that are as rare it is always the same
            rarest = {min(sorted(grams), key=shared.__getitem__) for grams in needed[pattern]}
            for gram in rarest:
                self._by_gram.setdefault(gram, []).append((pattern, bit))

    def of(self, text: str) -> list[tuple[P, int]]:
        """Return the patterns that may match, with their bits; some twice."""
        if not self._by_gram:
            return self._always
        found = list(self._always)
        for gram in {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}:
            found += self._by_gram.get(gram, ())
        return found


def _grams(runs: tuple[str, ...], *, fold: bool) -> set[str]:
    return set(_grams_of(runs, fold=fold))


def _grams_of(runs: tuple[str, ...], *, fold: bool) -> Iterator[str]:
    for run in runs:
        text = run.casefold() if fold else run
        yield from (text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1))
