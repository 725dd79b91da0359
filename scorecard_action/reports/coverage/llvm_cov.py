"""llvm-cov's JSON (`llvm-cov export`, CoverageExporterJson.cpp of LLVM), cargo-llvm-cov's too.

The summaries have the counts. Lines follow from the segments as LLVM's LineCoverageStats has them,
which is what `-format=lcov` writes; with `-summary-only` there are none. A branch has a count of
how often it was true, and one for false.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import msgspec

from scorecard_action.masking import clip
from scorecard_action.model import Coverage, CoverageTotals, Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.declared import Count, Sum, checked, compared
from scorecard_action.reports.coverage.lines import MAX_LINE, run_set
from scorecard_action.reports.coverage.source_file import Room, SourceFile
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

TYPE: Final = "llvm.coverage.json.export"
# line, column, count, has a count, begins a region, and (from version 2.0.1) is a gap
Segment = tuple[int | bool, ...]


class _Counts(msgspec.Struct, gc=False):
    count: Count
    covered: Count

    def of(self, where: str) -> tuple[int, int]:
        return checked(self.covered, self.count, clip(where, 200))


class _Summary(msgspec.Struct, gc=False):
    lines: _Counts
    branches: _Counts | None = None  # since LLVM 12


class _Held:
    """Lines and branches in a few numbers: as they are, those of all files would not fit."""

    def __init__(self) -> None:
        self.runs = array("I")  # from, to, whether they ran
        self.ways = array("I")  # line, column of a macro, four places; true, false

    def coverage(self, name: str, lines: tuple[int, int], *, branches: bool) -> Coverage:
        """Return what was gathered; `lines` are the counts of the summary."""
        file = SourceFile()
        every = iter(self.ways)
        for line, *place, true, false in zip(*[every] * 8, strict=True):
            way = ":".join(map(str, place))
            file.arc(line, f"{way} true", bool(true))
            file.arc(line, f"{way} false", bool(false))
        every = iter(self.runs)
        runs = list(zip(every, every, every, strict=True))
        covered = run_set((first, last) for first, last, hit in runs if hit)
        valid = covered | run_set((first, last) for first, last, _ in runs)
        found = file.coverage(name, branches=branches, counts=lines)
        if not valid:
            return found
        return msgspec.structs.replace(
            found,
            lines_covered=covered.bit_count(),
            lines_valid=valid.bit_count(),
            covered=covered,
            valid=valid,
        )


class _Expansion(msgspec.Struct, gc=False):
    region: Segment = msgspec.field(name="source_region")
    branches: list[Segment] = []  # since LLVM 12


class _File(msgspec.Struct):
    filename: str
    summary: _Summary
    segments: list[Segment] = []
    branches: list[Segment] = []
    expansions: list[_Expansion] = []
    held: _Held = msgspec.field(name="", default_factory=_Held)

    def __post_init__(self) -> None:
        for run in _runs(self.segments):
            self.held.runs.extend(run)
        for way in self.branches:
            self.held.ways.extend(_way((*way[:1], 0), way))
        for one in self.expansions:
            # those of a macro stand where it is used, as in LCOV
            for way in one.branches:
                self.held.ways.extend(_way(one.region, way))
        self.segments, self.branches, self.expansions = [], [], []


class _Export(msgspec.Struct):
    files: list[_File]
    totals: _Summary


class _Report(msgspec.Struct):
    type: str
    data: list[_Export]


def _runs(segments: Iterable[Segment]) -> Iterator[tuple[int, int, bool]]:
    """Yield the lines that have code: from, to, and whether they ran."""
    wrapped: Segment | None = None
    last = 0
    for line, group in groupby(segments, key=_line):
        if line < last:
            raise ValueError("the segments are not in the order of their lines")
        if wrapped and wrapped[3] and last + 1 < line:
            yield last + 1, line - 1, wrapped[2] > 0
        here = list(group)
        begun = [int(one[2]) for one in here if one[3] and one[4] and not (one[5:] and one[5])]
        skipped = here[0][4] and not here[0][3]
        if not skipped and (begun or (wrapped and wrapped[3])):
            yield line, line, max([*begun, int(wrapped[2]) if wrapped else 0]) > 0
        wrapped, last = here[-1], line


def _way(at: Segment, way: Segment) -> tuple[int, ...]:
    """Return a branch that stands `at` a line and column, in numbers."""
    places = at[:2] + way[:4]
    if len(at) < 2 or len(way) < 6 or not all(0 <= place <= MAX_LINE for place in places):
        raise ValueError("a branch is no list of numbers, or of a line out of range")
    return (*map(int, places), way[4] > 0, way[5] > 0)


def _line(segment: Segment) -> int:
    if len(segment) < 5 or not 1 <= segment[0] <= MAX_LINE:
        raise ValueError("a segment is no list of numbers, or of a line out of range")
    return int(segment[0])


def _read(source: Source) -> Iterator[Evidence]:
    room = Room()
    lines, branches, listed = Sum(), Sum(), Sum()
    knows_branches = True
    for export in jsondoc.decode(source, _Report).data:
        for file in export.files:
            counts = file.summary.lines.of(file.filename)
            listed.add(*counts)
            ways = file.summary.branches
            found = file.held.coverage(file.filename, counts, branches=ways is not None)
            if ways and not found.valid:
                covered, valid = ways.of(file.filename)
                found = msgspec.structs.replace(
                    found, branches_covered=covered, branches_valid=valid
                )
            yield room.take(found)
        lines.add(*export.totals.lines.of("the totals"))
        if export.totals.branches:
            branches.add(*export.totals.branches.of("the totals"))
        else:
            knows_branches = False
    yield from compared(lines.counts, listed.counts, "lines")
    yield CoverageTotals(
        *lines.counts, None, *(branches.counts if knows_branches else (None, None))
    )


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    # the keys are sorted: the type stands at the very end
    file = {"data[].files[].filename", "data[].files[].segments[]", "data[].files[].branches[]"}
    return head.json.values.get("type") == TYPE or len(file & head.json.paths) > 1


FORMAT = Format(
    name="llvm-cov",
    kind=Kind.COVERAGE,
    title="llvm-cov JSON",
    producers="llvm-cov export (Clang, Swift), cargo llvm-cov --json",
    detect=_detect,
    keys=frozenset(
        {
            "type",
            "data[].files[].filename",
            "data[].files[].segments[]",
            "data[].files[].branches[]",
        }
    ),
    read=_read,
)
