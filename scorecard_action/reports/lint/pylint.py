"""pylint's JSON: an array of messages (`json`), or an object with `messages` (`json2`).

Specification: pylint, "Output options" (JSONReporter and JSON2Reporter). A fatal message says that
pylint could not go on with a module.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import field

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Nothing, Tool, ToolError
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
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "pylint"


class _Message(Partial):
    type: str | None
    message: str | None = None
    path: str | None = None
    line: Number = None
    symbol: str | None = None
    old_id: str | None = field(default=None, name="message-id")
    new_id: str | None = field(default=None, name="messageId")


class _Statistics(Partial, rename="camel"):
    modules_linted: Number = None
    message_type_count: dict[str, Number] | None = None


class _Json2(Partial):
    messages: list[_Message] | None
    statistics: _Statistics | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report: list[_Message] | _Json2 = decode(
        source,
        list[_Message] | _Json2,  # type: ignore[arg-type]
    )
    messages = (report.messages if isinstance(report, _Json2) else report) or []
    for message in messages:
        yield Finding(
            level(PLAIN, message.type),
            rule=message.old_id or message.new_id or message.symbol or "",
            severity=message.type or "error",
            tool=_TOOL,
            file=message.path or "",
            line=line_number(message.line),
            message=short(message.message),
            unparsed=message.type == "fatal",
        )
        if message.type == "fatal":
            where = f" in {clip(message.path, 200)}" if message.path else ""
            yield ToolError(f"pylint could not go on{where}: {clip(short(message.message), 200)}")
    if isinstance(report, _Json2) and report.statistics:
        for word in ("fatal", "error"):
            counted = (report.statistics.message_type_count or {}).get(word)
            listed = sum(message.type == word for message in messages)
            yield from unlisted(_TOOL, f"messages of type {word}", counted, listed)
    if isinstance(report, _Json2) and not messages and report.statistics:
        linted = report.statistics.modules_linted
        if linted is not None and not line_number(linted):
            yield Nothing("pylint linted no module")


def _detect(head: Head) -> bool:
    if head.json is None:
        return False
    paths = head.json.paths
    if head.json.root == "[":
        return {"[].message-id", "[].symbol"} <= paths
    return {"messages[].messageId", "messages[].symbol"} <= paths or (
        "messages[]" in paths and "statistics.messageTypeCount" in paths
    )


FORMAT = Format(
    name="pylint-json",
    kind=Kind.LINT,
    title="pylint JSON (json and json2)",
    producers="pylint",
    detect=_detect,
    read=_read,
    clean_list=True,
    severities=frozenset({"fatal", "error", "warning", "refactor", "convention", "info"}),
)
