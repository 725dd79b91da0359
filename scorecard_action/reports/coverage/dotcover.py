"""dotCover's XML (`ReportType` Xml and DetailedXml).

The unit is the statement. The detailed report lists each with its place and the number of its
file; the other one has totals alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scorecard_action.masking import clip
from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import xml
from scorecard_action.reports.coverage.declared import Sum, compared
from scorecard_action.reports.coverage.source_file import (
    Room,
    SourceFile,
    attribute_counts,
    attribute_line,
)
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _File:
    def __init__(self, path: str) -> None:
        self.path = path
        self.lines = SourceFile()
        self.statements: dict[str, bool] = {}


class _DotCover:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._room = Room()
        self._files: dict[str, _File] = {}
        self._totals: tuple[int, int] | None = None
        self._listed = Sum()

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "Statement":
            self._statement(attributes, reader)
        elif name == "File":
            number = attributes.get("Index", "")
            self._files[number] = _File(attributes.get("Name", ""))
        elif len(reader.path) == 1:
            self._totals = attribute_counts(
                attributes, "CoveredStatements", "TotalStatements", reader
            )
            if self._totals is None:
                raise reader.error("no CoveredStatements and TotalStatements in <Root>")

    def end(self, name: str, reader: xml.Reader) -> None:
        if len(reader.path) > 1:
            return
        for file in self._files.values():
            blocks = tuple((place, int(hit), 1) for place, hit in file.statements.items())
            lines = file.lines.coverage(file.path, branches=False)
            self.evidence.append(self._room.take(msgspec.structs.replace(lines, blocks=blocks)))
        if self._totals:
            if self._listed.valid:
                self.evidence += compared(self._totals, self._listed.counts, "statements")
            self.evidence.append(CoverageTotals(*self._totals))

    def _statement(self, attributes: dict[str, str], reader: xml.Reader) -> None:
        word = attributes.get("Covered", "").strip().lower()
        if word not in ("true", "false"):
            raise reader.error(f"Covered={clip(word, 40)!r} is neither True nor False")
        hit = word == "true"
        self._listed.add(hit, 1)
        if file := self._files.get(attributes.get("FileIndex", "")):
            place = ".".join(
                clip(attributes.get(key, ""), 20)
                for key in ("Line", "Column", "EndLine", "EndColumn")
            )
            file.lines.line(attribute_line(attributes, "Line", reader), hit)
            file.statements[place] = hit or file.statements.get(place, False)


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _DotCover(), {"Root"})


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root != "Root":
        return False
    return {"CoveredStatements", "TotalStatements"} <= head.xml.attributes.keys()


FORMAT = Format(
    name="dotcover",
    kind=Kind.COVERAGE,
    title="dotCover XML",
    producers="dotCover: XML and DetailedXML",
    detect=_detect,
    keys=frozenset({"<Root>"}),
    read=_read,
)
