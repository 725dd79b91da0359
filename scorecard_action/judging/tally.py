"""Small mergeable counts of what reports hold for one selection.

A tally is a monoid: `Tally()` is empty, `merge` adds, and the order of merging does not matter.
Examples kept are the first few by (path, position); names seen the first 200 of a field in
alphabetical order. So reports can be read in any order, side by side, or on other machines.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Annotated, Final

import msgspec

from scorecard_action.judging.coverage import CoverageTally
from scorecard_action.judging.known import (
    FailedTest,
    Fingerprint,
    Mask,
    Times,
    add_numbers,
    add_times,
    findings_masked,
    tests_masked,
)
from scorecard_action.judging.merging import By, merger
from scorecard_action.model import Finding, Kind, Level, Result, TestCase

MAX_EXAMPLES: Final = 5
MAX_NAMES: Final = 200
MAX_PROBLEMS: Final = 20
EXAMPLE_LENGTH: Final = 200
UNPARSED: Final = "unparsed "
"""Begins the key of the examples of a metric that are files that could not be parsed."""

Example = tuple[str, int, str]  # path of the report, position in it, text


class ReportProblem(msgspec.Struct, frozen=True, order=True):
    """Why a report is no whole evidence: it cannot be read, or its tool did not finish."""

    file: str
    line: int
    column: int
    message: str
    unreadable: bool = True


def first_names(names: set[str]) -> set[str]:
    """Return the first of the names in alphabetical order, as many as are kept."""
    return set(sorted(names)[:MAX_NAMES]) if len(names) > MAX_NAMES else names


def _first_text(mine: str, other: str) -> str:
    return min(mine, other) if mine else other


def _first_texts(mine: dict[Kind, str], other: dict[Kind, str]) -> dict[Kind, str]:
    return {**mine, **{kind: _first_text(mine.get(kind, ""), other[kind]) for kind in other}}


def _first_of_both(mine: set[str], other: set[str]) -> set[str]:
    return first_names(mine | other)


def _first_problems(mine: list[ReportProblem], other: list[ReportProblem]) -> list[ReportProblem]:
    return sorted({*mine, *other})[:MAX_PROBLEMS]


def _first_of_kinds(
    mine: dict[Kind, list[ReportProblem]], other: dict[Kind, list[ReportProblem]]
) -> dict[Kind, list[ReportProblem]]:
    for kind, problems in other.items():
        mine[kind] = _first_problems(mine.get(kind, []), problems)
    return mine


def _first_examples(
    mine: dict[str, list[Example]], other: dict[str, list[Example]]
) -> dict[str, list[Example]]:
    for metric, examples in other.items():
        mine[metric] = sorted({*mine.get(metric, ()), *examples})[:MAX_EXAMPLES]
    return mine


def _all_first_names(mine: dict[str, set[str]], other: dict[str, set[str]]) -> dict[str, set[str]]:
    for field, names in other.items():
        mine[field] = first_names(mine.get(field, set()) | names)
    return mine


def _first_notices(mine: dict[str, set[str]], other: dict[str, set[str]]) -> dict[str, set[str]]:
    mine = _all_first_names(mine, other)
    for message in sorted(mine)[MAX_NAMES:]:
        del mine[message]
    return mine


def _coverage(mine: CoverageTally, other: CoverageTally) -> CoverageTally:
    mine.merge(other)
    return mine


def _first_places(
    mine: dict[Fingerprint, Example], other: dict[Fingerprint, Example]
) -> dict[Fingerprint, Example]:
    for one, example in other.items():
        mine[one] = min(mine.get(one, example), example)
    return mine


class Tally(msgspec.Struct):
    """What one selection found in the reports read so far."""

    files: set[str] = set()
    kinds: set[Kind] = set()
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    flaky: int = 0
    own: int = 0
    """Selected tests that have a case of their own."""
    all_tests: int = 0
    flaky_unknown: bool = False
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    suppressed: int = 0
    all_findings: int = 0
    tools: Annotated[set[str], By(_first_of_both)] = set()
    """The tools that the reports name; the format's name where one names none."""
    tool_taken: bool = False
    """Some report is of a tool that the selection takes."""
    sayable: set[str] = set()
    """The `severity` patterns of `only` that some report could name a finding by."""
    unlisted: bool = False
    """Some lint report does not list all rules that its tool looked for."""
    rules: set[str] = set()
    """The `rule` patterns of `only` and `except` that match a rule that some report lists."""
    uncompared: Annotated[str, By(_first_text)] = ""
    """A finding that `only: {baseline: …}` leaves out, of a tool that compares none."""
    unmarked: Annotated[set[str], By(_first_of_both)] = set()
    """The reports whose producer is not known to mark flaky tests, though their format could."""
    unplaced: Annotated[dict[Kind, str], By(_first_texts)] = {}
    """A path that `only: {file: …}` leaves out, and that nothing places elsewhere, by kind."""
    respelled: Annotated[str, By(_first_text)] = ""
    """A finding that it would select if its patterns were read otherwise, and how."""
    coverage: Annotated[CoverageTally, By(_coverage)] = msgspec.field(default_factory=CoverageTally)
    examples: Annotated[dict[str, list[Example]], By(_first_examples)] = {}
    names: Annotated[dict[str, set[str]], By(_all_first_names)] = {}
    problems: Annotated[list[ReportProblem], By(_first_problems)] = []
    problem_count: int = 0
    nothing: Annotated[dict[Kind, list[ReportProblem]], By(_first_of_kinds)] = {}
    """The reports that looked at nothing, by kind: the first few, and why."""
    whys: Annotated[set[str], By(_first_of_both)] = set()
    """Why selected tests failed, where their reports do not say so themselves."""
    overruled: Annotated[set[str], By(_first_of_both)] = set()
    """Failed tests that passed in the same report after all; each case counts for itself."""
    notices: Annotated[dict[str, set[str]], By(_first_notices)] = {}
    """What a person should know of the reports, and where each of it stands."""
    failures: Annotated[dict[FailedTest, int], By(add_numbers)] = {}
    """Every selected test that failed, where it is compared with an earlier build."""
    fingerprints: Annotated[dict[Fingerprint, Times], By(add_times)] = {}
    """Every selected finding, where it is compared with an earlier build."""
    accepted_failures: Annotated[dict[FailedTest, int], By(add_numbers)] = {}
    """Those of `failures` that are accepted: known in a later build, and never new."""
    accepted_fingerprints: Annotated[dict[Fingerprint, Times], By(add_times)] = {}
    """Those of `fingerprints` that are accepted."""
    places: Annotated[dict[Fingerprint, Example], By(_first_places)] = {}
    """The first finding of each fingerprint, as it is told."""

    def count_test(self, case: TestCase) -> None:
        """Count a test that the selection selects."""
        if case.own:
            self.own += 1
        if case.result is Result.PASSED:
            self.passed += case.count
            self.flaky += case.flaky
        elif case.result is Result.FAILED:
            self.failed += case.count
        else:
            self.skipped += case.count

    def take_back(self, case: TestCase) -> None:
        """Uncount a test that was counted: another attempt at it decides."""
        self.own -= 1
        if case.result is Result.PASSED:
            self.passed -= 1
            self.flaky -= case.flaky
        elif case.result is Result.FAILED:
            self.failed -= 1
            self._forget_test(FailedTest.of(case))
        else:
            self.skipped -= 1

    def count_finding(self, finding: Finding) -> str:
        """Count a finding that the selection selects; return its metric, "" when suppressed."""
        if finding.suppressed:
            self.suppressed += 1
            return ""
        if finding.level is Level.ERROR:
            self.errors += 1
        elif finding.level is Level.WARNING:
            self.warnings += 1
        else:
            self.notes += 1
        return _LEVEL_METRIC[finding.level]

    def remember_test(self, test: FailedTest, count: int, *, accepted: bool = False) -> None:
        """Keep by what a test that failed (so often) is known in another build."""
        self.failures[test] = self.failures.get(test, 0) + count
        if accepted:
            self.accepted_failures[test] = self.accepted_failures.get(test, 0) + count

    def _forget_test(self, test: FailedTest, *, accepted: bool = False) -> None:
        for kept in (self.failures, self.accepted_failures) if accepted else (self.failures,):
            if kept.get(test, 0) > 1:
                kept[test] -= 1
            else:
                kept.pop(test, None)

    def remember_finding(
        self, one: Fingerprint, found: Times, example: Example, *, accepted: bool = False
    ) -> None:
        """Keep by what a finding is known in another build, and how it is told."""
        self.fingerprints.setdefault(one, Times()).add(found)
        self.places.setdefault(one, example)
        if accepted:
            self.accepted_fingerprints.setdefault(one, Times()).add(found)

    def mask(self, mask: Mask) -> None:
        """Take what is secret out of what is compared: a baseline is written without it."""
        self.failures = tests_masked(self.failures, mask)
        self.accepted_failures = tests_masked(self.accepted_failures, mask)
        self.fingerprints = findings_masked(self.fingerprints, mask)
        self.accepted_fingerprints = findings_masked(self.accepted_fingerprints, mask)
        self.places = {
            one.masked(mask): example
            for one, example in sorted(self.places.items(), key=itemgetter(1), reverse=True)
        }

    def keep_failure(self, example: Example, why: str) -> None:
        """Keep what is told of a test that failed, if it is among the first."""
        self.keep_example("failed", example)
        if why and len(self.whys) < MAX_NAMES:
            self.whys.add(why)

    def keep_example(self, metric: str, example: Example, *, unparsed: bool = False) -> None:
        """Keep an example of what counts for a metric, if it is among the first.

        Findings that say that a file could not be parsed are kept for themselves.
        """
        examples = self.examples.setdefault(f"{UNPARSED}{metric}" if unparsed else metric, [])
        if len(examples) < MAX_EXAMPLES:
            examples.append(example)

    def shown(self, metrics: Iterable[str]) -> tuple[str, ...]:
        """Return examples of what counts for some metrics, those of unparsed files first."""
        first: list[Example] = []
        others: list[Example] = []
        for metric in dict.fromkeys(metrics):
            unparsed = self.examples.get(f"{UNPARSED}{metric}", [])
            first += unparsed
            others += self.examples.get(metric, [])[: MAX_EXAMPLES - len(unparsed)]
        return tuple(text for _, _, text in (*first, *others))

    @property
    def tests(self) -> int:
        """All selected tests."""
        return self.passed + self.failed + self.skipped

    @property
    def findings(self) -> int:
        """All selected findings."""
        return self.errors + self.warnings + self.notes

    def merge(self, other: Tally) -> None:
        """Add another tally to this one; the other is left as it is."""
        _merge(self, other)


_merge: Final = merger(Tally)
_LEVEL_METRIC: Final = {Level.ERROR: "errors", Level.WARNING: "warnings", Level.NOTE: "notes"}


def case_name(case: TestCase) -> str:
    """Name a test as a person knows it: the class without its package, then the test."""
    # a class of some tools is a path: `example.com/shop/cart` of Go, `src/cart.spec.js` of Jest
    classname = case.classname.rpartition("/" if "/" in case.classname else ".")[2]
    if not case.own and case.count > 1:
        return f"{case.name} × {case.count:,}"
    if not case.name:
        return classname or case.suite or "a test without a name"
    return f"{classname}.{case.name}" if classname else case.name
