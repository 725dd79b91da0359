"""Cobertura XML (coverage-04.dtd): root totals, and hits per line of each class.

Written by coverage.py, Cobertura, coverlet, gcovr, phpunit, istanbul, grcov and others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

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
from scorecard_action.reports.numbers import rate
from scorecard_action.reports.source import Source

# each file is looked for below each of them
_MAX_SOURCES: Final = 100
_CONDITIONS: Final = re.compile(r"\(\s*(\d{1,9})\s*/\s*(\d{1,9})\s*\)")


class _Cobertura:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._room = Room()
        self._sources: list[str] = []
        self._name = ""
        self._file = SourceFile()
        self._totals = CoverageTotals()
        self._knows_branches = self._lines = False

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        # lines stand below a class, and once more below its methods
        if name == "line" and reader.path[-3:-1] == ["class", "lines"]:
            self._line(attributes, reader)
        elif name == "class":
            self._name = attributes.get("filename", "")
            self._file = SourceFile()
        elif name == "source":
            reader.keep_text()
        elif len(reader.path) == 1:
            self._totals = _totals(attributes, reader)
            self._knows_branches = self._totals.branches_valid is not None

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "class":
            file = self._room.take(self._file.coverage(self._path(), branches=self._knows_branches))
            if self._is_below():
                file = msgspec.structs.replace(file, folders=tuple(self._sources))
            self.evidence.append(file)
        elif name == "source":
            source = reader.take_text().strip()
            if source not in self._sources and len(self._sources) < _MAX_SOURCES:
                self._sources.append(source)
        elif len(reader.path) == 1:
            self.evidence.append(self._believed())

    def _believed(self) -> CoverageTotals:
        """Return the totals; a rate without one line or count is that of nothing."""
        rates = self._totals
        if self._lines or rates.lines_valid:
            return rates
        return msgspec.structs.replace(rates, line_rate=None, branch_rate=None)

    def _line(self, attributes: dict[str, str], reader: xml.Reader) -> None:
        self._lines = True
        number = attribute_line(attributes, "number", reader)
        self._file.line(number, is_hit(attributes.get("hits")))
        if conditions := _CONDITIONS.search(attributes.get("condition-coverage", "")):
            ways = int(conditions[2])
            self._file.branch(number, min(int(conditions[1]), ways), ways)

    def _path(self) -> str:
        folder = self._sources[0] if len(self._sources) == 1 else ""
        if folder in ("", ".") or self._is_absolute():
            return self._name
        return f"{folder.rstrip('/')}/{self._name}"

    def _is_below(self) -> bool:
        """Say whether the file is below one of several source folders, and nothing says which."""
        return len(self._sources) > 1 and not self._is_absolute()

    def _is_absolute(self) -> bool:
        return self._name.startswith(("/", "\\")) or self._name[1:2] == ":"


def _totals(attributes: dict[str, str], reader: xml.Reader) -> CoverageTotals:
    lines = attribute_counts(attributes, "lines-covered", "lines-valid", reader)
    branches = attribute_counts(attributes, "branches-covered", "branches-valid", reader)
    branch_rate = rate(attributes.get("branch-rate"))
    if branches and not branches[1]:
        # coverage.py writes 0 where it did not look at branches too
        branches = branch_rate = None
    return CoverageTotals(
        lines_covered=lines[0] if lines else None,
        lines_valid=lines[1] if lines else None,
        line_rate=rate(attributes.get("line-rate")),
        branches_covered=branches[0] if branches else None,
        branches_valid=branches[1] if branches else None,
        branch_rate=branch_rate,
    )


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Cobertura(), {"coverage"})


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root != "coverage":
        return False
    return "line-rate" in head.xml.attributes or "packages" in head.xml.children


FORMAT = Format(
    name="cobertura",
    kind=Kind.COVERAGE,
    title="Cobertura XML",
    producers="coverage.py, coverlet, gcovr, PHPUnit, Istanbul, grcov …",
    detect=_detect,
    keys=frozenset({"<coverage>"}),
    read=_read,
)
