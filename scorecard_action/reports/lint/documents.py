"""What the readers of JSON lint reports share: whole documents, lines, and tolerant values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeVar

from msgspec import Struct

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import ToolError
from scorecard_action.reports import jsondoc
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source

T = TypeVar("T")

MESSAGE_LENGTH: Final = 500
MAX_LINE: Final = 16 * 1024 * 1024
MAX_LINE_NUMBER: Final = 2**31

_BEGIN: Final = re.compile(rb"^[ \t]*+(?=[{\[]\s*+[\"{\[\]}])", re.MULTILINE)

Number = int | float | str | None
"""A line number, as tools write it."""


class Partial(Struct, gc=False):
    """Part of a report: only the fields that are named are decoded."""


def decode(source: Source, shape: type[T], after: bytes = b"") -> T:
    """Decode a JSON report. `shape` must require what tells it from other JSON, so that `{}`, or a
    document of another tool, is never a clean one; `[]` is one where the shape is a list.

    Lines around it that are no JSON are passed over (`npm run` prints some before it,
    golangci-lint a summary after it): the closing bracket proves that it is whole. `after` begins
    what the tool itself writes right behind it. Raises ReportError as `jsondoc.decode` does.
    """
    data = source.document()
    begin = 0 if data[:1] in b"{[" else (found.start() if (found := _BEGIN.search(data)) else 0)
    line = source.first_line + data.count(b"\n", 0, begin)
    closing = b"}" if data[begin : begin + 64].lstrip()[:1] == b"{" else b"]"
    end = data.rfind(closing) + 1
    rest = data[end:]
    # only lines of their own are passed over, not something that runs on after the bracket
    own = bool(after) and rest.startswith(after)
    if end and rest.strip() and (own or rest.lstrip(b" \t\r")[:1] == b"\n"):
        data = data[begin:end]
    elif begin:
        data = data[begin:]
    return jsondoc.decode_line(data, shape, line)


def lines(source: Source, shape: type[T]) -> Iterator[tuple[int, T]]:
    """Yield the number and the document of each line of a JSON-lines report, blank ones left out.

    Raises ReportError at a line that is no whole JSON, or has over 16 MiB.
    """
    for number, line in enumerate(_split(source), source.first_line):
        if len(line) > MAX_LINE:
            raise ReportError(f"one line has over {MAX_LINE >> 20} MiB", number)
        if line and not line.isspace():
            yield number, jsondoc.decode_line(line, shape, number)


def _split(source: Source) -> Iterator[bytes]:
    """Like `Source.lines`, without its cut at 1 MiB: half a line is no JSON."""
    parts: list[bytes] = []
    size = 0
    for chunk in source.chunks():
        first, *more = chunk.split(b"\n")
        parts.append(first)
        size += len(first)
        if more:
            yield b"".join(parts)
            yield from more[:-1]
            parts = [more[-1]]
            size = len(more[-1])
        elif size > MAX_LINE:
            break
    yield b"".join(parts)


def line_number(value: object) -> int:
    """Return a line as a number from 1; 0 is unknown, which is also what is no line at all."""
    if isinstance(value, str):
        value = whole(value)
    if isinstance(value, float):
        value = int(value) if 0 < value < MAX_LINE_NUMBER else 0
    return value if isinstance(value, int) and 0 < value < MAX_LINE_NUMBER else 0


def unlisted(tool: str, what: str, counted: object, listed: int) -> Iterator[ToolError]:
    """Say where a report's own total of `what` is above what it lists: something was lost."""
    if (total := line_number(counted)) > listed:
        yield ToolError(f"{tool} counts {total:,} {what} and lists {listed:,}")


def short(text: str | None) -> str:
    """Return a message, cut to what is ever shown of it."""
    return clip(text or "", MESSAGE_LENGTH)
