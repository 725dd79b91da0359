"""Bandit's JSON (bandit.formatters.json): `results`, and `errors` for files it could not scan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Nothing, Tool, ToolError
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import SECURITY, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "bandit"


class _Issue(Partial):
    filename: str | None = None
    line_number: Number = None
    test_id: str | None = None
    issue_severity: str | None = None
    issue_text: str | None = None


class _Error(Partial):
    filename: str | None = None
    reason: str | None = None


class _Metrics(Partial):
    loc: Number = None


class _Report(Partial):
    results: list[_Issue] | None
    errors: list[_Error] | None = None
    metrics: dict[str, _Metrics] | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report = decode(source, _Report)
    for issue in report.results or ():
        yield Finding(
            level(SECURITY, issue.issue_severity),
            rule=issue.test_id or "",
            severity=issue.issue_severity or "error",
            tool=_TOOL,
            file=issue.filename or "",
            line=line_number(issue.line_number),
            message=short(issue.issue_text),
        )
    for error in report.errors or ():
        file, reason = (
            clip(error.filename or "a file", 200),
            clip(error.reason or "no reason given", 200),
        )
        yield ToolError(f"bandit did not scan {file}: {reason}")
    totals = (report.metrics or {}).get("_totals")
    if totals and totals.loc is not None and not line_number(totals.loc) and not report.results:
        yield Nothing("bandit looked at no line of code")


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    if "results[].issue_severity" in paths or {"errors[].filename", "errors[].reason"} <= paths:
        return True
    # the metrics of a large project fill the head; their keys are file names
    return "generated_at" in paths and any(
        path.startswith("metrics.") and path.endswith(".nosec") for path in paths
    )


FORMAT = Format(
    name="bandit-json",
    kind=Kind.LINT,
    title="Bandit JSON",
    producers="Bandit",
    detect=_detect,
    read=_read,
    severities=frozenset({"low", "medium", "high", "undefined"}),
)
