"""LCOV tracefiles (geninfo(1), "tracefile format"): one section for each source file.

Written by lcov, Istanbul, c8, coverage.py, llvm-cov, gcovr, Bazel, node, Flutter and others. The
summaries `LF`/`LH` and `BRF`/`BRH` are the totals; a file that several sections name (one for each
test name) is united by line. One that comes again with the same test name is of another tracefile:
several were put together. A section without `end_of_record` was cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Coverage, CoverageTotals, Evidence, Kind
from scorecard_action.reports.coverage.source_file import Room, SourceFile, is_hit
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

# what nearly every line of a report is, read the short way
_PLAIN: Final = re.compile(rb"DA:([1-9]\d{0,5}),(\d{1,18})")
_NUMBER: Final = re.compile(rb"\s*(\d{1,18})\s*")
_RECORD: Final = re.compile(rb"[A-Z]{2,6}:")
_BEGIN: Final = re.compile(r"(?:\s|#.*\n)*+(?:TN|SF):")
_SUMMARIES: Final = frozenset((b"LF", b"LH", b"BRF", b"BRH"))


class _Section:
    def __init__(self, path: str, line: int, part: int) -> None:
        self.path = path
        self.line = line
        self.part = part
        self.file = SourceFile()
        self.summary: dict[bytes, int] = {}
        self.knows_branches = False

    def take(self, record: bytes, values: bytes) -> None:
        """Take in one record; raises ReportError where its numbers are none."""
        if record == b"DA":
            # a checksum may follow
            fields = values.split(b",", 2)
            if len(fields) < 2 or not fields[1].strip():
                raise ReportError("a DA record without a count")
            self.file.line(_number(fields[0]), is_hit(fields[1].decode("ascii", "replace")))
        elif record == b"BRDA":
            # the branch may be an expression with commas: the first and the last field count
            number, _, rest = values.partition(b",")
            fields = rest.rsplit(b",", 1)
            if len(fields) < 2 or not fields[1].strip():
                raise ReportError("a BRDA record without a count")
            taken = is_hit(fields[1].decode("ascii", "replace"))
            self.file.arc(_number(number), fields[0].decode("utf-8", "replace"), taken)
            self.knows_branches = True
        elif record in _SUMMARIES:
            self.summary[record] = _number(values)
            self.knows_branches |= record == b"BRF"

    def coverage(self) -> Coverage:
        """Return what the section says of its file."""
        counts = self.counts(b"LF", b"LH")
        file = self.file.coverage(self.path, branches=self.knows_branches, counts=counts)
        return msgspec.structs.replace(file, part=self.part) if self.part else file

    def counts(self, found: bytes, hit: bytes) -> tuple[int, int] | None:
        """Return (covered, valid) of a summary, None where the section has none."""
        if found not in self.summary or hit not in self.summary:
            return None
        counts = self.summary[hit], self.summary[found]
        if counts[0] > counts[1]:
            raise ReportError(f"{hit.decode()} is greater than {found.decode()}")
        return counts


class _Parts:
    """Of which of the tracefiles that were put together (`cat`) a section is.

    One tracefile names a file once for each test. `test` is the name of the one being read.
    """

    def __init__(self) -> None:
        self.test = b""
        self._seen: dict[tuple[bytes, str], int] = {}

    def of(self, path: str) -> int:
        """Return the number of the tracefile, for the next section of this path."""
        key = self.test, path
        self._seen[key] = part = self._seen.get(key, -1) + 1
        return part


class _Totals:
    """The sums of the sections' summaries, as long as no two sections speak of one file."""

    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._repeats = False
        self._lines = (0, 0)
        self._branches: tuple[int, int] | None = None

    def add(self, section: _Section, file: Coverage) -> None:
        """Take in a section, and what it says of its file."""
        self._repeats |= file.file in self._paths
        self._paths.add(file.file)
        lines = section.counts(b"LF", b"LH") or (file.lines_covered, file.lines_valid)
        branches = section.counts(b"BRF", b"BRH")
        if branches is None and file.branches is not None:
            branches = file.branches_covered, file.branches_valid
        self._lines = self._lines[0] + lines[0], self._lines[1] + lines[1]
        if branches:
            before = self._branches or (0, 0)
            self._branches = before[0] + branches[0], before[1] + branches[1]

    @property
    def empty(self) -> bool:
        return not self._paths

    def evidence(self) -> Iterator[Evidence]:
        if not self._repeats:
            branches = self._branches or (None, None)
            yield CoverageTotals(*self._lines, None, *branches)


def _read(source: Source) -> Iterator[Evidence]:
    section: _Section | None = None
    room, totals, parts = Room(), _Totals(), _Parts()
    number = source.first_line
    for number, text in enumerate(source.lines(), source.first_line):
        if section and (plain := _PLAIN.fullmatch(text)):
            section.file.line(int(plain[1]), plain[2].strip(b"0") != b"")
            continue
        record, colon, values = text.partition(b":")
        try:
            if section and _RECORD.match(text) and record != b"SF":
                section.take(record, values)
            elif record == b"SF" and colon:
                _refuse_open(section)
                path = values.decode("utf-8", "replace").strip()
                section = _Section(path, number, parts.of(path))
            elif text.strip() == b"end_of_record":
                if section:
                    file = room.take(section.coverage())
                    totals.add(section, file)
                    yield file
                section = None
            elif record == b"TN" and colon:
                parts.test = values.strip()
            elif section and text.strip() and not text.startswith(b"#"):
                raise ReportError(
                    f"no record of LCOV: {clip(text.decode('utf-8', 'replace'), 60)!r}"
                )
        except ReportError as error:
            raise ReportError(error.message, error.line or number) from None
    _refuse_open(section, number)
    if totals.empty:
        raise ReportError("no section: its tool found no source file, or was stopped", number)
    yield from totals.evidence()


def _refuse_open(section: _Section | None, line: int = 0) -> None:
    if section:
        raise ReportError(
            "the report is cut off: the section that begins at line"
            f" {section.line:,} has no end_of_record",
            line,
        )


def _number(text: bytes) -> int:
    if len(text) < 19 and text.isdigit():
        return int(text)
    match = _NUMBER.fullmatch(text)
    if not match:
        raise ReportError(f"{clip(text.decode('utf-8', 'replace'), 40)!r} is no count")
    return int(match[1])


def _detect(head: Head) -> bool:
    return head.xml is None and _BEGIN.match(head.text) is not None


FORMAT = Format(
    name="lcov",
    kind=Kind.COVERAGE,
    title="LCOV",
    producers="lcov, Istanbul (nyc, Jest), c8, coverage.py, llvm-cov, gcovr, Bazel, node, Flutter",
    detect=_detect,
    read=_read,
)
