"""Mochawesome's JSON, of Mocha, Cypress and WebdriverIO; also what mochawesome-merge makes of it.

Format: lib/mochawesome.js of adamgruber/mochawesome. A hook that failed is in no list of tests and
not in `stats.failures`: it stands in the hooks of its suite, and the tests that never ran for it
are `skipped`.
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
from scorecard_action.reports.tests.words import Said, Words


class _Test(Struct, rename="camel", gc=False):
    title: object = None
    full_title: object = None
    state: object = None
    fail: object = None
    pending: object = None
    skipped: object = None
    duration: object = None


class _Suite(Struct, rename="camel", gc=False):
    title: object = None
    file: object = None
    full_file: object = None
    before_hooks: list[Raw] | None = None
    after_hooks: list[Raw] | None = None
    tests: list[Raw] | None = None
    suites: list[_Suite] | None = None


class _Stats(Struct, gc=False):
    tests: object = None
    failures: object = None
    other: object = None


class _Report(Struct, gc=False):
    stats: _Stats
    results: list[_Suite | bool | None] | None  # [false] where nothing ran


_PASSED: Final = ("passed",)
_SKIPPED: Final = ("pending", "skipped")


def _read(source: Source) -> Iterator[Evidence]:
    report = stray.decode(source, _Report)
    words = Words(source, _PASSED, _SKIPPED)
    failed = listed = 0
    for case in _cases(report, words):
        failed += case.result is Result.FAILED
        listed += case.own
        yield case
    stats = report.stats
    yield from excess(count(stats.failures) + count(stats.other), failed)
    yield from fewer(count(stats.tests), listed)


def _cases(report: _Report, words: Words) -> Iterator[TestCase]:
    roots = [suite for suite in report.results or () if isinstance(suite, _Suite)]
    pending = [(suite, "", "") for suite in reversed(roots)]
    while pending:
        suite, above, file = pending.pop()
        title = text(suite.title)
        name = f"{above} {title}".strip()
        file = text(suite.full_file) or text(suite.file) or file
        for hook in stray.each([*(suite.before_hooks or ()), *(suite.after_hooks or ())], _Test):
            if hook.fail is True or text(hook.state) == "failed":
                full = text(hook.full_title) or text(hook.title)
                yield TestCase(Result.FAILED, full, suite=name, file=file, own=False)
        for test in stray.each(suite.tests, _Test):
            result, why = _said(test, words)
            full = text(test.full_title) or text(test.title)
            micros = number(test.duration, MILLISECOND)
            yield TestCase(result, full, suite=name, file=file, why=why, micros=micros)
        pending += [(inner, name, file) for inner in reversed(suite.suites or ())]


def _said(test: _Test, words: Words) -> Said:
    if test.fail is True:
        return Result.FAILED, ""
    if state := text(test.state):
        return words.read(state)
    if test.pending is True or test.skipped is True:
        return Result.SKIPPED, ""
    return words.read("")


def _detect(head: Head) -> bool:
    json = head.json
    return (
        json is not None
        and json.root == "{"
        and "results[]" in json.paths
        and not json.paths.isdisjoint({"stats.testsRegistered", "meta.mochawesome"})
    )


FORMAT = Format(
    name="mochawesome-json",
    kind=Kind.TESTS,
    title="Mochawesome JSON",
    producers="mocha --reporter mochawesome, Cypress, mochawesome-merge",
    detect=_detect,
    keys=frozenset({"stats.testsRegistered", "meta.mochawesome"}),
    read=_read,
    times=True,
)
