"""PMD's JSON (`JsonRenderer`): violations by file, suppressed ones, and errors of the run.

PHPMD's differs in the spelling of some keys (`file`, `beginLine`, `errors`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import field

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Tool, ToolError
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import PRIORITY, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "pmd"


class _Violation(Partial):
    beginline: Number = None
    begin_line: Number = field(default=None, name="beginLine")
    description: str | None = None
    rule: str | None = None
    priority: int | str | None = None


class _File(Partial):
    violations: list[_Violation] | None
    filename: str | None = None
    file: str | None = None


class _Error(Partial, rename="camel"):
    filename: str | None = None
    file_name: str | None = None
    rule: str | None = None
    message: str | None = None


class _Report(Partial, rename="camel"):
    files: list[_File] | None
    suppressed_violations: list[_File] | None = None
    processing_errors: list[_Error] | None = None
    configuration_errors: list[_Error] | None = None
    errors: list[_Error] | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report = decode(source, _Report)
    for file in report.files or ():
        yield from _findings(file, suppressed=False)
    for file in report.suppressed_violations or ():
        yield from _findings(file, suppressed=True)
    for error in (*(report.processing_errors or ()), *(report.errors or ())):
        file_name = error.filename or error.file_name or "a file"
        yield ToolError(f"PMD could not process {clip(file_name, 200)}: {_text(error)}")
    for error in report.configuration_errors or ():
        yield ToolError(f"PMD could not apply the rule {error.rule or '?'}: {_text(error)}")


def _findings(file: _File, *, suppressed: bool) -> Iterator[Finding]:
    for violation in file.violations or ():
        priority = "" if violation.priority is None else clip(str(violation.priority), 20)
        yield Finding(
            level(PRIORITY, priority),
            rule=violation.rule or "",
            severity=priority,
            tool=_TOOL,
            file=file.filename or file.file or "",
            line=line_number(violation.beginline) or line_number(violation.begin_line),
            message=short(violation.description),
            suppressed=suppressed,
        )


def _text(error: _Error) -> str:
    return clip(error.message or "without a message", 200)


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    return "files[].violations[]" in paths or (
        "files[]" in paths and ("pmdVersion" in paths or head.json.values.get("package") == "phpmd")
    )


FORMAT = Format(
    name="pmd-json",
    kind=Kind.LINT,
    title="PMD JSON",
    producers="PMD, PHPMD",
    detect=_detect,
    read=_read,
    severities=frozenset(PRIORITY),
)
