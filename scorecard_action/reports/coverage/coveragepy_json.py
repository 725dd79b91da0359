"""coverage.py JSON (`coverage json`, "JSON reporting" of its manual).

`percent_covered` mixes lines and branches, so the counts of the totals are used. Lines of
`functions` and `classes` are those of the file again, and passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.source_file import Room, SourceFile
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

Count = Annotated[int, msgspec.Meta(ge=0)]
Arc = tuple[int, int]


class _Meta(msgspec.Struct):
    version: str
    branch_coverage: bool = False


class _File(msgspec.Struct):
    executed_lines: list[int]
    missing_lines: list[int]
    executed_branches: list[Arc] = []
    missing_branches: list[Arc] = []
    gathered: SourceFile = msgspec.field(name="", default_factory=SourceFile)

    def __post_init__(self) -> None:
        # a list takes nine times the memory
        file = self.gathered
        for line in self.missing_lines:
            file.line(line, covered=False)
        for line in self.executed_lines:
            file.line(line, covered=True)
        for line, to in self.executed_branches:
            file.arc(line, str(to), taken=True)
        for line, to in self.missing_branches:
            file.arc(line, str(to), taken=False)
        self.executed_lines, self.missing_lines = [], []
        self.executed_branches, self.missing_branches = [], []


class _Totals(msgspec.Struct):
    covered_lines: Count
    num_statements: Count
    covered_branches: Count | None = None
    num_branches: Count | None = None


class _Report(msgspec.Struct):
    meta: _Meta
    files: dict[str, _File]
    totals: _Totals


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, _Report)
    room = Room()
    for name in list(report.files):
        file = report.files.pop(name)  # let go of: what it says is kept elsewhere now
        yield room.take(file.gathered.coverage(name, branches=report.meta.branch_coverage))
    totals = report.totals
    if totals.covered_lines > totals.num_statements:
        raise ReportError("covered_lines is greater than num_statements in $.totals")
    if (totals.covered_branches or 0) > (totals.num_branches or 0):
        raise ReportError("covered_branches is greater than num_branches in $.totals")
    yield CoverageTotals(
        lines_covered=totals.covered_lines,
        lines_valid=totals.num_statements,
        branches_covered=totals.covered_branches if report.meta.branch_coverage else None,
        branches_valid=totals.num_branches if report.meta.branch_coverage else None,
    )


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    if "meta.version" in paths and "meta.branch_coverage" in paths:
        return "meta.simplecov_version" not in paths
    return any(path.startswith("files.") and path.endswith(".executed_lines[]") for path in paths)


FORMAT = Format(
    name="coveragepy-json",
    kind=Kind.COVERAGE,
    title="coverage.py JSON",
    producers="coverage.py (coverage json), pytest-cov",
    detect=_detect,
    keys=frozenset({"meta.version", "files"}),
    read=_read,
)
