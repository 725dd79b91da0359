"""The types of `document` taken apart, once, for the checker and for the JSON Schema."""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import EnumType
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin

import msgspec

from scorecard_action.mapping.leaves import LEAVES, Leaf


class Words(NamedTuple):
    """Any of these values, and no other."""

    values: tuple[str | int, ...]
    type: type


class ListOf(NamedTuple):
    """A list, and what its items may be."""

    item: tuple[Shape, ...]


class DictOf(NamedTuple):
    """A mapping with keys of the user's choice, and what their values may be."""

    key: Leaf
    value: tuple[Shape, ...]


class Field(NamedTuple):
    """One key of a struct: `name` in the file, `attribute` in Python."""

    name: str
    attribute: str
    shapes: tuple[Shape, ...]
    required: bool
    description: str
    examples: tuple[Any, ...]


Shape: TypeAlias = Leaf | Words | ListOf | DictOf | type[msgspec.Struct]


def shapes_of(kind: object) -> tuple[Shape, ...]:
    """What a value of this type may be; None (the key is absent) is left out.

    A type that is annotated with a Leaf is read by that; others have theirs in LEAVES.
    """
    origin = get_origin(kind)
    if origin is Annotated:
        bare, *metas = get_args(kind)
        own = next((meta for meta in metas if isinstance(meta, Leaf)), None)
        return (own,) if own else shapes_of(bare)
    if origin in {Union, types.UnionType}:
        return tuple(
            s for part in get_args(kind) if part is not type(None) for s in shapes_of(part)
        )
    if origin is Literal:
        values = get_args(kind)
        return (Words(values, type(values[0])),)
    if origin is list:
        return (ListOf(shapes_of(get_args(kind)[0])),)
    if origin is dict:
        key, value = get_args(kind)
        return tuple(
            DictOf(name, shapes_of(value)) for name in shapes_of(key) if isinstance(name, Leaf)
        )
    if isinstance(kind, EnumType):
        return (Words(tuple(map(str, kind.__members__.values())), kind),)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return (kind,)
    return (LEAVES[kind],)


@cache
def fields_of(struct: type[msgspec.Struct]) -> Mapping[str, Field]:
    """The keys of a struct by their name in the file, in order."""
    fields = {}
    for info in msgspec.structs.fields(struct):
        _, *metas = get_args(info.type)
        meta = next(meta for meta in metas if isinstance(meta, msgspec.Meta))
        fields[info.encode_name] = Field(
            info.encode_name,
            info.name,
            shapes_of(info.type),
            info.required,
            meta.description or "",
            tuple(meta.examples or ()),
        )
    return fields
