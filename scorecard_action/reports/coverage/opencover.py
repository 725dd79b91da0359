"""OpenCover XML (`CoverageSession`), as Coverlet and AltCover write too.

The unit is the sequence point: the summary of the session has the totals. Lines are those at which
sequence points begin; a module names its source files, and points refer to them by uid.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import xml
from scorecard_action.reports.coverage.source_file import (
    Room,
    SourceFile,
    attribute_counts,
    attribute_line,
    is_hit,
)
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

# The line that .NET compilers give to code which stands in no source.
HIDDEN: Final = 0xFEEFEE


class _OpenCover:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._room = Room()
        self._paths: dict[str, str] = {}
        self._files: dict[str, SourceFile] = {}
        self._method_file = ""
        self._totals = CoverageTotals()

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "SequencePoint":
            line = _line(attributes, reader)
            if (file := self._file(attributes)) and line:
                file.line(line, is_hit(attributes.get("vc")))
        elif name == "BranchPoint":
            line = _line(attributes, reader)
            if file := self._file(attributes):
                file.branch(line, int(is_hit(attributes.get("vc"))), 1)
        elif name == "Method":
            self._method_file = ""
        elif name == "FileRef":
            self._method_file = attributes.get("uid", "")
        elif name == "File":
            self._paths[attributes.get("uid", "")] = attributes.get("fullPath", "")
        elif name == "Summary" and len(reader.path) == 2:
            self._totals = _totals(attributes, reader)

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "Module":
            for path, file in self._files.items():
                self.evidence.append(self._room.take(file.coverage(path, branches=True)))
            self._paths, self._files = {}, {}
        elif len(reader.path) == 1:
            self.evidence.append(self._totals)

    def _file(self, attributes: dict[str, str]) -> SourceFile | None:
        path = self._paths.get(attributes.get("fileid") or self._method_file)
        return self._files.setdefault(path, SourceFile()) if path else None


def _line(attributes: dict[str, str], reader: xml.Reader) -> int:
    if attributes.get("sl") == str(HIDDEN):
        return 0
    return attribute_line(attributes, "sl", reader)


def _totals(attributes: dict[str, str], reader: xml.Reader) -> CoverageTotals:
    lines = attribute_counts(attributes, "visitedSequencePoints", "numSequencePoints", reader)
    branches = attribute_counts(attributes, "visitedBranchPoints", "numBranchPoints", reader)
    return CoverageTotals(
        lines_covered=lines[0] if lines else None,
        lines_valid=lines[1] if lines else None,
        branches_covered=branches[0] if branches else None,
        branches_valid=branches[1] if branches else None,
    )


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _OpenCover(), {"CoverageSession"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "CoverageSession"


FORMAT = Format(
    name="opencover",
    kind=Kind.COVERAGE,
    title="OpenCover XML",
    producers="OpenCover, Coverlet, AltCover",
    detect=_detect,
    keys=frozenset({"<CoverageSession>"}),
    read=_read,
)
