"""Checkstyle XML: `<checkstyle><file name><error severity …/></file></checkstyle>`.

Written by Checkstyle itself (XMLLogger) and, in its shape, by ktlint, detekt, ESLint,
golangci-lint, hadolint, shellcheck, PHP_CodeSniffer, PHPStan, tflint and others. There is no
formal schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Level, Nothing, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source

# Checkstyle's SeverityLevel; a severity that is none of these counts as an error, its default.
_LEVELS: Final = {
    "error": Level.ERROR,
    "warning": Level.WARNING,
    "warn": Level.WARNING,
    "info": Level.NOTE,
    "note": Level.NOTE,
    "notice": Level.NOTE,
    "style": Level.NOTE,
    "hint": Level.NOTE,
}
_IGNORED: Final = "ignore"
# what ESLint says of a file that it was told to pass over
_PASSED_OVER: Final = "File ignored "


class _Checkstyle:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._file = ""
        self._told: list[str] = []  # the messages of the file, as far as they matter
        self._files = self._passed_over = 0
        self._exception = 0  # its line

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "error":
            severity = attributes.get("severity", "")
            if severity.lower() == _IGNORED:
                return
            if len(self._told) < 2:
                self._told.append(attributes.get("message", ""))
            self.evidence.append(
                Finding(
                    _LEVELS.get(severity.lower(), Level.ERROR),
                    rule=attributes.get("source", ""),
                    severity=severity or "error",
                    file=self._file,
                    line=whole(attributes.get("line")),
                    message=clip(attributes.get("message", ""), 500),
                )
            )
        elif name == "file":
            self._file, self._told = attributes.get("name", ""), []
            self._files += 1
        elif name == "exception":
            self._exception = reader.line
            reader.keep_text()

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "exception":
            where = f" in {self._file}" if self._file else ""
            text = clip(reader.take_text().strip().partition("\n")[0].strip(), 300)
            said = f"the tool reports an exception{where}{f': {text}' if text else ''}"
            self.evidence.append(ToolError(said, self._exception))
        if name == "file":
            self._file = ""
            self._passed_over += [one.startswith(_PASSED_OVER) for one in self._told] == [True]
        elif len(reader.path) == 1 and self._files and self._passed_over == self._files:
            self.evidence.append(Nothing("ESLint looked at no file: all files were ignored"))


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Checkstyle(), {"checkstyle"})


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "checkstyle"


FORMAT = Format(
    name="checkstyle",
    kind=Kind.LINT,
    title="Checkstyle XML",
    producers="Checkstyle, ktlint, detekt, ESLint, golangci-lint, hadolint, shellcheck, phpcs …",
    detect=_detect,
    keys=frozenset({"<checkstyle>"}),
    read=_read,
    severities=frozenset({*_LEVELS, _IGNORED}),
)
