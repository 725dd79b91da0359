"""Coveralls' JSON (`source_files` of its API reference), as excoveralls writes too.

A line is a number of executions, or null where it has no code; some clients write the list as a
text. Branches are a flat list: line, block, branch, executions, and so on. The token that may stand
in it is not read.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scorecard_action.model import Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.simplecov import of_lines
from scorecard_action.reports.coverage.source_file import Room, SourceFile
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _File(msgspec.Struct):
    name: str
    coverage: list[int | None] | str
    branches: list[int] | None = None
    gathered: SourceFile = msgspec.field(name="", default_factory=SourceFile)

    def __post_init__(self) -> None:
        # a list takes nine times the memory
        lines = self.coverage
        if isinstance(lines, str):
            lines = msgspec.json.decode(lines, type=list[int | None])
        self.gathered = of_lines([*lines])
        ways = iter(self.branches or ())
        for line, block, branch, hits in zip(ways, ways, ways, ways, strict=True):
            self.gathered.arc(line, f"{block}.{branch}", hits > 0)
        self.coverage = []
        self.branches = None if self.branches is None else []


class _Report(msgspec.Struct):
    files: list[_File] = msgspec.field(name="source_files")


def _read(source: Source) -> Iterator[Evidence]:
    room = Room()
    for file in jsondoc.decode(source, _Report).files:
        yield room.take(file.gathered.coverage(file.name, branches=file.branches is not None))


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{" or "source_files[]" not in head.json.paths:
        return False
    if "source_files[]" in head.json.values:
        return False  # a list of names
    file = {"source_files[].name", "source_files[].coverage", "source_files[].coverage[]"}
    return bool(file & head.json.paths) or not any(
        path.startswith("source_files[].") for path in head.json.paths
    )


FORMAT = Format(
    name="coveralls",
    kind=Kind.COVERAGE,
    title="Coveralls JSON",
    producers="Coveralls' clients, excoveralls (mix coveralls.json)",
    detect=_detect,
    keys=frozenset({"source_files[]"}),
    read=_read,
)
