"""The metrics: one row each, with all that the program knows of it.

Limits, the mapping's JSON Schema, decisions and their reasons, `inspect`, Markdown and drafts read
the rows. A new metric is one row here, and a field of `Tally` where it counts what none counts yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from fractions import Fraction
from typing import Final, NamedTuple

from scorecard_action.judging.coverage import percent
from scorecard_action.judging.tally import Tally
from scorecard_action.model import Kind


class Unit(StrEnum):
    """What a value counts in, as it is written behind the number."""

    COUNT = ""
    PERCENT = "%"


class Told(Enum):
    """When a list of several metrics names one."""

    ALWAYS = auto()
    IF_ANY = auto()
    """Where it was measured, and a count is not 0."""
    IF_LIMITED = auto()
    """Where the rule has a limit on it; the limit is told with it."""
    NEVER = auto()


class Found(NamedTuple):
    """What a metric is measured from. `by_file` as in `CoverageTally.lines`."""

    tally: Tally
    by_file: bool = False


class Counts(NamedTuple):
    """What a percentage is taken of: (covered, valid) of a thing, such as `lines`."""

    noun: str
    of: Callable[[Found], tuple[int, int] | None]


def _always(_: Found) -> bool:
    return True


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Metric:
    """One row. What a limit can be set on, how it is measured, and how it is spoken of.

    `kind` is the evidence that it needs; None: any report. `measure` gives the exact value (a
    percentage as 0 to 100), None where there is nothing to measure; `supplied` says whether the
    reports have what it takes, `lacking` why it could not be measured. `least` and `most` are the
    limits that hold by default.

    `words` say the value where a limit is broken, `brief` in a list: `{n}` is the number with its
    unit, `{s}` a plural's s, `{was}` was or were, `{tests}` the number of all tests. `total` marks
    the metric of which the others of its kind are parts. `examples` are the keys of
    `Tally.examples` that show what broke a limit.

    `passing` says when the reason of a pass names it, `inspected` when `inspect` does, `drafted`
    whether a drafted mapping tells today's value. `description` and `example` are the schema's.
    """

    name: str
    kind: Kind | None
    measure: Callable[[Found], int | Fraction | None]
    words: str
    description: str
    example: int | float
    brief: str = ""
    unit: Unit = Unit.COUNT
    total: bool = False
    supplied: Callable[[Found], bool] = _always
    lacking: str = ""
    least: int | None = None
    most: int | None = None
    examples: tuple[str, ...] = ()
    counts: Counts | None = None
    passing: Told = Told.IF_LIMITED
    inspected: Told = Told.IF_ANY
    drafted: bool = False

    def __repr__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name as words: `line coverage`."""
        return self.name.replace("_", " ")

    def value(self, found: Found) -> Fraction | None:
        """Return what the reports supply; None where they do not."""
        value = self.measure(found) if self.supplied(found) else None
        return None if value is None else Fraction(value)

    def shown(self, value: Fraction) -> int | float:
        """Return a value as people see it: a percentage is rounded down to two decimals.

        Down, so that 79.999 % under a limit of 80 % never reads as 80 %.
        """
        return int(value) if self.unit is Unit.COUNT else (value * 100 // 1) / 100

    def number(self, value: Fraction) -> str:
        """Write a value without its unit: `1,234`, `79.99`."""
        return f"{self.shown(value):,}".removesuffix(".0")

    def with_unit(self, number: str) -> str:
        """Write a number with the unit: `80 %`."""
        return f"{number} {self.unit}".rstrip()

    def is_told(self, when: Told, value: Fraction | int | None) -> bool:
        """Say whether a list names this value: limits are the caller's to look at."""
        if when is Told.IF_ANY:
            return value is not None and (value != 0 or self.unit is not Unit.COUNT)
        return when is Told.ALWAYS

    def say(self, value: Fraction | int, tests: Fraction | int = 0, *, brief: bool = False) -> str:
        """Say a value in the row's words: `2 of 412 tests failed`, `line coverage 79.99 %`."""
        words = self.brief if brief and self.brief else self.words
        return words.format(
            n=self.with_unit(self.number(Fraction(value))),
            s="" if value == 1 else "s",
            was="was" if value == 1 else "were",
            tests=f"{int(tests):,} {'test' if tests == 1 else 'tests'}",
        )


METRICS: Final[dict[str, Metric]] = {}
"""Every metric by its name, in the order in which they are listed."""

Measured = dict[Metric, Fraction]


def add(metric: Metric) -> Metric:
    """Put a row into the table; raises ValueError where the name is taken."""
    if metric.name in METRICS:
        raise ValueError(f"two metrics are called {metric.name}")
    METRICS[metric.name] = metric
    return metric


def of_kind(kind: Kind | None) -> Iterator[Metric]:
    """The metrics of a kind of evidence (None: those that need none), in order."""
    return (metric for metric in METRICS.values() if metric.kind is kind)


def measure(tally: Tally, kinds: frozenset[Kind], *, by_file: bool) -> Measured:
    """Return the metrics that the reports supply for these kinds of evidence.

    A metric is absent where nothing supplies it: flaky tests where a format does not mark them,
    branch coverage where a report has none, a percentage of nothing. `by_file` as in
    `CoverageTally.lines`.
    """
    found = Found(tally, by_file)
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
        unit=Unit.PERCENT,
        examples=("failed",),
        inspected=Told.NEVER,
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
REPORTS: Final = add(
    Metric(
        name="reports",
        kind=None,
        measure=lambda found: len(found.tally.files),
        words="{n} report{s}",
        description="Report files read.",
        example=3,
        passing=Told.NEVER,
        inspected=Told.NEVER,
    )
)
