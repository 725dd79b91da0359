"""golangci-lint's JSON (`printers.JSONResult`): `Issues`, and a `Report` of the run itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Tool, ToolError
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "golangci-lint"
# Of the warnings, only these say that something did not run; others tell of deprecations.
_NOT_RUN: Final = "Can't run linter"


class _Place(Partial, rename="pascal"):
    filename: str | None = None
    line: Number = None


class _Issue(Partial, rename="pascal"):
    from_linter: str | None = None
    text: str | None = None
    severity: str | None = None
    pos: _Place | None = None


class _Warning(Partial, rename="pascal"):
    text: str | None = None


class _Run(Partial, rename="pascal"):
    error: str | None = None
    warnings: list[_Warning] | None = None


class _Report(Partial, rename="pascal"):
    issues: list[_Issue] | None
    report: _Run | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report = decode(source, _Report)
    for issue in report.issues or ():
        place = issue.pos or _Place()
        yield Finding(
            level(PLAIN, issue.severity),
            rule=issue.from_linter or "",
            severity=issue.severity or "error",
            tool=_TOOL,
            file=place.filename or "",
            line=line_number(place.line),
            message=short(issue.text),
        )
    run = report.report or _Run()
    if run.error:
        yield ToolError(f"golangci-lint reports an error: {clip(run.error, 300)}")
    for warning in run.warnings or ():
        if (warning.text or "").startswith(_NOT_RUN):
            yield ToolError(f"golangci-lint reports: {clip(short(warning.text), 300)}")


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    if "Issues[].FromLinter" in paths:
        return True
    return not paths.isdisjoint({"Issues", "Issues[]"}) and any(
        path.startswith("Report") for path in paths
    )


FORMAT = Format(
    name="golangci-lint-json",
    kind=Kind.LINT,
    title="golangci-lint JSON",
    producers="golangci-lint",
    detect=_detect,
    read=_read,
    severities=None,  # a setting of the user
)
