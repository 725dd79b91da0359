"""Reports that are one attempt at one test each, as Allure's: the last attempt decides."""

from __future__ import annotations

from typing import NamedTuple

from scorecard_action.judging.tally import Tally
from scorecard_action.model import Attempt


class _Read(NamedTuple):
    """An attempt that was read; of two that ended at once, the failed one is the later, also where
    `accept` accepts it.
    """

    ended: int
    failed: int
    path: str
    tally: Tally


class Retried:
    """Adds what is read to the tallies of its targets, of several attempts at a test the last one.

    Those of two folders are of two runs, and no attempts at one test: one may have failed.
    """

    def __init__(self, tallies: list[Tally]) -> None:
        self._tallies = tallies
        self._held: dict[tuple[int, str, str], list[_Read]] = {}

    def add(self, target: int, path: str, attempt: Attempt | None, tally: Tally) -> None:
        """Add what a report holds for a target; an attempt waits until all have been read."""
        if attempt is None or tally.problems:
            self._tallies[target].merge(tally)
            return
        key = target, path.rpartition("/")[0], attempt.test
        failed = tally.failed + tally.accepted_tests
        self._held.setdefault(key, []).append(_Read(attempt.ended, failed, path, tally))

    def settle(self) -> None:
        """Add the last attempt at each test, as flaky where it passed after a failure.

        Of the others counts only that they were read. One that was skipped did not run.
        """
        for (target, _, _), attempts in self._held.items():
            attempts.sort(key=lambda one: one[:3])
            ran = [one for one in attempts if one.tally.passed or one.failed]
            last = (ran or attempts)[-1]
            if last.tally.passed and any(one.failed for one in attempts):
                last.tally.flaky = 1
            for one in attempts:
                read = Tally(files={one.path}, met=one.tally.met)
                self._tallies[target].merge(one.tally if one is last else read)
        self._held.clear()
