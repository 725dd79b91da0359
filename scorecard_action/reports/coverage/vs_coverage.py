"""Visual Studio's coverage XML (`dotnet-coverage -f xml`, `CodeCoverage.exe analyze`).

A module has the totals of its lines, as `line_coverage` takes them: one that is covered in part is
not covered, nor is it in the Cobertura that dotnet-coverage makes of the same run. Its source files
are named behind the ranges that refer to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import xml
from scorecard_action.reports.coverage.declared import Sum
from scorecard_action.reports.coverage.source_file import (
    Room,
    SourceFile,
    attribute_count,
    attribute_line,
)
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

# The lines that .NET compilers give to code which stands in no source.
HIDDEN: Final = frozenset({"15732480", "16707566"})  # 0xF00F00, 0xFEEFEE
_WORDS: Final = frozenset({"yes", "partial", "no"})


class _VisualStudio:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._room = Room()
        self._total = Sum()
        self._lines: dict[str, dict[int, bool]] = {}
        self._paths: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "range" and attributes.get("start_line") not in HIDDEN:
            word = attributes.get("covered", "").strip().lower()
            if word not in _WORDS:
                raise reader.error(f"covered={clip(word, 40)!r} is neither yes, partial nor no")
            line = attribute_line(attributes, "start_line", reader)
            lines = self._lines.setdefault(attributes.get("source_id", ""), {})
            lines[line] = lines.get(line, True) and word == "yes"
        elif name == "source_file":
            self._paths[attributes.get("id", "")] = attributes.get("path", "")
        elif name == "module":
            covered, partly, missed = (
                attribute_count(attributes, f"lines_{word}", reader)
                for word in ("covered", "partially_covered", "not_covered")
            )
            self._total.add(covered, covered + partly + missed)

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "module":
            for number, lines in self._lines.items():
                if path := self._paths.get(number):
                    file = SourceFile()
                    for line, covered in lines.items():
                        file.line(line, covered)
                    self.evidence.append(self._room.take(file.coverage(path, branches=False)))
            self._lines, self._paths = {}, {}
        elif len(reader.path) == 1:
            self.evidence.append(CoverageTotals(*self._total.counts))


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _VisualStudio(), {"results"})


def _detect(head: Head) -> bool:
    # other tools have a root of this name
    return head.xml is not None and head.xml.root == "results" and head.xml.children == {"modules"}


FORMAT = Format(
    name="vs-coverage",
    kind=Kind.COVERAGE,
    title="Visual Studio coverage XML",
    producers="dotnet-coverage -f xml, Microsoft.CodeCoverage, CodeCoverage.exe analyze",
    detect=_detect,
    keys=frozenset({"<results>"}),
    read=_read,
)
