"""Of several outcomes of one rule and entity, the newest.

Runs that overlap, a file that was edited by hand and one that was joined from two leave several. A
rule is known by its id; where one of two outcomes has none yet, by its name and scorecard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence

from scorecard_action.delivery.keeping import outranked
from scorecard_action.model import Entity, Outcome

_At = tuple[dt.datetime, int]


def newest(outcomes: Sequence[Outcome], *, builds: bool = True) -> list[bool]:
    """For each outcome, whether none of the others takes its place; with `builds`, also none that
    was decided before it.

    Of two that were decided at the same time the later in the sequence does, where it is sure that
    their rule is the same one. What was not found without a scorecard (its name alone is known) is
    replaced by a newer one that names the scorecard.
    """
    by_id: dict[Hashable, _At] = {}
    by_name: dict[Hashable, _At] = {}
    identified: dict[Hashable, dt.datetime] = {}
    of_any_scorecard: dict[Hashable, dt.datetime] = {}
    lost = outranked(outcomes) if builds else {}
    for i, one in enumerate(outcomes):
        if i in lost:
            continue
        at, entity = one.decided_at, _entity(one)
        named = entity, one.rule, one.scorecard
        if one.rule_id:
            place = entity, one.rule_id
            by_id[place] = max(by_id.get(place, (at, i)), (at, i))
            identified[named] = max(identified.get(named, at), at)
        else:
            by_name[named] = max(by_name.get(named, (at, i)), (at, i))
        any_ = entity, one.rule
        of_any_scorecard[any_] = max(of_any_scorecard.get(any_, at), at)

    def stays(i: int, one: Outcome) -> bool:
        at, entity = one.decided_at, _entity(one)
        named = entity, one.rule, one.scorecard
        if one.rule_id:
            same, other = by_id[entity, one.rule_id], by_name.get(named, (at, 0))[0]
        else:
            same, other = by_name[named], identified.get(named, at)
            if one.scorecard is None:
                other = max(other, of_any_scorecard[entity, one.rule])
        return same == (at, i) and other <= at

    return [i not in lost and stays(i, one) for i, one in enumerate(outcomes)]


def _entity(outcome: Outcome) -> str:
    return str(Entity.parse(outcome.entity))
