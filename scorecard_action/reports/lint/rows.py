"""A format as a row: where a JSON report lists its findings, and what its fields and marks are.

Most linters write one shape: objects with a place, a rule, a level and a message, in an array or
below their files, and beside them what went wrong. Such a format is described, not programmed.
"""

from __future__ import annotations

from scorecard_action.model import Kind
from scorecard_action.reports.format import Format
from scorecard_action.reports.keys import told as told_by
from scorecard_action.reports.lint.row import (
    End,
    Every,
    Fewer,
    Row,
    Rows,
    Said,
    Stop,
    Total,
    Zero,
)
from scorecard_action.reports.lint.row_reader import reader

__all__ = ["End", "Every", "Fewer", "Row", "Stop", "Total", "Zero", "rows"]


def rows(
    name: str,
    title: str,
    *found: Row,
    tool: str,
    producers: str,
    told: tuple[str, ...],
    marks: tuple[Said, ...] = (),
    severities: str | None = "error",
    lines: bool = False,
    many: bool = False,
    needs: str = "",
    after: str = "",
    end: End | None = None,
    empty_clean: bool = False,
    silent: bool = False,
    clean_list: bool = False,
) -> Format:
    """Make a format of a description; `told` as of reports.keys, `severities` parted by blanks."""
    recognised = told_by(told)
    return Format(
        name=name,
        kind=Kind.LINT,
        title=title,
        producers=producers,
        detect=recognised.detect,
        read=reader(Rows(tool, found, marks, lines, many, needs, after, end)),
        empty_clean=empty_clean,
        silent=silent,
        clean_list=clean_list,
        severities=None if severities is None else frozenset(severities.split()),
        keys=recognised.keys,
    )
