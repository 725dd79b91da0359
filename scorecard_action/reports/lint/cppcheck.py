"""Cppcheck's XML, version 2 (cppcheck-errors.rng) and version 1, which has the place in `<error>`.

The first `<location>` is where the fault shows. Cppcheck's own failures come as errors too.
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

_TOOL: Final = "cppcheck"
_FAILURES: Final = frozenset({"internalError", "internalAstError", "cppcheckError"})


class _Cppcheck:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._error: dict[str, str] | None = None
        self._place: dict[str, str] | None = None

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "error":
            self._error, self._place = attributes, None
        elif name == "location" and self._place is None:
            self._place = attributes

    def end(self, name: str, reader: xml.Reader) -> None:
        if name != "error" or self._error is None:
            return
        error, self._error = self._error, None
        place = error if self._place is None else self._place
        severity = error.get("severity", "")
        message = error.get("msg") or error.get("verbose") or ""
        self.evidence.append(
            Finding(
                level(PLAIN, severity),
                rule=error.get("id", ""),
                severity=severity or "error",
                tool=_TOOL,
                file=place.get("file") or error.get("file0", ""),
                line=line_number(place.get("line")),
                message=short(message),
            )
        )
        if error.get("id") in _FAILURES:
            self.evidence.append(
                ToolError(f"cppcheck could not go on: {clip(message, 300)}", reader.line)
            )


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Cppcheck(), {"results"})


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root != "results":
        return False
    return "cppcheck" in head.xml.children or any(
        name == "error" and {"id", "severity", "msg"} <= attributes.keys()
        for _, name, attributes in head.xml.elements
    )


FORMAT = Format(
    name="cppcheck",
    kind=Kind.LINT,
    title="Cppcheck XML",
    producers="Cppcheck",
    detect=_detect,
    keys=frozenset({"<results>"}),
    read=_read,
    severities=frozenset(
        {"error", "warning", "style", "performance", "portability", "information", "debug"}
    ),
)
