"""Which rule and entity of a baseline is which of the mapping: rules are renamed, pinned, moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from scorecard_action.entities.targets import Target
from scorecard_action.judging.known import Mask
from scorecard_action.mapping.types import Rule


class Key(NamedTuple):
    """A rule, as the mapping calls it, and the entity. "" where the mapping does not say."""

    rule: str
    id: str
    scorecard: str
    entity: str

    @classmethod
    def of_rule(cls, rule: Rule, entity: str = "") -> Key:
        """Return the key of a rule of the mapping as it is written there."""
        return cls(rule.name or "", rule.id or "", rule.scorecard or "", entity)

    @classmethod
    def of(cls, target: Target) -> Key:
        """Return the key of a rule of the mapping for one entity."""
        return cls.of_rule(target.written, str(target.entity))

    def masked(self, mask: Mask) -> Key:
        """Return the key without what is secret in it."""
        return Key(*map(mask, self))

    def __str__(self) -> str:
        return f"{self.rule or self.id!r} for {self.entity}"


def match(wanted: Sequence[Key], there: Sequence[Key]) -> list[int | None]:
    """Return for each key that is wanted the number of the one that it is among those `there`.

    The same key; else by id, whatever the name; else by name, where two ids or two scorecards do
    not say otherwise. What two could be is neither.
    """
    found: list[int | None] = [None] * len(wanted)
    taken: set[int] = set()
    for by in (_by_all, _by_id, _by_name, _by_bare_name):
        _pair(wanted, there, found, taken, by)
    return found


def same_rule(one: Key, other: Key) -> bool:
    """Say whether two keys may be of one rule, for whatever entities."""
    if one.id and one.id == other.id:
        return True
    return bool(one.rule) and one.rule == other.rule and _may_be(one, other)


def _by_all(key: Key) -> Hashable:
    return key


def _by_id(key: Key) -> Hashable:
    return key.id and (key.id, key.entity)


def _by_name(key: Key) -> Hashable:
    return key.rule and (key.rule, key.scorecard, key.entity)


def _by_bare_name(key: Key) -> Hashable:
    return key.rule and (key.rule, key.entity)


def _pair(
    wanted: Sequence[Key],
    there: Sequence[Key],
    found: list[int | None],
    taken: set[int],
    by: Callable[[Key], Hashable],
) -> None:
    """Pair what has the same value, of those left, and is the only one that it could be."""
    left = defaultdict(list)
    for number, key in enumerate(there):
        if number not in taken and (value := by(key)):
            left[value].append(number)
    claims = defaultdict(list)
    for number, key in enumerate(wanted):
        if found[number] is None:
            could = [one for one in left.get(by(key), ()) if _may_be(key, there[one])]
            if len(could) == 1:
                claims[could[0]].append(number)
    for number, claimants in claims.items():
        if len(claimants) == 1:
            found[claimants[0]] = number
            taken.add(number)


def _may_be(one: Key, other: Key) -> bool:
    if one.id and other.id:
        return one.id == other.id
    return one.scorecard == other.scorecard or not (one.scorecard and other.scorecard)
