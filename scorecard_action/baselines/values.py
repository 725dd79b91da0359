"""Measured values as the file has them: exact, and yet to be read.

A count is a number, and so is what two decimals hold of a percentage (six of anything else). What
they do not hold is a text with the exact fraction: `"66.66 % = 2/3"`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from scorecard_action.judging.metric import Unit
from scorecard_action.metrics import METRICS

_DIGITS: Final = 20
"""The most digits of a number that is read: none that was measured has more."""
_EXACT: Final = re.compile(
    r"(?P<shown>[0-9]{1,20}(?:\.[0-9]{1,6})?)(?P<percent> %)?"
    r" = (?P<part>[0-9]{1,40})/(?P<whole>[0-9]{1,40})"
)


def written(metric: str, value: Fraction) -> int | str | Decimal:
    """Return a value of the metric as JSON has it; a Decimal is a number."""
    row = METRICS.get(metric)
    percent = row is not None and row.unit is Unit.PERCENT
    if value.denominator == 1:
        return int(value)
    shown = _rounded_down(value, 2 if percent else 6)
    plain = f"{shown:f}".rstrip("0").rstrip(".")
    if value == Fraction(shown):
        return Decimal(plain)
    exact = value / 100 if percent else value
    return f"{plain}{' %' if percent else ''} = {exact.numerator}/{exact.denominator}"


def read(value: object) -> Fraction:
    """Return the exact value. Raises ValueError, with what is wrong, for what `written` is not."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        # `1e-999999999` is short, and has a billion digits as a fraction
        if not 0 <= value < 10**_DIGITS or (isinstance(value, Decimal) and not _is_short(value)):
            raise ValueError("is no number that is ever measured")
        return Fraction(value)
    found = _EXACT.fullmatch(value) if isinstance(value, str) else None
    if not found or not int(found["whole"]):
        raise ValueError('is neither a number nor like "66.66 % = 2/3"')
    exact = Fraction(int(found["part"]), int(found["whole"])) * (100 if found["percent"] else 1)
    if _rounded_down(exact, 2 if found["percent"] else 6) != Decimal(found["shown"]):
        raise ValueError("says two things: what is before `=` is not what is behind it")
    return exact


def _is_short(value: Decimal) -> bool:
    return value.adjusted() >= -_DIGITS and len(value.as_tuple().digits) <= 2 * _DIGITS


def _rounded_down(value: Fraction, decimals: int) -> Decimal:
    return Decimal(int(value * 10**decimals)).scaleb(-decimals)
