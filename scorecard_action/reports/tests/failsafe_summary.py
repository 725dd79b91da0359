"""failsafe-summary.xml, beside Maven Failsafe's reports: no report, but it knows how the run ended.

Format: maven-failsafe-plugin, failsafe-summary.xsd. `mvn verify` fails by it, and by nothing else:
so it is looked at wherever it lies beside a report that was read, named by a glob or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.files import open_regular
from scorecard_action.masking import clip
from scorecard_action.model import Evidence, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import File, Source

NAME: Final = "failsafe-summary.xml"
_ROOTS: Final = frozenset({"failsafe-summary"})
_COUNTS: Final = frozenset({"errors", "failures"})


class _Summary:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self.failed = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "failsafe-summary" and attributes.get("timeout", "").strip() == "true":
            self.evidence.append(
                ToolError("Failsafe timed out: the tests did not finish", reader.line)
            )
        elif name == "failureMessage" or name in _COUNTS:
            reader.keep_text()

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "failureMessage" and (text := reader.take_text().strip()):
            self.evidence.append(
                ToolError(f"Failsafe did not finish: {clip(text, 200)}", reader.line)
            )
        elif name in _COUNTS:
            self.failed += whole(reader.take_text())


def marks(
    path: Path, failed: int, open_file: Callable[[Path], File] = open_regular
) -> list[ToolError]:
    """Return why the tests did not finish, by the summary at `path`.

    `failed` counts the failed tests of the reports that were read beside it;
    `open_file` as of Source.
    """
    summary = _Summary()
    try:
        with Source.open(path, open_file) as source:
            found = [one for one in xml.read(source, summary, _ROOTS) if isinstance(one, ToolError)]
    except ReportError as error:
        return [ToolError(f"it cannot be read: {error.message}", error.line)]
    if summary.failed > failed:
        words = f"Failsafe counts {summary.failed:,} errors and failures"
        found.append(ToolError(f"{words}, the reports beside it {failed:,}"))
    return found


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Summary(), _ROOTS)


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root in _ROOTS


FORMAT = Format(
    name="failsafe-summary",
    kind=None,
    title="Failsafe's summary",
    producers="Maven Failsafe",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
)
