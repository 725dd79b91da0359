"""PMD's XML (report_2_0_0.xsd), which PHPMD writes too.

An `<error>` is a file that PMD could not process, a `<configerror>` a rule that it could not apply.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Tool, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import line_number, short
from scorecard_action.reports.lint.levels import PRIORITY, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "pmd"


class _Pmd:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._file = ""
        self._violation: dict[str, str] | None = None

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "violation":
            self._violation = attributes
            reader.keep_text()
        elif name == "file":
            self._file = attributes.get("name", "")
        elif name == "suppressedviolation":
            self.evidence.append(
                Finding(
                    level(PRIORITY, ""),
                    tool=_TOOL,
                    file=attributes.get("filename", ""),
                    message=short(attributes.get("msg")),
                    suppressed=True,
                )
            )
        elif name in ("error", "configerror"):
            what = attributes.get("filename") or attributes.get("rule") or "something"
            text = attributes.get("msg") or "without a message"
            doing = "process" if name == "error" else "apply the rule"
            self.evidence.append(
                ToolError(
                    f"PMD could not {doing} {clip(what, 200)}: {clip(text, 200)}", reader.line
                )
            )

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "violation" and self._violation is not None:
            attributes = self._violation
            self._violation = None
            priority = attributes.get("priority", "")
            self.evidence.append(
                Finding(
                    level(PRIORITY, priority),
                    rule=attributes.get("rule", ""),
                    severity=priority,
                    tool=_TOOL,
                    file=self._file,
                    line=line_number(attributes.get("beginline")),
                    message=short(reader.take_text().strip()),
                )
            )
        elif name == "file":
            self._file = ""


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Pmd(), {"pmd"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "pmd"


FORMAT = Format(
    name="pmd",
    kind=Kind.LINT,
    title="PMD XML",
    producers="PMD, PHPMD",
    detect=_detect,
    keys=frozenset({"<pmd>"}),
    read=_read,
    severities=frozenset(PRIORITY),
)
