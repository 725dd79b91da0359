"""ESLint's JSON: an array of files, or, with `json-with-metadata`, an object with `results`.

Specification: ESLint, "Formatters Reference" and `ESLint.LintResult`. A fatal message (a file that
could not be parsed) is an error; suppressed messages are counted apart. Every file that ESLint
looked at is listed, so that a report without one says that it looked at none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Level, Nothing, Tool
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import (
    Number,
    Partial,
    decode,
    line_number,
    short,
    unlisted,
)
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "eslint"
# Its beginning in all versions, for an ignore pattern as for a file that no configuration matches.
_IGNORED: Final = "File ignored "


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
    error_count: Number = None

    @property
    def ignored(self) -> bool:
        """Say whether ESLint was told to pass this file over, and says no more of it."""
        messages = self.messages or ()
        return bool(messages) and all(
            not one.rule_id and (one.message or "").startswith(_IGNORED) for one in messages
        )


class _WithMetadata(Partial):
    results: list[_File] | None


# Severities are numbers in a report and words in ESLint's configuration.
_ERROR: Final = 2
_WORDS: Final[dict[float, str]] = {2: "error", 1: "warning", 0: "off"}
_LEVELS: Final = {"error": Level.ERROR, "warning": Level.WARNING, "off": Level.NOTE}


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report = decode(source, list[_File] | _WithMetadata)  # type: ignore[arg-type]
    files: list[_File] = report.results or [] if isinstance(report, _WithMetadata) else report
    if all(file.ignored for file in files):
        why = "all files were ignored" if files else "it lists every file, and there is none"
        yield Nothing(f"ESLint looked at no file: {why}")
    for file in files:
        for message in file.messages or ():
            yield _finding(file, message, suppressed=False)
        errors = sum(
            one.severity in (None, _ERROR, "error") or bool(one.fatal)
            for one in file.messages or ()
        )
        yield from unlisted(
            _TOOL, clip(f"errors in {file.file_path}", 200), file.error_count, errors
        )
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
        unparsed=bool(message.fatal),
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
    keys=frozenset({"[].filePath", "results[].filePath", "metadata.rulesMeta"}),
    read=_read,
    severities=frozenset({"error", "warning"}),
)
