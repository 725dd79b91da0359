"""How a format is told by the keys of its JSON, written as it stands in its documentation.

An alternative is a list of paths, as of `JsonHead`, all of which a report must have:

    results[].check_id, results[].extra.message     these two
    files[], package=phpmd                          with this value
    generated_at, metrics.*.nosec                   * is any part of a path
    [].file, ![].endLine                            and not this one
    only comments, comments[]                       and no path besides

The first is a path without `*`: by it the table of formats finds those that may be meant, so that
it asks a few and not all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from scorecard_action.reports.head import Head, JsonHead


class Told(NamedTuple):
    """Says whether a head is of a format, and one path of each alternative, which it must have."""

    detect: Callable[[Head], bool]
    keys: frozenset[str]


class _Alternative(NamedTuple):
    paths: frozenset[str]
    absent: frozenset[str]
    values: tuple[tuple[str, str], ...]
    like: tuple[re.Pattern[str], ...]
    unlike: tuple[re.Pattern[str], ...]
    only: bool

    def holds(self, json: JsonHead) -> bool:
        """Say whether a head has what must be there, and nothing that must not."""
        if not self.paths <= json.paths or not self.absent.isdisjoint(json.paths):
            return False
        return (
            all(json.values.get(path) == value for path, value in self.values)
            and all(any(map(one.fullmatch, json.paths)) for one in self.like)
            and not any(any(map(one.fullmatch, json.paths)) for one in self.unlike)
            and (not self.only or json.paths <= self.paths)
        )


def told(alternatives: Iterable[str]) -> Told:
    """Read the alternatives, one of which must hold."""
    read = [_alternative(text) for text in alternatives]

    def detect(head: Head) -> bool:
        json = head.json
        return json is not None and any(one.holds(json) for _, one in read)

    return Told(detect, frozenset(first for first, _ in read))


def _alternative(text: str) -> tuple[str, _Alternative]:
    words = text.removeprefix("only ").split(", ")
    must = [word for word in words if not word.startswith("!")]
    mustnt = [word[1:] for word in words if word.startswith("!")]
    pairs = [(path, value) for path, _, value in (word.partition("=") for word in must) if value]
    paths = [word.partition("=")[0] for word in must if "*" not in word]
    return paths[0], _Alternative(
        frozenset(paths),
        frozenset(word for word in mustnt if "*" not in word),
        tuple(pairs),
        tuple(_pattern(word) for word in must if "*" in word),
        tuple(_pattern(word) for word in mustnt if "*" in word),
        text.startswith("only "),
    )


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, word.split("*"))), re.DOTALL)
