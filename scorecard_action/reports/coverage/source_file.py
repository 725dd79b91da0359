"""Gathers what a report says of one source file, and keeps it within bounds."""

from __future__ import annotations

import re
from array import array
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Coverage
from scorecard_action.reports import xml
from scorecard_action.reports.coverage.lines import MAX_LINE, line_set
from scorecard_action.reports.numbers import whole

# A line set is as large as its last line: a few bytes of a report must not cost megabytes each.
MAX_LINES: Final = 400_000_000
MAX_NAME: Final = 200

_ZERO: Final = re.compile(r"\s*\+?0+(?:[.,]0*)?\s*")
_HITS: Final = re.compile(
    r"\s*+\+?(?:(?![1-9])[\d.,\u00a0\u202f' ])*+[1-9][\d.,\u00a0\u202f' ]*+(?:[eE][+-]?\d++)?"
)


class SourceFile:
    """The lines and branches of one source file, as a report lists them.

    Kept in arrays: lists and tuples would take many times the memory of the report's own text.
    """

    def __init__(self) -> None:
        self._covered = array("I")
        self._missed = array("I")
        self._branches = array("I")  # line, covered, valid; line, covered, valid; …
        self._arcs: dict[str, bool] = {}

    def line(self, number: int, covered: bool) -> None:
        """Take in a line; compilers write line 0 for code that stands on none.

        Raises ReportError for a line that no source file has.
        """
        if number > MAX_LINE:
            raise ReportError(f"line {number:,} of a source file is out of range")
        if number > 0:
            (self._covered if covered else self._missed).append(number)

    def branch(self, number: int, covered: int, valid: int) -> None:
        """Take in branches of a line: they add up to those known of it.

        Raises ReportError for a line, or a number of branches, that no source file has.
        """
        if number > MAX_LINE or valid > MAX_LINE:
            raise ReportError(f"line {number:,} with {valid:,} branches is out of range")
        if valid > 0:
            self._branches.extend((max(number, 0), min(covered, valid), valid))

    def arc(self, number: int, name: str, taken: bool) -> None:
        """Take in one branch of a line that the report names, alike in each report.

        Raises ReportError as `branch` does.
        """
        self.branch(number, int(taken), 1)
        place = f"{max(number, 0)}.{clip(name, MAX_NAME)}"
        self._arcs[place] = taken or self._arcs.get(place, False)

    def coverage(
        self, file: str, *, branches: bool, counts: tuple[int, int] | None = None
    ) -> Coverage:
        """Return what was gathered.

        `branches` says whether the report knows of branches; `counts` are the report's own
        (covered, valid) lines of the file, used where it does not list them.
        """
        covered = line_set(self._covered)
        valid = covered | line_set(self._missed)
        totals = (covered.bit_count(), valid.bit_count()) if valid else counts or (0, 0)
        ways = self._ways()
        return Coverage(
            file,
            *totals,
            covered,
            valid,
            ways if branches or ways else None,
            sum(taken for _, taken, _ in ways),
            sum(of for _, _, of in ways),
            arcs=tuple(self._arcs.items()),
        )

    def _ways(self) -> tuple[tuple[int, int, int], ...]:
        taken: dict[int, int] = {}
        of: dict[int, int] = {}
        every = iter(self._branches)
        for line, covered, valid in zip(every, every, every, strict=True):
            taken[line] = taken.get(line, 0) + covered
            of[line] = of.get(line, 0) + valid
        return tuple((line, taken[line], of[line]) for line in of)


class Room:
    """How many more lines a report may speak of."""

    def __init__(self) -> None:
        self._left = MAX_LINES

    def take(self, coverage: Coverage) -> Coverage:
        """Count the lines of a file; raises ReportError for more than any project has."""
        self._left -= coverage.valid.bit_length()
        if self._left < 0:
            raise ReportError(f"source files of more than {MAX_LINES:,} lines in all")
        return coverage


def is_hit(text: str | None) -> bool:
    """Say whether a number of executions is above 0, however large, grouped or written: `1.2e+10`.

    What is no number, or below 0 (a counter that overflowed), is none.
    """
    # no number is longer than that, and the pattern would take its time
    if not text or len(text) > 64:
        return False
    return int(text) > 0 if text.isdecimal() else _HITS.fullmatch(text) is not None


def attribute_count(attributes: dict[str, str], name: str, reader: xml.Reader) -> int:
    """Read an attribute that holds a count; absent is 0.

    Raises ReportError for anything that is no count: read as 0 it could make a rate better.
    """
    text = attributes.get(name, "0")
    if len(text) < 19 and text.isdecimal():
        return int(text)
    value = whole(text)
    if not value and not _ZERO.fullmatch(text):
        raise reader.error(f"{name}={clip(text, 40)!r} is no count")
    return value


def attribute_line(attributes: dict[str, str], name: str, reader: xml.Reader) -> int:
    """Read an attribute that holds a line; raises ReportError for one that no source file has."""
    number = attribute_count(attributes, name, reader)
    if number > MAX_LINE:
        raise reader.error(f"line {number:,} of a source file is out of range")
    return number


def attribute_counts(
    attributes: dict[str, str], covered: str, valid: str, reader: xml.Reader
) -> tuple[int, int] | None:
    """Read a pair of counts, None where one is absent, or NaN (ReportGenerator writes it).

    Raises ReportError where more is covered than there is.
    """
    if covered not in attributes or valid not in attributes:
        return None
    if "nan" in (attributes[covered].strip().lower(), attributes[valid].strip().lower()):
        return None
    counts = (
        attribute_count(attributes, covered, reader),
        attribute_count(attributes, valid, reader),
    )
    if counts[0] > counts[1]:
        raise reader.error(f"{covered} is greater than {valid}")
    return counts
