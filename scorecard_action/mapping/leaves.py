"""The single values of a mapping: how each is read from its text, and what the JSON Schema says.

A leaf is a type of `document` without parts. `LEAVES` has all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple, NewType

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.mapping import numbers, texts
from scorecard_action.mapping.names import MAX_NAME
from scorecard_action.mapping.nodes import Scalar
from scorecard_action.model import Result

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


class Leaf(NamedTuple):
    """`read` takes a scalar and raises ValueError with a sentence that follows the key's name."""

    expected: str
    read: Callable[[Scalar], Any]
    schema: dict[str, Any]

    def __hash__(self) -> int:
        return hash(self.expected)  # a type annotated with it is hashed, and `schema` cannot be


_SOME_TEXT = r"\S"
_RELATIVE = r"^(?!.*(^|/)\.\.(/|$))"

LEAVES: Final[dict[object, Leaf]] = {
    Line: Leaf("text", texts.line, {"type": "string", "pattern": _SOME_TEXT}),
    Prose: Leaf("text", texts.prose, {"type": "string", "pattern": _SOME_TEXT}),
    RuleId: Leaf(
        "a rule's id",
        texts.rule_id,
        {"type": "string", "pattern": r"^[\x21-\x7e]+$", "maxLength": MAX_NAME},
    ),
    ServiceName: Leaf(
        "a service name",
        texts.service,
        {"type": "string", "pattern": r"^[^:]*[^\s:][^:]*(:.*\S.*)?$", "maxLength": MAX_NAME},
    ),
    FormatName: Leaf("the name of a format", texts.line, {"type": "string", "pattern": _SOME_TEXT}),
    StatusWord: Leaf(
        "a status word",
        texts.status_word,
        {"type": "string", "pattern": r"[^\s_-]", "maxLength": MAX_NAME},
    ),
    ResultName: Leaf("passed, failed or skipped", texts.result, {"enum": sorted(Result)}),
    Folder: Leaf(
        "a folder",
        texts.folder,
        {"type": "string", "pattern": _RELATIVE + r"(?!/|\\|[A-Za-z]:[\\/]).*\S"},
    ),
    Base: Leaf(
        "a folder",
        texts.base,
        {"type": "string", "pattern": r"^(?!\\|[A-Za-z]:[\\/]).*\S"},
    ),
    BasePath: Leaf(
        "the path of a mapping",
        texts.base_path,
        {
            "type": "string",
            "pattern": r"^(?!/|\\|[A-Za-z]:[\\/]|[A-Za-z][A-Za-z0-9+.-]*://).*\S",
        },
    ),
    Sum: Leaf("a SHA-256 sum", texts.checksum, {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}),
    File: Leaf(
        "a file",
        texts.file,
        {
            "type": "string",
            "pattern": _RELATIVE
            + rf"(?!/|~/|{texts.URL}|\\|[A-Za-z]:[\\/])(.*/)?(?!\.?$)[^/]*[^\s/]$",
        },
    ),
    Link: Leaf(
        "a link",
        texts.link,
        {
            "type": "string",
            "format": "uri",
            "pattern": r"^[hH][tT][tT][pP][sS]?://[^\s/?#\\@]+([/?#]\S*)?$",
        },
    ),
    Glob: Leaf("a path pattern", texts.glob, {"type": "string", "pattern": _RELATIVE + r".*\S"}),
    TextPattern: Leaf("a pattern", texts.pattern, {"type": "string", "pattern": _SOME_TEXT}),
    FoldedPattern: Leaf(
        "a pattern", texts.folded_pattern, {"type": "string", "pattern": _SOME_TEXT}
    ),
    dt.timedelta: Leaf(
        "a duration",
        numbers.duration,
        {"type": "string", "pattern": numbers.DURATION, "not": {"pattern": r"^[0dhms]+$"}},
    ),
    dt.date: Leaf(
        "a date",
        numbers.day,
        {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    ),
    Count: Leaf(
        "a whole number",
        numbers.count,
        {"type": "integer", "minimum": 0, "maximum": numbers.MAX_COUNT},
    ),
    Percent: Leaf(
        "a percentage from 0 to 100",
        numbers.percent,
        {
            "anyOf": [
                {"const": 0},
                {"type": "number", "exclusiveMinimum": 1, "maximum": 100},
                {"type": "string", "pattern": numbers.SMALL_PERCENT},
            ]
        },
    ),
    Seconds: Leaf(
        "a number of seconds",
        numbers.seconds,
        {"type": "number", "minimum": 0, "maximum": numbers.MAX_SECONDS},
    ),
    bool: Leaf("true or false", numbers.truth, {"type": "boolean"}),
}
