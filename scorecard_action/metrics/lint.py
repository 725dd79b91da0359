"""The metrics of what linters and scanners find."""

from __future__ import annotations

from typing import Final

from scorecard_action.judging.metric import Among, Metric, Told
from scorecard_action.judging.news import NO_BASELINE, errors_told, findings_told
from scorecard_action.model import Kind

FINDINGS: Final = Metric(
    name="findings",
    kind=Kind.LINT,
    measure=lambda found: found.tally.findings,
    words="{n} finding{s}",
    description="Findings of any level of a linter.",
    example=0,
    total=True,
    examples=("errors", "warnings", "notes"),
    passing=Told.NEVER,
    inspected=Told.ALWAYS,
)
ERRORS: Final = Metric(
    name="errors",
    kind=Kind.LINT,
    measure=lambda found: found.tally.errors,
    words="{n} error{s}",
    description="Findings of level error.",
    example=0,
    most=0,
    examples=("errors",),
    passing=Told.ALWAYS,
    inspected=Told.ALWAYS,
    drafted=True,
)
WARNINGS: Final = Metric(
    name="warnings",
    kind=Kind.LINT,
    measure=lambda found: found.tally.warnings,
    words="{n} warning{s}",
    description="Findings of level warning.",
    example=20,
    examples=("warnings",),
    passing=Told.IF_ANY,
    inspected=Told.ALWAYS,
    drafted=True,
)
NOTES: Final = Metric(
    name="notes",
    kind=Kind.LINT,
    measure=lambda found: found.tally.notes,
    words="{n} note{s}",
    description="Findings below warning.",
    example=100,
    examples=("notes",),
    passing=Told.IF_ANY,
    inspected=Told.ALWAYS,
    drafted=True,
)


def _band(name: str) -> Metric:
    return Metric(
        name=name,
        kind=Kind.LINT,
        measure=lambda found: found.tally.banded.get(name, 0),
        words=f"{{n}} {name} finding{{s}}",
        brief=f"{{n}} {name}",
        description=f"Findings that are {name} in their tool's own words, or by its score.",
        example=0,
        supplied=lambda found: name in found.tally.can_say,
        examples=(name,),
        inspected=Told.NEVER,
    )


CRITICAL: Final = _band("critical")
HIGH: Final = _band("high")
MEDIUM: Final = _band("medium")
LOW: Final = _band("low")
NEW_FINDINGS: Final = Metric(
    name="new_findings",
    kind=Kind.LINT,
    measure=lambda found: found.news and found.news.new_findings,
    words="{n} new",
    description="Findings of any level that the baseline does not have.",
    example=0,
    lacking=NO_BASELINE,
    inspected=Told.NEVER,
    among=Among("findings", findings_told),
    compares=True,
)
NEW_ERRORS: Final = Metric(
    name="new_errors",
    kind=Kind.LINT,
    measure=lambda found: found.news and found.news.new_errors,
    words="{n} new",
    description="Findings of level error that the baseline does not have as errors.",
    example=0,
    lacking=NO_BASELINE,
    inspected=Told.NEVER,
    among=Among("errors", errors_told),
    compares=True,
)
