"""Valgrind's XML (docs/internals/xml-output-protocol4.txt): an `<error>` per finding.

Valgrind has no levels: what it finds is an error; memory that is still reachable at the end is a
note, what may be lost a warning. A run whose last state is not FINISHED did not finish. Memcheck,
Helgrind and DRD write it, in one file per process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Level, Tool, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import line_number, short
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "valgrind"
_WORDS: Final = {"Leak_StillReachable": "note", "Leak_PossiblyLost": "warning"}
_LEVELS: Final = {"error": Level.ERROR, "warning": Level.WARNING, "note": Level.NOTE}
_KEPT: Final = frozenset({"kind", "what", "text", "dir", "file", "line", "state"})


class _Valgrind:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._kind = self._what = self._state = ""
        self._frame: dict[str, str] = {}
        self._place: dict[str, str] = {}

    def start(self, name: str, _: dict[str, str], reader: xml.Reader) -> None:
        if name == "error":
            self._kind = self._what = ""
            self._place = {}
        elif name == "frame":
            self._frame = {}
        elif name in _KEPT:
            reader.keep_text()
        elif name == "fatal_signal":
            self.evidence.append(ToolError("the program died of a signal", reader.line))

    def end(self, name: str, reader: xml.Reader) -> None:
        text = reader.take_text().strip() if name in _KEPT else ""
        if name == "state":
            self._state = text
        elif name == "kind":
            self._kind = text
        elif name in ("what", "text"):
            self._what = self._what or text
        elif name in ("dir", "file", "line"):
            self._frame[name] = text
        elif name == "frame":
            # the innermost frame that has a source; those of the allocator have none
            self._place = self._place or (self._frame if self._frame.get("file") else {})
        elif name == "error":
            self.evidence.append(self._finding())
        elif name == "valgrindoutput" and self._state != "FINISHED":
            state = self._state or "none"
            self.evidence.append(
                ToolError(f"valgrind did not finish: its last state is {short(state)}", reader.line)
            )

    def _finding(self) -> Finding:
        word = _WORDS.get(self._kind, "error")
        folder, file = self._place.get("dir", ""), self._place.get("file", "")
        return Finding(
            _LEVELS[word],
            rule=self._kind,
            severity=word,
            tool=_TOOL,
            file=f"{folder}/{file}" if folder and file else file,
            line=line_number(self._place.get("line")),
            message=short(self._what),
        )


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Valgrind(), {"valgrindoutput"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "valgrindoutput"


FORMAT = Format(
    name="valgrind",
    kind=Kind.LINT,
    title="Valgrind XML",
    producers="Valgrind (Memcheck, Helgrind, DRD)",
    detect=_detect,
    read=_read,
    severities=frozenset(_LEVELS),
    keys=frozenset({"<valgrindoutput>"}),
)
