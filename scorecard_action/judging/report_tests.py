"""What the tests of one report come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from scorecard_action.judging.accepting import NONE
from scorecard_action.judging.attempts import Attempts, Failure, Overruled, is_attempt, key_of
from scorecard_action.judging.firsts import MAX_NAMES
from scorecard_action.judging.known import FailedTest
from scorecard_action.judging.one_report import OneReport
from scorecard_action.judging.paths import Placed
from scorecard_action.judging.select import Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.telling import Example, told_test
from scorecard_action.judging.times import LastTimes, says_no_time
from scorecard_action.model import FlakyMarked, Kind, Result, TestCase


class ReportTests:
    """The tests of a report, each counted in the tallies of the selections that select it."""

    def __init__(self, report: OneReport) -> None:
        self._report = report
        self._index = report.index
        self._tallies = report.tallies
        self._names = report.names if report.names.wanted else None
        self._by_file = "file" in report.all_fields
        self._placing = self._by_file or report.accepting.placing
        last = [one.selection.last_attempt for one in report.matchers]
        # the numbers of the selections where the last attempt decides, and of the others
        self._by_attempt = frozenset(i for i, one in enumerate(last) if one)
        self._by_case = len(last) > len(self._by_attempt)
        self._attempts = Attempts()
        self._times = LastTimes(self._attempts)
        self._overruled = Overruled()
        self._failed = self._overruled.failed
        self._marked = False
        self.all = 0
        """Tests, selected or not."""
        self.failed = 0
        """Those of them that failed."""

    def add(self, case: TestCase) -> None:
        """Take in a test."""
        self.all += case.count
        placed = None
        if self._placing and case.file:
            placed = self._report.place(case.file)
            case = replace(case, file=placed.path)
        if self._names:
            self._names.see(Kind.TESTS, case)
        if (
            case.result is Result.FAILED
            or self._by_attempt
            or (self._failed and key_of(case) in self._failed)
        ):
            self._add_with_care(case, placed)
            return
        # nearly all of nearly every report: it did not fail, now or before
        for number in self._index.selected(case, Kind.TESTS):
            tally = self._tallies[number]
            if tally.count_test(case):
                self._tell_time(tally, case)

    def _add_with_care(self, case: TestCase, placed: Placed | None) -> None:
        """Count a test that failed, or whose other attempts may matter."""
        selected = self._index.selected(case, Kind.TESTS)
        if case.result is Result.FAILED:
            self.failed += case.count
            if self._by_file and placed:
                self._report.left_out(case, placed, Kind.TESTS, selected)
        attempt = is_attempt(case)
        if attempt and self._by_attempt:
            self._attempt(case)
            if not self._by_case:
                return
        overruled = self._overruled.name(case) if attempt else ""
        # a failure that is accepted decides nothing, whatever overrules it
        entries = self._accepted(case, selected, asked=bool(overruled))
        counting = selected
        if attempt and self._by_attempt:
            counting = [number for number in selected if number not in self._by_attempt]
        for number in counting:
            tally, entry = self._tallies[number], entries.get(number)
            if tally.count_test(case, entry):
                self._tell_time(tally, case)
            if overruled and entry is None and len(tally.overruled) < MAX_NAMES:
                tally.overruled.add(overruled)
        if case.result is Result.FAILED:
            self._tell_failure(case, counting, entries)

    def _tell_failure(
        self, case: TestCase, counting: Sequence[int], entries: Mapping[int, int]
    ) -> None:
        example = self._example(case)
        for number in counting:
            self._tallies[number].keep_failure(example, case.why, entries.get(number))
        self._remember(case, counting, entries)

    def _remember(
        self, case: TestCase, counting: Sequence[int], entries: Mapping[int, int]
    ) -> None:
        """Keep by what a failed test is known in another build, where it is compared with one."""
        if compared := self._report.compared.intersection(counting):
            known = FailedTest.of(case)
            for number in compared:
                self._tallies[number].remember_test(known, case.count, accepted=number in entries)

    def _tell_time(self, tally: Tally, case: TestCase) -> None:
        if case.micros is None:
            tally.untimed = says_no_time(self._report.path, case)
        else:
            tally.keep_slow(case.micros, self._example(case))

    def _attempt(self, case: TestCase) -> None:
        """Count an attempt at a test where the last decides, in the place of the one before."""
        counts, no_longer = self._attempts.take(case)
        if no_longer:
            numbers = self._decided_by_the_last(no_longer)
            entries = self._accepted(no_longer, numbers)
            for number in numbers:
                self._tallies[number].take_back(no_longer, entries.get(number))
        if counts:
            numbers = self._decided_by_the_last(counts)
            entries = self._accepted(counts, numbers)
            timeless = replace(counts, micros=None)
            for number in numbers:
                self._tallies[number].count_test(timeless, entries.get(number))
            self._times.take(counts, numbers, partial(self._example, counts))
            if counts.result is Result.FAILED:
                self._remember(counts, numbers, entries)
                told = tuple((number, entries.get(number)) for number in numbers)
                self._attempts.fail(case, Failure(self._example(case), case.why, told))

    def _decided_by_the_last(self, case: TestCase) -> tuple[int, ...]:
        return tuple(self._by_attempt.intersection(self._index.selected(case, Kind.TESTS)))

    def _accepted(
        self, case: TestCase, selected: Sequence[int], *, asked: bool = False
    ) -> Mapping[int, int]:
        """Return by which entry of `accept` each selection accepts that a test failed."""
        accepting = self._report.accepting
        if case.result is Result.FAILED:
            return accepting.entries(case, Kind.TESTS, selected, self._report.tallies)
        return accepting.entries(case, Kind.TESTS, selected) if asked else NONE

    def _example(self, case: TestCase) -> Example:
        return self._report.example(told_test(case))

    def mark(self, _: FlakyMarked) -> None:
        """Note that the producer marks flaky tests."""
        self._marked = True

    def close(self) -> None:
        """Let the attempts that count speak, after the last of them."""
        self._times.tell(self._tallies, self._report.path)
        for failure in self._attempts.failures:
            for number, entry in failure.told:
                self._tallies[number].keep_failure(failure.example, failure.why, entry)

    def count(self, tally: Tally, selection: Selection) -> None:
        """Put into a tally how many tests there are, selected or not."""
        tally.all_tests = self.all - (self._attempts.repeated if selection.last_attempt else 0)

    def tell(self, tally: Tally, selection: Selection, *, flaky: bool, flaky_shown: bool) -> None:
        """Put into a tally whether this report could have marked a flaky test."""
        if selection.last_attempt:
            return  # attempts say themselves which test is flaky
        tally.flaky_unknown = not flaky
        if flaky_shown and not self._marked:
            tally.unmarked = {self._report.path}
