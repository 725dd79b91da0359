"""PIT's `mutations.xml` (XMLReportListener and DetectionStatus of pitest): a mutation score.

What is covered is a mutation that tests detected, by its own attribute: totals alone, since they
are no lines and must not unite with a report that has some.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import CoverageTotals, Evidence, Kind, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.coverage.declared import Sum
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

UNDONE: Final = frozenset({"NOT_STARTED", "STARTED", "RUN_ERROR"})
"""A mutation of which nothing is known: PIT did not come to it, or could not run it."""


class _Pit:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._score = Sum()

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name != "mutation":
            return
        detected = attributes.get("detected", "").strip().lower()
        if detected not in ("true", "false"):
            raise reader.error(f"detected={clip(detected, 40)!r} is neither true nor false")
        self._score.add(detected == "true", 1)
        status = attributes.get("status", "").strip().upper()
        if status in UNDONE:
            self.evidence.append(ToolError(f"a mutation has the status {status}", reader.line))

    def end(self, name: str, reader: xml.Reader) -> None:
        if len(reader.path) == 1:
            self.evidence.append(CoverageTotals(*self._score.counts))


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Pit(), {"mutations"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "mutations"


FORMAT = Format(
    name="pit",
    kind=Kind.COVERAGE,
    title="PIT mutations.xml (mutations detected, of all)",
    producers="PIT (Maven, Gradle)",
    detect=_detect,
    keys=frozenset({"<mutations>"}),
    read=_read,
)
