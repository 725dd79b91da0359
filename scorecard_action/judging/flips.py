"""What two mappings make of the same reports: which outcome of the one is which of the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scorecard_action.mapping.types import Rule
from scorecard_action.model import State


class Decided(NamedTuple):
    """A rule, an entity by its name, and the state (None: kept)."""

    rule: Rule
    entity: str
    state: State | None


class Paired(NamedTuple):
    """An outcome of the old mapping and of the new one, by place; None where it has none."""

    old: int | None
    new: int | None


def same_rule(old: Rule, new: Rule) -> bool:
    """Say whether two rules are one in Datadog: by id where both are pinned, else by name.

    A scorecard tells two apart only where both name one.
    """
    if old.id and new.id:
        return old.id == new.id
    scorecards = {rule.scorecard for rule in (old, new) if rule.scorecard}
    return old.name is not None and old.name == new.name and len(scorecards) < 2


def paired(old: Sequence[Decided], new: Sequence[Decided]) -> list[Paired]:
    """Pair what is the same rule for the same entity, each once: the new ones, then what is gone.

    A pair by id comes before one by name.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    for names in (_by_id, _by_name):
        places: dict[tuple[str, str], list[int]] = {}
        for place, one in enumerate(old):
            if name := names(one):
                places.setdefault((one.entity, name), []).append(place)
        for place, one in enumerate(new):
            if place in found or not (name := names(one)):
                continue
            for other in places.get((one.entity, name), ()):
                if other not in taken and same_rule(old[other].rule, one.rule):
                    found[place] = other
                    taken.add(other)
                    break
    return [
        *(Paired(found.get(place), place) for place in range(len(new))),
        *(Paired(place, None) for place in range(len(old)) if place not in taken),
    ]


def _by_id(one: Decided) -> str | None:
    return one.rule.id


def _by_name(one: Decided) -> str | None:
    return one.rule.name
