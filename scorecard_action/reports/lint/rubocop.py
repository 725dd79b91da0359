"""RuboCop's JSON: `files` with their `offenses` (RuboCop, "Formatters", JSON formatter).

An offense that RuboCop corrected counts too: it is in what was committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Nothing, Tool, ToolError
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import (
    Number,
    Partial,
    decode,
    line_number,
    short,
    unlisted,
)
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "rubocop"


class _Location(Partial):
    line: Number = None
    start_line: Number = None


class _Offense(Partial):
    severity: str | None = None
    message: str | None = None
    cop_name: str | None = None
    location: _Location | None = None


class _File(Partial):
    offenses: list[_Offense] | None
    path: str | None = None


class _Summary(Partial):
    offense_count: Number = None
    target_file_count: Number = None
    inspected_file_count: Number = None


class _Report(Partial):
    files: list[_File] | None
    summary: _Summary | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report = decode(source, _Report)
    for file in report.files or ():
        for offense in file.offenses or ():
            place = offense.location or _Location()
            yield Finding(
                level(PLAIN, offense.severity),
                rule=offense.cop_name or "",
                severity=offense.severity or "error",
                tool=_TOOL,
                file=file.path or "",
                line=line_number(place.line) or line_number(place.start_line),
                message=short(offense.message),
                unparsed=(offense.severity or "").lower() == "fatal",
            )
    if report.summary:
        listed = sum(len(file.offenses or ()) for file in report.files or ())
        yield from unlisted("RuboCop", "offenses", report.summary.offense_count, listed)
        yield from _looked_at(report.summary)


def _looked_at(summary: _Summary) -> Iterator[Evidence]:
    if summary.target_file_count is None or summary.inspected_file_count is None:
        return
    wanted, done = map(line_number, (summary.target_file_count, summary.inspected_file_count))
    if done < wanted:
        yield ToolError(f"RuboCop inspected {done:,} of {wanted:,} files")
    elif not wanted:
        yield Nothing("RuboCop had no file to inspect")


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    return {"files[].path", "files[].offenses[]"} <= paths or (
        "files[]" in paths and not paths.isdisjoint({"metadata.rubocop_version"})
    )


FORMAT = Format(
    name="rubocop-json",
    kind=Kind.LINT,
    title="RuboCop JSON",
    producers="RuboCop, Standard, Cookstyle",
    detect=_detect,
    read=_read,
    severities=frozenset({"info", "refactor", "convention", "warning", "error", "fatal"}),
)
