"""The text that `go test` and `go test -v` print.

There is no specification: the lines are those of Go's packages `testing` and cmd/go. A package that
is `ok` and lists no test (without -v) is one passed test of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports.durations import seconds
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import go_events, go_test_json

MAX_UNNAMED: Final = 10_000
"""Results held until the line that names their package; beyond, they go without its name."""

_RUN: Final = re.compile(r"=== RUN[ \t]+(\S+)")
_RESULT: Final = re.compile(
    r"--- (PASS|FAIL|SKIP|BENCH): (?:(\S+) \((\d+\.\d+)(?:s| seconds)\)|(Benchmark\S*?)(?:-\d+)?$)"
)
_PACKAGE: Final = re.compile(
    r"(ok|FAIL|\?)[ \t]+(?!\d+\s)(\S+)"
    r"(?:[ \t]+(?:\d+\.\d+s|\(cached\)|(\[[^\]]*\])|coverage:.*+))++[ \t]*+"
)
_PACKAGE_TIME: Final = re.compile(r"[ \t](\d{1,12}\.\d{1,12})s(?![^ \t])")
# what may follow the PASS of a test binary that was run by itself
_AFTER_VERDICT: Final = re.compile(r"PASS$|FAIL$|coverage: |exit status |testing: ")
_PART: Final = re.compile(r"(?:ok|FAIL|\?)(?:\t|[ \t]{2})|(?:ok?|FA?I?|\?)$")
_NO_TESTS: Final = "[no tests to run]"
_WARNED: Final = "testing: warning: no tests to run"
_RESULTS: Final = {
    "PASS": Result.PASSED,
    "BENCH": Result.PASSED,
    "FAIL": Result.FAILED,
    "SKIP": Result.SKIPPED,
}


class _Reader:
    """The package being tested is called "" until its last line names it."""

    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._run = go_events.Run()
        self._unnamed: list[Evidence] = []
        self._verdict = ""
        self._last = ""
        self._anything = False
        self._untested = False

    def line(self, text: str, number: int) -> None:
        if text and not text.isspace():
            self._last = text
        if text in {"PASS", "FAIL"}:
            if self._run.idle(""):  # else a test wrote it
                self._verdict = text
        elif match := _RUN.match(text):
            self._verdict_without_package(number)
            self._run.test("", match[1], number)
        elif "--- " in text and (match := _RESULT.search(text)):
            name = match[2] or match[4]
            micros = seconds(match[3])
            self._run.result("", name, _RESULTS[match[1]], number, micros=micros)
        elif text.startswith("Benchmark"):
            if match := go_events.BENCHMARK.match(text):
                self._run.benchmark("", match[1], number)
        elif text.startswith(("goos: ", "pkg: ")):
            self._run.begin("", number)  # of benchmarks: the package's last line is to come
        elif text.startswith(("ok", "FAIL", "?")) and (match := _PACKAGE.fullmatch(text)):
            self._package(match, text, number)
        elif text.startswith(_WARNED):
            self._untested = self._anything = True
        self._collect()

    def _package(self, match: re.Match[str], text: str, number: int) -> None:
        word, package, note = match[1], match[2], match[3] or ""
        failed = word == "FAIL"
        # behind `coverage: …` too
        untested = self._untested or text.rstrip().endswith(_NO_TESTS)
        self._anything = True
        if "build failed" in note or "setup failed" in note:
            # printed after the packages that were tested, or between them: it is none of those
            self._collect()
            self._run.close(package, number, failed=True, unbuilt=f"the {note.strip('[]')}")
            self.evidence += self._run.evidence
            self._run.evidence.clear()
            return
        listed = self._run.close("", number, failed=failed)
        self._collect()
        if not listed and word == "ok" and not untested:
            # one that is cached took no time that is told
            time = _PACKAGE_TIME.search(text)
            micros = seconds(time[1]) if time else None
            self._unnamed.append(TestCase(Result.PASSED, line=number, micros=micros))
        self._name(package)
        self._verdict = ""
        self._untested = False

    def _verdict_without_package(self, number: int) -> None:
        """A test binary that was run by itself ends with PASS or FAIL alone."""
        if self._verdict and self._run.idle(""):
            self._run.close("", number, failed=self._verdict == "FAIL")
            self._collect()
            self._name("")
        self._verdict = ""

    def _collect(self) -> None:
        self._anything |= bool(self._run.evidence)
        self._unnamed += self._run.evidence
        self._run.evidence.clear()
        if len(self._unnamed) > MAX_UNNAMED:
            self._name("")

    def _name(self, package: str) -> None:
        for one in self._unnamed:
            if isinstance(one, TestCase) and package:
                name = one.name if one.own else package
                one = msgspec.structs.replace(  # noqa: PLW2901
                    one, name=name, classname=package if one.own else "", suite=package
                )
            self.evidence.append(one)
        self._unnamed.clear()

    def end(self, number: int) -> None:
        if not _AFTER_VERDICT.match(self._last):
            self._verdict = ""
        self._verdict_without_package(number)
        self._run.end(number)
        self._collect()
        if not self._anything:
            self._unnamed.append(ToolError("there is no result of `go test` in it", number))
        elif _PART.match(self._last) and not _PACKAGE.fullmatch(self._last):
            self._unnamed.append(ToolError("the report is cut off in its last line", number))
        self._name("")


def _read(source: Source) -> Iterator[Evidence]:
    reader = _Reader()
    number = source.first_line
    for number, line in enumerate(source.lines(), source.first_line):
        reader.line(line.decode("utf-8", "replace"), number)
        if reader.evidence:
            yield from reader.evidence
            reader.evidence.clear()
    reader.end(number)
    yield from reader.evidence


_SIGNATURE: Final = re.compile(
    r"^(?:=== RUN[ \t]+\S|testing: warning: no tests to run\s*$"
    r"|(?: {4})*--- (?:PASS|FAIL|SKIP): \S+ \(\d+\.\d+(?:s| seconds)\)\s*$"
    r"|(?:ok[ \t]{2,}|FAIL[ \t]+|\?[ \t]{2,})(?!\d+\s)\S+[ \t]+"
    r"(?:\d+\.\d+s|\(cached\)|\[(?:no test files|no tests to run|build failed|setup failed)\])"
    r"|Benchmark\S*[ \t]+\d+[ \t]+[\d.e+]+ ns/op)",
    re.MULTILINE,
)


def _detect(head: Head) -> bool:
    return (
        head.xml is None
        and bool(_SIGNATURE.search(head.text))
        and not go_test_json.FORMAT.detect(head)
    )


FORMAT = Format(
    name="go-test-text",
    kind=Kind.TESTS,
    title="go test text",
    producers="go test, go test -v",
    detect=_detect,
    read=_read,
    times=True,
)
