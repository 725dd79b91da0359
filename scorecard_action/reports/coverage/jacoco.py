"""JaCoCo XML (report.dtd, "-//JACOCO//DTD Report 1.1//EN"), as Kover, Pester and gcovr write too.

Counters of the report are its totals; the lines of a source file have missed and covered
instructions and branches. An aggregate has a group for each module, which the paths here keep, so
that the files of two modules stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import xml
from scorecard_action.reports.coverage.source_file import (
    Room,
    SourceFile,
    attribute_count,
    attribute_line,
)
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

Counts = tuple[int, int]


class _Jacoco:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._room = Room()
        self._folders: list[str] = []
        self._file = SourceFile()
        self._name = ""
        self._counters: dict[str, Counts] = {}
        self._totals: dict[str, Counts] = {}
        self._knows_branches = True

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        inside = reader.path[-2] if reader.path[1:] else ""
        if name == "line" and inside == "sourcefile":
            self._line(attributes, reader)
        elif name == "counter" and inside in ("sourcefile", "report"):
            counters = self._counters if inside == "sourcefile" else self._totals
            missed = attribute_count(attributes, "missed", reader)
            covered = attribute_count(attributes, "covered", reader)
            counters[attributes.get("type", "")] = (covered, missed + covered)
        elif name == "sourcefile":
            self._file, self._counters = SourceFile(), {}
            self._name = attributes.get("name", "")
        elif name in ("group", "package"):
            self._folders.append(attributes.get("name", ""))
        elif len(reader.path) == 1:
            # Pester writes this format, and every line with no branch
            self._knows_branches = not attributes.get("name", "").startswith("Pester ")

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "sourcefile":
            path = "/".join(part for part in (*self._folders, self._name) if part)
            counts = self._counters.get("LINE")
            file = self._file.coverage(path, branches=self._knows_branches, counts=counts)
            self.evidence.append(self._room.take(file))
        elif name in ("group", "package"):
            self._folders.pop()
        elif len(reader.path) == 1:
            lines = self._totals.get("LINE")
            branches = self._totals.get("BRANCH", (0, 0) if self._knows_branches else None)
            self.evidence.append(
                CoverageTotals(
                    lines_covered=lines[0] if lines else None,
                    lines_valid=lines[1] if lines else None,
                    branches_covered=branches[0] if branches else None,
                    branches_valid=branches[1] if branches else None,
                )
            )

    def _line(self, attributes: dict[str, str], reader: xml.Reader) -> None:
        number = attribute_line(attributes, "nr", reader)
        covered = attribute_count(attributes, "ci", reader)
        # gcovr leaves the instructions out: the counters of the file say how many are covered
        if covered or attribute_count(attributes, "mi", reader):
            self._file.line(number, covered > 0)
        taken = attribute_count(attributes, "cb", reader)
        self._file.branch(number, taken, taken + attribute_count(attributes, "mb", reader))


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Jacoco(), {"report"})


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root != "report":
        return False
    if "jacoco" in head.xml.doctype.lower():
        return True
    known = {"sessioninfo", "group", "package", "counter"}
    return "name" in head.xml.attributes and bool(known & head.xml.children)


FORMAT = Format(
    name="jacoco",
    kind=Kind.COVERAGE,
    title="JaCoCo XML",
    producers="JaCoCo (Maven, Gradle, Ant), Kover, Pester, gcovr",
    detect=_detect,
    keys=frozenset({"<report>"}),
    read=_read,
    packages=True,
)
