"""What `accept` accepts: failed tests and findings that count as `accepted`, until a day.

Everything here is of failures alone: a test that passes is never compared with an entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

from scorecard_action.judging.index import Selectors
from scorecard_action.judging.likely import Budget
from scorecard_action.judging.select import Matcher, Selectable, may_accept
from scorecard_action.judging.tally import ACCEPTED, Tally
from scorecard_action.mapping.types import Rule, Selector
from scorecard_action.masking import clip
from scorecard_action.model import Entity, Kind

NONE: Final[Mapping[int, int]] = {}

_MOST_SAID: Final = 3  # reasons of one rule
_NAMES: Final = 2  # of one reason
_NAME: Final = 80  # characters


def in_force(rule: Rule, entity: Entity, today: dt.date) -> tuple[int, ...]:
    """Return the entries of `accept`, by number, that hold for this entity today (UTC)."""
    return tuple(
        number
        for number, one in enumerate(rule.accept)
        if today <= one.until
        and (one.services is None or entity in map(Entity.parse, one.services))
    )


class Accepting:
    """The entries in force of all selections that read a report, ready to be asked.

    `Matcher.accepts` says the same for one selection, and is what this is tested against.
    """

    def __init__(self, matchers: Sequence[Matcher], budget: Budget) -> None:
        self._accept = [
            (number, matcher.selection.accept)
            for number, matcher in enumerate(matchers)
            if matcher.selection.accept
        ]
        self._budget = budget
        self.placing = any(entries.placing for _, entries in self._accept)
        """Whether an entry goes by where the evidence lies."""

    def entries(
        self,
        evidence: Selectable,
        kind: Kind,
        selected: Sequence[int],
        tallies: Sequence[Tally] = (),
    ) -> Mapping[int, int]:
        """Return by which entry each of the `selected` selections that accepts this failure does:
        the first of its entries that takes it. What the others met is noted in the `tallies`.
        """
        if not self._accept:
            return NONE
        found: dict[int, int] = {}
        wanted = frozenset(selected)
        for at in sorted(self._selectors[kind].owners(evidence)):
            number, entry, selector = self._entries[at]
            if number not in wanted or not (tallies or number not in found):
                continue
            if may_accept(selector, evidence, kind):
                if tallies and number in found:
                    tallies[number].met.add(entry)
                found.setdefault(number, entry)
        return found

    @cached_property
    def _entries(self) -> list[tuple[int, int, Selector]]:
        return [
            (number, entry, selector)
            for number, entries in self._accept
            for entry, selector in entries.all
        ]

    @cached_property
    def _selectors(self) -> dict[Kind, Selectors]:
        # made for the first failure: most builds have none
        numbered = [(number, selector) for number, (*_, selector) in enumerate(self._entries)]
        return {
            kind: Selectors(numbered, kind, self._budget, anywhere=False)
            for kind in (Kind.TESTS, Kind.LINT)
        }


@lru_cache(maxsize=256)
def accepting_of(matchers: tuple[Matcher, ...], budget: Budget) -> Accepting:
    """Return the entries of these matchers; the reports of a rule share them."""
    return Accepting(matchers, budget)


def said(rule: Rule, tally: Tally) -> str:
    """Say what was accepted, until when and why: `2 accepted until 2027-02-01: no fix yet (…)`.

    Entries of one day and one reason are one to a reader. "" where nothing was.
    """
    together: dict[tuple[dt.date, str], list[int]] = {}
    for number in sorted(tally.accepted_by):
        one = rule.accept[number]
        together.setdefault((one.until, one.reason), []).append(number)
    parts = []
    for (until, reason), numbers in list(together.items())[:_MOST_SAID]:
        count = sum(tally.accepted_by[number] for number in numbers)
        shown = tally.shown(f"{ACCEPTED}{number}" for number in numbers)[:_NAMES]
        named = ", ".join(clip(name, _NAME) for name in shown)
        more = f" and {count - len(shown):,} more" if count > len(shown) else ""
        parts.append(f"{count:,} accepted until {until}: {reason} ({named}{more})")
    if rest := list(together.values())[_MOST_SAID:]:
        count = sum(tally.accepted_by[number] for numbers in rest for number in numbers)
        parts.append(f"{count:,} more accepted for other reasons")
    return "; ".join(parts)


def links(rule: Rule, tally: Tally) -> list[tuple[str, str]]:
    """Return where to read more of what was accepted: (label, URL) each."""
    urls = dict.fromkeys(rule.accept[number].link for number in sorted(tally.accepted_by))
    return [("accepted", url) for url in urls if url][:_MOST_SAID]


def explained(rule: Rule, tally: Tally, active: Sequence[int], entity: Entity) -> Iterator[str]:
    """Say of each entry how much it accepted, or why it is not asked."""
    for number, one in enumerate(rule.accept):
        count = tally.accepted_by.get(number, 0)
        covers = one.services is None or entity in map(Entity.parse, one.services)
        held = f"{count:,} accepted" if covers else "not for this entity"
        if covers and number not in active:
            held = "over"
        yield f"{one}: {one.reason} ({held}{f', {one.link}' if one.link else ''})"
