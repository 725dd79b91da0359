"""Cobertura XML (coverage-04.dtd): root totals, and hits per line of each class.

Written by coverage.py, Cobertura, coverlet, gcovr, phpunit, istanbul, grcov and others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.model import Coverage, CoverageTotals, Evidence, Kind
from scorecard_action.reports import xml
from scorecard_action.reports.coverage.lines import line_set
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import rate, whole
from scorecard_action.reports.source import Source

_CONDITIONS: Final = re.compile(r"\(\s*(\d{1,9})\s*/\s*(\d{1,9})\s*\)")


class _Cobertura:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._sources: list[str] = []
        self._file = ""
        self._covered: list[int] = []
        self._valid: list[int] = []
        self._branches: list[tuple[int, int, int]] = []
        self._knows_branches = False

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        # lines stand below a class, and once more below its methods
        if name == "line" and reader.path[-3:-1] == ["class", "lines"]:
            self._line(attributes)
        elif name == "class":
            self._file = attributes.get("filename", "")
            self._covered, self._valid, self._branches = [], [], []
        elif name == "source":
            reader.keep_text()
        elif len(reader.path) == 1:
            self._knows_branches = "branches-valid" in attributes
            self.evidence.append(_totals(attributes, reader))

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "class":
            try:
                covered, valid = line_set(self._covered), line_set(self._valid)
            except ReportError as error:
                raise reader.error(error.message) from None
            self.evidence.append(
                Coverage(
                    self._path(),
                    covered.bit_count(),
                    valid.bit_count(),
                    covered,
                    valid,
                    tuple(self._branches) if self._branches or self._knows_branches else None,
                    sum(taken for _, taken, _ in self._branches),
                    sum(ways for _, _, ways in self._branches),
                )
            )
        elif name == "source":
            self._sources.append(reader.take_text().strip())

    def _line(self, attributes: dict[str, str]) -> None:
        number = whole(attributes.get("number"))
        self._valid.append(number)
        if whole(attributes.get("hits")):
            self._covered.append(number)
        if conditions := _CONDITIONS.search(attributes.get("condition-coverage", "")):
            ways = int(conditions[2])
            self._branches.append((number, min(int(conditions[1]), ways), ways))

    def _path(self) -> str:
        # with one source folder the file is below it; with several nothing says below which
        folder = self._sources[0] if len(self._sources) == 1 else ""
        if folder in ("", ".") or self._file.startswith(("/", "\\")) or self._file[1:2] == ":":
            return self._file
        return f"{folder.rstrip('/')}/{self._file}"


def _totals(attributes: dict[str, str], reader: xml.Reader) -> CoverageTotals:
    lines = _counts(attributes, "lines-covered", "lines-valid", reader)
    branches = _counts(attributes, "branches-covered", "branches-valid", reader)
    return CoverageTotals(
        lines_covered=lines[0] if lines else None,
        lines_valid=lines[1] if lines else None,
        line_rate=rate(attributes.get("line-rate")),
        branches_covered=branches[0] if branches else None,
        branches_valid=branches[1] if branches else None,
        branch_rate=rate(attributes.get("branch-rate")),
    )


def _counts(
    attributes: dict[str, str], covered: str, valid: str, reader: xml.Reader
) -> tuple[int, int] | None:
    if covered not in attributes or valid not in attributes:
        return None
    counts = whole(attributes[covered]), whole(attributes[valid])
    if counts[0] > counts[1]:
        raise reader.error(f"{covered} is greater than {valid}")
    return counts


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Cobertura())


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
    read=_read,
)
