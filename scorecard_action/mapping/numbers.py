"""The numbers, lengths of time, days and truths of a mapping.

Each function reads a scalar, and raises ValueError with a sentence that follows the key's name.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from scorecard_action.mapping.nodes import Scalar
from scorecard_action.mapping.scalars import Type, describe, type_of
from scorecard_action.mapping.types import BASELINE
from scorecard_action.mapping.wording import quote
from scorecard_action.near import nearest

MAX_DIGITS = 20
MAX_COUNT = 10**12
MAX_SECONDS = 10**9

SMALL_PERCENT = r"^(?=.{2,20}$)(?!0?\.?0*%)((0?\.[0-9]+|0\.)|1(\.0*)?)%$"
"""Above 0 and up to 1, with its sign: a number that is so small is refused without."""

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
DURATION = r"^(?=[0-9])([0-9]{1,5}d)?([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?$"


def duration(scalar: Scalar) -> dt.timedelta:
    """A length of time above zero, in d, h, m and s."""
    found = re.fullmatch(DURATION, scalar.text)
    if not found:
        hint = f": name the unit, {scalar.text}s" if re.fullmatch("[0-9]{1,8}", scalar.text) else ""
        raise ValueError(f"expected a duration in d, h, m and s, found {describe(scalar)}{hint}")
    length = _length(found)
    if not length:
        raise ValueError("expected a duration longer than zero")
    return length


def _length(found: re.Match[str]) -> dt.timedelta:
    return dt.timedelta(**{_UNITS[part[-1]]: int(part[:-1]) for part in found.groups() if part})


def day(scalar: Scalar) -> dt.date:
    """A day: `2027-01-31`."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", scalar.text):
        raise ValueError(f"expected a date, found {describe(scalar)}")
    try:
        return dt.date.fromisoformat(scalar.text)
    except ValueError:
        raise ValueError(f"no such day: {quote(scalar.text)}") from None


def _number(scalar: Scalar, expected: str) -> Decimal:
    if type_of(scalar) not in {Type.INT, Type.FLOAT}:
        bare = scalar.text.removesuffix("%").strip()
        hint = f": write {bare}" if re.fullmatch(r"[0-9.]{1,20}", bare) else ""
        if scalar.text.lower() in {"null", "~", ""}:
            hint = ": 'none' lifts a default"
        if scalar.text == BASELINE:
            raise ValueError(
                "it is a comparison itself, so 'baseline' is no limit on it: write a number"
            )
        if meant := nearest(scalar.text.lower(), ("none", BASELINE), 1):
            hint = f": write {meant[0]}"
        raise ValueError(f"expected {expected} or 'none', found {describe(scalar)}{hint}")
    if len(scalar.text) > MAX_DIGITS or not re.fullmatch(
        r"[-+]?([0-9]++\.?[0-9]*+|\.[0-9]++)", scalar.text
    ):
        raise ValueError(
            f"expected {expected}, found {describe(scalar)}: write it in plain decimals"
        )
    value = Decimal(scalar.text)
    if value < 0:
        raise ValueError(f"{scalar.text} is negative: a limit is 0 or more")
    return abs(value)


def count(scalar: Scalar) -> Decimal:
    """A whole number from 0 on."""
    value = _number(scalar, "a whole number")
    if value % 1:
        raise ValueError(f"expected a whole number, found {scalar.text}")
    if value > MAX_COUNT:
        raise ValueError(f"{scalar.text} is more than {MAX_COUNT:,}")
    return Decimal(int(value))


def percent(scalar: Scalar) -> Decimal:
    """A percentage from 0 to 100; a small one, that may be a share, with its sign."""
    if type_of(scalar) is Type.TEXT and re.fullmatch(SMALL_PERCENT, scalar.text):
        return Decimal(scalar.text.removesuffix("%"))
    value = _number(scalar, "a percentage from 0 to 100")
    if value > 100:
        raise ValueError(f"{scalar.text} is more than 100 %")
    if 0 < value <= 1:
        # a share of 1 is what most who write it have in mind
        meant = (value * 100).normalize()
        raise ValueError(
            f"{scalar.text} means {scalar.text} %; did you mean {meant:f}?"
            f" Write {scalar.text}% where {scalar.text} % is meant"
        )
    return value


def seconds(scalar: Scalar) -> Decimal:
    """Seconds from 0 on, in plain decimals."""
    expected = "a number of seconds"
    if type_of(scalar) is Type.TEXT and (found := re.fullmatch(DURATION, scalar.text)):
        written = _length(found) // dt.timedelta(seconds=1)
        raise ValueError(
            f"expected {expected} or 'none', found {describe(scalar)}: write {written}"
        )
    value = _number(scalar, expected)
    if value > MAX_SECONDS:
        raise ValueError(f"{scalar.text} is more than {MAX_SECONDS:,}")
    return value


def truth(scalar: Scalar) -> bool:
    """true or false, as YAML 1.2 has them."""
    if type_of(scalar) is not Type.BOOL:
        words = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false"}
        word = words.get(scalar.text.lower())
        hint = f": YAML 1.2 has no {quote(scalar.text)}, write {word}" if word else ""
        raise ValueError(f"expected true or false, found {describe(scalar)}{hint}")
    return scalar.text.lower() == "true"
