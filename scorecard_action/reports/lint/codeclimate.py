"""GitLab Code Quality and Code Climate: an array of issues, or an engine's stream of them.

Specification: Code Climate's engine specification (each issue ends in a NUL, or stands in a line)
and GitLab's Code Quality report format, which is a subset, as an array.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Finding, Kind, Tool
from scorecard_action.reports import jsondoc
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import CODE_CLIMATE, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source


class _Lines(Partial):
    begin: Number = None


class _Position(Partial):
    line: Number = None


class _Positions(Partial):
    begin: _Position | int | None = None


class _Location(Partial):
    path: str | None = None
    lines: _Lines | None = None
    positions: _Positions | None = None


class _Issue(Partial):
    type: object = None
    check_name: str | None = None
    description: str | None = None
    severity: str | None = None
    location: _Location | None = None
    engine_name: str | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    if not source.head.lstrip().startswith(b"{"):
        tools: set[str] = set()
        for issue in decode(source, list[_Issue]):
            yield from _evidence(issue, tools)
        return
    yield from _stream(source)


def _stream(source: Source) -> Iterator[Evidence]:
    data = source.document()
    tools: set[str] = set()
    end = b"\0" if b"\0" in data else b"\n"
    start, line = 0, source.first_line
    while start < len(data):
        stop = data.find(end, start)
        piece = data[start : stop if stop >= 0 else len(data)]
        if piece.strip():
            if end == b"\0" and stop < 0:
                begin = line + piece[: -len(piece.lstrip())].count(b"\n")
                raise ReportError("the report is cut off: its last issue does not end", begin)
            yield from _evidence(jsondoc.decode_line(piece, _Issue, line), tools)
        line += piece.count(b"\n") + (end == b"\n")
        start += len(piece) + 1


def _evidence(issue: _Issue, tools: set[str]) -> Iterator[Evidence]:
    tool = issue.engine_name or ""
    if tool and tool not in tools:
        tools.add(tool)
        yield Tool(tool)
    if issue.type == "measurement":
        return
    if issue.location is None and issue.description is None:
        raise ReportError("not the shape of this format: an issue without location and description")
    # the engine specification leaves severity open; Code Climate itself takes minor then
    severity = issue.severity or "minor"
    place = issue.location or _Location()
    yield Finding(
        level(CODE_CLIMATE, severity),
        rule=issue.check_name or "",
        severity=severity,
        tool=tool,
        file=place.path or "",
        line=_line(place),
        message=short(issue.description),
    )


def _line(place: _Location) -> int:
    if place.lines:
        return line_number(place.lines.begin)
    begin = place.positions.begin if place.positions else None
    return line_number(begin.line) if isinstance(begin, _Position) else 0


def _detect(head: Head) -> bool:
    if head.json is None:
        return False
    paths = head.json.paths
    if head.json.root == "{":
        return {"check_name", "location.path"} <= paths
    # Phan writes its own keys in the same shape, and a number for the severity
    return (
        "[].location.path" in paths
        and "[].type_id" not in paths
        and ("[].check_name" in paths or {"[].fingerprint", "[].description"} <= paths)
    )


FORMAT = Format(
    name="codeclimate",
    kind=Kind.LINT,
    title="GitLab Code Quality, Code Climate",
    producers="ruff, golangci-lint, hadolint, PMD, ESLint, pylint-gitlab, Code Climate's engines …",
    detect=_detect,
    keys=frozenset({"check_name", "[].location.path"}),
    read=_read,
    empty_clean=True,
    clean_list=True,
    severities=frozenset(CODE_CLIMATE),
)
