"""Jest JSON, of `jest --json` and `vitest --reporter json`, and Jest's own AggregatedResult.

Format: FormattedTestResults and AggregatedResult of @jest/test-result. A file that failed and has
no failed test (it could not be imported, or a hook failed) is one failed test of its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Raw, Struct

from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports import stray
from scorecard_action.reports.durations import MILLISECOND, number
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.cases import fewer
from scorecard_action.reports.tests.jsonvalues import count, excess, text
from scorecard_action.reports.tests.words import Words


class _Location(Struct, gc=False):
    line: object = None


class _Test(Struct, rename="camel", gc=False):
    status: object = None
    full_name: object = None
    title: object = None
    ancestor_titles: object = None
    location: _Location | None = None
    duration: object = None


class _File(Struct, rename="camel", gc=False):
    """`name`, `status` and `assertion_results` as formatted, the others as aggregated."""

    name: object = None
    status: object = None
    message: object = None
    assertion_results: list[_Test] | None = None
    test_file_path: object = None
    test_exec_error: object = None
    failure_message: object = None
    test_results: list[_Test] | None = None


class _Report(Struct, rename="camel", gc=False):
    test_results: list[Raw] | None
    num_failed_tests: object = None
    num_total_tests: object = None
    num_runtime_error_test_suites: object = None
    success: object = None
    was_interrupted: object = None


_PASSED: Final = ("passed", "focused")
_SKIPPED: Final = ("pending", "skipped", "todo", "disabled")


def _read(source: Source) -> Iterator[Evidence]:
    report = stray.decode(source, _Report)
    words = Words(source, _PASSED, _SKIPPED)
    failed = broken = unrun = listed = 0
    for file in stray.each(report.test_results, _File):
        name = text(file.name) or text(file.test_file_path)
        of_file = 0
        tests = file.assertion_results or file.test_results or ()
        for test in tests:
            case = _case(test, name, words)
            of_file += case.result is Result.FAILED
            listed += 1
            yield case
        failed += of_file
        if not of_file and _failed(file, words):
            broken += 1
            unrun += not tests
            yield TestCase(Result.FAILED, name, suite=name, file=name, own=False)
    yield from fewer(count(report.num_total_tests), listed)
    yield from excess(report.num_failed_tests, failed)
    failed = max(failed, count(report.num_failed_tests))
    runtime_errors = count(report.num_runtime_error_test_suites)
    yield from excess(runtime_errors, broken, "a test file that could not be run")
    if unrun := max(unrun, runtime_errors):
        yield ToolError(f"test files that could not be run: {unrun:,}")
    if report.was_interrupted is True:
        yield ToolError("the run was interrupted")
    elif report.success is False and listed and not (failed or broken or unrun):
        yield ToolError(
            "the run was no success, though no test failed:"
            " a coverage threshold, obsolete snapshots with --ci, or a hook of the whole run"
        )


def _case(test: _Test, file: str, words: Words) -> TestCase:
    title = text(test.title)
    above = test.ancestor_titles if isinstance(test.ancestor_titles, list) else []
    result, why = words.read(text(test.status))
    return TestCase(
        result,
        (text(test.full_name) or title).strip(),
        suite=" > ".join(part for part in map(text, above) if part),
        file=file,
        why=why,
        id=str(count(test.location.line) or "") if test.location else "",
        micros=number(test.duration, MILLISECOND),
    )


def _failed(file: _File, words: Words) -> bool:
    if file.status is not None:
        return words.read(text(file.status))[0] is Result.FAILED
    return bool(file.test_exec_error or text(file.failure_message))


def _detect(head: Head) -> bool:
    paths = head.json.paths if head.json else frozenset()
    counted = {"numTotalTests", "numTotalTestSuites", "numFailedTests", "numFailedTestSuites"}
    listed = {"testResults[].assertionResults", "testResults[].testResults"}
    if "testResults" in paths:
        return not paths.isdisjoint(counted | listed)
    return len(counted & paths) > 1


FORMAT = Format(
    name="jest-json",
    kind=Kind.TESTS,
    title="Jest JSON",
    producers="jest --json, vitest --reporter json",
    detect=_detect,
    keys=frozenset(
        {
            "testResults",
            "numTotalTests",
            "numTotalTestSuites",
            "numFailedTests",
            "numFailedTestSuites",
        }
    ),
    read=_read,
    times=True,
)
