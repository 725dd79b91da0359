"""What is known of one metric: a row of the table in `metrics`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from scorecard_action.judging.news import News
from scorecard_action.judging.patch import Patch
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.values import AtLeast, Named, NamedAtLeast
from scorecard_action.model import Kind


class Unit(StrEnum):
    """What a value counts in, as it is written behind the number."""

    COUNT = ""
    PERCENT = "%"
    SECONDS = "s"


def seconds(value: Fraction) -> float:
    """Return seconds as people see them: rounded up to a millisecond, exact below a second.

    Up, so that 60.0004 s over a limit of 60 s never reads as 60 s. The microsecond is the least
    that is known of a test.
    """
    parts = 1_000 if value >= 1 else 1_000_000
    return ceil(value * parts) / parts


def in_seconds(value: Fraction) -> str:
    """Write seconds without their unit: `1,234.5`."""
    return f"{seconds(value):,.6f}".rstrip("0").rstrip(".")


class Told(Enum):
    """When a list of several metrics names one."""

    ALWAYS = auto()
    IF_ANY = auto()
    """Where it was measured, and a count is not 0."""
    IF_LIMITED = auto()
    """Where the rule has a limit on it; the limit is told with it."""
    NEVER = auto()


class Found(NamedTuple):
    """What a metric is measured from. `by_file` as in `CoverageTally.lines`; `patch` is what is
    known of the changed lines, None where nobody asks; `news` is what an earlier build did not
    hold, where there is one to compare with.
    """

    tally: Tally
    by_file: bool = False
    patch: Patch | None = None
    news: News | None = None


def patch_coverage(found: Found) -> Named | None:
    """Return the percentage of changed lines covered, which goes by their number; None where it is
    not known, or nobody asks.
    """
    value = found.patch.percentage if found.patch else None
    if found.patch is None or value is None:
        return None
    covered, valid = min(found.patch.counts, key=lambda counts: Fraction(*counts))
    lines = f"{covered:,} of {valid:,} changed line{'' if valid == 1 else 's'}"
    if isinstance(value, AtLeast):
        return NamedAtLeast.by(value, f"at least {lines}")
    return Named.by(value, lines)


class Among(NamedTuple):
    """Of what a count is a part: the name of that metric, and what says (part, whole) together."""

    metric: str
    say: Callable[[int, int], str]


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
    reports have what it takes, `lacking` why it could not be measured, or is only a lower bound;
    `lacks` says so where that depends on the reports. `least` and `most` are the limits that hold
    by default. `more` says whether more of it is better; where it does not, more coverage is, and
    less of anything else.

    `words` say the value where a limit is broken, `brief` in a list: `{n}` is the number with its
    unit, `{s}` a plural's s, `{was}` was or were, `{tests}` the number of all tests, `{of}` the
    name of what the value is of. `total` marks the metric of which the others of its kind are
    parts. `examples` are the keys of `Tally.examples` that show what broke a limit.

    `passing` says when the reason of a pass names it, `inspected` when `inspect` does, `drafted`
    whether a drafted mapping tells today's value. `among` says the value as a part of another one,
    in place of the words. `compares`: it is measured against an earlier build or a change already,
    so that no limit on it is the word `baseline`. `description` and `example` are the schema's.
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
    lacks: Callable[[Found], str] | None = None
    least: int | None = None
    most: int | None = None
    more: bool | None = None
    examples: tuple[str, ...] = ()
    counts: Counts | None = None
    passing: Told = Told.IF_LIMITED
    inspected: Told = Told.IF_ANY
    drafted: bool = False
    among: Among | None = None
    compares: bool = False

    def __repr__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name as words: `line coverage`."""
        return self.name.replace("_", " ")

    def is_worse(self, value: Fraction, than: Fraction) -> bool:
        """Say whether a value is worse than another one."""
        more = self.kind is Kind.COVERAGE if self.more is None else self.more
        return value < than if more else value > than

    def value(self, found: Found) -> Fraction | None:
        """Return what the reports supply; None where they do not."""
        value = self.measure(found) if self.supplied(found) else None
        return Fraction(value) if isinstance(value, int) else value

    def shown(self, value: Fraction) -> int | float:
        """Return a value as people see it: a percentage is rounded down to two decimals.

        Down, so that 79.999 % under a limit of 80 % never reads as 80 %; seconds as `seconds` does.
        """
        if self.unit is Unit.SECONDS:
            return seconds(value)
        return int(value) if self.unit is Unit.COUNT else (value * 100 // 1) / 100

    def number(self, value: Fraction) -> str:
        """Write a value without its unit: `1,234`, `79.99`."""
        if self.unit is Unit.SECONDS:
            return in_seconds(value)
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
        named = value.of if isinstance(value, Named) else ""
        least = "at least " if isinstance(value, AtLeast) and not named else ""
        return words.format(
            n=least + self.with_unit(self.number(Fraction(value))),
            s="" if value == 1 else "s",
            was="was" if value == 1 else "were",
            of=named or "one of them",
            tests=f"{int(tests):,} {'test' if tests == 1 else 'tests'}",
        )


Measured = dict[Metric, Fraction]
"""What was measured, exactly: counts are integers, percentages 0 to 100."""
