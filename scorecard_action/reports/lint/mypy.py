"""mypy's JSON lines (`--output json`): an error or a note per line.

Specification: mypy, `error_formatter.JSONFormatter`. A syntax error keeps mypy from checking
anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Tool, ToolError
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, line_number, lines, short
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "mypy"


class _Message(Partial):
    file: str | None
    message: str | None = None
    line: Number = None
    code: str | None = None
    severity: str | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    blocked = False
    for number, one in lines(source, _Message):
        yield Finding(
            level(PLAIN, one.severity),
            rule=one.code or "",
            severity=one.severity or "error",
            tool=_TOOL,
            file=one.file or "",
            line=line_number(one.line),
            message=short(one.message),
        )
        if one.code == "syntax" and not blocked:
            blocked = True
            yield ToolError("mypy could not parse a file, and checked nothing further", number)


def _detect(head: Head) -> bool:
    # loggers write lines with a file, a line, a message and a severity too
    own = {"file", "line", "column", "message", "hint", "code", "severity"}
    return head.json is not None and head.json.root == "{" and own <= head.json.paths


FORMAT = Format(
    name="mypy-json",
    kind=Kind.LINT,
    title="mypy JSON lines",
    producers="mypy",
    detect=_detect,
    read=_read,
    empty_clean=True,
    silent=True,
    severities=frozenset({"error", "note"}),
)
