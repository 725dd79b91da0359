"""How two structs of counts become one: each field has a rule, by its type or declared beside it.

A field that no rule covers is an error when its module is imported: it can never be left out.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, NamedTuple, get_args, get_origin

import msgspec

Rule = Callable[[Any, Any], Any]
"""Takes two values and returns what both say. It may change the first, never the second."""


class By(NamedTuple):
    """The rule of one field, where its type does not say it: `Annotated[int, By(max)]`."""

    rule: Rule


ADD: Final[Mapping[object, Rule]] = {int: operator.add, bool: operator.or_, set: operator.ior}
"""Counts add up, flags are set by either, sets unite."""


def merger(
    struct: type[msgspec.Struct], by_type: Mapping[object, Rule] = ADD
) -> Callable[[msgspec.Struct, msgspec.Struct], None]:
    """Return what merges the second of two such structs into the first.

    Raises TypeError for a field that has neither a rule of its own nor one by its type.
    """
    rules = tuple(
        (field.name, _rule(struct, field.name, field.type, by_type))
        for field in msgspec.structs.fields(struct)
    )

    def merge(into: msgspec.Struct, other: msgspec.Struct) -> None:
        for name, rule in rules:
            if theirs := getattr(other, name):  # what is empty adds nothing, whatever the rule
                setattr(into, name, rule(getattr(into, name), theirs))

    return merge


def _rule(
    struct: type[msgspec.Struct], name: str, kind: object, by_type: Mapping[object, Rule]
) -> Rule:
    if get_origin(kind) is Annotated:
        kind, *notes = get_args(kind)
        for note in notes:
            if isinstance(note, By):
                return note.rule
    rule = by_type.get(get_origin(kind) or kind)
    if rule is None:
        raise TypeError(f"nothing says how {struct.__name__}.{name} is merged: see {__name__}.By")
    return rule
