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
from scorecard_action.judging.firsts import (
    MAX_EXAMPLES,
    MAX_NAMES,
    ReportProblem,
    Slow,
    all_first_names,
    first_examples,
    first_notices,
    first_of_both,
    first_of_kinds,
    first_places,
    first_problems,
    first_text,
    first_texts,
    slowest_of_both,
)
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
from scorecard_action.judging.telling import Example
from scorecard_action.model import Finding, Kind, Level, Result, TestCase

UNPARSED: Final = "unparsed "
"""Begins the key of the examples of a metric that are files that could not be parsed."""
ACCEPTED: Final = "accepted "
"""Begins the key of the examples of what an entry of `accept` accepted: its number follows."""


def _coverage(mine: CoverageTally, other: CoverageTally) -> CoverageTally:
    mine.merge(other)
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
    accepted_tests: int = 0
    """Tests that failed and were accepted."""
    accepted_by: Annotated[dict[int, int], By(add_numbers)] = {}
    """How many failed tests and findings each entry of `accept` accepted, by its number."""
    met: set[int] = set()
    """The entries that met a failure, also of a test that another attempt decides."""
    all_tests: int = 0
    flaky_unknown: bool = False
    micros: int = 0
    """Microseconds of the selected tests that say how long they took."""
    slowest: Annotated[list[Slow], By(slowest_of_both)] = []
    """The slowest of them, none where none says it."""
    slow_from: Annotated[int, By(max)] = 0
    """A test that took fewer microseconds is none of the slowest."""
    untimed: Annotated[str, By(first_text)] = ""
    """A selected test that ran and does not say how long it took, with its report."""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    suppressed: int = 0
    all_findings: int = 0
    banded: Annotated[dict[str, int], By(add_numbers)] = {}
    """How many findings are critical, high, medium and low, by these words."""
    can_say: set[str] = set()
    """Those of these words that some report could have for a finding."""
    cannot_say: Annotated[dict[str, set[str]], By(all_first_names)] = {}
    """The reports that could not say some of these words, by those words, with blanks between."""
    tools: Annotated[set[str], By(first_of_both)] = set()
    """The tools that the reports name; the format's name where one names none."""
    tool_taken: bool = False
    """Some report is of a tool that the selection takes."""
    sayable: set[str] = set()
    """The `severity` patterns of `only` that some report could name a finding by."""
    unlisted: bool = False
    """Some lint report does not list all rules that its tool looked for."""
    rules: set[str] = set()
    """The `rule` patterns of `only` and `except` that match a rule that some report lists."""
    uncompared: Annotated[str, By(first_text)] = ""
    """A finding that `only: {baseline: …}` leaves out, of a tool that compares none."""
    unmarked: Annotated[set[str], By(first_of_both)] = set()
    """The reports whose producer is not known to mark flaky tests, though their format could."""
    unplaced: Annotated[dict[Kind, str], By(first_texts)] = {}
    """A path that `only: {file: …}` leaves out, and that nothing places elsewhere, by kind."""
    respelled: Annotated[str, By(first_text)] = ""
    """A finding that it would select if its patterns were read otherwise, and how."""
    coverage: Annotated[CoverageTally, By(_coverage)] = msgspec.field(default_factory=CoverageTally)
    examples: Annotated[dict[str, list[Example]], By(first_examples)] = {}
    names: Annotated[dict[str, set[str]], By(all_first_names)] = {}
    problems: Annotated[list[ReportProblem], By(first_problems)] = []
    problem_count: int = 0
    nothing: Annotated[dict[Kind, list[ReportProblem]], By(first_of_kinds)] = {}
    """The reports that looked at nothing, by kind: the first few, and why."""
    whys: Annotated[set[str], By(first_of_both)] = set()
    """Why selected tests failed, where their reports do not say so themselves."""
    overruled: Annotated[set[str], By(first_of_both)] = set()
    """Failed tests that passed in the same report after all; each case counts for itself."""
    notices: Annotated[dict[str, set[str]], By(first_notices)] = {}
    """What a person should know of the reports, and where each of it stands."""
    failures: Annotated[dict[FailedTest, int], By(add_numbers)] = {}
    """Every selected test that failed, where it is compared with an earlier build."""
    fingerprints: Annotated[dict[Fingerprint, Times], By(add_times)] = {}
    """Every selected finding, where it is compared with an earlier build."""
    accepted_failures: Annotated[dict[FailedTest, int], By(add_numbers)] = {}
    """Those of `failures` that are accepted: known in a later build, and never new."""
    accepted_fingerprints: Annotated[dict[Fingerprint, Times], By(add_times)] = {}
    """Those of `fingerprints` that are accepted."""
    places: Annotated[dict[Fingerprint, Example], By(first_places)] = {}
    """The first finding of each fingerprint, as it is told."""

    def count_test(self, case: TestCase, entry: int | None = None) -> bool:
        """Count a test that the selection selects; `entry` of `accept` accepts that it failed.

        Return whether there is something to tell of its time: it is among the longest, or it is
        the first that is missing (a test that was skipped needs none).
        """
        if case.own:
            self.own += 1
        if case.result is Result.PASSED:
            self.passed += case.count
            self.flaky += case.flaky
        elif case.result is Result.FAILED:
            if entry is not None:
                self.accepted_tests += case.count
                self._accept(entry, case.count)
            else:
                self.failed += case.count
        else:
            self.skipped += case.count
        micros = case.micros
        if micros is None:
            return not self.untimed and case.own and case.result is not Result.SKIPPED
        self.micros += micros
        return micros >= self.slow_from

    def take_back(self, case: TestCase, entry: int | None = None) -> None:
        """Uncount a test that was counted without its time: another attempt at it decides."""
        self.own -= 1
        if case.result is Result.PASSED:
            self.passed -= 1
            self.flaky -= case.flaky
        elif case.result is Result.FAILED:
            self._forget_test(FailedTest.of(case), accepted=entry is not None)
            if entry is not None:
                self.accepted_tests -= 1
                self._accept(entry, -1)
            else:
                self.failed -= 1
        else:
            self.skipped -= 1

    def _accept(self, entry: int, count: int) -> None:
        self.met.add(entry)
        if left := self.accepted_by.get(entry, 0) + count:
            self.accepted_by[entry] = left
        else:
            del self.accepted_by[entry]

    def keep_slow(self, micros: int, example: Example) -> None:
        """Keep a test that took so long, if it is among the slowest."""
        self.slowest.append((-micros, *example))
        self.slowest.sort()
        del self.slowest[MAX_EXAMPLES:]
        if len(self.slowest) == MAX_EXAMPLES:
            self.slow_from = 1 - self.slowest[-1][0]

    def count_finding(self, finding: Finding, band: str = "", entry: int | None = None) -> str:
        """Count a finding that the selection selects; return its metric, "" when suppressed.

        `band` is critical, high, medium or low, where its word is; `entry` of `accept` accepts it.
        """
        if finding.suppressed:
            self.suppressed += 1
            return ""
        if entry is not None:
            self._accept(entry, 1)
            return ACCEPTED.rstrip()
        if band:
            self.banded[band] = self.banded.get(band, 0) + 1
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

    def keep_failure(self, example: Example, why: str, entry: int | None = None) -> None:
        """Keep what is told of a test that failed, if it is among the first; `entry` of `accept`
        may accept it.
        """
        if entry is not None:
            self._keep_accepted(example, entry)
            return
        self.keep_example("failed", example)
        if why and len(self.whys) < MAX_NAMES:
            self.whys.add(why)

    def keep_finding(
        self, metric: str, example: Example, finding: Finding, band: str, entry: int | None
    ) -> None:
        """Keep what is told of a finding, if it is among the first of its metric, or its band."""
        if entry is not None:
            self._keep_accepted(example, entry)
            return
        self.keep_example(metric, example, unparsed=finding.unparsed)
        if band:
            self.keep_example(band, example)

    def has_enough(self, metric: str, finding: Finding, band: str) -> bool:
        """Say whether nothing would be kept of what is told of a finding: `metric` and `band` have
        all the examples that they can have.
        """
        if finding.unparsed or metric not in _LEVEL_METRICS:
            return False
        kept = self.examples
        return len(kept.get(metric, ())) == MAX_EXAMPLES and (
            not band or len(kept.get(band, ())) == MAX_EXAMPLES
        )

    def _keep_accepted(self, example: Example, entry: int) -> None:
        self.keep_example(ACCEPTED.rstrip(), example)
        self.keep_example(f"{ACCEPTED}{entry}", example)

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
        return self.passed + self.failed + self.skipped + self.accepted_tests

    @property
    def findings(self) -> int:
        """All selected findings that count."""
        return self.errors + self.warnings + self.notes

    @property
    def accepted(self) -> int:
        """All that failed, or was found, and is accepted."""
        return sum(self.accepted_by.values())

    @property
    def accepted_findings(self) -> int:
        """The findings among them."""
        return self.accepted - self.accepted_tests

    def merge(self, other: Tally) -> None:
        """Add another tally to this one; the other is left as it is."""
        _merge(self, other)


_merge: Final = merger(Tally)
_LEVEL_METRIC: Final = {Level.ERROR: "errors", Level.WARNING: "warnings", Level.NOTE: "notes"}
_LEVEL_METRICS: Final = frozenset(_LEVEL_METRIC.values())
