"""failsafe-summary.xml, beside Maven Failsafe's reports: no report, but it knows of a timeout.

Format: maven-failsafe-plugin, failsafe-summary.xsd.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.model import Evidence, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _Summary:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "failsafe-summary" and attributes.get("timeout") == "true":
            self.evidence.append(
                ToolError("Failsafe timed out: the tests did not finish", reader.line)
            )
        elif name == "failureMessage":
            reader.keep_text()

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "failureMessage" and (text := reader.take_text().strip()):
            self.evidence.append(ToolError(f"Failsafe did not finish: {text[:200]}", reader.line))


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Summary())


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "failsafe-summary"


FORMAT = Format(
    name="failsafe-summary",
    kind=None,
    title="Failsafe's summary",
    producers="Maven Failsafe",
    detect=_detect,
    read=_read,
)
