"""Playwright's JSON, of `playwright test --reporter=json` and `playwright merge-reports`.

Format: JSONReport of playwright/types/testReporter.d.ts. A case is a test of a project, however
often it was tried: `flaky` passed in the end. Tests that never began because the run was stopped
look as skipped ones do; `errors` alone tells, so any entry in it means that the run did not finish.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Raw, Struct

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Kind, Nothing, Result, TestCase, ToolError
from scorecard_action.reports import stray
from scorecard_action.reports.durations import MILLISECOND, total
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.textual import plain
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.cases import fewer
from scorecard_action.reports.tests.jsonvalues import below, count, excess, text
from scorecard_action.reports.tests.words import Words


class _Attempt(Struct, gc=False):
    duration: object = None


class _Test(Struct, rename="camel", gc=False):
    project_name: object = None
    status: object = None
    results: list[_Attempt] | None = None


class _Spec(Struct, gc=False):
    title: object = None
    file: object = None
    line: object = None
    tests: list[_Test] | None = None


class _Suite(Struct, gc=False):
    title: object = None
    specs: list[Raw] | None = None
    suites: list[_Suite] | None = None


class _Error(Struct, gc=False):
    message: object = None


class _Stats(Struct, gc=False):
    expected: object = None
    unexpected: object = None
    flaky: object = None
    skipped: object = None


class _Config(Struct, rename="camel", gc=False):
    root_dir: object = None


class _Report(Struct, gc=False):
    suites: list[_Suite] | None
    errors: list[_Error] | None
    stats: _Stats
    config: _Config | None = None


# expected: as it should be, an expected failure too
_PASSED: Final = ("expected", "flaky")
_SKIPPED: Final = ("skipped",)
_NO_TESTS: Final = "Error: No tests found"
_MAX_ERRORS: Final = 5


def _read(source: Source) -> Iterator[Evidence]:
    report = stray.decode(source, _Report)
    words = Words(source, _PASSED, _SKIPPED)
    root = text(report.config.root_dir) if report.config else ""
    listed = failed = 0
    for case in _cases(report, root, words):
        listed += 1
        failed += case.result is Result.FAILED
        yield case
    stats = report.stats
    yield from excess(stats.unexpected, failed)
    yield from fewer(
        sum(map(count, (stats.expected, stats.unexpected, stats.flaky, stats.skipped))), listed
    )
    for error in (report.errors or ())[:_MAX_ERRORS]:
        said = clip(plain(text(error.message)).strip() or "an error without a message", 200)
        if said.startswith(_NO_TESTS) and not listed:
            yield Nothing(said)
        else:
            yield ToolError(f"Playwright reports an error: {said}")


def _cases(report: _Report, root: str, words: Words) -> Iterator[TestCase]:
    # the outermost suites are files, whose name each spec has
    pending = [(suite, "") for suite in reversed(report.suites or ())]
    while pending:
        suite, above = pending.pop()
        for spec in stray.each(suite.specs, _Spec):
            for test in spec.tests or ():
                result, why = words.read(text(test.status))
                if result is Result.PASSED and not test.results:
                    result, why = Result.FAILED, "a test did not run (no attempt at it is listed)"
                line, project = count(spec.line), text(test.project_name)
                yield TestCase(
                    result,
                    text(spec.title),
                    suite=above,
                    file=below(root, text(spec.file)),
                    flaky=result is Result.PASSED and text(test.status) == "flaky",
                    why=why,
                    id=f"{line} {project}".strip() if line else project,
                    micros=total((one.duration for one in test.results or ()), MILLISECOND),
                )
        for inner in reversed(suite.suites or ()):
            title = text(inner.title)
            pending.append((inner, f"{above} > {title}" if above else title))


def _detect(head: Head) -> bool:
    json = head.json
    if json is None or json.root != "{" or "config" not in json.paths:
        return False
    # what stands first is long: the settings of each project
    return "config.rootDir" in json.paths and not json.paths.isdisjoint(
        {"stats.unexpected", "config.forbidOnly", "config.fullyParallel", "config.projects[]"}
    )


FORMAT = Format(
    name="playwright-json",
    kind=Kind.TESTS,
    title="Playwright JSON",
    producers="playwright test --reporter=json",
    detect=_detect,
    keys=frozenset({"config.rootDir"}),
    read=_read,
    times=True,
    flaky=True,
)
