"""What `explain` tells of a comparison: what is new against which baseline, and what was known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from scorecard_action.flow import Judged
from scorecard_action.judging.news import compared, known_again
from scorecard_action.model import Kind


def told(one: Judged, file: str | None, most: int) -> Iterator[str]:
    """Tell what is new for a rule since the baseline of `file`, if it is compared with one.

    Of each list the first `most` are shown.
    """
    if file is None:
        return
    if one.known is None:
        what = "has nothing of this rule" if Path(file).exists() else "is not there"
        yield f"  compared with {file}: it {what}"
        return
    then = f" ({one.known.state} then)" if one.known.state else ""
    listed = one.tally.kinds & {Kind.TESTS, Kind.LINT}
    yield f"  compared with {file}{then}{':' if listed else ''}"
    news, again = compared(one.tally, one.known), known_again(one.tally, one.known)
    if Kind.TESTS in one.tally.kinds:
        yield from _listed("failed tests", news.new_failed, news.tests(most), again.tests, most)
    if Kind.LINT in one.tally.kinds:
        found = news.findings(most)
        yield from _listed("findings", news.new_findings, found, again.findings, most)
        errors = [text for text in news.findings(most, errors=True) if text not in found]
        yield from (f"      an error now, and none then: {text}" for text in errors)


def _listed(
    what: str, number: int | None, new: Sequence[str], known: Sequence[str], most: int
) -> Iterator[str]:
    if number is None:
        yield f"    {what}: the baseline says nothing of them"
        return
    yield f"    {what}: {number:,} new"
    yield from (f"      new: {text}" for text in new)
    yield from (f"      known: {text}" for text in known[:most])
    if len(known) > most:
        yield f"      … {len(known) - most:,} more known (--most shows more)"
