"""The last days of waivers and acceptances: which have come, and which are near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from scorecard_action.mapping.types import Rule

DUE_DAYS: Final = 14
"""So many days before its last one, what is waived or accepted is named."""

_ENDED: Final = "take it out, or set another day"


def doubts(rule: Rule, today: dt.date) -> Iterator[str]:
    """Yield which waivers and acceptances of a rule have ended by today (UTC), or hold for over a
    year.
    """
    for said, until, ended in _all(rule):
        if until < today:
            yield f"rule {rule.label!r}: {said} has ended{ended}: {_ENDED}"
        elif (until.year - 1, until.month, until.day) > (today.year, today.month, today.day):
            yield f"rule {rule.label!r}: {said} is for more than a year: is the date right?"


def due(rule: Rule, today: dt.date) -> Iterator[tuple[dt.date, str]]:
    """Yield which waivers and acceptances of a rule end soon: the last day, and what ends."""
    ends = [(f"waived: {one.reason}", one.until) for one in rule.waivers]
    ends += [(f"accept {{{one.selector}}}: {one.reason}", one.until) for one in rule.accept]
    for said, until in ends:
        left = (until - today).days
        if 0 <= left <= DUE_DAYS:
            when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
            yield until, f"rule {rule.label!r}, {said} (until {until}, {when})"


def _all(rule: Rule) -> Iterator[tuple[str, dt.date, str]]:
    for waiver in rule.waivers:
        yield f"the waiver until {waiver.until}", waiver.until, ""
    for one in rule.accept:
        yield str(one), one.until, ", so what it names counts again"
