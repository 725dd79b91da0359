"""The mapping as the rest of the program sees it: checked, with patterns ready to match.

`loader` builds these from the file; `document` has the file's own shape, and the JSON Schema.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

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


class Missing(StrEnum):
    """What becomes of a rule without evidence."""

    FAIL = "fail"
    SKIP = "skip"
    KEEP = "keep"


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


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule of the mapping, for the entities it speaks for.

    `min` and `max` hold what the file says; None lifts a default. `judging.limits` adds defaults.
    `tools` are those that must each have written a report that was read. `line` is where the rule
    begins in the mapping file.
    """

    name: str | None
    id: str | None
    reports: tuple[ReportPattern, ...]
    scorecard: str | None = None
    exclude: tuple[Glob, ...] = ()
    only: tuple[Selector, ...] = ()
    except_: tuple[Selector, ...] = ()
    min: dict[Metric, Decimal | None] = field(default_factory=dict)
    max: dict[Metric, Decimal | None] = field(default_factory=dict)
    missing: Missing = Missing.FAIL
    max_age: dt.timedelta | None = None
    tools: tuple[TextPattern, ...] = ()
    retries: Retries = Retries.ALL
    waivers: tuple[Waiver, ...] = ()
    accept: tuple[Acceptance, ...] = ()
    services: tuple[str, ...] | None = None
    define: Definition | None = None
    line: int = 0

    @property
    def label(self) -> str:
        """What to call the rule where a person reads it."""
        return self.name or self.id or ""


@dataclass(frozen=True, eq=False)
class Mapping:
    """A mapping file, checked. `file` is its path as given.

    `exclude` is part of every rule's `exclude` already; the look for definition files needs it too.
    Patterns hold `{service}` and `{folder}` as written: `placeholders.fill` puts an entity in.
    """

    file: str
    rules: tuple[Rule, ...]
    service: str | None = None
    services: tuple[str, ...] | dict[str, str] | str | None = None
    branches: tuple[Glob, ...] | None = None
    exclude: tuple[Glob, ...] = ()
    warnings: tuple[Problem, ...] = ()
