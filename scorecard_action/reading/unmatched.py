"""Which entries of `accept` met nothing that failed: what they name passes again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from scorecard_action.judging.accepting import in_force
from scorecard_action.mapping.types import FIELDS, Acceptance, Rule
from scorecard_action.model import Entity, Kind
from scorecard_action.reading.dead import Read

_NOUNS = {Kind.TESTS: "tests", Kind.LINT: "lint results"}


def unmatched(read: Sequence[Read], today: dt.date, *, whole: bool) -> Iterator[str]:
    """Yield a warning for each entry in force (UTC) that accepted nothing for any entity.

    `whole`: all entities of the mapping are among those read. Nothing is said of an entry where a
    report was missing or could not be read, or an entity that it is for was not looked at: it may
    be needed there.
    """
    by_rule: dict[Rule, list[tuple[Read, frozenset[int]]]] = {}
    for one in read:
        if one.target.written.accept:
            active = frozenset(in_force(one.target.rule, one.target.entity, today))
            by_rule.setdefault(one.target.written, []).append((one, active))
    for rule, ones in by_rule.items():
        for number, entry in enumerate(rule.accept):
            asked = [one for one, active in ones if number in active]
            if not asked or any(number in one.tally.met for one in asked):
                continue
            if all(map(_is_known, asked)) and (whole or _all_there(entry, asked)):
                yield f"rule {rule.label!r}: {_said(entry, asked)}"


def _is_known(one: Read) -> bool:
    tally = one.tally
    return bool(tally.files) and not (one.absent or tally.problems or tally.nothing)


def _all_there(entry: Acceptance, asked: Sequence[Read]) -> bool:
    wanted = map(Entity.parse, entry.services or ())
    return bool(entry.services) and {one.target.entity for one in asked}.issuperset(wanted)


def _said(entry: Acceptance, asked: Sequence[Read]) -> str:
    fitting = [kind for kind in _NOUNS if entry.selector.names <= FIELDS[kind]]
    if not any(kind in one.tally.kinds for one in asked for kind in fitting):
        return f"{entry}: no report holds {' or '.join(_NOUNS[kind] for kind in fitting)}"
    return f"{entry} met nothing that failed: take it out if that passes again, or mend its names"
