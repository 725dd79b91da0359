"""Numbers as tools write them: a report is never unreadable for an odd number."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

# More of anything no report has; it keeps sums of hostile numbers within what JSON can carry.
MOST: Final = 10**12

_WHOLE: Final = re.compile(r"\s*\+?(\d{1,1000})(?:[.,]0*)?\s*")
_GROUPED: Final = re.compile(r"\s*(\d{1,3}(?:[,.\u00a0\u202f' ]\d{3}){1,300})\s*")
_DECIMAL: Final = re.compile(r"\s*+\+?(\d{0,18})(?:[.,](\d{0,18}))?(?:[eE]([+-]?\d{1,2}))?\s*+")


def whole(text: str | None) -> int:
    """Read a count: `12`, `1,234` and `12.0` are; "", NaN, -3 and anything else is 0.

    Counters overflow in some tools: what is greater than a trillion is a trillion.
    """
    if not text:
        return 0
    if match := _GROUPED.fullmatch(text):  # first: 1,000 is a thousand, not one
        return min(int(re.sub(r"\D", "", match[1])), MOST)
    if match := _WHOLE.fullmatch(text):
        return min(int(match[1]), MOST)
    return 0


def rate(text: str | None) -> Fraction | None:
    """Read a rate from 0 to 1, exactly, with a decimal point or comma; None where it is none."""
    if not text:
        return None
    match = _DECIMAL.fullmatch(text)
    if not match or not (match[1] or match[2]):
        return None
    digits = f"{match[1] or '0'}.{match[2] or '0'}e{match[3] or '0'}"
    value = Fraction(digits)
    return value if value <= 1 else None
