"""hadolint's JSON: an array of failures (hadolint, `Formatter.Json`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind, Tool
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "hadolint"


class _Failure(Partial):
    level: str | None
    code: str | None
    file: str | None = None
    line: Number = None
    message: str | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    for failure in decode(source, list[_Failure]):
        yield Finding(
            level(PLAIN, failure.level),
            rule=failure.code or "",
            severity=failure.level or "error",
            tool=_TOOL,
            file=failure.file or "",
            line=line_number(failure.line),
            message=short(failure.message),
        )


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "[":
        return False
    paths = head.json.paths
    # shellcheck's has the same keys, and where a finding ends
    return {"[].file", "[].code", "[].level", "[].line"} <= paths and "[].endLine" not in paths


FORMAT = Format(
    name="hadolint-json",
    kind=Kind.LINT,
    title="hadolint JSON",
    producers="hadolint",
    detect=_detect,
    read=_read,
    clean_list=True,
    severities=frozenset({"error", "warning", "info", "style", "ignore"}),
)
