"""The words for a decision: what was measured, and against which limit."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Final

from scorecard_action.judging.coverage import AtLeast
from scorecard_action.judging.limits import Limit
from scorecard_action.judging.measure import Measured, shown
from scorecard_action.judging.select import Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import PERCENT, Metric, Waiver
from scorecard_action.model import Kind, State

KIND_WORDS: Final = {
    Kind.TESTS: "test results",
    Kind.LINT: "lint results",
    Kind.COVERAGE: "coverage",
}
_ONE: Final = {
    Metric.TESTS: "test",
    Metric.REPORTS: "report",
    Metric.FINDINGS: "finding",
    Metric.ERRORS: "error",
    Metric.WARNINGS: "warning",
    Metric.NOTES: "note",
}
_STATE_OF: Final = {
    Metric.PASSED: "passed",
    Metric.FAILED: "failed",
    Metric.SKIPPED: "{} skipped",
    Metric.FLAKY: "{} flaky",
}
_PERCENT_WORDS: Final = {
    Metric.PASS_RATE: "pass rate",
    Metric.LINE_COVERAGE: "line coverage",
    Metric.BRANCH_COVERAGE: "branch coverage",
}


def broken(limit: Limit, measured: Measured) -> str:
    """Say how a limit is broken: `2 of 412 tests failed (limit 0)`."""
    return f"{value(limit.metric, measured)} ({bound(limit)})"


def bound(limit: Limit) -> str:
    """Say what a limit demands: `limit 0`, `at least 80 %`."""
    return f"{'at least' if limit.least else 'limit'} {bound_value(limit)}"


def bound_value(limit: Limit) -> str:
    """Write the value of a limit: `0`, `80 %`."""
    unit = " %" if limit.metric in PERCENT else ""
    return f"{limit.value.normalize():,f}{unit}"


def value(metric: Metric, measured: Measured) -> str:
    """Say what was measured: `2 of 412 tests failed`, `line coverage 79.99 %`."""
    found = measured[metric]
    if metric in PERCENT:
        bound = "at least " if isinstance(found, AtLeast) else ""
        return f"{_PERCENT_WORDS[metric]} {bound}{number(metric, found)} %"
    if state := _STATE_OF.get(metric):
        total = measured[Metric.TESTS]
        was = state.format("was" if found == 1 else "were")
        return f"{int(found):,} of {_many(Metric.TESTS, total)} {was}"
    return _many(metric, found)


def number(metric: Metric, found: Fraction) -> str:
    """Write a value; a percentage is rounded down."""
    text = f"{shown(metric, found):,}"
    return text.removesuffix(".0")


def held(
    limits: tuple[Limit, ...], measured: Measured, tally: Tally, kinds: frozenset[Kind]
) -> str:
    """Say why a rule passes: what was measured of each kind, and the limits that hold."""
    parts: list[str] = []
    by_metric = {limit.metric: limit for limit in limits}

    def with_bound(text: str, *metrics: Metric) -> str:
        told = [bound(by_metric[m]) for m in metrics if m in by_metric and by_metric[m].value]
        return f"{text} ({', '.join(told)})" if told else text

    if Kind.TESTS in kinds:
        text = f"{tally.passed:,} of {_many(Metric.TESTS, Fraction(tally.tests))} passed"
        if tally.failed:
            text += f", {tally.failed:,} failed"
        if tally.skipped:
            text += f", {tally.skipped:,} skipped"
        if tally.flaky:
            text += f", {tally.flaky:,} flaky"
        if tally.tests != tally.all_tests:
            text += f" ({tally.all_tests:,} in the reports)"
        if Metric.PASS_RATE in by_metric:
            text += f", {broken(by_metric[Metric.PASS_RATE], measured)}"
        parts.append(with_bound(text, Metric.FAILED))
    if Kind.LINT in kinds:
        counts = [
            with_bound(_many(metric, measured[metric]), metric)
            for metric in (Metric.ERRORS, Metric.WARNINGS, Metric.NOTES)
            if measured[metric] or metric is Metric.ERRORS
        ]
        text = ", ".join(counts)
        if tally.findings != tally.all_findings:
            total = _many(Metric.FINDINGS, Fraction(tally.all_findings))
            text += f"; {tally.findings:,} of {total} selected"
        parts.append(with_bound(text, Metric.FINDINGS))
    parts.extend(
        broken(limit, measured)
        for limit in limits
        if limit.metric in (Metric.LINE_COVERAGE, Metric.BRANCH_COVERAGE)
    )
    return "; ".join(parts)


def not_supplied(metric: Metric) -> str:
    """Say why a metric with a limit could not be measured."""
    match metric:
        case Metric.FLAKY:
            return "a report is of a format that does not mark flaky tests"
        case Metric.BRANCH_COVERAGE:
            return "not every coverage report has branches to cover"
        case Metric.LINE_COVERAGE:
            return (
                "the coverage reports have no line to cover, or only rates that cannot be combined"
            )
        case _:
            return f"nothing to measure {metric.replace('_', ' ')} on"


def only_at_least(metric: Metric, measured: Measured) -> str:
    """Say why a maximum cannot be held against a lower bound."""
    return (
        f"{value(metric, measured)}: several reports covered some branches of one line, and do not"
        " say which, so how many in all is not known; merge the reports first (`coverage combine`,"
        " `nyc merge`, `jacoco:report-aggregate`)"
    )


def waived(waiver: Waiver, state: State | None, reason: str) -> str:
    """Say that a rule is waived, until when and why, and what it would be."""
    now = {State.PASS: "it would pass now", None: "there is no evidence now"}.get(
        state, f"it would {state} now"
    )
    return f"waived until {waiver.until}: {waiver.reason} ({now}: {reason})"


def nearest(field: str, names: Iterable[str], selection: Selection, count: int = 5) -> list[str]:
    """Return the names seen that are closest to what `only` asks of a field."""
    wanted = [
        pattern.text.replace("*", "").lower()
        for one in selection.only
        for name, patterns in one.fields
        if name == field
        for pattern in patterns
    ]
    return sorted(
        names,
        key=lambda name: (
            -max((SequenceMatcher(None, text, name.lower()).ratio() for text in wanted), default=0),
            name,
        ),
    )[:count]


def _many(metric: Metric, count: Fraction) -> str:
    one = _ONE[metric]
    return f"{int(count):,} {one if count == 1 else one + 's'}"
