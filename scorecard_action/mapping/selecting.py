"""What a mapping selects evidence by: `only`, `except`, and the entries of `accept`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.mapping.leaves import FoldedPattern, Link, Prose, ServiceName

Globs = Glob | list[Glob] | None
Patterns = TextPattern | list[TextPattern] | None
FoldedPatterns = FoldedPattern | list[FoldedPattern] | None
Baseline = Literal["new", "unchanged", "updated"]


class Select(msgspec.Struct, frozen=True, rename={"class_": "class"}):
    """What evidence to select: every key must match, by any of its values."""

    noun: ClassVar[str] = "field"

    suite: Annotated[
        Patterns,
        Meta(description="Name of the test suite; '*' is any text.", examples=["integration*"]),
    ] = None
    class_: Annotated[
        Patterns,
        Meta(description="Class of the test; '*' is any text.", examples=["com.acme.contract.*"]),
    ] = None
    name: Annotated[
        Patterns, Meta(description="Name of the test; '*' is any text.", examples=["*slow*"])
    ] = None
    tool: Annotated[
        FoldedPatterns,
        Meta(description="Name of the linter, in any case.", examples=["ruff"]),
    ] = None
    rule: Annotated[
        FoldedPatterns,
        Meta(description="The linter's rule, in any case.", examples=[["S*", "B*"]]),
    ] = None
    severity: Annotated[
        FoldedPatterns,
        Meta(description="The linter's own word for how serious it is.", examples=["blocker"]),
    ] = None
    file: Annotated[
        Globs,
        Meta(description="Path of the source file, a path pattern.", examples=["src/legacy/**"]),
    ] = None
    baseline: Annotated[
        Baseline | list[Baseline] | None,
        Meta(
            description="What the report says of a finding, compared with an earlier run.",
            examples=["new"],
        ),
    ] = None


class AcceptEntry(Select, frozen=True, kw_only=True, rename={"class_": "class"}):
    """Until a day, count the failed tests and findings that match as accepted, with a reason."""

    noun: ClassVar[str] = "key"
    also: ClassVar[dict[str, Any]] = {
        "anyOf": [{"required": [name]} for name in Select.__struct_encode_fields__]
    }

    until: Annotated[
        dt.date,
        Meta(description="The last day that they are accepted (UTC).", examples=["2027-01-31"]),
    ]
    reason: Annotated[
        Prose, Meta(description="Why; shown in Datadog.", examples=["rounding is being rewritten"])
    ]
    link: Annotated[
        Link | None,
        Meta(description="Where to read more.", examples=["https://tracker.example/T-12"]),
    ] = None
    services: Annotated[
        list[ServiceName] | None,
        Meta(description="The services it is for; else all of the rule.", examples=[["cart"]]),
    ] = None
