"""The plist of Clang's static analyzer (`-analyzer-output=plist`, its default): `diagnostics`.

The analyzer has no levels, and Clang shows what it finds as warnings. A place names its file by the
number that it has in `files`, which stand behind all diagnostics; those of a clean run are empty.
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

_TOOL: Final = "clang-analyzer"
_TOP: Final = ["plist", "dict"]
_LISTED: Final = [*_TOP, "array"]
_DIAGNOSTIC: Final = [*_LISTED, "dict"]
_PLACE: Final = [*_DIAGNOSTIC, "dict"]
_LEAVES: Final = frozenset({"key", "string", "integer"})


class _Plist:
    """Follows the keys of three levels: of the document, of a diagnostic, of its location."""

    def __init__(self) -> None:
        self.evidence: list[Evidence] = [Tool(_TOOL)]
        self._top = ""
        self._key: dict[int, str] = {}
        self._keeping = False
        self._listed = False
        self._read: dict[str, str] = {}
        self._found: list[dict[str, str]] = []
        self._files: list[str] = []

    def start(self, name: str, _: dict[str, str], reader: xml.Reader) -> None:
        above = reader.path[:-1]
        if name in _LEAVES and above in (_TOP, _LISTED, _DIAGNOSTIC, _PLACE):
            self._keeping = True
            reader.keep_text()
        elif name == "array" and above == _TOP and self._top == "diagnostics":
            self._listed = True
        elif name == "dict" and above == _LISTED:
            self._read = {}

    def end(self, name: str, reader: xml.Reader) -> None:
        above = reader.path[:-1]
        if self._keeping:
            self._keeping = False
            self._leaf(name, above, short(reader.take_text().strip()))
        elif name == "dict" and above == _LISTED and self._top == "diagnostics":
            self._found.append(self._read)
        elif name == "plist":
            self._finish(reader.line)

    def _leaf(self, name: str, above: list[str], text: str) -> None:
        depth = len(above)
        if name == "key":
            self._key[depth] = text
            if above == _TOP:
                self._top = text
        elif above == _LISTED and self._top == "files":
            self._files.append(text)
        elif self._top == "diagnostics":
            key = self._key.get(depth, "")
            if above == _DIAGNOSTIC:
                self._read[key] = text
            elif above == _PLACE and self._key.get(len(_DIAGNOSTIC)) == "location":
                self._read[f"at {key}"] = text

    def _finish(self, line: int) -> None:
        for one in self._found:
            number = one.get("at file", "")
            index = int(number) if number.isdecimal() and len(number) < 9 else len(self._files)
            self.evidence.append(
                Finding(
                    Level.WARNING,
                    rule=one.get("check_name") or one.get("type", ""),
                    severity="warning",
                    tool=_TOOL,
                    file=self._files[index] if index < len(self._files) else "",
                    line=line_number(one.get("at line")),
                    message=one.get("description", ""),
                )
            )
        if not self._listed:
            self.evidence.append(ToolError("holds no list of diagnostics", line))


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Plist(), {"plist"})


def _detect(head: Head) -> bool:
    return (
        head.xml is not None
        and head.xml.root == "plist"
        and "<key>diagnostics</key>" in head.text
        and ("<key>clang_version</key>" in head.text or "<key>files</key>" in head.text)
    )


FORMAT = Format(
    name="clang-analyzer",
    kind=Kind.LINT,
    title="Clang analyzer plist",
    producers="Clang's static analyzer",
    detect=_detect,
    read=_read,
    severities=frozenset({"warning"}),
    keys=frozenset({"<plist>"}),
)
