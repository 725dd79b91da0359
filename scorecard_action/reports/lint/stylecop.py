"""StyleCop's XML: `StyleCopViolations` with their rules. StyleCop itself has no levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Level, Tool
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import line_number, short
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "stylecop"


class _StyleCop:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._violation: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "Violation":
            self._violation = attributes
            reader.keep_text()

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "Violation":
            found = self._violation
            rule = found.get("RuleId", "")
            self.evidence.append(
                Finding(
                    Level.ERROR,
                    rule=rule or found.get("Rule", ""),
                    severity="error",
                    tool=_TOOL,
                    file=found.get("Source", ""),
                    line=line_number(found.get("LineNumber")),
                    message=short(reader.take_text().strip()),
                    # SA0102: a file whose syntax StyleCop could not read, SA0001: its own failure
                    unparsed=rule in ("SA0001", "SA0102"),
                )
            )


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _StyleCop(), {"StyleCopViolations"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "StyleCopViolations"


FORMAT = Format(
    name="stylecop",
    kind=Kind.LINT,
    title="StyleCop XML",
    producers="StyleCop",
    detect=_detect,
    read=_read,
    severities=frozenset({"error"}),
    keys=frozenset({"<StyleCopViolations>"}),
)
