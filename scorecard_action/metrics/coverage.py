"""The metrics of coverage."""

from __future__ import annotations

from typing import Final

from scorecard_action.judging import least_covered
from scorecard_action.judging.metric import Counts, Metric, Told, Unit, patch_coverage
from scorecard_action.model import Kind

LINE_COVERAGE: Final = Metric(
    name="line_coverage",
    kind=Kind.COVERAGE,
    measure=lambda found: found.tally.coverage.line_coverage(by_file=found.by_file),
    words="line coverage {n}",
    description="Lines covered, in percent.",
    example=80,
    unit=Unit.PERCENT,
    lacking="the coverage reports have no line to cover, or only rates that cannot be combined",
    counts=Counts("lines", lambda found: found.tally.coverage.lines(by_file=found.by_file)),
    inspected=Told.ALWAYS,
    drafted=True,
)
BRANCH_COVERAGE: Final = Metric(
    name="branch_coverage",
    kind=Kind.COVERAGE,
    measure=lambda found: found.tally.coverage.branch_coverage(by_file=found.by_file),
    words="branch coverage {n}",
    description="Branches covered, in percent.",
    example=70.5,
    unit=Unit.PERCENT,
    lacking="not every coverage report has branches to cover",
    counts=Counts("branches", lambda found: found.tally.coverage.branches(by_file=found.by_file)),
    drafted=True,
)
FILE_LINE_COVERAGE: Final = Metric(
    name="file_line_coverage",
    kind=Kind.COVERAGE,
    measure=lambda found: least_covered.least(found.tally.coverage),
    words="least covered: {of} {n}",
    description="Lines covered of the least covered file, in percent.",
    example=50,
    unit=Unit.PERCENT,
    lacking="the coverage reports name no file that has a line to cover",
    inspected=Told.NEVER,
)
PATCH_COVERAGE: Final = Metric(
    name="patch_coverage",
    kind=Kind.COVERAGE,
    measure=patch_coverage,
    words="{of} covered, patch coverage {n}",
    description="Changed lines covered, of those that coverage knows, in percent: `--diff`.",
    example=80,
    unit=Unit.PERCENT,
    lacks=lambda found: found.patch.lacking if found.patch else "",
    compares=True,
    inspected=Told.NEVER,
)
