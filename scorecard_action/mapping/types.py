"""The mapping as the rest of the program sees it: checked, with patterns ready to match.

`loader` builds these from the file; `document` has the file's own shape, and the JSON Schema.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal, NamedTuple

from scorecard_action.errors import Problem
from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.judging.metric import Metric
from scorecard_action.model import Kind, Result

# The fields that `only` and `except` can name, by the kind of evidence that carries them.
FIELDS: dict[Kind, frozenset[str]] = {
    Kind.TESTS: frozenset({"suite", "class", "name", "file"}),
    Kind.LINT: frozenset({"tool", "rule", "severity", "file", "baseline"}),
    Kind.COVERAGE: frozenset({"file"}),
}


BASELINE: Final = "baseline"
"""The limit that is what an earlier build measured."""
Bound = Decimal | Literal["baseline"]


class Missing(StrEnum):
    """What becomes of a rule without evidence."""

    FAIL = "fail"
    SKIP = "skip"
    KEEP = "keep"


class Enforce(StrEnum):
    """Which failure of a rule makes the step exit with 1."""

    NEVER = "never"
    REGRESSION = "regression"
    """One that was not there before."""
    FAIL = "fail"


class Retries(StrEnum):
    """Which of several cases of one test in a report count."""

    ALL = "all"
    LAST = "last"


class ReportPattern(NamedTuple):
    """One entry of `reports`: files, the format they are in where it is named, whether an empty
    file of that format means that its tool found nothing, the folder where their paths start
    (relative to the report's own; `/` is the working directory), and what status words of a tool of
    one's own mean, (word, result) each.
    """

    glob: Glob
    format: str | None = None
    empty_clean: bool = False
    base: str | None = None
    words: tuple[tuple[str, Result], ...] = ()


class Selector(NamedTuple):
    """One mapping of `only` or `except`: every field must match one of its patterns.

    `fields` has (field name, patterns) each; `file` patterns are path globs, the others text.
    """

    fields: tuple[tuple[str, tuple[Glob | TextPattern, ...]], ...]

    @property
    def names(self) -> frozenset[str]:
        """The fields that this selector names."""
        return frozenset(name for name, _ in self.fields)

    def __str__(self) -> str:
        return ", ".join(
            f"{name}: {' or '.join(pattern.text for pattern in patterns)}"
            for name, patterns in self.fields
        )


class Waiver(NamedTuple):
    """Until `until` (inclusive, UTC) the rule is sent as `skip` with the reason."""

    until: dt.date
    reason: str
    link: str | None = None
    services: tuple[str, ...] | None = None


class Acceptance(NamedTuple):
    """Until `until` (inclusive, UTC) the failed tests and findings that the selector takes count as
    accepted.
    """

    selector: Selector
    until: dt.date
    reason: str
    link: str | None = None
    services: tuple[str, ...] | None = None

    def __str__(self) -> str:
        return f"accept {{{self.selector}}} until {self.until}"


class Definition(NamedTuple):
    """A rule's definition in Datadog, as code; None for what the file leaves open."""

    description: str | None = None
    level: int | None = None
    owner: str | None = None
    scope: str | None = None
    enabled: bool | None = None


class Origin(NamedTuple):
    """Where a value of the mapping stands: a file, as messages call it, and a line."""

    file: str
    line: int


class Lower(NamedTuple):
    """A file below the mapping: what messages call it, the SHA-256 sum of its bytes, whether it
    lies outside the workspace, and whether what names it says the sum.
    """

    file: str
    sum: str
    outside: bool = False
    pinned: bool = False


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule of the mapping, for the entities it speaks for.

    `min` and `max` hold what the file says; None lifts a default. `judging.limits` adds defaults.
    `tools` are those that must each have written a report that was read. `enforce` goes over
    `--fail-on`, None leaves it to that. `file` and `line` are where the rule begins, the topmost
    place where several mappings name it. `origins` are where its keys stand, and its limits as
    `min.tests`.
    """

    name: str | None
    id: str | None
    reports: tuple[ReportPattern, ...]
    scorecard: str | None = None
    exclude: tuple[Glob, ...] = ()
    only: tuple[Selector, ...] = ()
    except_: tuple[Selector, ...] = ()
    min: dict[Metric, Bound | None] = field(default_factory=dict)
    max: dict[Metric, Bound | None] = field(default_factory=dict)
    missing: Missing = Missing.FAIL
    max_age: dt.timedelta | None = None
    tools: tuple[TextPattern, ...] = ()
    retries: Retries = Retries.ALL
    waivers: tuple[Waiver, ...] = ()
    enforce: Enforce | None = None
    accept: tuple[Acceptance, ...] = ()
    services: tuple[str, ...] | None = None
    define: Definition | None = None
    line: int = 0
    file: str = ""
    origins: dict[str, Origin] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What to call the rule where a person reads it."""
        return self.name or self.id or ""


def place_of(rule: Rule, *, seen_from: Rule) -> str:
    """`line 3`, or `line 3 of base.yaml` where a rule begins in another file than this one."""
    here = rule.file == seen_from.file
    return f"line {rule.line}" if here else f"line {rule.line} of {rule.file}"


@dataclass(frozen=True, eq=False)
class Mapping:
    """A mapping file, checked. `file` is its path as given.

    `exclude` is part of every rule's `exclude` already; the look for definition files needs it too.
    `baseline` is a path from the working directory.
    Patterns hold `{service}` and `{folder}` as written: `placeholders.fill` puts an entity in.
    `origins` are where the keys of the top stand, `lower` the files below this one.
    """

    file: str
    rules: tuple[Rule, ...]
    service: str | None = None
    services: tuple[str, ...] | dict[str, str] | str | None = None
    branches: tuple[Glob, ...] | None = None
    exclude: tuple[Glob, ...] = ()
    warnings: tuple[Problem, ...] = ()
    origins: dict[str, Origin] = field(default_factory=dict)
    lower: tuple[Lower, ...] = ()
    baseline: str | None = None
