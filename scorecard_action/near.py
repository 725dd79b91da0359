"""Known names that come near one that is not: what messages propose instead."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

LONGEST: Final = 1_000
"""No name has more characters; to compare two takes the product of their lengths."""


def nearest(name: str, known: Iterable[str], most: int = 3, *, least: float = 0.6) -> list[str]:
    """Return up to `most` of the known names, the nearest first, case counting.

    `least` is how alike they must be, from 0 (not at all) to 1 (the same).
    """
    return get_close_matches(name, list(known), most, least) if len(name) <= LONGEST else []


def did_you_mean(names: Iterable[str]) -> str:
    """Return `did you mean a or b?`, or "" without a name."""
    listed = " or ".join(names)
    return f"did you mean {listed}?" if listed else ""
