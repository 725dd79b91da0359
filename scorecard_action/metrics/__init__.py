"""The metrics: one row each, with all that the program knows of it.

Limits, the mapping's JSON Schema, decisions and their reasons, `inspect`, Markdown and drafts read
the rows. A new metric is one row in the module of its kind, and a field of `Tally` where it counts
what none counts yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.judging.metric import Found, Measured, Metric
from scorecard_action.metrics import coverage, lint, reports, tests
from scorecard_action.metrics.coverage import (
    BRANCH_COVERAGE,
    FILE_LINE_COVERAGE,
    LINE_COVERAGE,
    PATCH_COVERAGE,
)
from scorecard_action.metrics.lint import (
    CRITICAL,
    ERRORS,
    FINDINGS,
    HIGH,
    LOW,
    MEDIUM,
    NEW_ERRORS,
    NEW_FINDINGS,
    NOTES,
    WARNINGS,
)
from scorecard_action.metrics.reports import REPORTS
from scorecard_action.metrics.tests import (
    ACCEPTED,
    DURATION,
    FAILED,
    FLAKY,
    NEW_FAILED,
    PASS_RATE,
    PASSED,
    SKIP_RATE,
    SKIPPED,
    SLOWEST_TEST,
    TESTS,
)
from scorecard_action.model import Kind

__all__ = [
    "ACCEPTED",
    "BRANCH_COVERAGE",
    "CRITICAL",
    "DURATION",
    "ERRORS",
    "FAILED",
    "FILE_LINE_COVERAGE",
    "FINDINGS",
    "FLAKY",
    "HIGH",
    "LINE_COVERAGE",
    "LOW",
    "MEDIUM",
    "METRICS",
    "NEW_ERRORS",
    "NEW_FAILED",
    "NEW_FINDINGS",
    "NOTES",
    "PASSED",
    "PASS_RATE",
    "PATCH_COVERAGE",
    "REPORTS",
    "SKIPPED",
    "SKIP_RATE",
    "SLOWEST_TEST",
    "TESTS",
    "WARNINGS",
    "add",
    "measure",
    "of_kind",
]

METRICS: Final[dict[str, Metric]] = {}
"""Every metric by its name, in the order in which they are listed."""


def add(metric: Metric) -> Metric:
    """Put a row into the table; raises ValueError where the name is taken."""
    if metric.name in METRICS:
        raise ValueError(f"two metrics are called {metric.name}")
    METRICS[metric.name] = metric
    return metric


def of_kind(kind: Kind | None) -> Iterator[Metric]:
    """The metrics of a kind of evidence (None: those that need none), in order."""
    return (metric for metric in METRICS.values() if metric.kind is kind)


def measure(found: Found, kinds: frozenset[Kind]) -> Measured:
    """Return the metrics that the reports supply for these kinds of evidence.

    A metric is absent where nothing supplies it: flaky tests where a format does not mark them,
    branch coverage where a report has none, a percentage of nothing.
    """
    return {
        metric: value
        for kind in (None, *Kind)
        if kind is None or kind in kinds
        for metric in of_kind(kind)
        if (value := metric.value(found)) is not None
    }


for _rows in (tests, lint, coverage, reports):
    for _row in vars(_rows).values():
        if isinstance(_row, Metric):
            add(_row)
