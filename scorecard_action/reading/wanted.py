"""What targets want of the reports that are found for them."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Collection, Sequence
from typing import Final

from scorecard_action.entities.targets import Target
from scorecard_action.globs.globs import Glob
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.mapping.types import ReportPattern, Retries, Selector
from scorecard_action.reading.accepted import accepted
from scorecard_action.reading.checkout import Checkout

_ANY: Final = Glob("**")


def said_of(entries: Sequence[ReportPattern]) -> ReportPattern:
    """Return what several entries of a rule that find one file say of it together.

    It counts once: as the first says that names a format, or a base, and with all their words.
    """
    named = next((one for one in entries if one.format), entries[0])
    based = next((one for one in entries if one.base is not None), named)
    words = tuple(pair for one in entries for pair in one.words)
    return named._replace(glob=_ANY, base=based.base, words=words)


def matchers_of(
    targets: Sequence[Target], checkout: Checkout, today: dt.date, compared: Collection[int]
) -> list[Matcher]:
    """Return what asks for the evidence of each target; equal selections share one.

    `compared` are the numbers of the targets that are compared with an earlier build.
    """
    bases: dict[Selection, Matcher] = {}
    matchers: dict[Selection, Matcher] = {}

    def matcher(one: Selection) -> Matcher:
        # those that differ by what they accept have one base
        plain = one._replace(accept=None)
        base = bases.get(plain) or bases.setdefault(plain, Matcher(plain))
        return Matcher(one, base) if one.accept else base

    selections = (
        selection(target, checkout, today)._replace(compared=number in compared)
        for number, target in enumerate(targets)
    )
    return [matchers.get(one) or matchers.setdefault(one, matcher(one)) for one in selections]


def selection(target: Target, checkout: Checkout, today: dt.date) -> Selection:
    """Return what a target selects, with the other places where its `file` patterns could begin,
    and what it accepts today (UTC).
    """
    only = target.rule.only
    others: list[tuple[str, tuple[Selector, ...]]] = []
    if any("file" in one.names for one in only):
        as_written = target.only_from_top
        if as_written != only:
            others.append(("", as_written))
        if checkout.root != checkout.top:
            others.append((posixpath.relpath(checkout.top, checkout.root), as_written))
    last_attempt = target.rule.retries is Retries.LAST
    accept = accepted(target, today) if target.written.accept else None
    return Selection(
        only, target.rule.except_, tuple(others), last_attempt=last_attempt, accept=accept
    )
