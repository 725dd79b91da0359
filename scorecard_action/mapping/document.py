"""The mapping file's own shape, as people write it: `checker` reads it, `schema` publishes it.

None stands for a key that is not there; a key without a value is a mistake. A struct may have

- `noun`: what its keys are called in messages;
- `called_by`: the keys that name one of its kind where a message speaks of it;
- `also`: what its JSON Schema says beyond its fields (`consistency` checks the same);
- `elsewhere`: required keys that may stand in a mapping below or above this one. Of such a struct
  `none` takes away each key that is not required;
- `whole`: what its JSON Schema says where the mapping extends none.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from scorecard_action.globs.globs import Glob
from scorecard_action.mapping.base_entry import CALLED, SUM, BaseEntry
from scorecard_action.mapping.leaves import (
    Base,
    BasePath,
    File,
    Folder,
    FormatName,
    Line,
    Link,
    Prose,
    ResultName,
    RuleId,
    ServiceName,
    StatusWord,
)
from scorecard_action.mapping.limiting import Limits
from scorecard_action.mapping.selecting import AcceptEntry, FoldedPatterns, Globs, Select
from scorecard_action.mapping.types import Enforce, Missing, Retries


class Report(msgspec.Struct, frozen=True):
    """One entry of `reports` with what is particular to it."""

    also: ClassVar[dict[str, Any]] = {"dependentRequired": {"empty": ["format"]}}

    path: Annotated[Glob, Meta(description="Path pattern.", examples=["reports/*.txt"])]
    format: Annotated[
        FormatName | None,
        Meta(
            description="The format of these files; else it is recognised by their content.",
            examples=["junit"],
        ),
    ] = None
    empty: Annotated[
        Literal["clean"] | None,
        Meta(
            description="An empty file says that the tool found nothing (needs 'format').",
            examples=["clean"],
        ),
    ] = None
    base: Annotated[
        Base | None,
        Meta(
            description="The folder where the paths in these reports start, relative to the"
            " report's own; '/' is the working directory.",
            examples=[".."],
        ),
    ] = None
    words: Annotated[
        dict[StatusWord, ResultName] | None,
        Meta(
            description="What status words of these test reports mean, in any case.",
            examples=[{"done": "passed", "parked": "skipped"}],
        ),
    ] = None


class WaiverEntry(msgspec.Struct, frozen=True):
    """Until a day, send the rule as skipped, with a reason."""

    until: Annotated[
        dt.date, Meta(description="The last day of the waiver (UTC).", examples=["2027-01-31"])
    ]
    reason: Annotated[
        Prose, Meta(description="Why; shown in Datadog.", examples=["moving off the old module"])
    ]
    link: Annotated[
        Link | None,
        Meta(description="Where to read more.", examples=["https://tracker.example/T-12"]),
    ] = None
    services: Annotated[
        list[ServiceName] | None,
        Meta(description="The services it is for; else all of the rule.", examples=[["cart"]]),
    ] = None


class DefinitionEntry(msgspec.Struct, frozen=True):
    """The rule's definition in Datadog, read by `scorecard-action rules` only."""

    description: Annotated[
        Prose | None,
        Meta(description="What the rule asks for.", examples=["All unit tests pass on main"]),
    ] = None
    level: Annotated[
        Literal[1, 2, 3] | None,
        Meta(description="1 basic, 2 intermediate, 3 advanced.", examples=[1]),
    ] = None
    owner: Annotated[
        Line | None, Meta(description="The team that owns the rule.", examples=["quality"])
    ] = None
    scope: Annotated[
        Line | None,
        Meta(description="The query of the entities it is for.", examples=["kind:service"]),
    ] = None
    enabled: Annotated[
        bool | None, Meta(description="Whether the rule is in use.", examples=[True])
    ] = None


class RuleEntry(msgspec.Struct, frozen=True, rename={"except_": "except"}):
    """One scorecard rule: what to read, what to select, what it may and must come to."""

    called_by: ClassVar[tuple[str, ...]] = ("rule", "id")
    also: ClassVar[dict[str, Any]] = CALLED
    elsewhere: ClassVar[tuple[str, ...]] = ("reports",)
    whole: ClassVar[dict[str, Any]] = {"dependentRequired": {"scorecard": ["rule"]}}

    reports: Annotated[
        Glob | Report | list[Glob | Report],
        Meta(
            description="Path patterns of the report files. Each must find a file.",
            examples=["build/test-results/**/*.xml", ["reports/*.sarif", "reports/lint.xml"]],
        ),
    ]
    rule: Annotated[
        Line | None,
        Meta(description="The rule's name in Datadog.", examples=["Unit tests pass"]),
    ] = None
    id: Annotated[
        RuleId | None,
        Meta(
            description="The rule's id in Datadog: no look-up by name.",
            examples=["q8MQxk8TCqrHnWkx"],
        ),
    ] = None
    scorecard: Annotated[
        Line | None,
        Meta(
            description="The rule's scorecard, where two have a rule of this name.",
            examples=["Production Readiness"],
        ),
    ] = None
    exclude: Annotated[
        Globs,
        Meta(description="Files to leave out, beside those at the top.", examples=["**/old/**"]),
    ] = None
    only: Annotated[
        Select | list[Select] | None,
        Meta(
            description="Judge this evidence alone. Of a list, any.",
            examples=[{"class": "com.acme.contract.*"}],
        ),
    ] = None
    except_: Annotated[
        Select | list[Select] | None,
        Meta(
            description="Leave this evidence out, even where 'only' selects it.",
            examples=[{"name": "*slow*"}],
        ),
    ] = None
    min: Annotated[
        Limits | None,
        Meta(description="Fewest of each metric.", examples=[{"tests": 20, "pass_rate": 98}]),
    ] = None
    max: Annotated[
        Limits | None, Meta(description="Most of each metric.", examples=[{"warnings": 20}])
    ] = None
    missing: Annotated[
        Missing | None,
        Meta(
            description="The state where there is no evidence; 'keep' sends nothing.",
            examples=["skip"],
        ),
    ] = None
    max_age: Annotated[
        dt.timedelta | None,
        Meta(
            description="A report that is older, or of the future, counts as absent.",
            examples=["2h"],
        ),
    ] = None
    retries: Annotated[
        Retries | None,
        Meta(
            description="Which of several cases of one test in a report count; with 'last' a test"
            " that failed before is flaky.",
            examples=["last"],
        ),
    ] = None
    tools: Annotated[
        FoldedPatterns,
        Meta(
            description="Tools that must each have written a report, in any case.",
            examples=[["semgrep", "trivy"]],
        ),
    ] = None
    waive: Annotated[
        WaiverEntry | list[WaiverEntry] | None,
        Meta(
            description="Send the rule as skipped until a day.",
            examples=[{"until": "2027-01-31", "reason": "moving off the old module"}],
        ),
    ] = None
    accept: Annotated[
        AcceptEntry | list[AcceptEntry] | None,
        Meta(
            description="Failed tests and findings that count as accepted until a day.",
            examples=[{"name": "*tax*", "until": "2027-01-31", "reason": "being rewritten"}],
        ),
    ] = None
    enforce: Annotated[
        Enforce | None,
        Meta(
            description="Which failure makes the step exit with 1, over '--fail-on'; 'regression'"
            " is one that was not there before.",
            examples=["regression"],
        ),
    ] = None
    services: Annotated[
        list[ServiceName] | None,
        Meta(description="The services that the rule is for; else all.", examples=[["cart"]]),
    ] = None
    define: Annotated[
        DefinitionEntry | None,
        Meta(description="The rule's definition as code.", examples=[{"level": 1}]),
    ] = None


class Document(msgspec.Struct, frozen=True):
    """Which Datadog scorecard rules to decide, and from which report files."""

    also: ClassVar[dict[str, Any]] = {"not": {"required": ["service", "services"]}}
    elsewhere: ClassVar[tuple[str, ...]] = ("rules",)

    version: Annotated[
        Literal[1], Meta(description="The version of this file's shape.", examples=[1])
    ]
    rules: Annotated[
        list[RuleEntry],
        Meta(
            description="The rules to decide.",
            examples=[[{"rule": "Unit tests pass", "reports": "build/**/*.xml"}]],
        ),
    ]
    extends: Annotated[
        BasePath | BaseEntry | list[BasePath | BaseEntry] | None,
        Meta(
            description="Mappings below this one, relative to this file: what this one says wins."
            " Of a list, the later wins.",
            examples=["shared/base.yaml", [{"path": "shared/base.yaml", "sha256": SUM}]],
        ),
    ] = None
    service: Annotated[
        ServiceName | None,
        Meta(description="The service that the outcomes are about.", examples=["checkout"]),
    ] = None
    services: Annotated[
        Literal["auto"] | list[ServiceName] | dict[ServiceName, Folder] | None,
        Meta(
            description="Several services: names, names with folders, or 'auto' for those that "
            "service.datadog.yaml files define.",
            examples=[{"cart": "services/cart"}, ["cart", "search"], "auto"],
        ),
    ] = None
    branches: Annotated[
        Globs,
        Meta(
            description="Branches whose outcomes are sent; others are shown only.",
            examples=[["main", "release/*"]],
        ),
    ] = None
    exclude: Annotated[
        Globs, Meta(description="Files that no rule reads.", examples=["**/fixtures/**"])
    ] = None
    missing: Annotated[
        Missing | None,
        Meta(description="'missing' of the rules that do not say.", examples=["skip"]),
    ] = None
    max_age: Annotated[
        dt.timedelta | None,
        Meta(description="'max_age' of the rules that do not say.", examples=["2h"]),
    ] = None
    retries: Annotated[
        Retries | None,
        Meta(description="'retries' of the rules that do not say.", examples=["last"]),
    ] = None
    baseline: Annotated[
        File | None,
        Meta(
            description="What an earlier build measured, to compare with: a file that"
            " `scorecard-action baseline` wrote. There may be none yet.",
            examples=["scorecard-baseline.json"],
        ),
    ] = None
