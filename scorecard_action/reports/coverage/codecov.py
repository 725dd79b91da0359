"""Codecov's own JSON ("Codecov Custom Coverage Format" of its documentation).

A file is a mapping from lines to executions, or a list whose first element stands for no line. A
line that is covered in part is a text, "1/2", or true: it ran, and of two branches one was taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.source_file import Room, SourceFile
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

Line = bool | int | str | None
_PART: Final = re.compile(r"(\d{1,9})/(\d{1,9})")
_KEY: Final = re.compile(r"coverage\..+(?:\.\d+|\[\])", re.DOTALL)


class _Report(msgspec.Struct):
    coverage: dict[str, dict[str, Line] | list[Line]]


def _gathered(name: str, lines: dict[str, Line] | list[Line]) -> SourceFile:
    file = SourceFile()
    listed = lines.items() if isinstance(lines, dict) else enumerate(lines)
    for key, hits in listed:
        number = _number(key, name)
        if hits is None or not number:
            continue
        if isinstance(hits, str):
            part = _PART.fullmatch(hits)
            if not part:
                raise ReportError(
                    f"{clip(hits, 40)!r} is no coverage of a line of {clip(name, 200)}"
                )
            file.branch(number, int(part[1]), int(part[2]))
            hits = int(part[1])  # noqa: PLW2901
        file.line(number, hits > 0)
    return file


def _number(key: str | int, name: str) -> int:
    if isinstance(key, int):
        return key
    if len(key) > 9 or not key.isdecimal():
        raise ReportError(f"{clip(key, 40)!r} is no line of {clip(name, 200)}")
    return int(key)


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, _Report)
    room = Room()
    for name in list(report.coverage):
        file = _gathered(name, report.coverage.pop(name))
        yield room.take(file.coverage(name, branches=False))


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{" or "coverage" not in head.json.paths:
        return False
    if "coverage" in head.json.values:
        return False  # a number, a word
    below = {path for path in head.json.paths if path.startswith("coverage.")}
    other = {path.split(".")[0] for path in head.json.paths} - {"coverage", "messages"}
    # a file of SimpleCov has lists of lines and branches, by these names
    lists = any(path.endswith((".lines[]", ".branches[]")) for path in below)
    return not other and not lists and (not below or any(map(_KEY.fullmatch, below)))


FORMAT = Format(
    name="codecov",
    kind=Kind.COVERAGE,
    title="Codecov JSON",
    producers="tools that write Codecov's custom coverage format",
    detect=_detect,
    keys=frozenset({"coverage"}),
    read=_read,
)
