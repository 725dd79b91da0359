"""What is said of a key or a value of a mapping that is not right."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from scorecard_action.mapping.document import Document, RuleEntry
from scorecard_action.mapping.leaves import Leaf
from scorecard_action.mapping.limiting import Limits
from scorecard_action.mapping.nodes import Scalar, Table
from scorecard_action.mapping.scalars import Type, describe, is_null, type_of
from scorecard_action.mapping.selecting import AcceptEntry, Select
from scorecard_action.mapping.shapes import Field, ListOf, Shape, Words, fields_of
from scorecard_action.mapping.wording import flow, join, quote, suggest

# Keys that people put into the wrong place.
_BELONGS: dict[type[msgspec.Struct], tuple[tuple[type[msgspec.Struct], str], ...]] = {
    Document: ((RuleEntry, "it belongs in an entry of 'rules'"),),
    RuleEntry: (
        (Limits, "it is a metric: write it in 'min' or 'max'"),
        (Select, "it selects evidence: write it in 'only' or 'except'"),
        (Document, "it belongs at the top of the mapping"),
    ),
    Limits: ((Select, "it selects evidence: write it in 'only' or 'except'"),),
    Select: ((Limits, "it is a metric: write it in 'min' or 'max'"),),
    AcceptEntry: ((Limits, "it is a metric: write it in 'min' or 'max'"),),
}

# What `enforce` is over.
_OF_THE_STEP = frozenset({"fail_on", "failon"})
_OF_THE_STEP_IN = frozenset({Document, RuleEntry})


class Said(NamedTuple):
    """How a message speaks of a value: by its key, where that stands, and a correct example."""

    key: str
    where: str
    example: str

    def __str__(self) -> str:
        return f"{quote(self.key)} in {self.where}"


def not_a_word(node: Scalar, words: list[str | int], said: Said) -> str:
    """What to say of a value that is none of these words."""
    if str(said) == "'version' in the mapping" and type_of(node) in {Type.INT, Type.FLOAT}:
        return f"unknown version {node.text}: this program reads version 1"
    message = f"{said}: expected {join(map(_word, words))}, found {describe(node)}"
    if type_of(node) is Type.TEXT and node.text in map(str, words):
        return f"{message}: remove the quotes"
    return message


def _word(word: str | int) -> str:
    return quote(word) if isinstance(word, str) else str(word)


def expected_shape(shape: Shape) -> list[str]:
    """What a value of this shape may be, each as it is called."""
    if isinstance(shape, Leaf):
        return [shape.expected]
    if isinstance(shape, Words):
        return list(map(_word, shape.values))
    return ["a list" if isinstance(shape, ListOf) else "a mapping"]


def example_of(field: Field) -> str:
    """A key with a correct value, as one writes it."""
    return f"{field.name}: {flow(field.examples[0])}"


def placeholder_hint(table: Table) -> str | None:
    """What to say of `{service}` without quotes."""
    if not table.flow or len(table.pairs) != 1:
        return None
    key, value = table.pairs[0]
    while isinstance(key, Table) and len(key.pairs) == 1:
        key, value = key.pairs[0]
    if isinstance(key, Scalar) and key.text in {"service", "folder"} and is_null(value):
        return (
            f"'{{{key.text}}}' without quotes is a mapping in YAML: put the whole value in quotes"
        )
    return None


def unknown_key(name: str, struct: type[msgspec.Struct], where: str) -> str:
    """A key with a correct value, as one writes it."""
    """What a value of this shape is called."""
    """What to say of a value that is none of these words."""
    """What to say of a key that there is not, with where it belongs or what is near."""
    noun = getattr(struct, "noun", "key")
    message = f"unknown {noun} {quote(name)} in {where}"
    for other, place in _BELONGS.get(struct, ()):
        if name in fields_of(other):
            return f"{message} - {place}"
    if name.replace("-", "_") in _OF_THE_STEP and struct in _OF_THE_STEP_IN:
        return f"{message} - it is an option of the step; a rule says 'enforce'"
    before, colon, after = name.partition(":")
    if colon and before in fields_of(struct):
        return f"{message} - a blank is needed after the colon, {quote(f'{before}: {after}')}"
    return message + suggest(name, fields_of(struct))
