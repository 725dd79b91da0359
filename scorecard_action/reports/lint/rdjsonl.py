"""rdjsonl: a Reviewdog Diagnostic Format diagnostic per line (reviewdog/proto/rdf, Diagnostic)."""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.model import Evidence, Kind, Tool
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint import rdjson
from scorecard_action.reports.lint.documents import lines
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source


@marking
def _read(source: Source) -> Iterator[Evidence]:
    tools: set[str] = set()
    for _, diagnostic in lines(source, rdjson.Diagnostic):
        finding = rdjson.finding(diagnostic)
        if finding.tool and finding.tool not in tools:
            tools.add(finding.tool)
            yield Tool(finding.tool)
        yield finding


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    return {"message", "location.path", "location.range"} <= paths and "check_name" not in paths


FORMAT = Format(
    name="rdjsonl",
    kind=Kind.LINT,
    title="Reviewdog Diagnostic Format, lines (rdjsonl)",
    producers="reviewdog and its runners …",
    detect=_detect,
    keys=frozenset({"location.range"}),
    read=_read,
    empty_clean=True,
    severities=frozenset({"error", "warning", "info"}),
)
