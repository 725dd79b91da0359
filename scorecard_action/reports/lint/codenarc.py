"""CodeNarc's XML (`XmlReportWriter`): violations of priority 1 to 3, below file and package.

A file lies in the folder of its package, below the source directory that the project names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Level, Nothing, Tool
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import line_number, short, unlisted
from scorecard_action.reports.lint.levels import level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "codenarc"
_PRIORITY: Final = {"1": Level.ERROR, "2": Level.WARNING, "3": Level.NOTE}


class _CodeNarc:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._sources: list[str] = []
        self._package = ""
        self._file = ""
        self._violation: dict[str, str] | None = None
        self._message = ""
        self._found = 0
        self._counted = 0
        self._files: str | None = None

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name in ("SourceDirectory", "Message"):
            reader.keep_text()
        elif name == "PackageSummary":
            self._files = attributes.get("totalFiles")
            counts = (attributes.get(f"priority{number}") for number in _PRIORITY)
            self._counted = sum(map(line_number, counts))
        elif name == "Package":
            self._package = attributes.get("path", "")
        elif name == "File":
            self._file = attributes.get("name", "")
        elif name == "Violation":
            self._violation, self._message = attributes, ""

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "SourceDirectory":
            self._sources.append(reader.take_text().strip())
        elif name == "Message":
            self._message = reader.take_text().strip()
        elif name == "Violation" and self._violation is not None:
            attributes, self._violation = self._violation, None
            priority = attributes.get("priority", "")
            self._found += 1
            self.evidence.append(
                Finding(
                    level(_PRIORITY, priority),
                    rule=attributes.get("ruleName", ""),
                    severity=priority,
                    tool=_TOOL,
                    file=self._path(),
                    line=line_number(attributes.get("lineNumber")),
                    message=short(self._message),
                )
            )
        elif name == "CodeNarc":
            self.evidence += unlisted(_TOOL, "violations", self._counted, self._found)
            if self._files is not None and not line_number(self._files) and not self._found:
                self.evidence.append(Nothing("CodeNarc looked at no file"))

    def _path(self) -> str:
        # with several source directories the report does not say which of them it was
        source = self._sources[0] if len(self._sources) == 1 else ""
        return "/".join(part.rstrip("/") for part in (source, self._package, self._file) if part)


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _CodeNarc(), {"CodeNarc"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "CodeNarc"


FORMAT = Format(
    name="codenarc",
    kind=Kind.LINT,
    title="CodeNarc XML",
    producers="CodeNarc",
    detect=_detect,
    read=_read,
    severities=frozenset(_PRIORITY),
    keys=frozenset({"<CodeNarc>"}),
)
