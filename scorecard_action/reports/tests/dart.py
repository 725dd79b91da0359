"""The JSON lines of `dart test --reporter json` and `flutter test --machine`.

Specification: dart-lang/test, pkgs/test/doc/json_reporter.md. Hidden tests (the loading of a file,
setUpAll and tearDownAll) are none, unless they fail. A test may fail after it has ended, so what
has passed is held until the end. The last event is `done`: a report without it is cut off, and what
was running has failed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports import jsondoc
from scorecard_action.reports.durations import MILLISECOND, span
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.words import Words

LINE_LIMIT: Final = 1 << 20
MAX_HELD: Final = 64 * 1024 * 1024
"""Bytes of names (and 200 for each) that may be held at once."""


class _Suite(msgspec.Struct, gc=False):
    id: int | None = None
    path: str | None = None


class _Test(msgspec.Struct, rename={"suite_id": "suiteID"}, gc=False):
    id: int | None = None
    name: str | None = None
    suite_id: int | None = None


class _Event(msgspec.Struct, rename={"test_id": "testID"}, gc=False):
    type: object = None
    suite: _Suite | None = None
    test: _Test | None = None
    test_id: int | None = None
    result: object = None
    hidden: object = None
    skipped: object = None
    success: object = None
    time: object = None


class _Dart:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, ("success",), ())
        self.done = False
        self._suites: dict[int, str] = {}
        self._running: dict[int, TestCase] = {}
        self._begun: dict[int, object] = {}
        self._passed: dict[int, TestCase | None] = {}
        self._failed = False
        self._forgotten = False
        self._held = 0
        self._broken = False

    def line(self, line: bytes, number: int) -> None:
        if not line.lstrip().startswith(b"{"):
            return  # Flutter's own messages are arrays; tests may print to the same stream
        try:
            event = jsondoc.decode_line(line, _Event, number)
        except ReportError as error:
            # a longer line was cut: what a test prints may have any length
            if b'"type"' in line and len(line) < LINE_LIMIT and not self._broken:
                self._broken = True
                self.evidence.append(ToolError(f"a broken event: {error.message}", number))
            return
        kind = event.type
        if kind == "suite" and event.suite and event.suite.id is not None:
            self._suites[event.suite.id] = event.suite.path or ""
            self._hold(event.suite.path or "", number)
        elif kind == "testStart" and event.test and event.test.id is not None:
            self._start(event.test, event.test.id, event.time, number)
        elif kind == "testDone" and event.test_id is not None:
            self._end(event, event.test_id, number)
        elif kind == "error" and event.test_id not in self._running:
            self._late(event.test_id, number)
        elif kind == "done":
            self._done(event.success, number)

    def _start(self, test: _Test, identity: int, time: object, number: int) -> None:
        path = self._suites.get(test.suite_id if test.suite_id is not None else -1, "")
        name = test.name or ""
        self._hold(name, number)
        self._running[identity] = TestCase(Result.PASSED, name, suite=path, file=path, line=number)
        self._begun[identity] = time

    def _end(self, event: _Event, identity: int, number: int) -> None:
        case = self._running.pop(identity, None) or TestCase(Result.PASSED, line=number)
        took = span(self._begun.pop(identity, None), event.time, MILLISECOND)
        case = msgspec.structs.replace(case, micros=took)
        result, why = self._words.read(event.result if isinstance(event.result, str) else "")
        if result is Result.FAILED:
            self._fail(msgspec.structs.replace(case, why=why), number)
        elif event.hidden is True:
            self._passed[identity] = None
        elif event.skipped is True or result is Result.SKIPPED:
            self._held -= len(case.name) + 200
            self.evidence.append(msgspec.structs.replace(case, result=Result.SKIPPED))
        else:
            self._passed[identity] = case

    def _fail(self, case: TestCase | None, number: int) -> None:
        self._failed = True
        case = case or TestCase(Result.PASSED, "set-up or tear-down", line=number)
        self._held -= len(case.name) + 200
        self.evidence.append(msgspec.structs.replace(case, result=Result.FAILED))

    def _late(self, identity: int | None, number: int) -> None:
        """A test fails after it has ended; it has failed already, or is held as passed."""
        if identity in self._passed:
            self._fail(self._passed.pop(identity), number)
        elif self._forgotten:
            name = "a test that failed after its end"
            self.evidence.append(TestCase(Result.FAILED, name, own=False, line=number))

    def _hold(self, name: str, number: int) -> None:
        self._held += len(name) + 200
        if self._held > MAX_HELD and self._passed:
            self._forgotten = True
            for case in self._passed.values():
                if case:
                    self._held -= len(case.name) + 200
                    self.evidence.append(case)
            self._passed.clear()
        if self._held > MAX_HELD:
            raise ReportError(f"the tests have over {MAX_HELD >> 20} MiB of names", number)

    def _done(self, success: object, number: int) -> None:
        self.done = True
        if success is not True and success is not False:
            self.evidence.append(ToolError("the runner was closed before all tests ran", number))
        elif success is False and not (self._failed or self._running):
            name = "the run was no success"
            self.evidence.append(TestCase(Result.FAILED, name, own=False, line=number))

    def end(self, number: int) -> None:
        if not self.done:
            self.evidence.append(ToolError("there is no `done`: the report is cut off", number))
        self.evidence += [case for case in self._passed.values() if case]
        for case in self._running.values():
            self.evidence.append(msgspec.structs.replace(case, result=Result.FAILED))


def _read(source: Source) -> Iterator[Evidence]:
    dart = _Dart(source)
    number = source.first_line
    for number, line in enumerate(source.lines(), source.first_line):
        dart.line(line, number)
        if dart.evidence:
            yield from dart.evidence
            dart.evidence.clear()
    dart.end(number)
    yield from dart.evidence


def _detect(head: Head) -> bool:
    json = head.json
    return (
        json is not None
        and "protocolVersion" in json.paths
        and json.values.get("type") == "start"
        and not json.paths.isdisjoint({"runnerVersion", "pid"})
    )


FORMAT = Format(
    name="dart-json",
    kind=Kind.TESTS,
    title="Dart test JSON",
    producers="dart test --reporter json, flutter test --machine",
    detect=_detect,
    keys=frozenset({"protocolVersion"}),
    read=_read,
    times=True,
)
