"""SimpleCov's `coverage.json` (schemas/coverage.schema.json of SimpleCov, or older without one).

A line is a number of executions, null (no code) or "ignored". Before SimpleCov 0.18 a file was a
bare list of lines: such a report is refused, as Datadog's own upload refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.source_file import Room, SourceFile
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

Count = Annotated[int, msgspec.Meta(ge=0)]
Line = int | str | None


class _Branch(msgspec.Struct, gc=False):
    start_line: int
    coverage: Line


class _File(msgspec.Struct):
    lines: list[Line] | UnsetType = UNSET
    branches: list[_Branch] | UnsetType = UNSET
    gathered: SourceFile = msgspec.field(name="", default_factory=SourceFile)

    def __post_init__(self) -> None:
        # a list takes nine times the memory
        file = self.gathered = of_lines(self.lines or [])
        for branch in self.branches or []:
            if isinstance(branch.coverage, int):
                file.branch(branch.start_line, int(branch.coverage > 0), 1)
        self.lines = [] if isinstance(self.lines, list) else UNSET
        self.branches = [] if isinstance(self.branches, list) else UNSET


class _Meta(msgspec.Struct):
    simplecov_version: str
    line_coverage: bool = True
    branch_coverage: bool = False


class _Counts(msgspec.Struct, frozen=True):
    covered: Count
    total: Count


class _Totals(msgspec.Struct, frozen=True):
    lines: _Counts | None = None
    branches: _Counts | None = None


class _Report(msgspec.Struct):
    meta: _Meta
    coverage: dict[str, _File]
    total: _Totals = _Totals()


def of_lines(lines: list[Line]) -> SourceFile:
    """Gather the lines of a file from its executions: the first is line 1."""
    file = SourceFile()
    for number, hits in enumerate(lines, 1):
        if isinstance(hits, int):
            file.line(number, hits > 0)
    return file


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, _Report)
    room = Room()
    for name, file in report.coverage.items():
        if file.lines is UNSET and report.meta.line_coverage:
            raise ReportError(f"the file {clip(name, 200)!r} has no lines")
        yield room.take(file.gathered.coverage(name, branches=report.meta.branch_coverage))
    lines, branches = report.total.lines, report.total.branches
    for counts in (lines, branches):
        if counts and counts.covered > counts.total:
            raise ReportError("covered is greater than total in $.total")
    yield CoverageTotals(
        lines_covered=lines.covered if lines else None,
        lines_valid=lines.total if lines else None,
        branches_covered=branches.covered if branches else None,
        branches_valid=branches.total if branches else None,
    )


def _detect(head: Head) -> bool:
    return head.json is not None and "meta.simplecov_version" in head.json.paths


FORMAT = Format(
    name="simplecov",
    kind=Kind.COVERAGE,
    title="SimpleCov coverage.json",
    producers="SimpleCov (JSON formatter)",
    detect=_detect,
    keys=frozenset({"meta.simplecov_version"}),
    read=_read,
)
