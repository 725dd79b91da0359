"""How long a test took, as tools write it, in whole microseconds: None where that is not told.

A time is rounded to the nearest microsecond, half to even, so that many of them add up to no less
than they should. What is no time (NaN, below zero, a text) and what no test takes (over a billion
seconds) is None: a report is never unreadable for an odd one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Final

SECOND: Final = Decimal(1_000_000)
MILLISECOND: Final = Decimal(1_000)
MICROSECOND: Final = Decimal(1)
NANOSECOND: Final = Decimal("0.001")

MOST: Final = 10**15
"""Microseconds: more than thirty years."""

_HUGE: Final = 10**25
_LONGEST: Final = 64  # letters of a text that may be a time
_SHORT: Final = 6  # letters; shorter ones come again and again: `0.012`
_SCALE: Final[tuple[int, ...]] = tuple(10 ** (6 - digits) for digits in range(7))
_EXACT: Final = Context(prec=200, rounding=ROUND_HALF_EVEN)
_NUMBER: Final = r"(?:\d++(?:[.,]\d*+)?|[.,]\d++)(?:[eE][-+]?\d{1,9})?"
_DECIMAL: Final = re.compile(rf"[-+]?{_NUMBER}", re.ASCII)
# `1,234.5`, `1.234,5`, `1 234,5`: the last sign of two kinds, or of one that stands once, is the
# decimal one
_GROUPED: Final = re.compile(
    r"\d{1,3}([,.'\u00a0\u202f\u2009 ])\d{3}(?:\1\d{3})*+(?:[.,]\d*+)?", re.ASCII
)
_CLOCK: Final = re.compile(
    r"(?:(?:(\d{1,6})[.:])?(\d{1,7}):)?(\d{1,7}):(\d{1,2}(?:[.,]\d*+)?)", re.ASCII
)
_ISO: Final = re.compile(
    rf"P(?=[\dT])(?:({_NUMBER})D)?(?:T(?=\d)(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?",
    re.ASCII,
)
_UNITS: Final = {
    "d": 86_400 * SECOND, "day": 86_400 * SECOND,
    "h": 3_600 * SECOND, "hr": 3_600 * SECOND, "hour": 3_600 * SECOND,
    "m": 60 * SECOND, "min": 60 * SECOND, "minute": 60 * SECOND,
    "s": SECOND, "sec": SECOND, "second": SECOND,
    "ms": MILLISECOND, "msec": MILLISECOND, "milli": MILLISECOND, "millisecond": MILLISECOND,
    "us": MICROSECOND, "µs": MICROSECOND, "μs": MICROSECOND, "usec": MICROSECOND,
    "microsecond": MICROSECOND,
    "ns": NANOSECOND, "nsec": NANOSECOND, "nanosecond": NANOSECOND,
}  # fmt: skip
_PART: Final = re.compile(rf"\s*+({_NUMBER})\s*+([a-zµμ]{{1,11}})\.?\s*+", re.ASCII)


def seconds(text: str | None) -> int | None:
    """Read a time whose bare numbers are seconds, as in JUnit.

    `12.345`, `1,234.5`, `0,25`, `1.5e+1`, `.5`; with a unit `1.5s`, `15 ms`, `1m2.5s`; a clock
    `0:01:30`, `00:00:00.0156250`, `1.02:03:04`; ISO 8601 `PT1M30.5S`. `1,234` is over a thousand:
    Surefire writes it so, and of two readings the longer one cannot make a limit hold.
    """
    if not text:
        return None
    if len(text) < _SHORT:
        return _short(text)
    before, _, after = text.partition(".")  # as nearly all are
    digits, places = before + after, len(after)
    if places < 7 and 0 < len(before) < 10 and digits.isdecimal():
        return int(digits) * _SCALE[places]
    return read(text, SECOND)


@lru_cache(maxsize=16_384)
def _short(text: str) -> int | None:
    return read(text, SECOND)


def read(text: str | None, unit: Decimal, *, grouped: bool = True) -> int | None:
    """Read a time whose bare numbers count in `unit`, in the forms of `seconds`.

    Without `grouped` a lone comma is a decimal one: .NET writes it where the machine's language
    has it, and never groups.
    """
    text = text.strip() if text and len(text) <= 2 * _LONGEST else ""
    if not text or len(text) > _LONGEST:
        return None
    if grouped and _GROUPED.fullmatch(text) and not _is_decimal(text):
        return whole(_ungrouped(text), unit)
    if _DECIMAL.fullmatch(text):
        return whole(_decimal(text), unit)
    if match := _CLOCK.fullmatch(text):
        return _clock(*match.groups())
    if match := _ISO.fullmatch(text.upper()):
        sizes = ("d", "h", "m", "s")
        given = zip(match.groups(), sizes, strict=True)
        return _added((_decimal(part), _UNITS[size]) for part, size in given if part)
    return _with_units(text)


def number(value: object, unit: Decimal) -> int | None:
    """Read a time of a JSON report that counts in `unit`; as text it is read as `read` does."""
    if isinstance(value, str):
        return read(value, unit)
    exact = _exact(value)
    return whole(exact, unit) if exact is not None else None


def total(values: Iterable[object], unit: Decimal) -> int | None:
    """Add up the times of the parts of a test, numbers of a JSON report; None where none has one.

    Parts without a time took none: Cucumber leaves out a zero. A part whose time is no time makes
    that of the test unknown.
    """
    added, known = Decimal(0), False
    for value in values:
        if value is None:
            continue
        exact = _exact(value)
        if exact is None or exact < 0:
            return None
        added, known = _EXACT.add(added, exact), True
    return whole(added, unit) if known else None


def span(start: object, end: object, unit: Decimal) -> int | None:
    """Return the time from one moment to another, numbers of a JSON report that count in `unit`."""
    first, last = _exact(start), _exact(end)
    if first is None or last is None:
        return None
    return whole(_EXACT.subtract(last, first), unit)


def _exact(value: object) -> Decimal | None:
    """Return a number of a JSON report as it is written: 0.1 is a tenth, and not what the machine
    holds for it. None for what is none, or of no size that a time has.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # not of the size first: to write many digits costs much, and NaN is neither
    return Decimal(repr(value)) if -_HUGE < value < _HUGE else None


def whole(value: Decimal, unit: Decimal = MICROSECOND) -> int | None:
    """Return so many units in whole microseconds; None for what no test can have taken."""
    if not value:
        return 0
    if value < 0 or not value.is_finite() or value.adjusted() > 25:
        return None
    if value.adjusted() < -25:
        return 0
    micros = int(_EXACT.multiply(value, unit).to_integral_value(ROUND_HALF_EVEN))
    return micros if micros <= MOST else None


def between(start: int | None, end: int | None) -> int | None:
    """Return the time from one moment to another, both in microseconds, where both are known."""
    if start is None or end is None:
        return None
    return end - start if 0 <= end - start <= MOST else None


def moment(text: str | None) -> int | None:
    """Read a date with its time of day (ISO 8601, or Robot Framework's `20260105 10:00:00.000`).

    In microseconds, to be compared with others of the same report: without a zone it is UTC.
    """
    if not text or len(text) > _LONGEST:
        return None
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=dt.UTC)
    return (found - _EPOCH) // dt.timedelta(microseconds=1)


_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _is_decimal(text: str) -> bool:
    """Say whether the one sign among the digits of a number is a decimal one."""
    return re.fullmatch(r"(?:\d{1,3}\.\d{3}|0,\d{3})", text) is not None


def _ungrouped(text: str) -> Decimal:
    body, sign = text, ""
    tail = re.search(r"[.,](\d*)\Z", text)
    separator = re.search(r"\D", text)
    if tail and separator and tail[0][0] != separator[0]:
        body, sign = text[: tail.start()], f".{tail[1]}"
    return Decimal(re.sub(r"\D", "", body) + sign)


def _clock(
    days: str | None, hours: str | None, minutes: str | None, seconds: str | None
) -> int | None:
    if _decimal(seconds or "0") >= 60 or (hours is not None and int(minutes or 0) >= 60):
        return None
    if days is not None and int(hours or 0) >= 24:
        return None
    given = zip((days, hours, minutes, seconds), ("d", "h", "m", "s"), strict=True)
    return _added((_decimal(part), _UNITS[size]) for part, size in given if part)


def _with_units(text: str) -> int | None:
    found: list[tuple[Decimal, Decimal]] = []
    position = 0
    text = text.lower()
    while position < len(text):
        match = _PART.match(text, position)
        unit = match and (_UNITS.get(match[2]) or _UNITS.get(match[2].removesuffix("s")))
        if match is None or unit is None:
            return None
        found.append((_decimal(match[1]), unit))
        position = match.end()
    return _added(found)


def _added(parts: Iterable[tuple[Decimal, Decimal]]) -> int | None:
    added = Decimal(0)
    for value, unit in parts:
        if value.adjusted() > 25:
            return None
        if value.adjusted() >= -25:
            added = _EXACT.add(added, _EXACT.multiply(value, unit))
    return whole(added)
