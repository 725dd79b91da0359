"""Values of JSON reports as tools write them: a report is never unreadable for an odd one."""

from __future__ import annotations

from collections.abc import Iterable

from scorecard_action.model import Result, TestCase


def text(value: object) -> str:
    """Return a string; "" for what is none."""
    return value if isinstance(value, str) else ""


def count(value: object) -> int:
    """Return a count; 0 for what is none, NaN and negative numbers among it."""
    if isinstance(value, int):
        return max(0, value)
    return int(value) if isinstance(value, float) and 0 < value < 1e15 else 0


def worst(results: Iterable[Result | None]) -> Result | None:
    """Return the worst of some results: failed over skipped over passed; None is no result."""
    found = set(results)
    for result in (Result.FAILED, Result.SKIPPED, Result.PASSED):
        if result in found:
            return result
    return None


def excess(
    declared: object, listed: int, name: str = "declared by the report, not listed"
) -> list[TestCase]:
    """Return the failures that a report declares beyond those that it lists, called `name`."""
    more = count(declared) - listed
    return [TestCase(Result.FAILED, name, own=False, count=more)] if more > 0 else []
