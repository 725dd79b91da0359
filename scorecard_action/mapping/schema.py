"""The JSON Schema (draft 2020-12) of the mapping file, from the types that check it.

msgspec's own generator refuses unions that hold custom types, of which the document is full.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from scorecard_action.mapping.checker import EXTENDS, NAME, NONE, takes_none
from scorecard_action.mapping.document import Document, RuleEntry
from scorecard_action.mapping.leaves import LEAVES, FormatName, Leaf
from scorecard_action.mapping.shapes import DictOf, Field, ListOf, Shape, Words, fields_of

_IGNORED = {"^x-": True}
_NONE = {"const": NONE}


def write_schema(
    formats: Collection[str] | None = None,
    *,
    struct: type[msgspec.Struct] = Document,
    title: str = "mapping",
) -> str:
    """The schema as JSON text with a line end: of the mapping, or of a file of another shape.

    `formats` are the names that `format` may have.
    """
    if formats is None:
        # Every reader is behind this table: imported only where its names are needed.
        from scorecard_action.reports.formats import FORMATS  # noqa: PLC0415

        formats = FORMATS
    structs: dict[str, dict[str, Any]] = {}
    body = _struct(struct, structs, formats)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"scorecard-action {title}",
        **body,
        **(_extending() if struct is Document else {}),
        "$defs": dict(sorted(structs.items())),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _extending() -> dict[str, Any]:
    """What holds of a mapping that extends none, over what holds of each."""
    alone = _alone(Document)
    alone["properties"]["rules"] = {"items": _alone(RuleEntry)}
    return {"if": {"required": [EXTENDS]}, "else": alone}


def _struct(
    struct: type[msgspec.Struct], structs: dict[str, dict[str, Any]], formats: Collection[str]
) -> dict[str, Any]:
    fields = fields_of(struct)
    elsewhere = getattr(struct, "elsewhere", ())
    required = [name for name, field in fields.items() if field.required and name not in elsewhere]
    body: dict[str, Any] = {
        "description": " ".join((struct.__doc__ or "").split()),
        "type": "object",
        "properties": {
            name: _field(field, structs, formats, layered=hasattr(struct, "elsewhere"))
            for name, field in fields.items()
        },
        "patternProperties": _IGNORED,
        "additionalProperties": False,
    }
    if required:
        body["required"] = required
    elif not elsewhere:
        body["minProperties"] = 1
        # keys that begin x- do not fill a mapping
        body["not"] = {"propertyNames": {"pattern": next(iter(_IGNORED))}}
    return {**body, **getattr(struct, "also", {})}


def _field(
    field: Field,
    structs: dict[str, dict[str, Any]],
    formats: Collection[str],
    *,
    layered: bool,
) -> dict[str, Any]:
    body = _any(field.shapes, structs, formats)
    if field.name == NAME and layered:
        body = {**body, "not": _NONE}
    elif takes_none(field) and layered:
        body = {"anyOf": [*body.get("anyOf", [body]), _NONE]}
    return {"description": field.description, **body, "examples": list(field.examples)}


def _alone(struct: type[msgspec.Struct]) -> dict[str, Any]:
    """What holds where a mapping extends none: nothing stands elsewhere, nor is taken away."""
    kept = {name: True for name, field in fields_of(struct).items() if not takes_none(field)}
    return {
        "required": [*struct.elsewhere],  # type: ignore[attr-defined]
        "properties": kept,
        "patternProperties": _IGNORED,
        "additionalProperties": {"not": _NONE},
        **getattr(struct, "whole", {}),
    }


def _any(
    shapes: Sequence[Shape], structs: dict[str, dict[str, Any]], formats: Collection[str]
) -> dict[str, Any]:
    options = [_shape(shape, structs, formats) for shape in shapes]
    return options[0] if len(options) == 1 else {"anyOf": options}


def _shape(
    shape: Shape, structs: dict[str, dict[str, Any]], formats: Collection[str]
) -> dict[str, Any]:
    if isinstance(shape, Leaf):
        if shape is LEAVES[FormatName]:
            return {"enum": sorted(formats)}
        return shape.schema
    if isinstance(shape, Words):
        return {"enum": list(shape.values)}
    if isinstance(shape, ListOf):
        return {"type": "array", "minItems": 1, "items": _any(shape.item, structs, formats)}
    if isinstance(shape, DictOf):
        return {
            "type": "object",
            "minProperties": 1,
            "propertyNames": shape.key.schema,
            "additionalProperties": _any(shape.value, structs, formats),
        }
    name = shape.__name__
    if name not in structs:
        structs[name] = {}
        structs[name] = _struct(shape, structs, formats)
    return {"$ref": f"#/$defs/{name}"}
