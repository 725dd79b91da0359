"""What is named where a limit is broken: failures, findings, slow tests, files and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice

from scorecard_action.judging import least_covered
from scorecard_action.judging.limits import Limit
from scorecard_action.judging.news import News
from scorecard_action.judging.patch import Patch, Uncovered
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.times import SLOWEST, slow_tests
from scorecard_action.metrics import (
    ERRORS,
    FILE_LINE_COVERAGE,
    NEW_ERRORS,
    PATCH_COVERAGE,
    SLOWEST_TEST,
)


def broke(broken: Sequence[Limit], tally: Tally, news: News | None) -> tuple[str, ...]:
    """Name what broke the limits: the first failures or findings, of a comparison first what is
    new, then the slowest tests and the least covered files.
    """
    new: list[str] = []
    others: list[str] = []
    for limit in broken:
        metric = limit.metric
        if news and (metric.among or limit.of_baseline):
            new += news.shown(metric.kind, errors=metric in {NEW_ERRORS, ERRORS})
        others += [] if metric.among else metric.examples
    shown = (one for one in tally.shown(others) if one not in new)
    return (*dict.fromkeys(new), *shown, *_slow(broken, tally), *_files(broken, tally))


def uncovered(broken: Sequence[Limit], changed: Patch | None) -> tuple[Uncovered, ...]:
    """Name the least covered changed lines, where too few of them are covered."""
    few = any(limit.metric is PATCH_COVERAGE and limit.least for limit in broken)
    return changed.uncovered() if few and changed else ()


def told_of_times(limits: Iterable[Limit], tally: Tally) -> Iterator[str]:
    """Yield the lines of `explain` on a rule that limits times: the slowest, and what says none."""
    if any(SLOWEST in limit.metric.examples for limit in limits):
        yield "  slowest:" if tally.slowest else "  slowest: not known"
        for slow in slow_tests(tally):
            yield f"    {slow}"
        if tally.untimed:
            yield f"    {tally.untimed}"


def _slow(broken: Sequence[Limit], tally: Tally) -> Iterator[str]:
    """Of a limit on each test those over it, but the slowest, which the reason names already."""
    timed = [limit for limit in broken if SLOWEST in limit.metric.examples]
    if any(limit.metric is not SLOWEST_TEST for limit in timed):
        yield from slow_tests(tally)
        return
    for limit in timed:
        if not limit.least and limit.value is not None:
            yield from islice(slow_tests(tally, Fraction(limit.value)), 1, None)


def _files(broken: Sequence[Limit], tally: Tally) -> Iterator[str]:
    for limit in broken:
        if limit.metric is FILE_LINE_COVERAGE and limit.least and limit.value is not None:
            yield from least_covered.next_ones(tally.coverage, limit.value)
