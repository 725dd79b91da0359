"""tarpaulin's JSON (`cargo tarpaulin --out Json`; src/report/json.rs), `tarpaulin-report.json`.

A path is a list of its components. A trace is a line with how often it ran.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scorecard_action.masking import clip
from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.declared import Count, Sum, checked, compared
from scorecard_action.reports.coverage.source_file import Room, SourceFile
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _Stats(msgspec.Struct, gc=False):
    # of the kinds of a trace, the one that is written today
    line: Count | None = msgspec.field(name="Line", default=None)


class _Trace(msgspec.Struct, gc=False):
    line: Count
    stats: _Stats


class _File(msgspec.Struct):
    path: list[str]
    traces: list[_Trace]
    covered: Count
    coverable: Count
    gathered: SourceFile = msgspec.field(name="", default_factory=SourceFile)

    def __post_init__(self) -> None:
        # all traces at once would take many times the memory
        for trace in self.traces:
            self.gathered.line(trace.line, (trace.stats.line or 0) > 0)
        self.traces = []

    @property
    def name(self) -> str:
        """The path as others write it; its root is a component of its own."""
        path = "/".join(part.rstrip("/\\") for part in self.path)
        return path.replace("\\", "/")


class _Report(msgspec.Struct):
    files: list[_File]
    covered: Count | None = None
    coverable: Count | None = None


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, _Report)
    room, listed, traced = Room(), Sum(), Sum()
    for file in report.files:
        listed.add(*checked(file.covered, file.coverable, clip(file.name, 200)))
        found = file.gathered.coverage(
            file.name, branches=False, counts=(file.covered, file.coverable)
        )
        traced.add(found.lines_covered, found.lines_valid)
        yield room.take(found)
    totals = listed.counts
    if report.covered is not None and report.coverable is not None:
        totals = checked(report.covered, report.coverable, "the totals")
        yield from compared(totals, listed.counts, "lines")
    yield from compared(listed.counts, traced.counts, "lines")
    yield CoverageTotals(*totals)


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    trace = {"files[].traces[].line", "files[].traces[].stats"}
    file = {"files[].path[]", "files[].traces[]", "files[].coverable"}
    return trace <= paths or file <= paths or {"coverable", "covered", "files[]"} <= paths


FORMAT = Format(
    name="tarpaulin",
    kind=Kind.COVERAGE,
    title="tarpaulin JSON",
    producers="cargo tarpaulin --out Json",
    detect=_detect,
    keys=frozenset({"files[].traces[].stats", "files[].coverable", "coverable"}),
    read=_read,
)
