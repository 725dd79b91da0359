"""Istanbul's `coverage-final.json` (reporter `json`), and the raw files of `.nyc_output`.

Lines are those at which statements begin, each with its most frequent statement, and branches the
arms of `b`: `getLineCoverage` and `toSummary` of istanbul-lib-coverage. Where V8 counted (c8), a
branch is a block that ran or not, and which blocks there are depends on what ran.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scorecard_action.model import Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.source_file import Room, SourceFile
from scorecard_action.reports.coverage.toplevel import below_the_root
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _Place(msgspec.Struct, gc=False):
    line: int | None = None
    # Infinity, written as null, is the end of the line
    column: int | float | None = None

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


class _Range(msgspec.Struct, gc=False):
    start: _Place
    end: _Place


class _Branch(msgspec.Struct, gc=False):
    type: str = ""
    loc: _Range | None = None
    line: int | None = None
    locations: list[_Range] = []

    def place(self) -> tuple[int, str]:
        """Return the line of the branch, and a name for it that other reports give it as well."""
        at = self.loc or (self.locations[0] if self.locations else _Range(_Place(), _Place()))
        return self.line or at.start.line or 0, f"{self.type} {at.start}-{at.end}"


class _File(msgspec.Struct):
    path: str
    statements: dict[str, _Range] = msgspec.field(name="statementMap")
    hits: dict[str, int | float] = msgspec.field(name="s")
    branches: dict[str, _Branch] = msgspec.field(name="branchMap")
    arms: dict[str, list[int | float]] = msgspec.field(name="b")
    gathered: SourceFile = msgspec.field(name="", default_factory=SourceFile)

    def __post_init__(self) -> None:
        # all statements at once would take many times the memory
        file = self.gathered
        for key, hits in self.hits.items():
            if found := self.statements.get(key):
                file.line(found.start.line or 0, hits > 0)
        for key, arms in self.arms.items():
            branch = self.branches.get(key) or _Branch()
            line, name = branch.place()
            for number, hits in enumerate(arms):
                if branch.type == "branch":
                    file.branch(line, int(hits > 0), 1)
                else:
                    file.arc(line, f"{name}.{number}", hits > 0)
        self.statements, self.hits, self.branches, self.arms = {}, {}, {}, {}


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, dict[str, _File])
    room = Room()
    for name in list(report):
        file = report.pop(name)  # let go of: what it says is kept elsewhere now
        yield room.take(file.gathered.coverage(file.path or name, branches=True))


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    return any(below_the_root(head.json.paths, ".statementMap"))


FORMAT = Format(
    name="istanbul",
    kind=Kind.COVERAGE,
    title="Istanbul coverage-final.json",
    producers="Istanbul (nyc, Jest), c8, Vitest: json",
    detect=_detect,
    read=_read,
)
