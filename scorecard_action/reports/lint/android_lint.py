"""Android lint's XML (`XmlWriter` of Android's lint): an `<issue>` with its `<location>`s.

`LintError` is the failure of lint itself; issues of severity ignore are none.
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
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "android-lint"
_IGNORED: Final = "ignore"


class _AndroidLint:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._issue: dict[str, str] | None = None
        self._place: dict[str, str] | None = None

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "issue":
            self._issue, self._place = attributes, None
        elif name == "location" and self._place is None:
            self._place = attributes

    def end(self, name: str, reader: xml.Reader) -> None:
        if name != "issue" or self._issue is None:
            return
        issue, self._issue = self._issue, None
        place = self._place or {}
        severity = issue.get("severity", "")
        message = issue.get("message") or issue.get("summary") or ""
        if severity.lower() != _IGNORED:
            self.evidence.append(
                Finding(
                    level(PLAIN, severity),
                    rule=issue.get("id", ""),
                    severity=severity or "error",
                    tool=_TOOL,
                    file=place.get("file", ""),
                    line=line_number(place.get("line")),
                    message=short(message),
                )
            )
        if issue.get("id") == "LintError":
            self.evidence.append(
                ToolError(f"Android lint could not go on: {clip(message, 300)}", reader.line)
            )


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _AndroidLint(), {"issues"})


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root != "issues":
        return False
    return head.xml.attributes.get("by", "").lower().startswith("lint") or any(
        name == "issue" and {"id", "severity", "message", "category"} <= attributes.keys()
        for _, name, attributes in head.xml.elements
    )


FORMAT = Format(
    name="android-lint",
    kind=Kind.LINT,
    title="Android lint XML",
    producers="Android lint",
    detect=_detect,
    keys=frozenset({"<issues>"}),
    read=_read,
    severities=frozenset(
        {"fatal", "error", "warning", "informational", "information", "hint", "ignore"}
    ),
)
