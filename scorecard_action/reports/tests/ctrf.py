"""CTRF, the Common Test Report Format (ctrf.io, ctrf-io/ctrf schema 0.0 to 1.0).

`pending` counts as skipped, as `skipped` does; `other` is a word that is not known, unless that of
the tool (`rawStatus`) says that there is nothing to run yet. A failure that the summary counts and
no test has is one more that failed.
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
from scorecard_action.reports.tests.words import Said, Words, plain


class _Test(Struct, rename="camel", gc=False):
    name: object = None
    status: object = None
    suite: object = None
    file_path: object = None
    filepath: object = None
    flaky: object = None
    line: object = None
    raw_status: object = None
    duration: object = None


class _Summary(Struct, gc=False):
    tests: object = None
    failed: object = None


class _Results(Struct, gc=False):
    tests: list[Raw] | None
    summary: _Summary | None = None


class _Report(Struct, gc=False):
    results: _Results


_PASSED: Final = ("passed",)
_SKIPPED: Final = ("skipped", "pending")
_TODO: Final = frozenset({"todo", "disabled", "pending", "skipped"})


def _read(source: Source) -> Iterator[Evidence]:
    results = stray.decode(source, _Report).results
    words = Words(source, _PASSED, _SKIPPED)
    failed = 0
    for test in stray.each(results.tests, _Test):
        result, why = _said(test, words)
        failed += result is Result.FAILED
        yield TestCase(
            result,
            text(test.name),
            suite=_suite(test.suite),
            file=text(test.file_path) or text(test.filepath),
            flaky=test.flaky is True and result is Result.PASSED,
            why=why,
            id=str(count(test.line) or ""),
            micros=number(test.duration, MILLISECOND),
        )
    if results.summary:
        yield from excess(results.summary.failed, failed)
        yield from fewer(count(results.summary.tests), len(results.tests or ()))


def _said(test: _Test, words: Words) -> Said:
    """`other` says no more than the tool's own word does, where that is known not to be a pass."""
    status, raw = text(test.status), text(test.raw_status)
    if plain(status) != "other" or words.own(status) or not raw:
        return words.read(status)
    if words.own(raw) or plain(raw) in _TODO:
        return words.own(raw) or Result.SKIPPED, ""
    return words.read(f"{status} ({raw})")


def _suite(value: object) -> str:
    """Up to 0.0.x the suite is a string, later the list of the suites from the outermost on."""
    if isinstance(value, list):
        return " > ".join(map(text, value))
    return text(value)


def _detect(head: Head) -> bool:
    json = head.json
    if json is None or json.root != "{":
        return False
    if json.values.get("reportFormat") == "CTRF" and "results" in json.paths:
        return True
    return "results.tests" in json.paths and not json.paths.isdisjoint(
        {"results.tool", "results.summary", "results.tests[].status"}
    )


FORMAT = Format(
    name="ctrf",
    kind=Kind.TESTS,
    title="CTRF",
    producers="the CTRF reporters of Playwright, Cypress, Jest, pytest, .NET, Go …",
    detect=_detect,
    keys=frozenset({"reportFormat", "results.tests"}),
    read=_read,
    times=True,
    flaky=True,
)
