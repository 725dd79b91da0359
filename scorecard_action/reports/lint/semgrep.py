"""Semgrep's JSON (semgrep-interfaces, `cli_output`): `results`, and `errors` of the run.

An error of level `error` says that something was not scanned; a result that a `nosemgrep` comment
ignores is suppressed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Level, Nothing, Tool, ToolError
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import PLAIN, SECURITY, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "semgrep"
# Rules carry ERROR, WARNING, INFO, or since 1.72 also CRITICAL to LOW; the last two never block.
_LEVELS: Final = {**SECURITY, **PLAIN, "inventory": Level.NOTE, "experiment": Level.NOTE}


class _Position(Partial):
    line: Number = None


class _Extra(Partial):
    message: str | None = None
    severity: str | None = None
    is_ignored: bool | None = None


class _Result(Partial):
    check_id: str | None = None
    path: str | None = None
    start: _Position | None = None
    extra: _Extra | None = None


class _Error(Partial):
    level: str | None = None
    message: str | None = None
    short_msg: str | None = None


class _Paths(Partial):
    scanned: list[str] | None = None


class _Report(Partial):
    results: list[_Result] | None
    errors: list[_Error] | None = None
    paths: _Paths | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report = decode(source, _Report)
    for result in report.results or ():
        extra = result.extra or _Extra()
        yield Finding(
            level(_LEVELS, extra.severity),
            rule=result.check_id or "",
            severity=extra.severity or "error",
            tool=_TOOL,
            file=result.path or "",
            line=line_number(result.start.line) if result.start else 0,
            message=short(extra.message),
            suppressed=bool(extra.is_ignored),
        )
    for error in report.errors or ():
        if (error.level or "error").lower() == "error":
            text = error.message or error.short_msg or "without a message"
            yield ToolError(f"semgrep reports an error: {clip(text, 300)}")
    if report.paths and report.paths.scanned == [] and not report.results:
        yield Nothing("Semgrep scanned no file")


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    if "results[].check_id" in paths:
        return not paths.isdisjoint({"results[].extra.message", "results[].extra.severity"})
    return "paths.scanned[]" in paths or {"errors[].code", "errors[].level"} <= paths


FORMAT = Format(
    name="semgrep-json",
    kind=Kind.LINT,
    title="Semgrep JSON",
    producers="Semgrep, Opengrep",
    detect=_detect,
    read=_read,
    severities=frozenset(
        {"error", "warning", "info", "critical", "high", "medium", "low", "inventory", "experiment"}
    ),
)
