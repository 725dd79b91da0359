"""Scores over what is stored, as https://docs.datadoghq.com/api/latest/scorecards/ lists them.

From the documentation: a rule's score is the share of entities that pass, a scorecard's is over all
pairs of entity and rule, skipped and disabled ones left out; by kind and by team the entities' own
scores are averaged. Not documented, and decided here: neither a skip nor a pair without data is in
the denominator, what has no denominator has no score, a rule is for every entity that the catalog
defines or that has an outcome (its scope is not looked at), and by kind and by team numerator and
denominator are sums, which the score need not be the quotient of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scorecard_action.sandbox.answers import bad_request
from scorecard_action.sandbox.rows import RuleRow
from scorecard_action.sandbox.store import Store

AGGREGATIONS = ("by-entity", "by-rule", "by-scorecard", "by-team", "by-kind")
PAGE_SIZE = 1000  # the most that the API allows
NO_DATA = "none"
_SORTED = (
    *("score", "numerator", "denominator"),
    *("total_pass", "total_fail", "total_skip", "total_no_data"),
)


class Score(NamedTuple):
    """How many pairs of entity and rule are in each state (NO_DATA is one), and what that gives:
    from 0 to 1, None where nothing passed or failed. `entities` are those that have an outcome,
    `level` is the rule's; None where neither is shown.
    """

    id: str
    states: Mapping[str, int]
    ratio: float | None
    entities: int | None = None
    level: int | None = None

    @property
    def numerator(self) -> int:
        """What passed."""
        return self.states["pass"]

    @property
    def denominator(self) -> int:
        """What passed or failed."""
        return self.states["pass"] + self.states["fail"]

    def value(self, name: str) -> float | None:
        """What the API calls by this name, one of those that can be sorted by."""
        if name == "score":
            return self.ratio
        if name in {"numerator", "denominator"}:
            return float(getattr(self, name))
        state = name.removeprefix("total_")
        return self.states[NO_DATA if state == "no_data" else state]


def scores(store: Store, aggregation: str, rules: Sequence[RuleRow]) -> list[Score]:
    """The scores by one of AGGREGATIONS over these rules, in the order of ids."""
    if not rules:
        return []
    there = {(row.rule_id, row.entity): row.state for row in store.outcomes()}
    teams = {row.reference: row.owner for row in store.catalog()}
    everyone = sorted({entity for _, entity in there} | set(teams))
    pairs = [
        (rule, entity, there.get((rule.id, entity), NO_DATA))
        for rule in rules
        for entity in everyone
    ]
    if aggregation == "by-rule":
        levels = {rule.id: rule.level for rule in rules}
        by_rule = _counted(levels, ((rule.id, entity, state) for rule, entity, state in pairs))
        found = [_score(key, *counted, level=levels[key]) for key, counted in by_rule.items()]
    elif aggregation == "by-scorecard":
        by_scorecard = _counted(
            {rule.scorecard_id for rule in rules},
            ((rule.scorecard_id, entity, state) for rule, entity, state in pairs),
        )
        found = [_score(key, *counted) for key, counted in by_scorecard.items()]
    else:
        by_entity = _counted(everyone, ((entity, entity, state) for _, entity, state in pairs))
        own = {key: _score(key, states) for key, (states, _) in by_entity.items()}
        if aggregation == "by-entity":
            return list(own.values())
        found = _averaged(
            own,
            teams
            if aggregation == "by-team"
            else {entity: entity.partition(":")[0] for entity in own},
        )
    return sorted(found)


def ordered(found: Iterable[Score], sort: str) -> list[Score]:
    """The scores by the field that `sort` names, with `-` in front of it from the highest; what has
    no score comes last. Refuses any other word.
    """
    if not sort:
        return list(found)
    name = sort.removeprefix("-")
    if name not in _SORTED:
        raise bad_request(f'parameter "sort" must be one of "{" ".join(_SORTED)}"')
    sign = -1 if sort.startswith("-") else 1
    valued = [(one.value(name), one) for one in found]
    return [
        one
        for _, one in sorted(
            valued, key=lambda both: (both[0] is None, sign * (both[0] or 0), both[1].id)
        )
    ]


def _counted(
    keys: Iterable[str], pairs: Iterable[tuple[str, str, str]]
) -> dict[str, tuple[Counter[str], int]]:
    """By key, the states and how many entities have one, from (key, entity, state)."""
    states: dict[str, Counter[str]] = {key: Counter() for key in keys}
    seen: dict[str, set[str]] = {key: set() for key in states}
    for key, entity, state in pairs:
        states[key][state] += 1
        if state != NO_DATA:
            seen[key].add(entity)
    return {key: (counted, len(seen[key])) for key, counted in states.items()}


def _score(
    id: str,  # noqa: A002
    states: Counter[str],
    entities: int | None = None,
    level: int | None = None,
) -> Score:
    bare = Score(id, states, None, entities, level)
    return bare._replace(ratio=bare.numerator / bare.denominator) if bare.denominator else bare


def _averaged(own: Mapping[str, Score], groups: Mapping[str, str | None]) -> list[Score]:
    """The scores of groups of entities; an entity without a group is in none."""
    members: dict[str, list[Score]] = {}
    for entity, score in own.items():
        if group := groups.get(entity):
            members.setdefault(group, []).append(score)
    found = []
    for group, scored in members.items():
        states: Counter[str] = sum((Counter(one.states) for one in scored), Counter())
        ratios = [one.ratio for one in scored if one.ratio is not None]
        entities = sum(set(one.states) != {NO_DATA} for one in scored)
        mean = sum(ratios) / len(ratios) if ratios else None
        found.append(Score(group, states, mean, entities))
    return found
