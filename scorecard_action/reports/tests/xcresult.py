"""What xcresulttool tells of a result bundle of Xcode 16 on: `xcrun xcresulttool get test-results
tests` (each test), or `… summary` (numbers).

Format: `xcrun xcresulttool help get test-results tests --schema`. A case is a node `Test Case`;
what stands below it are its attempts, its rows and its messages. An expected failure is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, FlakyMarked, Kind, Result, TestCase, ToolError
from scorecard_action.reports import jsondoc
from scorecard_action.reports.durations import SECOND, number
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.cases import fewer
from scorecard_action.reports.tests.jsonvalues import count, text
from scorecard_action.reports.tests.words import Words


class _Node(Struct, rename="camel", gc=False):
    node_type: object = None
    name: object = None
    result: object = None
    node_identifier: object = None
    duration_in_seconds: object = None
    duration: object = None
    children: list[_Node] | None = None


class _Report(Struct, rename="camel", gc=False):
    test_nodes: list[_Node] | None = None
    total_test_count: object = None
    passed_tests: object = None
    failed_tests: object = None
    skipped_tests: object = None
    expected_failures: object = None
    result: object = None


_PASSED: Final = ("passed",)
_SKIPPED: Final = ("skipped", "expectedfailure")
_BUNDLES: Final = frozenset({"Unit test bundle", "UI test bundle"})


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, _Report)
    words = Words(source, _PASSED, _SKIPPED)
    if report.test_nodes is not None:
        yield from _cases(report.test_nodes, words)
    elif report.total_test_count is not None:
        yield from _summed(report)
    else:
        raise ReportError("no tests: this is no answer of xcresulttool", source.first_line)


def _cases(nodes: list[_Node], words: Words) -> Iterator[Evidence]:
    failed: str | None = None  # what failed without being a test
    cases = 0
    pending = [(node, "") for node in reversed(nodes)]
    while pending:
        node, bundle = pending.pop()
        kind, name = text(node.node_type), text(node.name)
        if kind != "Test Case":
            bundle = name if kind in _BUNDLES else bundle
            if text(node.result) == "Failed" and failed is None:
                failed = name
            pending += [(child, bundle) for child in reversed(node.children or ())]
            continue
        result, why = words.read(text(node.result))
        cases += result is Result.FAILED
        tries = [one for one in node.children or () if text(one.node_type) == "Repetition"]
        again = result is Result.PASSED and any(text(one.result) == "Failed" for one in tries)
        if tries:
            yield FlakyMarked()
        owner = text(node.node_identifier).rpartition("/")[0]
        micros = number(node.duration_in_seconds, SECOND)
        if micros is None:
            micros = number(node.duration, SECOND)  # `0.2s`, `1m 3s`
        yield TestCase(result, name, owner, bundle, flaky=again, why=why, micros=micros)
    if failed is not None and not cases:
        yield TestCase(Result.FAILED, failed, own=False)


def _summed(report: _Report) -> Iterator[Evidence]:
    failed = count(report.failed_tests)
    numbers = {
        Result.PASSED: count(report.passed_tests),
        Result.FAILED: failed,
        Result.SKIPPED: count(report.skipped_tests) + count(report.expected_failures),
    }
    for result, many in numbers.items():
        if many:
            bad = result is Result.FAILED
            name = "counted by the report, not listed" if bad else ""
            yield TestCase(result, name, own=not bad, count=many)
    yield from fewer(count(report.total_test_count), sum(numbers.values()))
    if text(report.result) not in {"Passed", "Skipped", "Expected Failure"} and not failed:
        yield ToolError(f"the result is {text(report.result) or 'not told'}, though no test failed")


def _detect(head: Head) -> bool:
    json = head.json
    if json is None or json.root != "{":
        return False
    tests = "testNodes[]" in json.paths and not json.paths.isdisjoint(
        {"testPlanConfigurations[]", "devices[]", "testNodes[].nodeType"}
    )
    return tests or {"totalTestCount", "passedTests", "failedTests"} <= json.paths


FORMAT = Format(
    name="xcresult-json",
    kind=Kind.TESTS,
    title="Xcode test results JSON",
    producers="xcrun xcresulttool get test-results tests --path x.xcresult",
    detect=_detect,
    keys=frozenset({"testNodes[]", "totalTestCount"}),
    read=_read,
    times=True,
    flaky=True,
    flaky_shown=True,
)
