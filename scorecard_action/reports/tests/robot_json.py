"""Robot Framework's output.json, of `robot --output x.json` (7.2 on) and of `rebot`.

Format: result.json of Robot Framework (doc/schema). The rules are those of output.xml: a suite
teardown that failed fails the tests of its suite, unless rebot has applied that already. A result
saved by `TestSuite.to_json` is a suite without the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import jsondoc
from scorecard_action.reports.durations import SECOND, number
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.cases import fewer, unlisted
from scorecard_action.reports.tests.jsonvalues import count, text
from scorecard_action.reports.tests.robot_xml import PASSED, SKIPPED
from scorecard_action.reports.tests.words import Words

MAX_DEPTH: Final = 500


class _Keyword(Struct, gc=False):
    status: object = None


class _Test(Struct, gc=False):
    name: object = None
    status: object = None
    lineno: object = None
    elapsed_time: object = None


class _Suite(Struct, gc=False):
    name: object = None
    source: object = None
    teardown: _Keyword | None = None
    tests: list[_Test] | None = None
    suites: list[_Suite] | None = None


class _Total(Struct, rename={"passed": "pass"}, gc=False):
    passed: object = None
    fail: object = None
    skip: object = None


class _Statistics(Struct, gc=False):
    total: _Total | None = None


class _Report(_Suite, gc=False):
    generator: object = None
    suite: _Suite | None = None
    statistics: _Statistics | None = None


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, _Report)
    alone = report.name is not None and (report.tests is not None or report.suites is not None)
    if report.suite is None and not alone:
        raise ReportError("no suite: this is no result of Robot Framework", source.first_line)
    rebot = text(report.generator).lower().startswith("rebot")
    failed = listed = 0
    words = Words(source, PASSED, SKIPPED)
    for test in _tests(report.suite or report, words, rebot=rebot):
        failed += test.result is Result.FAILED
        listed += 1
        yield test
    total = report.statistics.total if report.statistics else None
    counts = [total.passed, total.fail, total.skip] if total else []
    yield from fewer(sum(map(count, counts)), listed)
    yield from unlisted(count(total.fail) if total else 0, failed, what="the report")


def _tests(root: _Suite, words: Words, *, rebot: bool) -> Iterator[TestCase]:
    """Yield the tests of a suite and of those below it; `torn` is what teardowns make of them."""
    pending = [(root, "", "", "", 0)]
    while pending:
        suite, above, file, torn, depth = pending.pop()
        if depth > MAX_DEPTH:
            raise ReportError(f"suites nested more than {MAX_DEPTH} deep: no report has that")
        name = text(suite.name)
        longname = f"{above}.{name}" if above else name
        file = text(suite.source) or file
        if suite.teardown and not rebot:
            torn = max(torn, _teardown(suite.teardown), key=("", "SKIP", "FAIL").index)
        for test in suite.tests or ():
            result, why = words.read(text(test.status))
            yield TestCase(
                _torn_down(result, torn),
                text(test.name),
                longname,
                name,
                file,
                why=why,
                id=str(count(test.lineno) or ""),
                micros=number(test.elapsed_time, SECOND),
            )
        for below in reversed(suite.suites or ()):
            pending.append((below, longname, file, torn, depth + 1))


def _teardown(teardown: _Keyword) -> str:
    status = text(teardown.status).strip().upper()
    return status if status in {"FAIL", "SKIP"} else ""


def _torn_down(result: Result, torn: str) -> Result:
    """Return the result after a teardown failed or skipped: as Robot does it."""
    if torn == "SKIP":
        return Result.SKIPPED
    return Result.FAILED if torn == "FAIL" and result is not Result.SKIPPED else result


def _detect(head: Head) -> bool:
    json = head.json
    if json is None or json.root != "{":
        return False
    if json.values.get("generator", "").lower().startswith(("robot ", "rebot ")):
        return True
    suite = not json.paths.isdisjoint({"suite.tests", "suite.suites"})
    return suite and not json.paths.isdisjoint({"rpa", "statistics", "suite.elapsed_time"})


FORMAT = Format(
    name="robot-json",
    kind=Kind.TESTS,
    title="Robot Framework output.json",
    producers="robot, rebot",
    detect=_detect,
    keys=frozenset({"generator", "suite.tests", "suite.suites"}),
    read=_read,
    times=True,
)
