"""Read a JSON report into typed partial structures: what no rule asks about is never built.

msgspec decodes. Where it refuses what tools do write (NaN, lone surrogates), the standard library's
parser decides, and gives the line and column of what is wrong.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, TypeVar

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.reports.jsonlimits import TOO_DEEP, refuse_excess
from scorecard_action.reports.source import Source

T = TypeVar("T")

# msgspec's words, also for half a surrogate pair near the end
_TRUNCATED: Final = "Input data was truncated"
# the escape of half a surrogate pair, or of a whole one
HALF_PAIR: Final = re.compile(rb"\\u[dD][89a-fA-F]")


def decode(source: Source, shape: type[T]) -> T:
    """Decode a whole JSON report into `shape` (a msgspec type).

    Raises ReportError with line and column where it is no JSON, names the place (`$.runs[0]`)
    where it has another shape, and refuses what is over a limit. Specification: RFC 8259.
    """
    return _decode(source.document(), shape, source.first_line, 0)


def decode_line(line: bytes, shape: type[T], number: int) -> T:
    """Decode one line of a JSON-lines report; `number` is the line, counted from 1.

    Raises ReportError as `decode` does.
    """
    return _decode(line, shape, number, number)


def _decode(data: bytes, shape: type[T], first_line: int, line: int) -> T:
    """Decode what begins at `first_line`; what is wrong with the whole is said to be at `line`."""
    refuse_excess(data, line)
    try:
        return msgspec.json.decode(data, type=shape)
    except RecursionError:
        raise ReportError(TOO_DEEP, line) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if _is_cut_off(error, data):
            raise _cut_off(data, first_line) from None
        first = error
    try:
        refuse_excess(data, line, built=True)
    except ReportError:
        if isinstance(first, msgspec.ValidationError):
            raise ReportError(f"not the shape of this format: {_said(first)}", line) from None
        raise
    text = _text(data, first_line)
    del data
    loaded = _standard(text, first_line)
    try:
        return msgspec.convert(loaded, shape)
    except RecursionError:
        raise ReportError(TOO_DEEP, line) from None
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise ReportError(f"not the shape of this format: {_said(error)}", line) from first


def _is_cut_off(error: Exception, data: bytes) -> bool:
    # then the place is the end, and there is no need to parse a second time to find it
    return str(error) == _TRUNCATED and not HALF_PAIR.search(data)


def _cut_off(data: bytes, first_line: int) -> ReportError:
    line = first_line + data.count(b"\n")
    return ReportError("the report is cut off", line, len(data) - data.rfind(b"\n"))


def _said(error: Exception) -> str:
    # msgspec stumbles over half a surrogate pair where it expects another type than a string
    return "a broken string" if isinstance(error, UnicodeEncodeError) else str(error)


def _text(data: bytes, first_line: int) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise ReportError("not valid UTF-8", line, column) from None


def _standard(text: str, first_line: int) -> Any:  # noqa: ANN401 - JSON is of any shape
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at_end = not text[error.pos :].strip() or error.msg.startswith("Unterminated string")
        words = "the report is cut off" if at_end else f"not valid JSON: {error.msg}"
        raise ReportError(words, first_line + error.lineno - 1, error.colno) from None
    except RecursionError:
        raise ReportError(TOO_DEEP, first_line) from None
    except ValueError as error:  # an integer of more than 4,300 digits
        raise ReportError(f"not valid JSON: {error}") from None
