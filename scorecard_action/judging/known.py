"""What an earlier build measured of a rule for an entity, and by what a failure is known again.

A test is known by its class and name. A finding is known by its rule, its file and its words, of
which `lasting` leaves what another build writes too. What has no other difference is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeVar

import msgspec

from scorecard_action.judging import lasting
from scorecard_action.model import Finding, Level, State, TestCase

T = TypeVar("T")
Mask = Callable[[str], str]
"""Takes the keys of the environment out of a text."""


class FailedTest(NamedTuple):
    """By what a failed test is known; the suite only where it has no class and no name."""

    classname: str
    name: str
    suite: str = ""

    @classmethod
    def of(cls, case: TestCase) -> FailedTest:
        """Return by what this test is known."""
        suite = "" if case.classname or case.name else case.suite
        return cls(lasting.name(case.classname), lasting.name(case.name), lasting.name(suite))


class Fingerprint(NamedTuple):
    """By what a finding is known: `message` is without numbers, `own` is the tool's own hash.

    `own` takes the place of the message only where all of both builds have one.
    """

    rule: str
    file: str
    message: str
    own: str = ""

    @classmethod
    def of(cls, finding: Finding) -> Fingerprint:
        """Return by what this finding is known, its path as it was placed."""
        return cls(
            lasting.label(finding.rule),
            lasting.file(finding.file),
            lasting.message(finding.message),
            lasting.own(finding.own) if finding.own else "",
        )

    def masked(self, mask: Mask) -> Fingerprint:
        """Return this without what is secret in it."""
        return Fingerprint(*_masked(self, mask))


class Times(msgspec.Struct):
    """How often something was found, and how often as an error."""

    count: int = 0
    errors: int = 0

    def add(self, other: Times) -> None:
        """Take in as many more."""
        self.count += other.count
        self.errors += other.errors


class Known(msgspec.Struct, frozen=True):
    """What an earlier build measured of one rule for one entity.

    `measured` has the exact values by the names of their metrics. `failed` and `findings` have what
    failed and was found then, what was accepted then as well. `state` is None where nothing was
    decided.
    """

    state: State | None = None
    measured: Mapping[str, Fraction] = {}
    failed: Mapping[FailedTest, int] = {}
    findings: Mapping[Fingerprint, Times] = {}


def times(finding: Finding) -> Times:
    """Return this finding as it is counted."""
    return Times(1, int(finding.level is Level.ERROR))


def add_numbers(mine: dict[T, int], other: Mapping[T, int]) -> dict[T, int]:
    """Count what another tally has as well."""
    for one, number in other.items():
        mine[one] = mine.get(one, 0) + number
    return mine


def add_times(
    mine: dict[Fingerprint, Times], other: Mapping[Fingerprint, Times]
) -> dict[Fingerprint, Times]:
    """Count what another tally has as well."""
    for one, found in other.items():
        mine.setdefault(one, Times()).add(found)
    return mine


def tests_masked(tests: Mapping[FailedTest, int], mask: Mask) -> dict[FailedTest, int]:
    """Return the tests without what is secret in their names."""
    masked: dict[FailedTest, int] = {}
    for test, number in tests.items():
        add_numbers(masked, {FailedTest(*_masked(test, mask)): number})
    return masked


def findings_masked(findings: Mapping[Fingerprint, Times], mask: Mask) -> dict[Fingerprint, Times]:
    """Return the findings without what is secret in them."""
    masked: dict[Fingerprint, Times] = {}
    for one, found in findings.items():
        add_times(masked, {one.masked(mask): found})
    return masked


def _masked(texts: tuple[str, ...], mask: Mask) -> Iterable[str]:
    # nearly all of them have nothing to hide: they are asked together
    together = "\n".join(texts)
    return texts if mask(together) == together else map(mask, texts)
