"""Rule definitions as code: what the mapping defines against what Datadog has. Nothing is sent.

A rule is the one that its `id` pins, else the one of exactly its name (and `scorecard`, where the
mapping says it). What a definition leaves open stays as it is in Datadog.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from scorecard_action.errors import MappingError, Problem
from scorecard_action.mapping.types import Definition, Mapping, Rule, place_of

Value = str | int | bool
Attributes = dict[str, Value]

# The attributes that a request carries, and what the mapping calls them.
CALLED: Final = {
    "name": "rule",
    "scorecard_name": "scorecard",
    "description": "description",
    "level": "level",
    "owner": "owner",
    "scope_query": "scope",
    "enabled": "enabled",
}
_TYPES: Final = {"level": "int", "enabled": "bool"}


class Action(StrEnum):
    """What is to become of a rule."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    IMPOSSIBLE = "impossible"
    """The definition cannot be brought about; the step's note says why."""
    FOUND = "found"
    """Not defined by the mapping; Datadog has it."""
    ABSENT = "absent"
    """Not defined by the mapping, and Datadog does not have it."""
    DELETE = "delete"


class StoredRule(NamedTuple):
    """A rule as Datadog has it; `attributes` are those that a request can carry."""

    id: str
    custom: bool
    attributes: Attributes

    @property
    def name(self) -> str:
        """The rule's name."""
        return str(self.attributes.get("name", ""))

    @property
    def scorecard(self) -> str:
        """The name of its scorecard."""
        return str(self.attributes.get("scorecard_name", ""))


class Change(NamedTuple):
    """One attribute by its name in the mapping; None where it is not set."""

    called: str
    before: Value | None
    after: Value


class Step(NamedTuple):
    """One rule of the plan. `attributes` is all that a request has to carry, if one is made."""

    action: Action
    name: str
    scorecard: str
    id: str | None = None
    changes: tuple[Change, ...] = ()
    attributes: Attributes | None = None
    note: str = ""
    pinned: bool = False
    """The mapping names the rule by its id."""


class Plan(NamedTuple):
    """What to do: the rules of the mapping in its order, then those to delete."""

    steps: tuple[Step, ...]
    deletions: tuple[Step, ...] = ()

    def count(self, action: Action) -> int:
        """Say how many steps have this action."""
        return sum(step.action is action for step in (*self.steps, *self.deletions))


def stored(item: dict[str, Any]) -> StoredRule:
    """Return a rule of an answer; what has an unexpected type is left out."""
    given = item.get("attributes")
    given = given if isinstance(given, dict) else {}
    if not given.get("scorecard_name"):
        given = {**given, "scorecard_name": given.get("category")}
    kept: Attributes = {}
    for name in CALLED:
        value: Any = given.get(name)
        # exactly: True is an int as well
        if type(value).__name__ == _TYPES.get(name, "str") and value != "":
            kept[name] = value
    return StoredRule(str(item.get("id") or ""), given.get("custom") is True, kept)


def plan(mapping: Mapping, known: Sequence[StoredRule], prune: str | None = None) -> Plan:
    """Compare the mapping's rules with those known, and say what is to be done.

    `prune` names a scorecard: its custom rules that the mapping does not name are to be deleted.
    Raises MappingError with every rule that cannot be told or that lacks a scorecard to be in.
    """
    steps: dict[object, Step] = {}
    first: dict[object, Rule] = {}
    problems: list[Problem] = []

    def problem(rule: Rule, text: str) -> None:
        problems.append(
            Problem(rule.file or mapping.file, rule.line, 0, f"rule {rule.label!r}: {text}")
        )

    for rule in mapping.rules:
        found = _matching(rule, known)
        if rule.define is None:
            if not _named_elsewhere(rule, mapping):
                steps.setdefault(
                    ("named", rule.label, rule.scorecard), _undefined(rule, found, known)
                )
            continue
        if len(found) > 1:
            problem(rule, _ambiguous(found))
            continue
        if not found and not rule.id and not rule.scorecard:
            problem(
                rule,
                "Datadog has no rule of this name; to create it, say in which scorecard:"
                " `scorecard: NAME`",
            )
            continue
        key = ("id", found[0].id) if found else ("new", rule.name, rule.scorecard, rule.id)
        step = _step(rule, rule.define, found[0] if found else None, known)
        before = steps.setdefault(key, step)
        if (before.changes, before.attributes) != (step.changes, step.attributes):
            problem(
                rule, f"{place_of(first[key], seen_from=rule)} defines the same rule differently"
            )
        first.setdefault(key, rule)
    if problems:
        raise MappingError(problems)
    deletions = [] if prune is None else _unnamed(mapping, known, prune)
    return Plan(tuple(steps.values()), tuple(deletions))


def _matching(rule: Rule, known: Iterable[StoredRule]) -> list[StoredRule]:
    if rule.id:
        return [one for one in known if one.id == rule.id]
    return [
        one for one in known if one.name == rule.name and rule.scorecard in {None, one.scorecard}
    ]


def _named_elsewhere(rule: Rule, mapping: Mapping) -> bool:
    """Say whether another entry of the same rule (for other services) has the definition."""
    return any(
        other.define is not None
        and (
            other.id == rule.id
            if rule.id
            else other.name == rule.name and rule.scorecard in {None, other.scorecard}
        )
        for other in mapping.rules
    )


def _step(
    rule: Rule, define: Definition, there: StoredRule | None, known: Sequence[StoredRule]
) -> Step:
    wanted = _wanted(rule, define)
    pinned = rule.id is not None
    if there is None and rule.id:
        note = f"Datadog has no rule with the id {rule.id!r}{_similar(rule, known)}"
        return Step(
            Action.IMPOSSIBLE, rule.label, rule.scorecard or "", rule.id, note=note, pinned=True
        )
    if there is None:
        # said, so that it does not depend on a default that no one documents
        wanted = {"enabled": True, **wanted}
        return Step(
            Action.CREATE,
            rule.label,
            rule.scorecard or "",
            changes=_changes({}, wanted),
            attributes=_ordered(wanted),
            note=_elsewhere(rule, known),
        )
    attributes = _ordered({**there.attributes, **wanted})
    changes = _changes(there.attributes, attributes)
    action, note = (Action.UPDATE if changes else Action.UNCHANGED), ""
    if changes and not there.custom:
        action, note = (
            Action.IMPOSSIBLE,
            "it is built into Datadog, and such rules stay as they are",
        )
    elif changes and not there.scorecard and not rule.scorecard:
        action, note = (
            Action.IMPOSSIBLE,
            "Datadog does not say its scorecard: add `scorecard: NAME`",
        )
    return Step(
        action,
        str(attributes.get("name", there.id)),
        there.scorecard or rule.scorecard or "",
        there.id,
        changes,
        attributes,
        note,
        pinned,
    )


def _wanted(rule: Rule, define: Definition) -> Attributes:
    given = {
        "name": rule.name,
        "scorecard_name": rule.scorecard,
        "description": define.description,
        "level": define.level,
        "owner": define.owner,
        "scope_query": define.scope,
        "enabled": define.enabled,
    }
    return {name: value for name, value in given.items() if value is not None}


def _ordered(attributes: Attributes) -> Attributes:
    return {name: attributes[name] for name in CALLED if name in attributes}


def _changes(before: Attributes, after: Attributes) -> tuple[Change, ...]:
    new = not before
    return tuple(
        Change(called, before.get(name), after[name])
        for name, called in CALLED.items()
        if name in after
        and before.get(name) != after[name]
        # a new rule's name and scorecard head the step already
        and not (new and name in {"name", "scorecard_name"})
    )


def _undefined(rule: Rule, found: Sequence[StoredRule], known: Sequence[StoredRule]) -> Step:
    if found:
        where = " and ".join(sorted({one.scorecard for one in found}))
        first = found[0].id if len(found) == 1 else None
        note = "" if first else "several rules have this name: add `scorecard` or `id`"
        return Step(Action.FOUND, rule.label, where, first, note=note, pinned=bool(rule.id))
    return Step(
        Action.ABSENT,
        rule.label,
        rule.scorecard or "",
        rule.id,
        note=(_similar(rule, known) + _elsewhere(rule, known)).removeprefix("; "),
        pinned=bool(rule.id),
    )


def _ambiguous(found: Sequence[StoredRule]) -> str:
    scorecards = sorted({one.scorecard for one in found})
    if len(scorecards) > 1:
        listed = ", ".join(repr(name) for name in scorecards[:10])
        return f"Datadog has {len(found)} rules of this name: say which with `scorecard:`, {listed}"
    listed = ", ".join(one.id for one in found[:10])
    return f"Datadog has {len(found)} rules of this name in one scorecard: pin one, `id:` {listed}"


def _elsewhere(rule: Rule, known: Iterable[StoredRule]) -> str:
    where = sorted({one.scorecard for one in known if one.name == rule.name})
    return f"; one of this name is in {', '.join(map(repr, where[:5]))}" if where else ""


def _similar(rule: Rule, known: Iterable[StoredRule]) -> str:
    from scorecard_action.datadog.rules import RuleRecord, near  # noqa: PLC0415 - imports requests

    records = [RuleRecord(one.id, one.name, one.scorecard) for one in known]
    alike = [record for record in near(rule.name or "", records) if record.name != rule.name]
    names = ", ".join(f"{record.name!r} ({record.scorecard})" for record in alike)
    return f"; did you mean {names}?" if names else ""


def _unnamed(mapping: Mapping, known: Iterable[StoredRule], scorecard: str) -> list[Step]:
    return [
        Step(Action.DELETE, one.name, one.scorecard, one.id)
        for one in known
        if one.custom
        and one.scorecard == scorecard
        and not any(one in _matching(rule, [one]) for rule in mapping.rules)
    ]
