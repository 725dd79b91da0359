"""CPD's XML: a finding for each `<duplication>`, at the first of the places that share the code.

CPD has no levels. Written by PMD's copy-paste detector, and in its shape by phpcpd and jscpd.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Level, Tool, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import line_number
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "cpd"


class _Cpd:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._lines = ""
        self._places: list[dict[str, str]] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "duplication":
            self._lines = attributes.get("lines", "")
            self._places = []
            self._count = 0
        elif name == "file" and "duplication" in reader.path:
            self._count += 1
            if len(self._places) < 2:
                self._places.append(attributes)
        elif name == "error":
            what = attributes.get("filename") or "a file"
            text = attributes.get("msg") or "without a message"
            self.evidence.append(
                ToolError(
                    f"CPD could not process {clip(what, 200)}: {clip(text, 200)}", reader.line
                )
            )

    def end(self, name: str, reader: xml.Reader) -> None:
        if name != "duplication":
            return
        first, second = [*self._places, {}, {}][:2]
        also = f" and {clip(second.get('path', ''), 300)}" if second else ""
        self.evidence.append(
            Finding(
                Level.ERROR,
                rule="duplication",
                severity="error",
                tool=_TOOL,
                file=first.get("path", ""),
                line=line_number(first.get("line")),
                message=f"{line_number(self._lines)} lines in {self._count} places{also}",
            )
        )


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Cpd(), {"pmd-cpd"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "pmd-cpd"


FORMAT = Format(
    name="cpd",
    kind=Kind.LINT,
    title="CPD XML",
    producers="PMD's CPD, jscpd, phpcpd",
    detect=_detect,
    keys=frozenset({"<pmd-cpd>"}),
    read=_read,
    severities=frozenset({"error"}),
)
