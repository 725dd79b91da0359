"""Clover XML (clover.xsd of OpenClover), as PHPUnit, Istanbul, Vitest and gcovr write too.

The unit is the statement: `statements` and `coveredstatements` of the project are the totals, else
`elements`, which has methods and conditions besides. Lines are those of type `stmt` and `cond`.
`testproject` holds the tests themselves and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import xml
from scorecard_action.reports.coverage.source_file import (
    Room,
    SourceFile,
    attribute_count,
    attribute_counts,
    attribute_line,
    is_hit,
)
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

Counts = tuple[int, int]


class _Clover:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._room = Room()
        self._package = ""
        self._path = ""
        self._file = SourceFile()
        self._counts: Counts | None = None
        self._lines: Counts | None = None
        self._branches: Counts | None = None

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if reader.path[1:2] == ["testproject"]:
            return
        inside = reader.path[-2] if reader.path[1:] else ""
        if name == "line" and inside == "file":
            self._line(attributes, reader)
        elif name == "metrics" and inside == "file":
            self._counts = _statements(attributes, reader)
        elif name == "metrics" and inside == "project":
            self._lines = _sum(self._lines, _statements(attributes, reader))
            conditions = attribute_counts(attributes, "coveredconditionals", "conditionals", reader)
            # PHPUnit writes 0 where it does not look at branches
            if conditions and conditions[1]:
                self._branches = _sum(self._branches, conditions)
        elif name == "file":
            self._file, self._counts = SourceFile(), None
            self._path = attributes.get("path") or self._named(attributes.get("name", ""))
        elif name == "package":
            self._package = attributes.get("name", "")

    def end(self, name: str, reader: xml.Reader) -> None:
        if reader.path[1:2] == ["testproject"]:
            return
        if name == "file":
            file = self._file.coverage(self._path, branches=False, counts=self._counts)
            self.evidence.append(self._room.take(file))
        elif name == "package":
            self._package = ""
        elif len(reader.path) == 1:
            self.evidence.append(
                CoverageTotals(
                    lines_covered=self._lines[0] if self._lines else None,
                    lines_valid=self._lines[1] if self._lines else None,
                    branches_covered=self._branches[0] if self._branches else None,
                    branches_valid=self._branches[1] if self._branches else None,
                )
            )

    def _line(self, attributes: dict[str, str], reader: xml.Reader) -> None:
        number = attribute_line(attributes, "num", reader)
        hit = is_hit(attributes.get("count"))
        if attributes.get("type") == "cond":
            true = attribute_count(attributes, "truecount", reader)
            false = attribute_count(attributes, "falsecount", reader)
            if "count" in attributes:
                # Istanbul: how many ways of the line were taken, and how many were not
                self._file.branch(number, true, true + false)
            else:
                # Clover: how often the condition was true, and how often false
                self._file.branch(number, (true > 0) + (false > 0), 2)
                hit = true + false > 0
        elif attributes.get("type") != "stmt":
            return
        self._file.line(number, hit)

    def _named(self, name: str) -> str:
        # without a path, the package tells files of one name apart
        if not self._package or "/" in name or "\\" in name:
            return name
        return f"{self._package.replace('.', '/')}/{name}"


def _statements(attributes: dict[str, str], reader: xml.Reader) -> Counts | None:
    return attribute_counts(
        attributes, "coveredstatements", "statements", reader
    ) or attribute_counts(attributes, "coveredelements", "elements", reader)


def _sum(one: Counts | None, other: Counts | None) -> Counts | None:
    return (one[0] + other[0], one[1] + other[1]) if one and other else one or other


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Clover(), {"coverage"})


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root != "coverage":
        return False
    if "line-rate" in head.xml.attributes or "packages" in head.xml.children:
        return False
    return "clover" in head.xml.attributes or "project" in head.xml.children


FORMAT = Format(
    name="clover",
    kind=Kind.COVERAGE,
    title="Clover XML",
    producers="OpenClover, PHPUnit, Istanbul (nyc, Jest), c8, Vitest, gcovr",
    detect=_detect,
    keys=frozenset({"<coverage>"}),
    read=_read,
)
