"""The metrics: one row each, with all that the program knows of it.

Limits, the mapping's JSON Schema, decisions and their reasons, `inspect`, Markdown and drafts read
the rows. A new metric is one row here, and a field of `Tally` where it counts what none counts yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.judging import least_covered
from scorecard_action.judging.coverage import percent
from scorecard_action.judging.metric import (
    Among,
    Counts,
    Found,
    Measured,
    Metric,
    Told,
    Unit,
    patch_coverage,
)
from scorecard_action.judging.news import errors_told, failures_told, findings_told
from scorecard_action.judging.times import SLOWEST, duration, slowest_test, untimed
from scorecard_action.model import Kind

NO_BASELINE: Final = (
    "no baseline has this rule to compare with: `scorecard-action baseline -o FILE` on the main"
    " branch writes one, and `--baseline FILE` (or `baseline:` in the mapping) names it"
)
"""Why nothing could be compared."""

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


TESTS: Final = add(
    Metric(
        name="tests",
        kind=Kind.TESTS,
        measure=lambda found: found.tally.tests,
        words="{n} test{s}",
        description="Tests run or skipped.",
        example=20,
        more=True,
        total=True,
        least=1,
        passing=Told.NEVER,
        inspected=Told.ALWAYS,
        drafted=True,
    )
)
PASSED: Final = add(
    Metric(
        name="passed",
        kind=Kind.TESTS,
        measure=lambda found: found.tally.passed,
        words="{n} of {tests} passed",
        brief="{n} passed",
        description="Tests that passed.",
        example=1,
        more=True,
        examples=("failed",),
        passing=Told.ALWAYS,
        inspected=Told.ALWAYS,
    )
)
FAILED: Final = add(
    Metric(
        name="failed",
        kind=Kind.TESTS,
        measure=lambda found: found.tally.failed,
        words="{n} of {tests} failed",
        brief="{n} failed",
        description="Tests that failed or ended in an error.",
        example=0,
        most=0,
        examples=("failed",),
        passing=Told.IF_ANY,
        inspected=Told.ALWAYS,
        drafted=True,
    )
)
SKIPPED: Final = add(
    Metric(
        name="skipped",
        kind=Kind.TESTS,
        measure=lambda found: found.tally.skipped,
        words="{n} of {tests} {was} skipped",
        brief="{n} skipped",
        description="Tests skipped.",
        example=5,
        passing=Told.IF_ANY,
        inspected=Told.ALWAYS,
        drafted=True,
    )
)
ACCEPTED: Final = add(
    Metric(
        name="accepted",
        kind=None,
        measure=lambda found: found.tally.accepted,
        words="{n} accepted",
        description="Failed tests and findings that 'accept' accepts.",
        example=5,
        examples=("accepted",),
        passing=Told.NEVER,
        inspected=Told.NEVER,
    )
)
FLAKY: Final = add(
    Metric(
        name="flaky",
        kind=Kind.TESTS,
        measure=lambda found: found.tally.flaky,
        words="{n} of {tests} {was} flaky",
        brief="{n} flaky",
        description="Tests that passed only when run again.",
        example=0,
        supplied=lambda found: not found.tally.flaky_unknown,
        lacking="a report is of a format that does not mark flaky tests",
        passing=Told.IF_ANY,
    )
)
PASS_RATE: Final = add(
    Metric(
        name="pass_rate",
        kind=Kind.TESTS,
        measure=lambda found: percent(found.tally.passed, found.tally.passed + found.tally.failed),
        words="pass rate {n}",
        description="100 x passed / (passed + failed), in percent.",
        example=98,
        more=True,
        unit=Unit.PERCENT,
        examples=("failed",),
        inspected=Told.NEVER,
    )
)
SKIP_RATE: Final = add(
    Metric(
        name="skip_rate",
        kind=Kind.TESTS,
        measure=lambda found: percent(found.tally.skipped, found.tally.tests),
        words="skip rate {n}",
        description="100 x skipped / tests, in percent.",
        example=5,
        unit=Unit.PERCENT,
        inspected=Told.NEVER,
    )
)
DURATION: Final = add(
    Metric(
        name="duration",
        kind=Kind.TESTS,
        measure=duration,
        words="the tests took {n}",
        description="Seconds that the tests took, added up.",
        example=600,
        unit=Unit.SECONDS,
        lacks=untimed,
        examples=(SLOWEST,),
        inspected=Told.NEVER,
    )
)
SLOWEST_TEST: Final = add(
    Metric(
        name="slowest_test",
        kind=Kind.TESTS,
        measure=slowest_test,
        words="{of} took {n}",
        description="Seconds that the slowest test took.",
        example=2.5,
        unit=Unit.SECONDS,
        lacks=untimed,
        examples=(SLOWEST,),
        inspected=Told.NEVER,
    )
)
NEW_FAILED: Final = add(
    Metric(
        name="new_failed",
        kind=Kind.TESTS,
        measure=lambda found: found.news and found.news.new_failed,
        words="{n} new",
        description="Tests that failed, and that the baseline does not have as failed.",
        example=0,
        lacking=NO_BASELINE,
        inspected=Told.NEVER,
        among=Among("failed", failures_told),
        compares=True,
    )
)
FINDINGS: Final = add(
    Metric(
        name="findings",
        kind=Kind.LINT,
        measure=lambda found: found.tally.findings,
        words="{n} finding{s}",
        description="Findings of any level of a linter.",
        example=0,
        total=True,
        examples=("errors", "warnings", "notes"),
        passing=Told.NEVER,
        inspected=Told.ALWAYS,
    )
)
ERRORS: Final = add(
    Metric(
        name="errors",
        kind=Kind.LINT,
        measure=lambda found: found.tally.errors,
        words="{n} error{s}",
        description="Findings of level error.",
        example=0,
        most=0,
        examples=("errors",),
        passing=Told.ALWAYS,
        inspected=Told.ALWAYS,
        drafted=True,
    )
)
WARNINGS: Final = add(
    Metric(
        name="warnings",
        kind=Kind.LINT,
        measure=lambda found: found.tally.warnings,
        words="{n} warning{s}",
        description="Findings of level warning.",
        example=20,
        examples=("warnings",),
        passing=Told.IF_ANY,
        inspected=Told.ALWAYS,
        drafted=True,
    )
)
NOTES: Final = add(
    Metric(
        name="notes",
        kind=Kind.LINT,
        measure=lambda found: found.tally.notes,
        words="{n} note{s}",
        description="Findings below warning.",
        example=100,
        examples=("notes",),
        passing=Told.IF_ANY,
        inspected=Told.ALWAYS,
        drafted=True,
    )
)


def _band(name: str) -> Metric:
    return add(
        Metric(
            name=name,
            kind=Kind.LINT,
            measure=lambda found: found.tally.banded.get(name, 0),
            words=f"{{n}} {name} finding{{s}}",
            brief=f"{{n}} {name}",
            description=f"Findings that are {name} in their tool's own words, or by its score.",
            example=0,
            supplied=lambda found: name in found.tally.can_say,
            examples=(name,),
            inspected=Told.NEVER,
        )
    )


CRITICAL: Final = _band("critical")
HIGH: Final = _band("high")
MEDIUM: Final = _band("medium")
LOW: Final = _band("low")
NEW_FINDINGS: Final = add(
    Metric(
        name="new_findings",
        kind=Kind.LINT,
        measure=lambda found: found.news and found.news.new_findings,
        words="{n} new",
        description="Findings of any level that the baseline does not have.",
        example=0,
        lacking=NO_BASELINE,
        inspected=Told.NEVER,
        among=Among("findings", findings_told),
        compares=True,
    )
)
NEW_ERRORS: Final = add(
    Metric(
        name="new_errors",
        kind=Kind.LINT,
        measure=lambda found: found.news and found.news.new_errors,
        words="{n} new",
        description="Findings of level error that the baseline does not have as errors.",
        example=0,
        lacking=NO_BASELINE,
        inspected=Told.NEVER,
        among=Among("errors", errors_told),
        compares=True,
    )
)
LINE_COVERAGE: Final = add(
    Metric(
        name="line_coverage",
        kind=Kind.COVERAGE,
        measure=lambda found: found.tally.coverage.line_coverage(by_file=found.by_file),
        words="line coverage {n}",
        description="Lines covered, in percent.",
        example=80,
        unit=Unit.PERCENT,
        lacking="the coverage reports have no line to cover, or only rates that cannot be combined",
        counts=Counts("lines", lambda found: found.tally.coverage.lines(by_file=found.by_file)),
        inspected=Told.ALWAYS,
        drafted=True,
    )
)
BRANCH_COVERAGE: Final = add(
    Metric(
        name="branch_coverage",
        kind=Kind.COVERAGE,
        measure=lambda found: found.tally.coverage.branch_coverage(by_file=found.by_file),
        words="branch coverage {n}",
        description="Branches covered, in percent.",
        example=70.5,
        unit=Unit.PERCENT,
        lacking="not every coverage report has branches to cover",
        counts=Counts(
            "branches", lambda found: found.tally.coverage.branches(by_file=found.by_file)
        ),
        drafted=True,
    )
)
FILE_LINE_COVERAGE: Final = add(
    Metric(
        name="file_line_coverage",
        kind=Kind.COVERAGE,
        measure=lambda found: least_covered.least(found.tally.coverage),
        words="least covered: {of} {n}",
        description="Lines covered of the least covered file, in percent.",
        example=50,
        unit=Unit.PERCENT,
        lacking="the coverage reports name no file that has a line to cover",
        inspected=Told.NEVER,
    )
)
PATCH_COVERAGE: Final = add(
    Metric(
        name="patch_coverage",
        kind=Kind.COVERAGE,
        measure=patch_coverage,
        words="{of} covered, patch coverage {n}",
        description="Changed lines covered, of those that coverage knows, in percent: `--diff`.",
        example=80,
        unit=Unit.PERCENT,
        lacks=lambda found: found.patch.lacking if found.patch else "",
        compares=True,
        inspected=Told.NEVER,
    )
)
REPORTS: Final = add(
    Metric(
        name="reports",
        kind=None,
        measure=lambda found: len(found.tally.files),
        words="{n} report{s}",
        description="Report files read.",
        example=3,
        more=True,
        passing=Told.NEVER,
        inspected=Told.NEVER,
    )
)
