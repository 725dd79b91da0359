"""TAP, the Test Anything Protocol, versions 12 to 14, with and without its version line.

Specification: testanything.org, tap-version-14-specification and its predecessors. Every test point
is a test, those of subtests and the one that closes a subtest alike, as Node's own count has it;
only what Node marks as `type: 'suite'` is no test. A point with SKIP or TODO is skipped. A plan
proves a report whole: without one, or with fewer points than it has, the report is cut off, and the
points that are missing have failed. A subtest off its plan, or without one, is a failure of its
parent, whatever the parent says. Several streams may follow each other in one file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports.durations import MILLISECOND, read
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.tap_points import described, taken
from scorecard_action.reports.tests.tap_streams import Level, Stream

MAX_DEPTH: Final = 100

_POINT: Final = re.compile(r"(not )?ok(?=$|[ \t#-])(?:[ \t]+(\d{1,18})(?![\w.]))?(.*)", re.DOTALL)
_PLAN: Final = re.compile(r"(\d{1,18})\.\.(\d{1,18})[ \t]*(?:#.*)?")
_VERSION: Final = re.compile(r"TAP version \d+[ \t]*", re.IGNORECASE)
_SUBTEST: Final = re.compile(r"# Subtest(?:: (.*))?")
_DURATION: Final = "duration_ms:"
_BAIL_OUT: Final = re.compile(r"Bail out!\s*(.*)", re.IGNORECASE)


class _Point(NamedTuple):
    case: TestCase
    level: int
    opens: bool


class _Tap:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self.bailed_out = False
        self._line = 0
        self._stream = Stream()
        self._levels = [Level()]
        self._pending: _Point | None = None
        self._yaml = -1  # the indent of the open YAML block
        self._suite = False
        self._judged = False

    def feed(self, text: str, line: int) -> None:
        self._line = line
        content = text.lstrip(" ")
        indent = len(text) - len(content)
        if self._yaml >= 0 and self._in_yaml(content, indent):
            return
        if not content or content.isspace():
            return
        if content.startswith("#"):
            if (comment := _SUBTEST.fullmatch(content)) and _is_level(indent):
                self._flush()
                self._announce(comment[1] or "", indent // 4)
            elif not indent:
                self._stream.sums.read(content)
            return
        pending = self._pending
        if pending and indent > 4 * pending.level and content.split(maxsplit=1)[0] == "---":
            self._yaml = indent
        elif _is_level(indent):
            self._tap(content, indent // 4)

    def _in_yaml(self, content: str, indent: int) -> bool:
        if content and indent < self._yaml:
            self._yaml = -1  # a block without its end
            return False
        if indent == self._yaml:
            if content.rstrip() == "...":
                self._yaml = -1
            elif content.rstrip() in {"type: 'suite'", 'type: "suite"', "type: suite"}:
                self._suite = True
            elif content.startswith(_DURATION):
                self._took(content.removeprefix(_DURATION))
        return True

    def _took(self, text: str) -> None:
        """A YAML block says how long its test took, as those of Node and bats do."""
        if self._pending and (micros := read(text, MILLISECOND)) is not None:
            case = msgspec.structs.replace(self._pending.case, micros=micros)
            self._pending = self._pending._replace(case=case)

    def _tap(self, content: str, level: int) -> None:
        if point := _POINT.fullmatch(content):
            self._flush()
            self._point(point, level)
        elif bail := _BAIL_OUT.match(content):
            self._flush()
            self._bail_out(bail[1])
        elif plan := _PLAN.fullmatch(content):
            self._flush()
            first, last = int(plan[1]), int(plan[2])
            if level:
                self._reach(level)
                below = self._levels[level]
                below.plan = (below.plan or 0) + max(0, last - first + 1)
            else:
                self._plan(first, last)
        elif not level and _VERSION.fullmatch(content):
            self._flush()
            if self._stream.plan or self._stream.points:
                self.end()

    def _announce(self, name: str, level: int) -> None:
        self._reach(level)
        del self._levels[level + 1 :]
        self._levels.append(Level(name))

    def _reach(self, level: int) -> None:
        while len(self._levels) <= level:
            self._levels.append(Level())

    def _point(self, match: re.Match[str], level: int) -> None:
        number = int(match[2]) if match[2] else 0
        if not level:
            if match[0] == "ok" and self._stream.complete and self._stream.highest:
                self.end()  # prove's own verdict, below the points of each file
                self._judged = True
                return
            self._count(number)
        self._reach(level)
        self._levels[level].points += 1
        name, waived = described(match[3])
        result = Result.FAILED if match[1] else Result.PASSED
        suite = ""
        if level:
            suite = " > ".join(one.name for one in self._levels[1 : level + 1] if one.name)
        case = TestCase(
            Result.SKIPPED if waived else result,
            name,
            suite=suite,
            line=self._line,
            micros=taken(match[3]),
        )
        self._pending = _Point(case, level, match[3].endswith("{"))
        self._suite = False

    def _count(self, number: int) -> None:
        stream = self._stream
        if stream.plan_last:
            if not (stream.complete and number == 1):
                raise ReportError("a test point after the plan that ends the report", self._line)
            self.end()
            stream = self._stream
        stream.sums.forget()  # what stood before a test sums up nothing
        stream.points += 1
        stream.highest = max(stream.highest, number)

    def _plan(self, first: int, last: int) -> None:
        if self._stream.plan:
            if not self._stream.complete:
                raise ReportError("a second plan, before the tests of the first", self._line)
            self.end()
        self._stream.plan = (first, last)
        self._stream.plan_last = self._stream.points > 0

    def _bail_out(self, reason: str) -> None:
        self.bailed_out = True
        self._close(self._levels[1:])
        words = f"Bail out! {reason}".strip()
        self.evidence.append(ToolError(f"the tests were given up: {clip(words, 300)}", self._line))
        if not self._stream.failed:
            self._failed(clip(words, 300))

    def _flush(self) -> None:
        """Take in the last point: what follows it has been seen."""
        point, self._pending = self._pending, None
        if not point:
            return
        case = point.case
        below = self._levels[point.level + 1 :]
        below_failed = any(one.failed for one in below)
        del self._levels[point.level + 1 :]
        if (why := self._close(below)) and case.result is not Result.SKIPPED:
            case = msgspec.structs.replace(case, result=Result.FAILED, why=why)
        failed = case.result is Result.FAILED
        if failed:
            self._stream.failed = self._levels[point.level].failed = True
        if self._suite and (below_failed or not failed):
            return  # a `describe` of Node is no test
        if point.opens:
            # node-tap and Vitest: "ok 1 - name {", and the subtest after it
            self._levels.append(Level(case.name, case))
            return
        if self._suite:
            case = msgspec.structs.replace(case, own=False, micros=None)
        self.evidence.append(case)

    def _close(self, levels: Sequence[Level]) -> str:
        """Close subtests; say how one is off its plan whose parent comes after it."""
        found = ""
        for one in levels:
            if one.owner is None:
                found = found or one.off
                continue
            owner, why = one.owner, one.off
            if why and owner.result is not Result.SKIPPED:
                self._stream.failed = True
                owner = msgspec.structs.replace(owner, result=Result.FAILED, why=why)
            self.evidence.append(owner)
        return found

    def end(self) -> None:
        """The stream is at its end: compare it with its plan."""
        self._flush()
        if why := self._close(self._levels[1:]):
            self._failed(why)
        stream, self._stream, self._levels = self._stream, Stream(), [Level()]
        if self._judged and not (stream.plan or stream.points):
            return
        if stream.sums.failed and not stream.failed:
            self._failed("counted by the report, and not listed", stream.sums.failed)
        if stream.plan is None and stream.points and not stream.highest:
            words = (
                "there is neither a plan (1..N) nor a number: whether all tests ran is not known"
            )
            self.evidence.append(ToolError(words, self._line))
            self._failed("what came next (the report has no plan)")
            return
        if stream.plan is None:
            self.evidence.append(ToolError("there is no plan: the report is cut off", self._line))
            self._failed("what came next (the report has no plan)")
            return
        first, last = stream.plan
        missing = stream.planned - stream.points
        if missing > 0:
            words = f"{missing:,} of the {stream.planned:,} planned tests are missing"
            self.evidence.append(ToolError(f"{words}: the report is cut off", self._line))
            self._failed("planned, and missing in the report", missing)
        elif missing < 0 or stream.highest > last:
            words = f"test {stream.highest:,}" if missing == 0 else f"{stream.points:,} tests"
            self.evidence.append(ToolError(f"{words} where {first}..{last} is planned", self._line))

    def _failed(self, name: str, count: int = 1) -> None:
        self.evidence.append(TestCase(Result.FAILED, name, own=False, count=count, line=self._line))


def _is_level(indent: int) -> bool:
    return indent % 4 == 0 and indent <= 4 * MAX_DEPTH


def _read(source: Source) -> Iterator[Evidence]:
    tap = _Tap()
    for number, line in enumerate(source.lines(), source.first_line):
        try:
            tap.feed(line.decode("utf-8", "replace"), number)
        except ReportError:
            yield from tap.evidence
            raise
        if tap.evidence:
            yield from tap.evidence
            tap.evidence.clear()
        if tap.bailed_out:
            return
    tap.end()
    yield from tap.evidence


_ANY_VERSION: Final = re.compile(r"^TAP version \d+[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_ANY_PLAN: Final = re.compile(r"^1\.\.\d+[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_ANY_FIRST: Final = re.compile(r"^(?:not )?ok 1(?![\w.])", re.MULTILINE)
_ANY_POINT: Final = re.compile(
    r"^(?:not )?ok(?=[ \t]*\r?$|[ \t]+\S| ?[#-])|^Bail out!", re.MULTILINE
)
# Points without numbers, and nothing else but comments and what is indented.
_ONLY_POINTS: Final = re.compile(
    r"(?:(?:[#\t ][^\n]*+)?\n)*+(?:not )?ok - \S[^\n]*+"
    r"(?:\n(?:(?:(?:not )?ok - |[#\t ])[^\n]*+)?)*+"
)
_SEEN: Final = 60_000  # a longer beginning may end within a line
_OPENING: Final = re.compile(
    r"(?:[ \t]*+(?:#[^\n]*+|\r)?\n)*+(?:((?:not )?ok 1(?![\w.]))|1\.\.(0)?)"
)


def _detect(head: Head) -> bool:
    text = head.text
    if head.xml or text.startswith("{"):
        return False
    if _ANY_VERSION.search(text):
        return True
    opening = _OPENING.match(text)
    if opening and (opening[1] or (opening[2] and _ANY_PLAN.search(text))):
        return True
    if not _ANY_PLAN.search(text):
        lines = text.replace("\r\n", "\n")
        whole = lines if len(lines) < _SEEN else lines.rpartition("\n")[0]
        return bool(_ONLY_POINTS.fullmatch(whole))
    return bool(_ANY_POINT.search(text) if opening else _ANY_FIRST.search(text))


FORMAT = Format(
    name="tap",
    kind=Kind.TESTS,
    title="TAP",
    producers="prove, node --test, bats, tape, node-tap, mocha, pytest-tap …",
    detect=_detect,
    read=_read,
    times=True,
)
