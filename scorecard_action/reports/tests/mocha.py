"""Mocha JSON, of `mocha --reporter json` (lib/reporters/json.js).

A test is in one of `passes`, `failures` and `pending`; a hook that failed is in `failures` alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Raw, Struct

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import stray
from scorecard_action.reports.durations import MILLISECOND, number
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.cases import fewer
from scorecard_action.reports.tests.jsonvalues import count, excess, text


class _Test(Struct, rename="camel", gc=False):
    title: object = None
    full_title: object = None
    file: object = None
    duration: object = None


class _Stats(Struct, gc=False):
    tests: object = None
    failures: object = None


class _Report(Struct, gc=False):
    stats: _Stats
    passes: list[Raw]
    failures: list[Raw]
    pending: list[Raw] | None = None


def _read(source: Source) -> Iterator[Evidence]:
    report = stray.decode(source, _Report)
    for result, tests in (
        (Result.PASSED, report.passes),
        (Result.FAILED, report.failures),
        (Result.SKIPPED, report.pending),
    ):
        for test in stray.each(tests, _Test):
            title, full = text(test.title), text(test.full_title)
            suite = full.removesuffix(title).strip()
            micros = number(test.duration, MILLISECOND)
            file = text(test.file)
            yield TestCase(result, full or title, suite=suite, file=file, micros=micros)
    yield from excess(report.stats.failures, len(report.failures))
    listed = len(report.passes) + len(report.failures) + len(report.pending or ())
    yield from fewer(count(report.stats.tests), listed)


def _detect(head: Head) -> bool:
    paths = head.json.paths if head.json else frozenset()
    return (
        "stats.passes" in paths
        and "stats.pending" in paths
        and "results" not in paths  # mochawesome
        and not paths.isdisjoint({"tests", "pending", "failures", "passes"})
    )


FORMAT = Format(
    name="mocha-json",
    kind=Kind.TESTS,
    title="Mocha JSON",
    producers="mocha --reporter json",
    detect=_detect,
    keys=frozenset({"stats.passes"}),
    read=_read,
    times=True,
)
