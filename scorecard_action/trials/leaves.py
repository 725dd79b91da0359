"""The single values of an expect.yaml that a mapping does not have."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Final, TypeAlias

from scorecard_action.mapping.leaves import LEAVES, Leaf, Line
from scorecard_action.mapping.nodes import Scalar
from scorecard_action.mapping.numbers import MAX_DIGITS
from scorecard_action.mapping.scalars import Type, describe, is_null, type_of
from scorecard_action.mapping.wording import quote

_TIME: Final = "2026-11-27T12:00:00Z"
_DURATION: Final = LEAVES[dt.timedelta]


def _word(scalar: Scalar) -> str:
    """Whatever one writes on a command line or into a variable, numbers and `true` too."""
    if is_null(scalar):
        raise ValueError(f'expected text, found {describe(scalar)}: empty text is ""')
    if "\0" in scalar.text:
        raise ValueError("holds the control character U+0000: remove it")
    return scalar.text


def _variable(scalar: Scalar) -> str:
    if not re.fullmatch(r"[^\s=\x00]+", scalar.text):
        raise ValueError(f"expected the name of a variable, found {describe(scalar)}")
    return scalar.text


def _moment(scalar: Scalar) -> dt.datetime:
    try:
        time = dt.datetime.fromisoformat(scalar.text)
    except ValueError:
        raise ValueError(f"expected a time, found {describe(scalar)}") from None
    if time.tzinfo is None:
        raise ValueError(f"{quote(scalar.text)} names no zone: write for example {_TIME}")
    # what a day more or less would leave the calendar by
    if not 1970 <= time.year < 9000:
        raise ValueError(f"expected a time from 1970 to 8999, found {describe(scalar)}")
    return time.astimezone(dt.UTC)


def _age(scalar: Scalar) -> dt.timedelta:
    sign = -1 if scalar.text.startswith("-") else 1
    length: dt.timedelta = _DURATION.read(replace(scalar, text=scalar.text.removeprefix("-")))
    return sign * length


def _file(scalar: Scalar) -> str:
    text: str = LEAVES[Line].read(scalar)
    if text.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", text):
        raise ValueError(f"{quote(text)} is not in the case's folder: name a file from there")
    return text


def _number(scalar: Scalar) -> Decimal:
    plain = re.fullmatch(r"-?([0-9]++\.?[0-9]*+|\.[0-9]++)", scalar.text)
    if type_of(scalar) not in {Type.INT, Type.FLOAT} or not plain or len(plain[0]) > MAX_DIGITS:
        raise ValueError(f"expected a number in plain decimals, found {describe(scalar)}")
    return Decimal(scalar.text)


def _cell(scalar: Scalar) -> str | bool | Decimal | None:
    kind = type_of(scalar)
    if kind in {Type.INT, Type.FLOAT}:
        return _number(scalar)
    if kind is Type.BOOL:
        return scalar.text.lower() == "true"
    return None if kind is Type.NULL else scalar.text


def _code(scalar: Scalar) -> int:
    if type_of(scalar) is not Type.INT or not re.fullmatch("[0-9]{1,3}", scalar.text):
        raise ValueError(f"expected an exit code, found {describe(scalar)}")
    return int(scalar.text)


Word: TypeAlias = Annotated[
    str, Leaf("text", _word, {"type": ["string", "number", "boolean"], "pattern": r"^[^\x00]*$"})
]
Variable: TypeAlias = Annotated[
    str, Leaf("the name of a variable", _variable, {"pattern": r"^[^\s=]+$"})
]
Moment: TypeAlias = Annotated[
    dt.datetime, Leaf("a time", _moment, {"type": "string", "format": "date-time"})
]
Age: TypeAlias = Annotated[
    dt.timedelta,
    Leaf(
        "a duration",
        _age,
        {"type": "string", "pattern": _DURATION.schema["pattern"].replace("^", "^-?", 1)},
    ),
]
CaseFile: TypeAlias = Annotated[
    str, Leaf("a file", _file, {"pattern": r"^(?![/\\])(?!.*(^|[/\\])\.\.([/\\]|$)).*\S"})
]
Number: TypeAlias = Annotated[Decimal, Leaf("a number", _number, {"type": "number"})]
Cell: TypeAlias = Annotated[
    str | bool | Decimal | None,
    Leaf("a value", _cell, {"type": ["string", "number", "boolean", "null"]}),
]
ExitCode: TypeAlias = Annotated[
    int, Leaf("an exit code", _code, {"type": "integer", "minimum": 0, "maximum": 999})
]
