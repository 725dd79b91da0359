"""ShellCheck's JSON: an array of comments (`json`), or an object with `comments` (`json1`)."""

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

_TOOL: Final = "shellcheck"


class _Comment(Partial):
    level: str | None
    code: Number
    file: str | None = None
    line: Number = None
    message: str | None = None


class _Json1(Partial):
    comments: list[_Comment] | None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report = decode(source, list[_Comment] | _Json1)  # type: ignore[arg-type]
    comments: list[_Comment] = report.comments or [] if isinstance(report, _Json1) else report
    for comment in comments:
        code = line_number(comment.code)
        yield Finding(
            level(PLAIN, comment.level),
            rule=f"SC{code}" if code else "",
            severity=comment.level or "error",
            tool=_TOOL,
            file=comment.file or "",
            line=line_number(comment.line),
            message=short(comment.message),
        )


def _detect(head: Head) -> bool:
    if head.json is None:
        return False
    paths = head.json.paths
    if head.json.root == "[":
        return {"[].file", "[].code", "[].level", "[].endLine"} <= paths
    return {"comments[].code", "comments[].level"} <= paths or paths == {"comments", "comments[]"}


FORMAT = Format(
    name="shellcheck-json",
    kind=Kind.LINT,
    title="ShellCheck JSON (json and json1)",
    producers="ShellCheck",
    detect=_detect,
    read=_read,
    clean_list=True,
    severities=frozenset({"error", "warning", "info", "style"}),
)
