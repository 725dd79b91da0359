"""SonarQube's generic coverage XML ("Generic test data" of its manual), version 1.

Lines of each file, covered or not; of branches it speaks only where a line has some.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Kind
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


class _Sonar:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._room = Room()
        self._name = ""
        self._file = SourceFile()

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "lineToCover":
            number = attribute_line(attributes, "lineNumber", reader)
            self._file.line(number, _is_true(attributes, reader))
            ways = attribute_count(attributes, "branchesToCover", reader)
            taken = attribute_count(attributes, "coveredBranches", reader)
            if taken > ways:
                raise reader.error("coveredBranches is greater than branchesToCover")
            self._file.branch(number, taken, ways)
        elif name == "file":
            self._name, self._file = attributes.get("path", ""), SourceFile()
        elif name != "coverage":
            raise reader.error(f"<{clip(name, 60)}> is no element of this format")

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "file":
            self.evidence.append(self._room.take(self._file.coverage(self._name, branches=False)))


def _is_true(attributes: dict[str, str], reader: xml.Reader) -> bool:
    word = attributes.get("covered", "").strip().lower()
    if word not in ("true", "false"):
        raise _no_word(word, reader)
    return word == "true"


def _no_word(word: str, reader: xml.Reader) -> ReportError:
    return reader.error(f"covered={clip(word, 40)!r} is neither true nor false")


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Sonar(), {"coverage"})


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root != "coverage" or "line-rate" in head.xml.attributes:
        return False
    return head.xml.attributes.get("version") == "1" and head.xml.children <= {"file"}


FORMAT = Format(
    name="sonar-coverage",
    kind=Kind.COVERAGE,
    title="SonarQube generic coverage",
    producers="gcovr --sonarqube, excoveralls, converters for SonarQube",
    detect=_detect,
    keys=frozenset({"<coverage>"}),
    read=_read,
)
