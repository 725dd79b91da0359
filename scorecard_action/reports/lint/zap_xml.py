"""ZAP's XML (its report traditional-xml, also -plus): `<alertitem>`s of each `<site>`.

Read as its JSON is (zap): an alert is one finding, and what was sent and found is never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Level, Nothing, Tool, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import short
from scorecard_action.reports.lint.levels import SECURITY, level
from scorecard_action.reports.source import Source

_TOOL: Final = "zap"
_ROOT: Final = "OWASPZAPReport"
_LEVELS: Final = {**SECURITY, "informational": Level.NOTE}
_WORDS: Final = {"0": "informational", "1": "low", "2": "medium", "3": "high"}
_FIELDS: Final = frozenset({"pluginid", "alertRef", "alert", "name", "riskcode", "confidence"})


class _Zap:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._site = ""
        self._sites = 0
        self._alert: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "site":
            self._site = attributes.get("name", "")
            self._sites += 1
        elif name == "alertitem":
            self._alert = {}
        elif name == "stoppingInsight":
            self.evidence.append(ToolError("ZAP was stopped by an insight", reader.line))
        elif name in _FIELDS and reader.path[-2:-1] == ["alertitem"]:
            reader.keep_text()

    def end(self, name: str, reader: xml.Reader) -> None:
        if name in _FIELDS and reader.path[-2:-1] == ["alertitem"]:
            self._alert[name] = reader.take_text().strip()
        elif name == "alertitem":
            self.evidence.append(self._finding(self._alert))
        elif name == _ROOT and not self._sites:
            self.evidence.append(Nothing("ZAP scanned no site"))

    def _finding(self, alert: dict[str, str]) -> Finding:
        risk = alert.get("riskcode", "")
        severity = _WORDS.get(risk, risk) or "error"
        return Finding(
            level(_LEVELS, severity),
            rule=alert.get("alertRef") or alert.get("pluginid", ""),
            severity=severity,
            tool=_TOOL,
            file=self._site,
            message=short(alert.get("alert") or alert.get("name")),
            suppressed=alert.get("confidence") == "0",
        )


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Zap(), {_ROOT})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == _ROOT


FORMAT = Format(
    name="zap",
    kind=Kind.LINT,
    title="ZAP XML",
    producers="ZAP",
    detect=_detect,
    read=_read,
    severities=frozenset(_WORDS.values()),
    keys=frozenset({f"<{_ROOT}>"}),
)
