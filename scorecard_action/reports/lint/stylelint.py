"""Stylelint's JSON: an array of files with their warnings (Stylelint, "Formatters").

Parse errors and invalid options say that rules were not applied. Stylelint 16 and later write the
report to stderr: redirecting stdout leaves an empty file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Nothing, Tool, ToolError
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "stylelint"


class _Warning(Partial):
    line: Number = None
    rule: str | None = None
    severity: str | None = None
    text: str | None = None


class _File(Partial, rename="camel"):
    warnings: list[_Warning] | None
    source: str | None = None
    parse_errors: list[_Warning] | None = None
    invalid_option_warnings: list[_Warning] | None = None
    ignored: bool | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    files = decode(source, list[_File])
    if all(file.ignored for file in files):
        why = "all files were ignored" if files else "it lists every file, and there is none"
        yield Nothing(f"Stylelint looked at no file: {why}")
    for file in files:
        for warning in file.warnings or ():
            yield Finding(
                level(PLAIN, warning.severity),
                rule=warning.rule or "",
                severity=warning.severity or "error",
                tool=_TOOL,
                file=file.source or "",
                line=line_number(warning.line),
                message=short(warning.text),
            )
        where = f" in {clip(file.source, 200)}" if file.source else ""
        for error in file.parse_errors or ():
            yield ToolError(f"stylelint could not parse everything{where}: {_text(error)}")
        for error in file.invalid_option_warnings or ():
            yield ToolError(f"stylelint did not apply a rule{where}: {_text(error)}")


def _text(warning: _Warning) -> str:
    return clip(warning.text or "without a message", 200)


def _detect(head: Head) -> bool:
    return (
        head.json is not None
        and head.json.root == "["
        and {"[].source", "[].warnings[]"} <= head.json.paths
    )


FORMAT = Format(
    name="stylelint-json",
    kind=Kind.LINT,
    title="Stylelint JSON",
    producers="Stylelint",
    detect=_detect,
    read=_read,
    severities=frozenset({"error", "warning"}),
)
