"""Values of JSON reports as tools write them: a report is never unreadable for an odd one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scorecard_action.model import Result, TestCase
from scorecard_action.reports.tests.words import WORSE, Said

_ABSOLUTE: Final = re.compile(r"[/\\]|[A-Za-z]:[/\\]")


def text(value: object) -> str:
    """Return a string; "" for what is none."""
    return value if isinstance(value, str) else ""


def count(value: object) -> int:
    """Return a count; 0 for what is none, NaN and negative numbers among it."""
    if isinstance(value, int):
        return max(0, value)
    return int(value) if isinstance(value, float) and 0 < value < 1e15 else 0


def worst(said: Iterable[Said]) -> Said | None:
    """Return the first of the worst: failed over skipped over passed; None where there is none."""
    return max(said, key=lambda one: WORSE.index(one[0]), default=None)


def excess(
    declared: object, listed: int, name: str = "declared by the report, not listed"
) -> list[TestCase]:
    """Return the failures that a report declares beyond those that it lists, called `name`."""
    more = count(declared) - listed
    return [TestCase(Result.FAILED, name, own=False, count=more)] if more > 0 else []


def below(folder: str, path: str) -> str:
    """Return the path of a file that is given relative to a folder; "" where there is none."""
    if not (folder and path) or _ABSOLUTE.match(path):
        return path
    return f"{folder.rstrip('/')}/{path}"
