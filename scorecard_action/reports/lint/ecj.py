"""The log of Eclipse's compiler in XML (`-log x.xml`, compiler.dtd): a problem per finding.

An `<error>` or an `<exception>` of the compiler itself says that it did not finish. Every source
that it was given is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Level, Nothing, Tool, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import line_number, short, unlisted
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "ecj"
_SYNTAX: Final = ("ParsingError", "UnterminatedString", "UnterminatedComment")


class _Ecj:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._file = ""
        self._sources = 0
        self._stopped = False
        self._problem: dict[str, str] | None = None
        self._message = ""
        self._found: dict[Level, int] = dict.fromkeys(Level, 0)

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "source":
            self._file = attributes.get("path", "")
            self._sources += 1
        elif name == "problem":
            self._problem, self._message = attributes, ""
        elif name == "message" and self._problem is not None:
            self._message = attributes.get("value", "")
        elif name in ("error", "exception"):
            text = attributes.get("message", "").strip() or "without a message"
            said = f"ecj reports an error: {clip(text, 300)}"
            self._stopped = True
            self.evidence.append(ToolError(said, reader.line))
        elif name == "problem_summary":
            for word, serious in (("errors", Level.ERROR), ("warnings", Level.WARNING)):
                found = self._found[serious]
                self.evidence += unlisted(_TOOL, word, attributes.get(word), found)

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "problem" and self._problem is not None:
            problem, self._problem = self._problem, None
            word, rule = problem.get("severity", ""), problem.get("id", "")
            serious = level(PLAIN, word)
            self._found[serious] += 1
            self.evidence.append(
                Finding(
                    serious,
                    rule=rule,
                    severity=word or "ERROR",
                    tool=_TOOL,
                    file=self._file,
                    line=line_number(problem.get("line")),
                    message=short(self._message),
                    unparsed=serious is Level.ERROR and rule.startswith(_SYNTAX),
                )
            )
        elif name == "compiler" and not self._sources and not self._stopped:
            self.evidence.append(Nothing("ecj was given no source"))


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Ecj(), {"compiler"})


def _detect(head: Head) -> bool:
    return (
        head.xml is not None
        and head.xml.root == "compiler"
        and ("Eclipse" in head.xml.doctype or "Eclipse" in head.xml.attributes.get("name", ""))
    )


FORMAT = Format(
    name="ecj",
    kind=Kind.LINT,
    title="Eclipse compiler XML",
    producers="ecj, Eclipse's compiler",
    detect=_detect,
    read=_read,
    severities=frozenset({"error", "warning", "info"}),
    keys=frozenset({"<compiler>"}),
)
