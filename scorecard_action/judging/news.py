"""What is new in a build: what it holds more often than an earlier one did."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from scorecard_action.judging.firsts import MAX_EXAMPLES
from scorecard_action.judging.known import FailedTest, Fingerprint, Known, Times, add_times
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.telling import EXAMPLE_LENGTH, Example, told_test
from scorecard_action.masking import clip
from scorecard_action.model import Kind, Result, TestCase

NO_BASELINE: Final = (
    "no baseline has this rule to compare with: `scorecard-action baseline -o FILE` on the main"
    " branch writes one, and `--baseline FILE` (or `baseline:` in the mapping) names it"
)
"""Why nothing could be compared."""


class New(NamedTuple):
    """How often something is found that was not found so often before, and how it is told."""

    times: int
    errors: int
    example: Example


class News(NamedTuple):
    """What an earlier build did not hold: the tests that fail, and what was found.

    None where that build says nothing of tests, or of findings. `known_failed` and `known_found`
    count what it did hold.
    """

    failed: Mapping[FailedTest, int] | None
    found: tuple[New, ...] | None
    known_failed: int = 0
    known_found: int = 0

    @property
    def new_failed(self) -> int | None:
        """How many failures of tests are new."""
        return None if self.failed is None else sum(self.failed.values())

    @property
    def new_findings(self) -> int | None:
        """How many findings are new."""
        return None if self.found is None else sum(one.times for one in self.found)

    @property
    def new_errors(self) -> int | None:
        """How many errors are new: one that was a warning is."""
        return None if self.found is None else sum(one.errors for one in self.found)

    def shown(self, kind: Kind | None, *, errors: bool = False) -> tuple[str, ...]:
        """Return examples of what is new of a kind; of findings errors alone, if it is asked."""
        if kind is Kind.TESTS:
            return self.tests()
        return self.findings(errors=errors) if kind is Kind.LINT else ()

    def tests(self, most: int = MAX_EXAMPLES) -> tuple[str, ...]:
        """Return the first tests, by name, that newly fail."""
        told = heapq.nsmallest(most, (self.failed or {}).items())
        return tuple(_test_name(test, count) for test, count in told)

    def findings(self, most: int = MAX_EXAMPLES, *, errors: bool = False) -> tuple[str, ...]:
        """Return the first findings that are new, errors alone or those that are not as well."""
        of = (one.example for one in self.found or () if (one.errors if errors else one.times))
        return tuple(text for _, _, text in heapq.nsmallest(most, of))


def compared(tally: Tally, known: Known) -> News:
    """Compare what reports hold with what an earlier build measured.

    Raises ValueError for a tally of a selection that is not `compared`: nothing in it would be new.
    """
    if (tally.failed and not tally.failures) or (tally.findings and not tally.fingerprints):
        raise ValueError("these reports were not compared: nothing was kept of them")
    failed, found = None, None
    known_failed = known_found = 0
    if known.failed or "tests" in known.measured:
        failed = {
            test: new
            for test, now in tally.failures.items()
            if (new := _more(now, tally.accepted_failures.get(test, 0), known.failed.get(test, 0)))
        }
        accepted = sum(tally.accepted_failures.values())
        known_failed = sum(tally.failures.values()) - accepted - sum(failed.values())
    if known.findings or "findings" in known.measured:
        found = tuple(_found(tally, known))
        accepted = sum(one.count for one in tally.accepted_fingerprints.values())
        all_found = sum(one.count for one in tally.fingerprints.values())
        known_found = all_found - accepted - sum(one.times for one in found)
    return News(failed, found, known_failed, known_found)


def _more(now: int, accepted: int, then: int) -> int:
    """Return how many are new: of those that are accepted none is, whichever of them it was."""
    return max(0, min(now - accepted, now - then))


class Again(NamedTuple):
    """What fails and was found as in the earlier build, sorted."""

    tests: tuple[str, ...]
    findings: tuple[str, ...]


def known_again(tally: Tally, known: Known) -> Again:
    """Return what an earlier build had that is still there."""
    tests = (_test_name(test, 1) for test in tally.failures if test in known.failed)
    now, then, _, places = _alike(tally, known)
    findings = sorted(places.get(one) or ("", 0, told(one)) for one in now if one in then)
    return Again(tuple(sorted(tests)), tuple(text for _, _, text in findings))


class _Alike(NamedTuple):
    """Findings by what both builds know them by: the tools' own hashes, or the words alone."""

    now: Mapping[Fingerprint, Times]
    then: Mapping[Fingerprint, Times]
    accepted: Mapping[Fingerprint, Times]
    places: Mapping[Fingerprint, Example]


def _alike(tally: Tally, known: Known) -> _Alike:
    now, then, accepted = tally.fingerprints, known.findings, tally.accepted_fingerprints
    if not any(one.own for part in (now, then) for one in part):
        return _Alike(now, then, accepted, tally.places)
    every = marked(now, then)
    return _Alike(
        counted_by(now, own=every),
        counted_by(then, own=every),
        counted_by(accepted, own=every),
        _first_of(tally.places, own=every),
    )


def _found(tally: Tally, known: Known) -> Iterator[New]:
    now, then, accepted, places = _alike(tally, known)
    nothing = Times(0)
    for one, found in now.items():
        before, without = then.get(one, nothing), accepted.get(one, nothing)
        count = _more(found.count, without.count, before.count)
        errors = _more(found.errors, without.errors, before.errors)
        if count or errors:
            yield New(count, errors, places.get(one) or ("", 0, told(one)))


def marked(*builds: Iterable[Fingerprint]) -> bool:
    """Say whether every finding of some builds has the tool's own hash, which decides then."""
    return all(one.own for build in builds for one in build)


def counted_by(times: Mapping[Fingerprint, Times], *, own: bool) -> dict[Fingerprint, Times]:
    """Count by the tools' own hashes, or by the words alone."""
    counted: dict[Fingerprint, Times] = {}
    for one, found in times.items():
        add_times(counted, {known_by(one, own=own): found})
    return counted


def _first_of(places: Mapping[Fingerprint, Example], *, own: bool) -> dict[Fingerprint, Example]:
    first: dict[Fingerprint, Example] = {}
    for one, example in places.items():
        key = known_by(one, own=own)
        first[key] = min(first.get(key, example), example)
    return first


def known_by(one: Fingerprint, *, own: bool) -> Fingerprint:
    """Return what two builds know a finding by: the tool's own hash, or the words alone."""
    return one._replace(message="") if own else one._replace(own="")


def told(one: Fingerprint) -> str:
    """Tell a finding by what it is known by alone."""
    return clip(" ".join(filter(None, (one.file, one.rule, one.message))), EXAMPLE_LENGTH)


def _test_name(test: FailedTest, count: int) -> str:
    name = told_test(TestCase(Result.FAILED, test.name, test.classname, test.suite))
    return f"{name} × {count:,}" if count > 1 else name


def failures_told(new: int, now: int) -> str:
    """Say how many of the failures are new: `5 failed, 2 of them new`."""
    return _told(new, now, f"{now:,} failed", "failure")


def findings_told(new: int, now: int) -> str:
    """Say how many of the findings are new: `12 findings, 2 of them new`."""
    return _told(new, now, f"{now:,} finding{'' if now == 1 else 's'}", "finding")


def errors_told(new: int, now: int) -> str:
    """Say how many of the errors are new: `5 errors, 2 of them new`."""
    return _told(new, now, f"{now:,} error{'' if now == 1 else 's'}", "error")


def _told(new: int, now: int, all_of_it: str, noun: str) -> str:
    if not now:
        return f"no new {noun}"
    if not new:
        return f"the one {noun} is not new" if now == 1 else f"none of {now:,} {noun}s is new"
    if new >= now:
        return f"{all_of_it}, {'and it is' if now == 1 else 'all of them'} new"
    return f"{all_of_it}, {new:,} of them new"
