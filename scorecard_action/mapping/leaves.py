"""The single values of a mapping: how each is read from its text, and what the JSON Schema says.

A leaf is a type of `document` without parts. `LEAVES` has all of them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple, NewType

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.mapping.names import MAX_NAME, entity_problem
from scorecard_action.mapping.nodes import Scalar
from scorecard_action.mapping.scalars import Type, describe, type_of
from scorecard_action.mapping.types import BASELINE
from scorecard_action.mapping.wording import quote
from scorecard_action.masking import mask_shapes
from scorecard_action.model import Result
from scorecard_action.near import nearest

Line = NewType("Line", str)
"""Text of one line: a name."""
Prose = NewType("Prose", str)
"""Text that may run over several lines."""
RuleId = NewType("RuleId", str)
ServiceName = NewType("ServiceName", str)
FormatName = NewType("FormatName", str)
Folder = NewType("Folder", str)
Base = NewType("Base", str)
BasePath = NewType("BasePath", str)
"""A mapping below this one, relative to its file."""
Sum = NewType("Sum", str)
File = NewType("File", str)
StatusWord = NewType("StatusWord", str)
ResultName = NewType("ResultName", Result)
Link = NewType("Link", str)
FoldedPattern = NewType("FoldedPattern", TextPattern)
"""A text pattern that ignores case."""
Count = NewType("Count", Decimal)
Percent = NewType("Percent", Decimal)
Seconds = NewType("Seconds", Decimal)

MAX_TEXT = 8192
"""As long as a pattern may be."""
_URL: Final = "[A-Za-z][A-Za-z0-9+.-]*://"
MAX_DIGITS = 20
MAX_COUNT = 10**12
MAX_SECONDS = 10**9


class Leaf(NamedTuple):
    """`read` takes a scalar and raises ValueError with a sentence that follows the key's name."""

    expected: str
    read: Callable[[Scalar], Any]
    schema: dict[str, Any]

    def __hash__(self) -> int:
        return hash(self.expected)  # a type annotated with it is hashed, and `schema` cannot be


def _text(scalar: Scalar, expected: str) -> str:
    if type_of(scalar) is Type.NULL:
        raise ValueError(f"expected {expected}, found {describe(scalar)}")
    if type_of(scalar) is not Type.TEXT:
        written = f'"{scalar.text}"'
        raise ValueError(
            f"expected {expected}, found {describe(scalar)}: quote it, {quote(written)[1:-1]}"
        )
    if not scalar.text.strip():
        raise ValueError(f"expected {expected}, found empty text")
    return scalar.text


def _line(scalar: Scalar, expected: str = "text", longest: int = MAX_TEXT) -> str:
    text = _text(scalar, expected)
    if len(text) > longest:
        raise ValueError(f"longer than {longest} characters")
    _refuse_controls(text)
    return text


def _refuse_controls(text: str, allowed: str = "") -> None:
    for character in text:
        if character not in allowed and unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
            name = f"U+{ord(character):04X}"
            raise ValueError(f"holds the control character {name}: remove it")


def _prose(scalar: Scalar) -> str:
    text = _text(scalar, "text").strip()
    if len(text) > MAX_TEXT:
        raise ValueError(f"longer than {MAX_TEXT} characters")
    _refuse_controls(text, "\n\t")
    return text


def _rule_id(scalar: Scalar) -> str:
    expected = "a rule's id"
    text = _line(scalar, expected, MAX_NAME)
    if not re.fullmatch(r"[\x21-\x7e]+", text):
        raise ValueError(f"expected {expected}, found {describe(scalar)}")
    return text


def _service(scalar: Scalar) -> str:
    text = _line(scalar, "a service name", MAX_NAME)
    if problem := entity_problem(text):
        raise ValueError(f"{quote(text)} {problem}")
    return text


def _status_word(scalar: Scalar) -> str:
    # `0` and `true` are words that a tool may write
    _refuse_controls(scalar.text)
    if not re.search(r"[^\s_-]", scalar.text) or len(scalar.text) > MAX_NAME:
        raise ValueError(f"expected a status word, found {describe(scalar)}")
    return scalar.text


def _result(scalar: Scalar) -> Result:
    if scalar.text not in set(Result):
        raise ValueError(f"expected passed, failed or skipped, found {describe(scalar)}")
    return Result(scalar.text)


def _folder(scalar: Scalar) -> str:
    return _below(scalar, "a folder") or "."


def _file(scalar: Scalar) -> str:
    if re.match(_URL, scalar.text):
        raise ValueError(
            f"{quote(mask_shapes(scalar.text))} is a URL, and none is fetched: have a step before"
            " this one fetch it, and name the file"
        )
    if scalar.text.startswith("~/"):
        raise ValueError(
            f"{quote(scalar.text)}: '~' is no folder here: name it from the working directory"
        )
    text = _below(scalar, "a file")
    if not text or scalar.text.endswith("/"):
        raise ValueError(f"{quote(scalar.text)} is a folder: name a file")
    return text


def _below(scalar: Scalar, expected: str) -> str:
    text = _line(scalar, expected)
    if text.startswith("/") or re.match(r"[A-Za-z]:[\\/]|\\", text):
        raise ValueError(f"{quote(text)} is absolute: name it from the working directory")
    names = [name for name in text.split("/") if name not in {"", "."}]
    if ".." in names:
        raise ValueError(f"{quote(text)} leaves the working directory: '..' is not allowed")
    return "/".join(names)


def _base(scalar: Scalar) -> str:
    text = _line(scalar, "a folder")
    if re.match(r"[A-Za-z]:[\\/]|\\", text):
        raise ValueError(
            f"{quote(text)} is a folder of one machine: name it from the report's own folder"
            " ('..' is the one above), or from the working directory ('/')"
        )
    return text


def _base_path(scalar: Scalar) -> str:
    text = _line(scalar, "the path of a mapping")
    if re.match(_URL, text):
        raise ValueError(
            f"{quote(mask_shapes(text))} is a URL, and none is fetched: keep a copy in the"
            " repository with its 'sha256', or have a step before this one fetch it and name the"
            " file with --extends"
        )
    if re.match(r"/|\\|[A-Za-z]:[\\/]", text):
        raise ValueError(
            f"{quote(text)} is a file of one machine: name it from the folder of this file,"
            " or with --extends or SCORECARD_EXTENDS"
        )
    return text


def _sum(scalar: Scalar) -> str:
    text = _text(scalar, "a SHA-256 sum")
    if not re.fullmatch(r"[0-9A-Fa-f]{64}", text):
        raise ValueError(f"expected a SHA-256 sum, 64 hexadecimal digits, found {describe(scalar)}")
    return text.lower()


def _link(scalar: Scalar) -> str:
    text = _line(scalar, "a link", 2000)
    if not re.fullmatch(r"(?i:https?)://[^\s/?#\\@]+(?:[/?#][^\s]*)?", text):
        raise ValueError(f"expected a link with http or https, found {describe(scalar)}")
    return text


def _glob(scalar: Scalar) -> Glob:
    return Glob(_line(scalar, "a path pattern"))


def _pattern(scalar: Scalar) -> TextPattern:
    return TextPattern(_line(scalar, "a pattern"))


def _folded_pattern(scalar: Scalar) -> TextPattern:
    return TextPattern(_line(scalar, "a pattern"), ignore_case=True)


_SMALL_PERCENT = r"^(?=.{2,20}$)(?!0?\.?0*%)((0?\.[0-9]+|0\.)|1(\.0*)?)%$"
"""Above 0 and up to 1, with its sign: a number that is so small is refused without."""

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DURATION = r"^(?=[0-9])([0-9]{1,5}d)?([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?$"


def _duration(scalar: Scalar) -> dt.timedelta:
    found = re.fullmatch(_DURATION, scalar.text)
    if not found:
        hint = f": name the unit, {scalar.text}s" if re.fullmatch("[0-9]{1,8}", scalar.text) else ""
        raise ValueError(f"expected a duration in d, h, m and s, found {describe(scalar)}{hint}")
    length = _length(found)
    if not length:
        raise ValueError("expected a duration longer than zero")
    return length


def _length(found: re.Match[str]) -> dt.timedelta:
    return dt.timedelta(**{_UNITS[part[-1]]: int(part[:-1]) for part in found.groups() if part})


def _day(scalar: Scalar) -> dt.date:
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


def _count(scalar: Scalar) -> Decimal:
    value = _number(scalar, "a whole number")
    if value % 1:
        raise ValueError(f"expected a whole number, found {scalar.text}")
    if value > MAX_COUNT:
        raise ValueError(f"{scalar.text} is more than {MAX_COUNT:,}")
    return Decimal(int(value))


def _percent(scalar: Scalar) -> Decimal:
    if type_of(scalar) is Type.TEXT and re.fullmatch(_SMALL_PERCENT, scalar.text):
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


def _seconds(scalar: Scalar) -> Decimal:
    expected = "a number of seconds"
    if type_of(scalar) is Type.TEXT and (found := re.fullmatch(_DURATION, scalar.text)):
        written = _length(found) // dt.timedelta(seconds=1)
        raise ValueError(
            f"expected {expected} or 'none', found {describe(scalar)}: write {written}"
        )
    value = _number(scalar, expected)
    if value > MAX_SECONDS:
        raise ValueError(f"{scalar.text} is more than {MAX_SECONDS:,}")
    return value


def _bool(scalar: Scalar) -> bool:
    if type_of(scalar) is not Type.BOOL:
        words = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false"}
        word = words.get(scalar.text.lower())
        hint = f": YAML 1.2 has no {quote(scalar.text)}, write {word}" if word else ""
        raise ValueError(f"expected true or false, found {describe(scalar)}{hint}")
    return scalar.text.lower() == "true"


_SOME_TEXT = r"\S"
_RELATIVE = r"^(?!.*(^|/)\.\.(/|$))"

LEAVES: Final[dict[object, Leaf]] = {
    Line: Leaf("text", _line, {"type": "string", "pattern": _SOME_TEXT}),
    Prose: Leaf("text", _prose, {"type": "string", "pattern": _SOME_TEXT}),
    RuleId: Leaf(
        "a rule's id",
        _rule_id,
        {"type": "string", "pattern": r"^[\x21-\x7e]+$", "maxLength": MAX_NAME},
    ),
    ServiceName: Leaf(
        "a service name",
        _service,
        {"type": "string", "pattern": r"^[^:]*[^\s:][^:]*(:.*\S.*)?$", "maxLength": MAX_NAME},
    ),
    FormatName: Leaf("the name of a format", _line, {"type": "string", "pattern": _SOME_TEXT}),
    StatusWord: Leaf(
        "a status word",
        _status_word,
        {"type": "string", "pattern": r"[^\s_-]", "maxLength": MAX_NAME},
    ),
    ResultName: Leaf("passed, failed or skipped", _result, {"enum": sorted(Result)}),
    Folder: Leaf(
        "a folder",
        _folder,
        {"type": "string", "pattern": _RELATIVE + r"(?!/|\\|[A-Za-z]:[\\/]).*\S"},
    ),
    Base: Leaf(
        "a folder",
        _base,
        {"type": "string", "pattern": r"^(?!\\|[A-Za-z]:[\\/]).*\S"},
    ),
    BasePath: Leaf(
        "the path of a mapping",
        _base_path,
        {
            "type": "string",
            "pattern": r"^(?!/|\\|[A-Za-z]:[\\/]|[A-Za-z][A-Za-z0-9+.-]*://).*\S",
        },
    ),
    Sum: Leaf("a SHA-256 sum", _sum, {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}),
    File: Leaf(
        "a file",
        _file,
        {
            "type": "string",
            "pattern": _RELATIVE + rf"(?!/|~/|{_URL}|\\|[A-Za-z]:[\\/])(.*/)?(?!\.?$)[^/]*[^\s/]$",
        },
    ),
    Link: Leaf(
        "a link",
        _link,
        {
            "type": "string",
            "format": "uri",
            "pattern": r"^[hH][tT][tT][pP][sS]?://[^\s/?#\\@]+([/?#]\S*)?$",
        },
    ),
    Glob: Leaf("a path pattern", _glob, {"type": "string", "pattern": _RELATIVE + r".*\S"}),
    TextPattern: Leaf("a pattern", _pattern, {"type": "string", "pattern": _SOME_TEXT}),
    FoldedPattern: Leaf("a pattern", _folded_pattern, {"type": "string", "pattern": _SOME_TEXT}),
    dt.timedelta: Leaf(
        "a duration",
        _duration,
        {"type": "string", "pattern": _DURATION, "not": {"pattern": r"^[0dhms]+$"}},
    ),
    dt.date: Leaf(
        "a date",
        _day,
        {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    ),
    Count: Leaf("a whole number", _count, {"type": "integer", "minimum": 0, "maximum": MAX_COUNT}),
    Percent: Leaf(
        "a percentage from 0 to 100",
        _percent,
        {
            "anyOf": [
                {"const": 0},
                {"type": "number", "exclusiveMinimum": 1, "maximum": 100},
                {"type": "string", "pattern": _SMALL_PERCENT},
            ]
        },
    ),
    Seconds: Leaf(
        "a number of seconds",
        _seconds,
        {"type": "number", "minimum": 0, "maximum": MAX_SECONDS},
    ),
    bool: Leaf("true or false", _bool, {"type": "boolean"}),
}
