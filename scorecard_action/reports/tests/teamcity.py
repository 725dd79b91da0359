"""TeamCity's service messages about tests, in a log or a file of their own.

Format: "Service messages" of jetbrains.com/help/teamcity; PHPUnit (--teamcity, --log-teamcity),
.NET, Python and Mocha write them too. Anything may stand between them. A test that began and has no
`testFinished` has failed; a suite that has not ended, or fewer tests than `testCount` plans, says
that the log is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports.durations import MILLISECOND, read
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source

MAX_OPEN: Final = 100_000
LINE_LIMIT: Final = 1 << 20
_MESSAGE: Final = re.compile(r"##teamcity\[(\w{1,64})\b")
_ATTRIBUTE: Final = re.compile(r"\s(\w{1,64})\s*=\s*'((?:[^'|]|\|.)*+)'")
_ESCAPE: Final = re.compile(r"\|(?:0x([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "x": "\x85", "l": "\u2028", "p": "\u2029"}
_PHP_FILE: Final = re.compile(r"php_qn://(.+?)::|file://(.+)")
_TELLING: Final = re.compile(
    r"^.*?##teamcity\[(?:test(?:Started|SuiteStarted|Finished|Failed|Ignored|Count))\b",
    re.MULTILINE,
)


class _TeamCity:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._suites: dict[str, list[str]] = {}
        self._open: dict[tuple[str, str], TestCase] = {}
        self._planned = self._listed = 0
        self._told = False

    def message(self, kind: str, attributes: dict[str, str], number: int) -> None:
        name, flow = attributes.get("name", ""), attributes.get("flowId", "")
        self._told |= kind.startswith("test")
        suites = self._suites.setdefault(flow, [])
        if kind == "testSuiteStarted":
            suites.append(name)
        elif kind == "testSuiteFinished" and suites:
            suites.pop()
        elif kind == "testStarted":
            if (flow, name) in self._open:
                self._end(flow, name, ended=False)
            self._open[flow, name] = self._case(attributes, number)
        elif kind in {"testFailed", "testIgnored"}:
            result = Result.FAILED if kind == "testFailed" else Result.SKIPPED
            self._tell(flow, name, result, self._case(attributes, number))
        elif kind == "testFinished" and (flow, name) in self._open:
            self._end(flow, name, ended=True, micros=read(attributes.get("duration"), MILLISECOND))
        elif kind == "testCount":
            self._planned += whole(attributes.get("count"))
        elif kind == "buildProblem":
            words = clip(attributes.get("description", ""), 200)
            self.evidence.append(ToolError(f"the build has a problem: {words}", number))
        if len(self._open) + len(self._suites) > MAX_OPEN:
            raise ReportError(f"over {MAX_OPEN:,} tests have begun and not ended", number)

    def _case(self, attributes: dict[str, str], number: int) -> TestCase:
        suites = self._suites[attributes.get("flowId", "")]
        place = _PHP_FILE.match(attributes.get("locationHint", ""))
        file = (place[1] or place[2] or "") if place else ""
        name = attributes.get("name", "")
        suite = " > ".join(filter(None, suites[-3:]))
        return TestCase(Result.PASSED, name, suite=suite, file=file, line=number)

    def _tell(self, flow: str, name: str, result: Result, case: TestCase) -> None:
        begun = self._open.get((flow, name))
        if begun is None:  # .NET and others tell of some tests without beginning them
            self._listed += 1
            self.evidence.append(msgspec.structs.replace(case, result=result))
        elif begun.result is not Result.FAILED:
            self._open[flow, name] = msgspec.structs.replace(begun, result=result)

    def _end(self, flow: str, name: str, *, ended: bool, micros: int | None = None) -> None:
        case = msgspec.structs.replace(self._open.pop((flow, name)), micros=micros)
        self._listed += 1
        if not ended:
            why = "a test began and did not end"
            case = msgspec.structs.replace(case, result=Result.FAILED, why=why)
        self.evidence.append(case)

    def end(self, number: int) -> None:
        for flow, name in list(self._open):
            self._end(flow, name, ended=False)
        if suites := [suite for suites in self._suites.values() for suite in suites]:
            words = f"the suite '{clip(suites[-1], 100)}' began and did not end"
            self.evidence.append(ToolError(words, number))
        if not self._told:
            self.evidence.append(ToolError("no service message tells of tests", number))
        if self._planned > self._listed:
            words = f"the log plans {self._planned:,} tests and tells of {self._listed:,}"
            self.evidence.append(ToolError(words, number))


def _read(source: Source) -> Iterator[Evidence]:
    log = _TeamCity()
    number = source.first_line
    for number, line in enumerate(source.lines(), source.first_line):
        if b"##teamcity[" not in line:
            continue
        text = line.decode("utf-8", "replace")
        starts = list(_MESSAGE.finditer(text))
        stops = [*(one.start() for one in starts[1:]), len(text)]
        # what only looks like a message has no start, and so none here
        for start, stop in zip(starts, stops, strict=False):
            attributes, whole_message = _attributes(text[start.end() : stop])
            # of a line that long the end is not kept: what a test prints may have any length
            if not whole_message and start[1].startswith("test") and len(line) < LINE_LIMIT:
                log.evidence.append(ToolError("a broken service message", number))
            log.message(start[1], attributes, number)
        yield from log.evidence
        log.evidence.clear()
    log.end(number)
    yield from log.evidence


def _attributes(text: str) -> tuple[dict[str, str], bool]:
    """Return the attributes that a text begins with, and whether the message ends behind them."""
    found: dict[str, str] = {}
    position = 0
    while match := _ATTRIBUTE.match(text, position):
        position = match.end()
        found[match[1]] = _ESCAPE.sub(_unescape, match[2])
    return found, text[position:].lstrip().startswith("]")


def _unescape(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else _ESCAPED.get(escape[2], escape[2])


def _detect(head: Head) -> bool:
    if head.xml or (head.json and not head.json.prefix.strip()):
        return False
    return _TELLING.search(head.text) is not None


FORMAT = Format(
    name="teamcity",
    kind=Kind.TESTS,
    title="TeamCity service messages",
    producers="PHPUnit --log-teamcity, teamcity-messages (pytest), mocha-teamcity-reporter …",
    detect=_detect,
    read=_read,
    times=True,
)
