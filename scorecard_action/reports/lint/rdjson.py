"""rdjson: one Reviewdog Diagnostic Format result (reviewdog/proto/rdf, DiagnosticResult).

Severity and source of the result hold for each diagnostic that has none of its own; a diagnostic
of unknown severity is an error. So is one of ruff: it has no levels, and writes WARNING above all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Tool
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source


class Named(Partial):
    """A Source (`name`) or a Code (`value`)."""

    name: str | None = None
    value: str | int | None = None


class _Position(Partial):
    line: Number = None


class _Range(Partial):
    start: _Position | None = None


class _Location(Partial):
    path: str | None = None
    range: _Range | None = None


class Diagnostic(Partial):
    """One message of a tool."""

    message: str | None = None
    location: _Location | None = None
    severity: str | int | None = None
    source: Named | None = None
    code: Named | None = None
    category: object = None


class _Result(Partial):
    diagnostics: list[Diagnostic] | None
    source: Named | None = None
    severity: str | int | None = None
    # of Biome, and of oxlint: their own JSON has diagnostics too
    command: object = None
    number_of_files: object = None


# The numbers of the protocol buffers' enum, which their JSON may have in place of the names.
_SEVERITIES: Final = {0: "", 1: "ERROR", 2: "WARNING", 3: "INFO"}
_UNKNOWN: Final = ("", "UNKNOWN_SEVERITY")
# Tools without levels that write one and the same severity above all their diagnostics.
_LEVELLESS: Final = frozenset({"ruff"})


def finding(one: Diagnostic, tool: str = "", inherited: str | int | None = None) -> Finding:
    """Turn a diagnostic into a finding; `tool` and `inherited` are those of the whole result.

    Raises ReportError for a diagnostic of Biome's own JSON, whose rules stand elsewhere.
    """
    own = _word(one.severity)
    severity = own or _word(inherited)
    place = one.location or _Location()
    if one.category is not None and place.range is None:
        raise ReportError("Biome's own JSON is no rdjson: let it write `--reporter=rdjson`")
    if one.message is None and one.location is None:
        raise ReportError("not the shape of this format: a diagnostic without message and location")
    start = place.range.start if place.range else None
    code = one.code.value if one.code else None
    return Finding(
        level(PLAIN, own if tool in _LEVELLESS else severity),
        rule="" if code is None else clip(str(code), 1000),
        severity=severity or "error",
        tool=(one.source.name if one.source else None) or tool,
        file=place.path or "",
        line=line_number(start.line) if start else 0,
        message=short(one.message),
    )


def _word(severity: str | int | None) -> str:
    word = _SEVERITIES.get(severity, "") if isinstance(severity, int) else severity or ""
    return "" if word in _UNKNOWN else word


@marking
def _read(source: Source) -> Iterator[Evidence]:
    result = decode(source, _Result)
    if result.command is not None or result.number_of_files is not None:
        raise ReportError("another tool's own JSON is no rdjson: name its format, or none")
    tool = (result.source.name if result.source else None) or ""
    if tool:
        yield Tool(tool)
    for one in result.diagnostics or ():
        yield finding(one, tool, result.severity)


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    if "diagnostics[].message" in paths:
        return {"diagnostics[].location.path", "diagnostics[].location.range"} <= paths
    # Deno and Biome have diagnostics too, beside keys of their own
    own = {"diagnostics", "diagnostics[]", "source", "severity"}
    return "diagnostics[]" in paths and {path.partition(".")[0] for path in paths} <= own


FORMAT = Format(
    name="rdjson",
    kind=Kind.LINT,
    title="Reviewdog Diagnostic Format (rdjson)",
    producers="ruff, reviewdog and its runners …",
    detect=_detect,
    keys=frozenset({"diagnostics[]"}),
    read=_read,
    severities=frozenset({"error", "warning", "info"}),
)
