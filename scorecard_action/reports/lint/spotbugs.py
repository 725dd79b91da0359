"""SpotBugs' and FindBugs' XML (spotbugs/etc/bugcollection.xsd).

Priority 1 to 3 is the level. A bug with `last` was gone in the version analysed; one designated as
no problem is suppressed. `<Errors errors="…">` says that classes could not be analysed; classes
that were missing beside them are no error.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Level, Nothing, Tool, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import line_number, short
from scorecard_action.reports.lint.levels import level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source

_TOOL: Final = "spotbugs"
_LEVELS: Final = {
    "1": Level.ERROR,
    "2": Level.WARNING,
    **dict.fromkeys(("3", "4", "5"), Level.NOTE),
}


class _SpotBugs:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._bug: dict[str, str] | None = None
        self._place: dict[str, str] = {}
        self._rank = 0
        self._message = ""
        self._errors = 0
        self._found = False

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "BugInstance":
            self._bug, self._place, self._rank, self._message = attributes, {}, 0, ""
            self._found = True
        elif self._bug is not None:
            if name == "SourceLine":
                self._keep(attributes, reader)
            elif name in ("ShortMessage", "LongMessage") and reader.path[-2] == "BugInstance":
                reader.keep_text()
        elif name == "FindBugsSummary":
            self._summary(attributes, reader)
        elif name == "Errors":
            self._errors = whole(attributes.get("errors"))
        elif name in ("Error", "AnalysisError") and "Errors" in reader.path:
            self._errors = max(self._errors, 1)

    def _summary(self, attributes: dict[str, str], reader: xml.Reader) -> None:
        classes = attributes.get("total_classes", "").strip()
        if classes.isdecimal() and not int(classes[:9]) and not self._found:
            self.evidence.append(Nothing("SpotBugs analysed no class", reader.line))

    def _keep(self, attributes: dict[str, str], reader: xml.Reader) -> None:
        """Keep the most telling place: the bug's own primary one, its own, else the first."""
        own = reader.path[-2] == "BugInstance"
        rank = 1 + own + (own and attributes.get("primary") == "true")
        if rank > self._rank:
            self._rank, self._place = rank, attributes

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "BugInstance" and self._bug is not None:
            if "last" not in self._bug:
                self.evidence.append(self._finding(self._bug))
            self._bug = None
        elif self._bug is not None and name in ("ShortMessage", "LongMessage"):
            if reader.path[-2] == "BugInstance":
                self._message = reader.take_text().strip() or self._message
        elif name == "Errors" and self._errors:
            self.evidence.append(
                ToolError(f"SpotBugs reports {self._errors} errors of its analysis", reader.line)
            )

    def _finding(self, bug: dict[str, str]) -> Finding:
        place = self._place
        priority = bug.get("priority", "")
        return Finding(
            level(_LEVELS, priority),
            rule=bug.get("type", ""),
            severity=priority,
            tool=_TOOL,
            file=place.get("sourcepath") or place.get("sourcefile", ""),
            line=line_number(place.get("start")),
            message=short(self._message),
            suppressed=bug.get("notAProblem") == "true",
        )


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _SpotBugs(), {"BugCollection"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "BugCollection"


FORMAT = Format(
    name="spotbugs",
    kind=Kind.LINT,
    title="SpotBugs and FindBugs XML",
    producers="SpotBugs, FindBugs",
    detect=_detect,
    keys=frozenset({"<BugCollection>"}),
    read=_read,
    severities=frozenset(_LEVELS),
)
