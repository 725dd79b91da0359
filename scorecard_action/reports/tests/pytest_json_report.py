"""pytest's JSON, of the plugin pytest-json-report.

Format: README.md of numirias/pytest-json-report. What pytest calls an error is failed, an expected
failure is skipped, one that passed is passed. A module that could not be collected is no test of
the list; what pytest's exit code says of the run wins over the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Raw, Struct

from scorecard_action.model import Evidence, FlakyMarked, Kind, Result, TestCase, ToolError
from scorecard_action.reports import stray
from scorecard_action.reports.durations import SECOND, total
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.cases import fewer
from scorecard_action.reports.tests.jsonvalues import below, count, excess, text, worst
from scorecard_action.reports.tests.words import Said, Words


class _Stage(Struct, gc=False):
    outcome: object = None
    duration: object = None


class _Test(Struct, gc=False):
    nodeid: object = None
    outcome: object = None
    setup: _Stage | None = None
    call: _Stage | None = None
    teardown: _Stage | None = None


class _Report(Struct, gc=False):
    exitcode: object
    summary: dict[str, object]
    root: object = None
    tests: list[Raw] | None = None
    collectors: list[Raw] | None = None


_PASSED: Final = ("passed", "xpassed")
_SKIPPED: Final = ("skipped", "xfailed")
# pytest.ExitCode; 5 says that no test was collected
_UNFINISHED: Final = {
    2: "pytest was interrupted",
    3: "an internal error of pytest",
    4: "pytest was called wrongly",
}
_NO_TESTS: Final = 5
_RERUN: Final = "rerun"


def _read(source: Source) -> Iterator[Evidence]:
    report = stray.decode(source, _Report)
    words = Words(source, _PASSED, _SKIPPED)
    root = text(report.root)
    failed = listed = 0
    rerun = _RERUN in report.summary
    tests = _summed(report, words) if report.tests is None else _listed(report, root, words)
    for case in tests:
        failed += case.count if case.result is Result.FAILED else 0
        listed += case.count
        rerun |= case.flaky
        yield case
    declared = count(report.summary.get("failed")) + count(report.summary.get("error"))
    yield from excess(declared, failed)
    yield from fewer(count(report.summary.get("total")), listed)
    for part in stray.each(report.collectors, _Test):
        if words.read(text(part.outcome))[0] is Result.FAILED:
            failed += 1
            name = text(part.nodeid)
            file = below(root, name.partition("::")[0])
            yield TestCase(Result.FAILED, name, suite=name, file=file, own=False)
    yield from _ended(report.exitcode, failed or declared)
    if rerun:
        yield FlakyMarked()


def _summed(report: _Report, words: Words) -> Iterator[TestCase]:
    """Yield the counts of a report that lists no tests (`--json-report-summary`)."""
    for word, number in report.summary.items():
        if word not in {"total", "collected", "deselected"} and (many := count(number)):
            result, why = words.read(word)
            bad = result is Result.FAILED
            name = "counted by the report, not listed" if bad else ""
            yield TestCase(result, name, own=not bad, count=many, why=why)


def _listed(report: _Report, root: str, words: Words) -> Iterator[TestCase]:
    for test in stray.each(report.tests, _Test):
        outcome = text(test.outcome)
        result, why = words.read(outcome)
        again = outcome == _RERUN and not words.own(outcome)
        if again:  # pytest-rerunfailures: the stages are those of the last attempt
            result, why = _staged(test, words)
        # pytest's own JUnit has the same classes
        path, _, rest = text(test.nodeid).partition("::")
        named, bracket, row = rest.partition("[")
        classes, _, name = named.rpartition("::")
        module = path.removesuffix(".py").replace("/", ".")
        yield TestCase(
            result,
            name + bracket + row,
            ".".join(filter(None, (module, *classes.split("::")))),
            file=below(root, path),
            flaky=again and result is Result.PASSED,
            why=why,
            micros=total((stage.duration for stage in _stages(test)), SECOND),
        )


def _staged(test: _Test, words: Words) -> Said:
    said = worst(words.read(text(stage.outcome)) for stage in _stages(test))
    return said or (Result.FAILED, "a test was to be run again, and was not")


def _stages(test: _Test) -> list[_Stage]:
    return [stage for stage in (test.setup, test.call, test.teardown) if stage]


def _ended(code: object, failed: int) -> Iterator[ToolError]:
    if not isinstance(code, int) or isinstance(code, bool):
        yield ToolError("the report has no exit code: pytest did not finish")
    elif why := _UNFINISHED.get(code):
        yield ToolError(f"{why} (exit code {code})")
    elif code not in {0, _NO_TESTS} and not failed:
        yield ToolError(f"pytest ended with exit code {code}, though no test failed")


def _detect(head: Head) -> bool:
    json = head.json
    return (
        json is not None
        and json.root == "{"
        and "exitcode" in json.paths
        and not json.paths.isdisjoint({"summary.total", "summary.collected", "tests[].nodeid"})
    )


FORMAT = Format(
    name="pytest-json-report",
    kind=Kind.TESTS,
    title="pytest-json-report",
    producers="pytest --json-report",
    detect=_detect,
    keys=frozenset({"exitcode"}),
    read=_read,
    times=True,
    flaky=True,
    flaky_shown=True,
)
