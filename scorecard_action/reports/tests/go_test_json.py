"""The JSON lines of `go test -json` (cmd/test2json, `go help buildjson`).

Every test that Go reports is a test: subtests and the tests that hold them alike, benchmarks too.
Lines that are no JSON are passed over: a test binary may write to the same stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Kind, Result, ToolError
from scorecard_action.reports import durations, jsondoc
from scorecard_action.reports.durations import SECOND
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import go_events

LINE_LIMIT: Final = 1 << 20


class _Event(msgspec.Struct, rename="pascal", gc=False):
    action: str | None = None
    package: str | None = None
    test: str | None = None
    output: str | None = None
    import_path: str | None = None
    failed_build: str | None = None
    elapsed: object = None


_RESULTS: Final = {
    "pass": Result.PASSED,
    "bench": Result.PASSED,
    "fail": Result.FAILED,
    "skip": Result.SKIPPED,
}
_ACTIONS: Final = frozenset(
    (*_RESULTS, "start", "run", "pause", "cont", "output", "attr", "artifacts")
)
_BUILD: Final = frozenset({"build-output", "build-fail"})


class _Reader:
    def __init__(self) -> None:
        self.run = go_events.Run()
        self._broken = False
        self._unbuilt: str | None = None
        self._failed = False
        self._anything = False

    def line(self, line: bytes, number: int) -> None:
        if not line.lstrip().startswith(b"{"):
            if line.startswith(b"FAIL"):
                self._text(line.decode("utf-8", "replace"), number)
            return
        try:
            event = jsondoc.decode_line(line, _Event, number)
        except ReportError as error:
            # a longer line was cut: what a test prints may have any length
            if b'"Action"' in line and len(line) < LINE_LIMIT and not self._broken:
                self._broken = True
                self.run.evidence.append(ToolError(f"a broken event: {error.message}", number))
            return
        self._anything |= event.action in _ACTIONS or event.action in _BUILD
        if event.action in _ACTIONS:
            self._event(event, event.action, number)
        elif event.action == "build-fail":
            self._unbuilt = self._unbuilt or event.import_path or "a package"

    def _event(self, event: _Event, action: str, number: int) -> None:
        package, test = event.package, event.test
        if test:
            if result := _RESULTS.get(action):
                micros = durations.number(event.elapsed, SECOND)
                self.run.result(package or "", test, result, number, micros=micros)
            elif action == "run":
                self.run.test(package or "", test, number)
        elif action in _RESULTS and action != "bench":
            failed = action == "fail"
            self._failed |= failed
            unbuilt = "the build failed" if failed and event.failed_build else ""
            self.run.close(package or "", number, failed=failed, unbuilt=unbuilt)
        elif action == "start":
            self.run.begin(package or "", number)
        if package and action == "output":
            self.run.seen(package, number)
            if event.output and (match := go_events.BENCHMARK.match(event.output)):
                self.run.benchmark(package, match[1], number)

    def _text(self, text: str, number: int) -> None:
        # up to Go 1.23 a package that is not built is told of in text alone
        match = go_events.NOT_BUILT.match(text)
        if match and not self.run.has_closed(match[1]):
            self._failed = True
            self.run.close(match[1], number, failed=True, unbuilt=f"the {match[2]}")

    def end(self, number: int) -> None:
        self.run.end(number)
        if not (self._anything or self._broken):
            message = "there is no event of `go test -json` in it"
            self.run.evidence.append(ToolError(message, number))
        if self._unbuilt and not self._failed:
            self.run.close(self._unbuilt, number, failed=True, unbuilt="the build failed")


def _read(source: Source) -> Iterator[Evidence]:
    reader = _Reader()
    evidence = reader.run.evidence
    number = source.first_line
    for number, line in enumerate(source.lines(), source.first_line):
        reader.line(line, number)
        if evidence:
            yield from evidence
            evidence.clear()
    reader.end(number)
    yield from evidence


def _detect(head: Head) -> bool:
    if '"Action"' not in head.text:
        return False
    decoder = msgspec.json.Decoder(_Event)
    for line in head.text.splitlines()[:200]:
        if '"Action"' in line and line.lstrip().startswith("{"):
            try:
                event = decoder.decode(line)
            except (msgspec.DecodeError, RecursionError):
                break
            if _is_event(event):
                return True
    # a first event of more than 64 KiB, or one that is spread over several lines
    return (
        head.json is not None
        and head.json.values.get("Action") in _ACTIONS | _BUILD
        and not head.json.paths.isdisjoint({"Package", "ImportPath"})
    )


def _is_event(event: _Event) -> bool:
    if event.action in _BUILD:
        return bool(event.import_path)
    return event.action in _ACTIONS and bool(event.package or event.test or event.action == "start")


FORMAT = Format(
    name="go-test-json",
    kind=Kind.TESTS,
    title="go test -json",
    producers="go test -json, gotestsum --jsonfile, test2json",
    detect=_detect,
    read=_read,
    times=True,
)
