"""RSpec JSON, of `rspec --format json` (RSpec::Core::Formatters::JsonFormatter).

An error outside of the examples (a file that could not be loaded) is a failed test of none, and
says that what is in that file was not run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Raw, Struct

from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports import stray
from scorecard_action.reports.durations import SECOND, number
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.cases import fewer
from scorecard_action.reports.tests.jsonvalues import count, excess, text
from scorecard_action.reports.tests.words import Words


class _Example(Struct, gc=False):
    description: object = None
    full_description: object = None
    status: object = None
    file_path: object = None
    line_number: object = None
    id: object = None
    run_time: object = None


class _Summary(Struct, gc=False):
    example_count: object = None
    failure_count: object = None
    errors_outside_of_examples_count: object = None


class _Report(Struct, gc=False):
    examples: list[Raw]
    summary: _Summary | None = None


_PASSED: Final = ("passed",)
_SKIPPED: Final = ("pending", "skipped")


def _read(source: Source) -> Iterator[Evidence]:
    report = stray.decode(source, _Report)
    words = Words(source, _PASSED, _SKIPPED)
    failed = 0
    for example in stray.each(report.examples, _Example):
        result, why = words.read(text(example.status))
        failed += result is Result.FAILED
        name = text(example.full_description)
        suite = name.removesuffix(text(example.description)).strip()
        file, line = text(example.file_path), str(count(example.line_number) or "")
        yield TestCase(
            result,
            name,
            suite=suite,
            file=file,
            why=why,
            id=text(example.id) or line,
            micros=number(example.run_time, SECOND),
        )
    if report.summary:
        yield from excess(report.summary.failure_count, failed)
        yield from fewer(count(report.summary.example_count), len(report.examples))
        outside = count(report.summary.errors_outside_of_examples_count)
        yield from excess(outside, 0, "an error outside of the examples")
        if outside:
            yield ToolError(f"errors outside of the examples: {outside:,}")


def _detect(head: Head) -> bool:
    paths = head.json.paths if head.json else frozenset()
    marks = {
        "examples[].full_description",
        "summary.errors_outside_of_examples_count",
        "summary.example_count",
        "summary_line",
    }
    return "examples" in paths and not paths.isdisjoint(marks)


FORMAT = Format(
    name="rspec-json",
    kind=Kind.TESTS,
    title="RSpec JSON",
    producers="rspec --format json",
    detect=_detect,
    keys=frozenset({"examples"}),
    read=_read,
    times=True,
)
