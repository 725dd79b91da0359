"""dotCover's JSON: statements covered in each project, type and method, and in all; no files."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scorecard_action.masking import clip
from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.declared import Count, Sum, checked, compared
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _Child(msgspec.Struct, gc=False):
    covered: Count = msgspec.field(name="CoveredStatements")
    total: Count = msgspec.field(name="TotalStatements")
    name: str = msgspec.field(name="Name", default="")


class _Report(_Child):
    version: str = msgspec.field(name="DotCoverVersion", default="")
    children: list[_Child] = msgspec.field(name="Children", default=[])


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, _Report)
    totals = checked(report.covered, report.total, "the totals")
    listed = Sum()
    for child in report.children:
        listed.add(*checked(child.covered, child.total, clip(child.name, 200)))
    if report.children:
        yield from compared(totals, listed.counts, "statements")
    yield CoverageTotals(*totals)


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    child = {"Children[].Kind", "Children[].CoveredStatements", "Children[].TotalStatements"}
    return "DotCoverVersion" in head.json.paths or child <= head.json.paths


FORMAT = Format(
    name="dotcover-json",
    kind=Kind.COVERAGE,
    title="dotCover JSON",
    producers="dotCover: JSON",
    detect=_detect,
    keys=frozenset({"DotCoverVersion", "Children[].CoveredStatements"}),
    read=_read,
)
