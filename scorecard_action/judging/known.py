"""What an earlier build measured of a rule for an entity, and by what a failure is known again.

A test is known by its class and name. A finding is known by its rule, its file and its words: lines
move, and numbers in a message with them. What has no other difference is counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

import msgspec

from scorecard_action.masking import clip, mask_shapes
from scorecard_action.model import Finding, Level, State, TestCase

MAX_TEXT: Final = 500
"""The most characters of a name or message that tell one from another."""

_NUMBER: Final = re.compile(r"[0-9]++")
_BLANKS: Final = re.compile(r"\s++")


class FailedTest(NamedTuple):
    """By what a failed test is known; the suite only where it has no class and no name."""

    classname: str
    name: str
    suite: str = ""

    @classmethod
    def of(cls, case: TestCase) -> FailedTest:
        """Return by what this test is known."""
        suite = "" if case.classname or case.name else case.suite
        return cls(_known(case.classname), _known(case.name), _known(suite))


class Fingerprint(NamedTuple):
    """By what a finding is known: `message` is without numbers, `own` is the tool's own hash.

    `own` tells two findings apart only where all of both builds have one; else the words do.
    """

    rule: str
    file: str
    message: str
    own: str = ""

    @classmethod
    def of(cls, finding: Finding) -> Fingerprint:
        """Return by what this finding is known, its path as it was placed."""
        message = _NUMBER.sub("#", finding.message)
        return cls(_known(finding.rule), _known(finding.file), _known(message), finding.own)


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


def _known(text: str) -> str:
    return clip(mask_shapes(_BLANKS.sub(" ", text).strip()), MAX_TEXT)
