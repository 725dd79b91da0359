"""The command line with more metrics than it has: each is one row, and nothing else is told."""

from __future__ import annotations

from fractions import Fraction

from scorecard_action.judging.metric import Counts, Metric, Told, Unit
from scorecard_action.metrics import add
from scorecard_action.model import Kind

RETRIED = Metric(
    name="retried",
    kind=Kind.TESTS,
    measure=lambda found: found.tally.flaky + found.tally.failed,
    words="{n} of {tests} {was} retried",
    brief="{n} retried",
    description="Tests that were run again.",
    example=3,
    examples=("failed",),
    passing=Told.IF_ANY,
    drafted=True,
)
SKIP_SHARE = Metric(
    name="skip_share",
    kind=Kind.TESTS,
    measure=lambda found: Fraction(100 * found.tally.skipped, found.tally.tests),
    words="skip share {n}",
    description="Tests skipped of all, in percent.",
    example=12.5,
    unit=Unit.PERCENT,
)
SCARCE = Metric(
    name="scarce",
    kind=Kind.LINT,
    measure=lambda found: found.tally.suppressed,
    supplied=lambda found: found.tally.suppressed > 0,
    lacking="no report says which findings are suppressed",
    words="{n} scarce finding{s}",
    description="Findings that few reports tell.",
    example=0,
)
FILES = Metric(
    name="file_share",
    kind=Kind.COVERAGE,
    measure=lambda _: Fraction(200, 3),
    words="file share {n}",
    description="Files covered, in percent.",
    example=50,
    unit=Unit.PERCENT,
    counts=Counts("files", lambda _: (2, 3)),
    drafted=True,
)


if __name__ == "__main__":
    for row in (RETRIED, SKIP_SHARE, SCARCE, FILES):
        add(row)

    from scorecard_action.__main__ import main  # after the rows: every table is made from them

    main()
