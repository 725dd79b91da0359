"""Which cases of a report are attempts at one test: those of one suite, class and name, and of one
id and file where the format gives them (the rows of an outline are tests of their own).

A case without a name of its own, such as a failure of a suite, is never an attempt. Kept is a hash
for each test, which a random key (PEP 456) keeps anybody from aiming at, and never its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec.structs import replace

from scorecard_action.judging.telling import Example, told_test
from scorecard_action.model import Result, TestCase

MAX_FAILED: Final = 1_000

_FLAKY, _RETRIED = 4, 8
_NOTE: Final = 4  # bits below what is noted of a test
_CODES: Final = {Result.PASSED: 0, Result.FAILED: 1, Result.SKIPPED: 2}
_RESULTS: Final = (Result.PASSED, Result.FAILED, Result.SKIPPED)


class Failure(NamedTuple):
    """What is told of a test whose last attempt failed: to which selections, by number, each with
    the entry of `accept` that accepts it.
    """

    example: Example
    why: str
    told: tuple[tuple[int, int | None], ...]


class Attempts:
    """The tests of one report of which the last attempt decides (`retries: last`)."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}
        self._failures: dict[int, Failure] = {}
        self.repeated = 0
        """Cases that another one took the place of."""

    @property
    def failures(self) -> list[Failure]:
        """The first of the tests that fail so far, in the order of their last attempts."""
        return sorted(self._failures.values())

    def fail(self, case: TestCase, failure: Failure) -> None:
        """Keep what is told of the test of a failed case until another attempt passes."""
        if len(self._failures) < MAX_FAILED:
            self._failures[key_of(case)] = failure

    def take(self, case: TestCase) -> tuple[TestCase | None, TestCase | None]:
        """Take in a case; return what counts for its test now, and what no longer does.

        A skipped attempt did not run: it says nothing where another one did.
        """
        key = key_of(case)
        before = self._known.get(key)
        if before is None:
            self._known[key] = _CODES[case.result] | (_FLAKY if case.flaky else 0)
            return case, None
        self.repeated += case.count
        earlier = _RESULTS[before & 3]
        if case.result is Result.SKIPPED and earlier is not Result.SKIPPED:
            return None, None
        failed = bool(before & _RETRIED) or earlier is Result.FAILED
        now = replace(case, flaky=case.flaky or failed)
        self._known[key] = (
            _CODES[case.result] | (_FLAKY if now.flaky else 0) | (_RETRIED if failed else 0)
        )
        self._failures.pop(key, None)
        return now, replace(case, result=earlier, flaky=bool(before & _FLAKY))

    def note(self, key: int, number: int) -> None:
        """Keep a number with the attempt at a test that was taken last, in the same few bytes."""
        self._known[key] = self._known[key] & (_FLAKY | _RETRIED | 3) | number << _NOTE

    def notes(self) -> Iterator[tuple[int, int]]:
        """Yield the number kept with the attempt that counts for each test, and its key."""
        return ((key, known >> _NOTE) for key, known in self._known.items())


class Overruled:
    """The failed tests of one report that passed after all, where each case counts for itself."""

    def __init__(self) -> None:
        self.failed: set[int] = set()
        """The first tests that failed so far, by their keys: one of them may pass after all."""

    def name(self, case: TestCase) -> str:
        """Take in a case; return the name of its test if it passed after it had failed, else ""."""
        if case.result is Result.FAILED:
            if len(self.failed) < MAX_FAILED:
                self.failed.add(key_of(case))
        elif case.result is Result.PASSED and self.failed and key_of(case) in self.failed:
            return told_test(case)
        return ""


def is_attempt(case: TestCase) -> bool:
    """Say whether a case may be one of several attempts at a test."""
    return case.own and case.count == 1 and bool(case.name)


def key_of(case: TestCase) -> int:
    """Return what is equal for the attempts at one test."""
    return hash((case.suite, case.classname, case.name, case.file, case.id))
