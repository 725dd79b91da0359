"""InspectCode's XML (ReSharper, Rider): issues, whose types above them have the severity.

An issue may have a severity of its own. SUGGESTION and HINT are notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Tool
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import line_number, short
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "inspectcode"
_MOST_TYPES: Final = 20_000


class _InspectCode:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._types: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "IssueType" and len(self._types) < _MOST_TYPES:
            self._types[attributes.get("Id", "")] = attributes.get("Severity", "")
        elif name == "Issue" and "Issues" in reader.path:
            rule = attributes.get("TypeId", "")
            word = attributes.get("Severity") or self._types.get(rule) or "ERROR"
            self.evidence.append(
                Finding(
                    level(PLAIN, word),
                    rule=rule,
                    severity=word,
                    tool=_TOOL,
                    file=attributes.get("File", ""),
                    line=line_number(attributes.get("Line")),
                    message=short(attributes.get("Message")),
                    # what does not compile is not inspected any further
                    unparsed=rule == "CSharpErrors",
                )
            )

    def end(self, name: str, reader: xml.Reader) -> None:
        pass


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _InspectCode(), {"Report"})


def _detect(head: Head) -> bool:
    found = head.xml
    return found is not None and found.root == "Report" and "IssueTypes" in found.children


FORMAT = Format(
    name="inspectcode",
    kind=Kind.LINT,
    title="InspectCode XML",
    producers="ReSharper's InspectCode",
    detect=_detect,
    read=_read,
    severities=frozenset({"error", "warning", "suggestion", "hint", "info"}),
    keys=frozenset({"<Report>"}),
)
