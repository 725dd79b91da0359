"""The metrics of a tally, exactly: counts are integers, percentages fractions."""

from __future__ import annotations

from fractions import Fraction

from scorecard_action.judging.coverage import percent
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import PERCENT, Metric
from scorecard_action.model import Kind

Measured = dict[Metric, Fraction]


def measure(tally: Tally, kinds: frozenset[Kind], *, by_file: bool) -> Measured:
    """Return the metrics that the reports supply for these kinds of evidence.

    A metric is absent where nothing supplies it: flaky tests where a format does not mark them,
    branch coverage where a report has none, a percentage of nothing. `by_file` as in
    `CoverageTally.line_coverage`.
    """
    found: dict[Metric, Fraction | int | None] = {Metric.REPORTS: len(tally.files)}
    if Kind.TESTS in kinds:
        found |= {
            Metric.TESTS: tally.tests,
            Metric.PASSED: tally.passed,
            Metric.FAILED: tally.failed,
            Metric.SKIPPED: tally.skipped,
            Metric.FLAKY: None if tally.flaky_unknown else tally.flaky,
            Metric.PASS_RATE: percent(tally.passed, tally.passed + tally.failed),
        }
    if Kind.LINT in kinds:
        found |= {
            Metric.FINDINGS: tally.findings,
            Metric.ERRORS: tally.errors,
            Metric.WARNINGS: tally.warnings,
            Metric.NOTES: tally.notes,
        }
    if Kind.COVERAGE in kinds:
        found |= {
            Metric.LINE_COVERAGE: tally.coverage.line_coverage(by_file=by_file),
            Metric.BRANCH_COVERAGE: tally.coverage.branch_coverage(by_file=by_file),
        }
    return {
        metric: value if isinstance(value, Fraction) else Fraction(value)
        for metric, value in found.items()
        if value is not None
    }


def shown(metric: Metric, value: Fraction) -> int | float:
    """Return a value as people see it: a percentage is rounded down to two decimals.

    Down, so that 79.999 % under a limit of 80 % never reads as 80 %.
    """
    return (value * 100 // 1) / 100 if metric in PERCENT else int(value)
