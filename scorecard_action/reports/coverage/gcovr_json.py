"""gcovr's JSON (`gcovr --json`, "JSON Format Reference" of its manual).

It has no totals of its own. A line comes once for each function that it stands in (templates): it
is covered where one of them ran. Excluded lines and branches do not count.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scorecard_action.model import Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.source_file import Room, SourceFile
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _Branch(msgspec.Struct, gc=False):
    count: int
    excluded: bool = msgspec.field(name="gcovr/excluded", default=False)


class _Line(msgspec.Struct, gc=False):
    line_number: int
    count: int
    branches: list[_Branch] = []
    excluded: bool = msgspec.field(name="gcovr/excluded", default=False)
    noncode: bool = msgspec.field(name="gcovr/noncode", default=False)


class _File(msgspec.Struct):
    file: str
    lines: list[_Line]
    gathered: SourceFile = msgspec.field(name="", default_factory=SourceFile)

    def __post_init__(self) -> None:
        # all lines at once would take many times the memory
        file = self.gathered
        for line in self.lines:
            if line.excluded or line.noncode:
                continue
            file.line(line.line_number, line.count > 0)
            for branch in line.branches:
                if not branch.excluded:
                    file.branch(line.line_number, int(branch.count > 0), 1)
        self.lines = []


class _Report(msgspec.Struct):
    version: str | float = msgspec.field(name="gcovr/format_version")
    files: list[_File]


def _read(source: Source) -> Iterator[Evidence]:
    room = Room()
    for file in jsondoc.decode(source, _Report).files:
        yield room.take(file.gathered.coverage(file.file, branches=True))


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    if "gcovr/format_version" in head.json.paths:
        return True
    # before version 8 the keys were sorted, with the version behind the files; gcov's own JSON
    # has `unexecuted_block`
    line = {"files[].lines[].line_number", "files[].lines[].count"}
    return line <= head.json.paths and "files[].lines[].unexecuted_block" not in head.json.paths


FORMAT = Format(
    name="gcovr-json",
    kind=Kind.COVERAGE,
    title="gcovr JSON",
    producers="gcovr --json",
    detect=_detect,
    keys=frozenset({"gcovr/format_version", "files[].lines[].line_number"}),
    read=_read,
)
