"""Plain scalars by YAML 1.2's core schema (section 10.3.2): what a value is, and how to name it."""

from __future__ import annotations

import re
from enum import StrEnum

from scorecard_action.mapping.nodes import Broken, Node, Scalar, Series
from scorecard_action.mapping.wording import quote


class Type(StrEnum):
    """The types of the core schema."""

    NULL = "null"
    BOOL = "bool"
    INT = "int"
    FLOAT = "float"
    TEXT = "text"


_CORE = (
    (Type.NULL, re.compile(r"(?:null|Null|NULL|~|)\Z")),
    (Type.BOOL, re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")),
    (Type.INT, re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z")),
    (
        Type.FLOAT,
        re.compile(
            r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
            r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
        ),
    ),
)


def type_of(scalar: Scalar) -> Type:
    """The type of a scalar; quoted and block text is always text."""
    if not scalar.plain:
        return Type.TEXT
    return next((kind for kind, shape in _CORE if shape.match(scalar.text)), Type.TEXT)


def is_null(node: Node) -> bool:
    """Whether a key has nothing behind it, or says null."""
    return isinstance(node, Scalar) and type_of(node) is Type.NULL


def describe(node: Node) -> str:
    """`the number 12`, `a list`: what was found, for a message."""
    if isinstance(node, Scalar):
        kind = type_of(node)
        if kind is Type.NULL:
            return "nothing" if not node.text else quote(node.text)
        if kind in {Type.INT, Type.FLOAT}:
            return f"the number {quote(node.text)[1:-1]}"
        return quote(node.text)[1:-1] if kind is Type.BOOL else f"the text {quote(node.text)}"
    if isinstance(node, Broken):
        return "what is not YAML"
    return "a list" if isinstance(node, Series) else "a mapping"
