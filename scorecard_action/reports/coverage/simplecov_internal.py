"""SimpleCov's `.resultset.json`: the raw results of each command that ran tests.

What the commands cover of one file unites, as SimpleCov itself merges them. Lines are as in
`coverage.json`; branches are a hash of conditions and their arms, with the place in the name:
`[:then, 1, 3, 4, 3, 12]` is arm 1, from line 3 to line 3. Before SimpleCov 0.18 a file was a bare
list of lines, which its own result adapter still reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from scorecard_action.model import Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.simplecov import Line, of_lines
from scorecard_action.reports.coverage.source_file import Room, SourceFile
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

_ARM: Final = re.compile(r'\[:?"?\w+"?, \d{1,9}, (\d{1,9}),')


class _File(msgspec.Struct):
    lines: list[Line]
    branches: dict[str, dict[str, int]] | None = None
    gathered: SourceFile = msgspec.field(name="", default_factory=SourceFile)

    def __post_init__(self) -> None:
        # a list takes nine times the memory
        file = self.gathered = of_lines(self.lines)
        for arms in (self.branches or {}).values():
            for arm, hits in arms.items():
                place = _ARM.match(arm)
                file.branch(int(place[1]) if place else 0, int(hits > 0), 1)
        self.lines, self.branches = [], None


class _Command(msgspec.Struct):
    coverage: dict[str, _File | list[Line]]


def _read(source: Source) -> Iterator[Evidence]:
    room = Room()
    for command in jsondoc.decode(source, dict[str, _Command]).values():
        for name, file in command.coverage.items():
            found = of_lines(file) if isinstance(file, list) else file.gathered
            # without branch coverage SimpleCov writes empty branches as well
            yield room.take(found.coverage(name, branches=False))


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    for path in paths:
        command, dot, _ = path.partition(".coverage.")
        if dot and path.endswith("[]") and f"{command}.coverage" in paths:
            return True
        command, dot, rest = path.rpartition(".timestamp")
        if dot and not rest and f"{command}.coverage" in paths:
            return True
    return False


FORMAT = Format(
    name="simplecov-internal",
    kind=Kind.COVERAGE,
    title="SimpleCov .resultset.json",
    producers="SimpleCov",
    detect=_detect,
    read=_read,
)
