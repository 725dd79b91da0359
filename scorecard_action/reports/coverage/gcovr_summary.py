"""gcovr's JSON summary (`gcovr --json-summary`): counts for each file and in all, no lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Coverage, CoverageTotals, Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

Count = Annotated[int, msgspec.Meta(ge=0)]


class _Counts(msgspec.Struct):
    line_covered: Count
    line_total: Count
    branch_covered: Count
    branch_total: Count

    def check(self, where: str) -> None:
        """Raise ReportError where more is covered than there is."""
        if self.line_covered > self.line_total or self.branch_covered > self.branch_total:
            raise ReportError(f"more is covered than there is in {where}")


class _File(_Counts):
    filename: str


class _Report(_Counts):
    version: str | float = msgspec.field(name="gcovr/summary_format_version")
    files: list[_File]


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, _Report)
    for file in report.files:
        file.check(clip(file.filename, 200))
        yield Coverage(
            file.filename,
            file.line_covered,
            file.line_total,
            branches=(),
            branches_covered=file.branch_covered,
            branches_valid=file.branch_total,
        )
    report.check("the totals")
    yield CoverageTotals(
        lines_covered=report.line_covered,
        lines_valid=report.line_total,
        branches_covered=report.branch_covered,
        branches_valid=report.branch_total,
    )


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    # before version 8 the keys were sorted, with the version behind the files
    file = {"files[].filename", "files[].line_covered", "files[].line_total"}
    return "gcovr/summary_format_version" in head.json.paths or file <= head.json.paths


FORMAT = Format(
    name="gcovr-summary",
    kind=Kind.COVERAGE,
    title="gcovr JSON summary",
    producers="gcovr --json-summary",
    detect=_detect,
    keys=frozenset({"gcovr/summary_format_version", "files[].line_covered"}),
    read=_read,
)
