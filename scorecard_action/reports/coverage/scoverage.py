"""scoverage's XML (ScoverageXmlWriter of scalac-scoverage-plugin).

The unit is the statement; those that begin an arm of a branch are marked. Ignored statements do not
count.
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
    is_hit,
)
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _File:
    def __init__(self) -> None:
        self.lines = SourceFile()
        self.statements: dict[str, bool] = {}


class _Scoverage:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._room = Room()
        self._files: dict[str, _File] = {}
        self._class = ""
        self._totals: tuple[int, int] | None = None
        self._listed, self._branches = Sum(), Sum()

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "statement":
            if attributes.get("ignored", "").strip().lower() != "true":
                self._statement(attributes, reader)
        elif name == "class":
            self._class = attributes.get("filename", "")
        elif len(reader.path) == 1:
            self._totals = attribute_counts(
                attributes, "statements-invoked", "statement-count", reader
            )

    def end(self, name: str, reader: xml.Reader) -> None:
        if len(reader.path) > 1:
            return
        for path, file in self._files.items():
            blocks = tuple((place, int(hit), 1) for place, hit in file.statements.items())
            found = file.lines.coverage(path, branches=True)
            self.evidence.append(self._room.take(msgspec.structs.replace(found, blocks=blocks)))
        totals = self._totals or self._listed.counts
        self.evidence += compared(totals, self._listed.counts, "statements")
        self.evidence.append(CoverageTotals(*totals, None, *self._branches.counts))

    def _statement(self, attributes: dict[str, str], reader: xml.Reader) -> None:
        line = attribute_line(attributes, "line", reader)
        hit = is_hit(attributes.get("invocation-count"))
        path = attributes.get("source") or self._class
        file = self._files.get(path)
        if file is None:
            file = self._files[path] = _File()
        arm = attributes.get("branch", "").strip().lower() == "true"
        place = "-".join(clip(attributes.get(key, ""), 20) for key in ("start", "end"))
        key = f"{line}.{place}{' arm' if arm else ''}"
        self._listed.add(hit, 1)
        file.lines.line(line, hit)
        file.statements[key] = hit or file.statements.get(key, False)
        if arm:
            self._branches.add(hit, 1)
            file.lines.arc(line, place, hit)


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Scoverage(), {"scoverage"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "scoverage"


FORMAT = Format(
    name="scoverage",
    kind=Kind.COVERAGE,
    title="scoverage XML",
    producers="scoverage (sbt, Maven, Gradle, Mill)",
    detect=_detect,
    keys=frozenset({"<scoverage>"}),
    read=_read,
)
