"""ruff's JSON: an array of diagnostics (`--output-format json`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Tool
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

TOOL: Final = "ruff"


class _Place(Partial):
    row: Number = None


class Diagnostic(Partial):
    """One diagnostic. Only newer releases have a severity; without one it is an error."""

    code: str | None
    filename: str | None
    message: str | None = None
    location: _Place | None = None
    severity: str | None = None


def finding(one: Diagnostic) -> Finding:
    """Turn a diagnostic into a finding; a syntax error has no code."""
    return Finding(
        level(PLAIN, one.severity),
        rule=one.code or "",
        severity=one.severity or "error",
        tool=TOOL,
        file=one.filename or "",
        line=line_number(one.location.row) if one.location else 0,
        message=short(one.message),
    )


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(TOOL)
    for one in decode(source, list[Diagnostic]):
        yield finding(one)


def _detect(head: Head) -> bool:
    return (
        head.json is not None
        and head.json.root == "["
        and {"[].filename", "[].location.row", "[].message"} <= head.json.paths
    )


FORMAT = Format(
    name="ruff-json",
    kind=Kind.LINT,
    title="ruff JSON",
    producers="ruff",
    detect=_detect,
    read=_read,
    clean_list=True,
    severities=frozenset({"info", "warning", "error", "fatal"}),
)
