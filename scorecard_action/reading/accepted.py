"""What a target accepts today, made such that thousands of targets cost next to nothing."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache, partial
from typing import NamedTuple

from scorecard_action.entities.targets import Target
from scorecard_action.judging.accepting import in_force
from scorecard_action.judging.select import Entries
from scorecard_action.mapping.placeholders import placeholders
from scorecard_action.mapping.types import Rule, Selector


class _Written(NamedTuple):
    """Entries as the mapping has them: `placing` goes by files, `local` depends on the entity."""

    entries: tuple[tuple[int, Selector], ...]
    placing: bool
    local: bool


def accepted(target: Target, today: dt.date) -> Entries | None:
    """Return the entries of `accept` that hold for a target today (UTC); None where none does.

    Their patterns are filled in, and begin at the entity's folder, once something failed.
    """
    numbers = in_force(target.written, target.entity, today)
    if not numbers:
        return None
    written = _written(target.written, numbers)
    of_entity = (target.entity.name, target.folder) if written.local else None
    make = partial(target.accepted, numbers)
    return Entries((written.entries, of_entity), make, placing=written.placing)


@lru_cache(maxsize=4096)
def _written(rule: Rule, numbers: tuple[int, ...]) -> _Written:
    entries = tuple((number, rule.accept[number].selector) for number in numbers)
    placing = any("file" in selector.names for _, selector in entries)
    patterns = (one for _, selector in entries for _, many in selector.fields for one in many)
    return _Written(entries, placing, placing or any(placeholders(one.text) for one in patterns))
