"""ESLint's JSON: an array of files, or, with `json-with-metadata`, an object with `results`.

Specification: ESLint, "Formatters Reference" and `ESLint.LintResult`. A fatal message (a file that
could not be parsed) is an error like any other; suppressed messages are counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Level, Tool
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.source import Source

_TOOL: Final = "eslint"


class _Message(Partial, rename="camel"):
    rule_id: str | None = None
    severity: int | float | str | None = None
    fatal: bool | None = None
    message: str | None = None
    line: Number = None


class _File(Partial, rename="camel"):
    messages: list[_Message] | None
    file_path: str | None = None
    suppressed_messages: list[_Message] | None = None


class _WithMetadata(Partial):
    results: list[_File] | None


# Severities are numbers in a report and words in ESLint's configuration.
_WORDS: Final[dict[float, str]] = {2: "error", 1: "warning", 0: "off"}
_LEVELS: Final = {"error": Level.ERROR, "warning": Level.WARNING, "off": Level.NOTE}


def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report = decode(source, list[_File] | _WithMetadata)  # type: ignore[arg-type]
    files: list[_File] = report.results or [] if isinstance(report, _WithMetadata) else report or []
    for file in files:
        for message in file.messages or ():
            yield _finding(file, message, suppressed=False)
        for message in file.suppressed_messages or ():
            yield _finding(file, message, suppressed=True)


def _finding(file: _File, message: _Message, *, suppressed: bool) -> Finding:
    severity = message.severity
    word = severity if isinstance(severity, str) else _WORDS.get(severity or 2, "error")
    if message.fatal:
        word = "error"
    return Finding(
        _LEVELS.get(word, Level.ERROR),
        rule=message.rule_id or "",
        severity=word,
        tool=_TOOL,
        file=file.file_path or "",
        line=line_number(message.line),
        message=short(message.message),
        suppressed=suppressed,
    )


def _detect(head: Head) -> bool:
    if head.json is None:
        return False
    paths = head.json.paths
    if head.json.root == "[":
        return {"[].filePath", "[].messages[]"} <= paths
    return {"results[].filePath", "results[].messages[]"} <= paths or (
        "results[]" in paths and "metadata.rulesMeta" in paths
    )


FORMAT = Format(
    name="eslint-json",
    kind=Kind.LINT,
    title="ESLint JSON, with or without metadata",
    producers="ESLint",
    detect=_detect,
    read=_read,
)
