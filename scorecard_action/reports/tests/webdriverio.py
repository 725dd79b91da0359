"""WebdriverIO's JSON, of @wdio/json-reporter: a file for each worker, or what its mergeResults
makes.

Format: packages/wdio-json-reporter of webdriverio. A hook that failed is in no list of tests, and
the tests that it kept from running are in none at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Raw, Struct

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import stray
from scorecard_action.reports.durations import MILLISECOND, number
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.cases import fewer
from scorecard_action.reports.tests.jsonvalues import count, excess, text
from scorecard_action.reports.tests.words import Words


class _Test(Struct, gc=False):
    name: object = None
    state: object = None
    duration: object = None
    error: object = None


class _Hook(Struct, gc=False):
    title: object = None
    state: object = None
    error: object = None


class _Suite(Struct, gc=False):
    name: object = None
    tests: list[_Test] | None = None
    hooks: list[_Hook] | None = None


class _State(Struct, gc=False):
    passed: object = None
    failed: object = None
    skipped: object = None


class _Report(Struct, gc=False):
    suites: list[Raw] | None
    state: _State
    specs: list[object] | None = None


_PASSED: Final = ("passed",)
_SKIPPED: Final = ("skipped", "pending")


def _read(source: Source) -> Iterator[Evidence]:
    report = stray.decode(source, _Report)
    words = Words(source, _PASSED, _SKIPPED)
    specs = {text(spec) for spec in report.specs or ()}
    file = specs.pop() if len(specs) == 1 else ""
    failed = listed = 0
    for suite in stray.each(report.suites, _Suite):
        for case in _cases(suite, file, words):
            failed += case.result is Result.FAILED
            listed += 1
            yield case
    state = report.state
    yield from excess(state.failed, failed)
    yield from fewer(sum(map(count, (state.passed, state.failed, state.skipped))), listed)


def _cases(suite: _Suite, file: str, words: Words) -> Iterator[TestCase]:
    name = text(suite.name)
    for hook in suite.hooks or ():
        if hook.error is not None or text(hook.state) == "failed":
            yield TestCase(Result.FAILED, text(hook.title), suite=name, file=file, own=False)
    for test in suite.tests or ():
        result, why = words.read(text(test.state))
        micros = number(test.duration, MILLISECOND)
        yield TestCase(result, text(test.name), suite=name, file=file, why=why, micros=micros)


def _detect(head: Head) -> bool:
    json = head.json
    return (
        json is not None
        and json.root == "{"
        and "capabilities" in {path.partition(".")[0].removesuffix("[]") for path in json.paths}
        and not json.paths.isdisjoint({"suites[]", "specs[]", "framework"})
        and "config" not in json.paths
    )


FORMAT = Format(
    name="webdriverio-json",
    kind=Kind.TESTS,
    title="WebdriverIO JSON",
    producers="@wdio/json-reporter",
    detect=_detect,
    keys=frozenset({"suites[]", "specs[]", "framework"}),
    read=_read,
    times=True,
)
