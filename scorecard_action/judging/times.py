"""How long tests took: what is measured of it, how it is said, and which attempt at a test counts.

A total is known where every selected test that ran says how long it took. Where one does not, what
the others say is a lower bound: it may break a maximum, and never holds one. What was skipped took
no time, unless it says so; a failure without a case of its own has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from scorecard_action.judging.attempts import Attempts, key_of
from scorecard_action.judging.metric import Found, in_seconds
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.telling import Example, case_name
from scorecard_action.judging.values import AtLeast, Named, NamedAtLeast
from scorecard_action.masking import clip
from scorecard_action.model import Result, TestCase

_SECOND: Final = 1_000_000
_NAME: Final = 120
_ANY_TIME: Final = Fraction(-1)
SLOWEST: Final = "slowest"
"""Stands for the slowest tests among the examples of a metric."""
MAX_NAMED: Final = 1_000
"""Attempts that may be named where the last decides: they are among the slowest of a report."""
# in the place of a time: of a test that took none, of one that ran and says none; from where on
# the others begin
_NO_TIME, _UNTIMED, _TIMED = 0, 1, 2
_GROUP_BITS: Final = 24
_GROUPS: Final = 1 << _GROUP_BITS


def duration(found: Found) -> Fraction | None:
    """Return the seconds of the selected tests; None where none says how long it took."""
    tally = found.tally
    if not tally.slowest:
        return None
    value = Fraction(tally.micros, _SECOND)
    return AtLeast(value) if tally.untimed else value


def slowest_test(found: Found) -> Fraction | None:
    """Return the seconds of the slowest of them, which goes by its name."""
    tally = found.tally
    if not tally.slowest:
        return None
    below_zero, _, _, name = tally.slowest[0]
    made = NamedAtLeast if tally.untimed else Named
    return made.by(Fraction(-below_zero, _SECOND), name or "a test")


def untimed(found: Found) -> str:
    """Say which test of which report does not say how long it took."""
    return found.tally.untimed or "no test says how long it took"


def slow_tests(tally: Tally, over: Fraction = _ANY_TIME) -> Iterator[str]:
    """Name the slowest tests, of those that took over so many seconds: `Cart.total took 5.25 s`."""
    for below_zero, _, _, name in tally.slowest:
        if -below_zero <= over * _SECOND:
            return
        yield f"{name or 'a test'} took {in_seconds(Fraction(-below_zero, _SECOND))} s"


def says_no_time(path: str, case: TestCase) -> str:
    """Say of a report that a test in it has no time."""
    return f"{path} does not say how long {clip(case_name(case), _NAME)} took"


class LastTimes:
    """The times of the tests of one report of which the last attempt decides.

    Each is noted with its attempt, for the selections that it counts for; a test is named where it
    is among the slowest thousand.
    """

    def __init__(self, attempts: Attempts) -> None:
        self._attempts = attempts
        self._groups: dict[tuple[int, ...], int] = {}  # the numbers of the selections that take one
        self._named: dict[int, Example] = {}
        self._least = -1

    def take(
        self, case: TestCase, numbers: tuple[int, ...], example: Callable[[], Example]
    ) -> None:
        """Take in the attempt that counts now for a test, in these selections."""
        key, micros = key_of(case), case.micros
        time = _UNTIMED if case.result is not Result.SKIPPED else _NO_TIME
        if micros is not None:
            time = micros + _TIMED
        group = self._groups.setdefault(numbers, len(self._groups))
        self._attempts.note(key, group % _GROUPS | time << _GROUP_BITS)
        if micros is not None and micros > self._least:
            self._named[key] = example()
            if len(self._named) > 2 * MAX_NAMED:
                self._forget()

    def _forget(self) -> None:
        known = {key: note for key, note in self._attempts.notes() if key in self._named}
        slowest = sorted(known, key=lambda key: known[key] >> _GROUP_BITS, reverse=True)
        self._named = {key: self._named[key] for key in slowest[:MAX_NAMED]}
        self._least = (known[slowest[MAX_NAMED]] >> _GROUP_BITS) - _TIMED

    def tell(self, tallies: list[Tally], path: str) -> None:
        """Add the times of the attempts that count to the tallies of their selections."""
        groups = [[tallies[number] for number in numbers] for numbers in self._groups]
        for key, note in self._attempts.notes():
            time = note >> _GROUP_BITS
            for tally in groups[note % _GROUPS]:
                if time == _UNTIMED:
                    tally.untimed = f"{path} does not say how long each of its tests took"
                elif time >= _TIMED:
                    micros = time - _TIMED
                    tally.micros += micros
                    if micros >= tally.slow_from:
                        tally.keep_slow(micros, self._named.get(key, (path, 0, "")))
