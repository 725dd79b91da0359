"""What is kept of what there may be very many of: the first few, whatever order they come in.

Each function is a rule of `merging`: it returns what two tallies keep together, may change the
first of them, and never the second.
"""

from __future__ import annotations

from typing import Final

import msgspec

from scorecard_action.judging.known import Fingerprint
from scorecard_action.judging.telling import Example
from scorecard_action.model import Kind

MAX_EXAMPLES: Final = 5
MAX_NAMES: Final = 200
MAX_PROBLEMS: Final = 20

Slow = tuple[int, str, int, str]  # microseconds below zero, and the example: the slowest is first


class ReportProblem(msgspec.Struct, frozen=True, order=True):
    """Why a report is no whole evidence: it cannot be read, or its tool did not finish."""

    file: str
    line: int
    column: int
    message: str
    unreadable: bool = True


def first_names(names: set[str]) -> set[str]:
    """Return the first of the names in alphabetical order, as many as are kept."""
    return set(sorted(names)[:MAX_NAMES]) if len(names) > MAX_NAMES else names


def first_text(mine: str, other: str) -> str:
    """Return the first of two texts, whichever is there."""
    return min(mine, other) if mine else other


def first_texts(mine: dict[Kind, str], other: dict[Kind, str]) -> dict[Kind, str]:
    """Return the first text of each kind."""
    return {**mine, **{kind: first_text(mine.get(kind, ""), other[kind]) for kind in other}}


def first_of_both(mine: set[str], other: set[str]) -> set[str]:
    """Return the first names of both."""
    return first_names(mine | other)


def first_problems(mine: list[ReportProblem], other: list[ReportProblem]) -> list[ReportProblem]:
    """Return the first problems of both."""
    return sorted({*mine, *other})[:MAX_PROBLEMS]


def first_of_kinds(
    mine: dict[Kind, list[ReportProblem]], other: dict[Kind, list[ReportProblem]]
) -> dict[Kind, list[ReportProblem]]:
    """Return the first problems of each kind."""
    for kind, problems in other.items():
        mine[kind] = first_problems(mine.get(kind, []), problems)
    return mine


def first_examples(
    mine: dict[str, list[Example]], other: dict[str, list[Example]]
) -> dict[str, list[Example]]:
    """Return the first examples of each metric."""
    for metric, examples in other.items():
        mine[metric] = sorted({*mine.get(metric, ()), *examples})[:MAX_EXAMPLES]
    return mine


def slowest_of_both(mine: list[Slow], other: list[Slow]) -> list[Slow]:
    """Return the slowest tests of both."""
    return sorted((*mine, *other))[:MAX_EXAMPLES]


def all_first_names(mine: dict[str, set[str]], other: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the first names of each field."""
    for field, names in other.items():
        mine[field] = first_names(mine.get(field, set()) | names)
    return mine


def first_notices(mine: dict[str, set[str]], other: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the first notices, each with the first places where it stands."""
    mine = all_first_names(mine, other)
    for message in sorted(mine)[MAX_NAMES:]:
        del mine[message]
    return mine


def first_places(
    mine: dict[Fingerprint, Example], other: dict[Fingerprint, Example]
) -> dict[Fingerprint, Example]:
    """Return the first example of each finding."""
    for one, example in other.items():
        mine[one] = min(mine.get(one, example), example)
    return mine
