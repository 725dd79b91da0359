"""ruff's JSON lines: a diagnostic per line (`--output-format json-lines`)."""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.model import Evidence, Kind, Tool
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint import ruff
from scorecard_action.reports.lint.documents import lines
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(ruff.TOOL)
    for _, one in lines(source, ruff.Diagnostic):
        yield ruff.finding(one)


def _detect(head: Head) -> bool:
    return (
        head.json is not None
        and head.json.root == "{"
        and {"filename", "location.row", "message"} <= head.json.paths
    )


FORMAT = Format(
    name="ruff-jsonl",
    kind=Kind.LINT,
    title="ruff JSON lines",
    producers="ruff",
    detect=_detect,
    read=_read,
    empty_clean=True,
    silent=True,
    severities=frozenset({"info", "warning", "error", "fatal"}),
)
