"""The metrics of tests."""

from __future__ import annotations

from typing import Final

from scorecard_action.judging.metric import Among, Metric, Told, Unit
from scorecard_action.judging.news import NO_BASELINE, failures_told
from scorecard_action.judging.times import SLOWEST, duration, slowest_test, untimed
from scorecard_action.judging.values import percent
from scorecard_action.model import Kind

TESTS: Final = Metric(
    name="tests",
    kind=Kind.TESTS,
    measure=lambda found: found.tally.tests,
    words="{n} test{s}",
    description="Tests run or skipped.",
    example=20,
    more=True,
    total=True,
    least=1,
    passing=Told.NEVER,
    inspected=Told.ALWAYS,
    drafted=True,
)
PASSED: Final = Metric(
    name="passed",
    kind=Kind.TESTS,
    measure=lambda found: found.tally.passed,
    words="{n} of {tests} passed",
    brief="{n} passed",
    description="Tests that passed.",
    example=1,
    more=True,
    examples=("failed",),
    passing=Told.ALWAYS,
    inspected=Told.ALWAYS,
)
FAILED: Final = Metric(
    name="failed",
    kind=Kind.TESTS,
    measure=lambda found: found.tally.failed,
    words="{n} of {tests} failed",
    brief="{n} failed",
    description="Tests that failed or ended in an error.",
    example=0,
    most=0,
    examples=("failed",),
    passing=Told.IF_ANY,
    inspected=Told.ALWAYS,
    drafted=True,
)
SKIPPED: Final = Metric(
    name="skipped",
    kind=Kind.TESTS,
    measure=lambda found: found.tally.skipped,
    words="{n} of {tests} {was} skipped",
    brief="{n} skipped",
    description="Tests skipped.",
    example=5,
    passing=Told.IF_ANY,
    inspected=Told.ALWAYS,
    drafted=True,
)
# of findings as well: it is listed beside what failed
ACCEPTED: Final = Metric(
    name="accepted",
    kind=None,
    measure=lambda found: found.tally.accepted,
    words="{n} accepted",
    description="Failed tests and findings that 'accept' accepts.",
    example=5,
    examples=("accepted",),
    passing=Told.NEVER,
    inspected=Told.NEVER,
)
FLAKY: Final = Metric(
    name="flaky",
    kind=Kind.TESTS,
    measure=lambda found: found.tally.flaky,
    words="{n} of {tests} {was} flaky",
    brief="{n} flaky",
    description="Tests that passed only when run again.",
    example=0,
    supplied=lambda found: not found.tally.flaky_unknown,
    lacking="a report is of a format that does not mark flaky tests",
    passing=Told.IF_ANY,
)
PASS_RATE: Final = Metric(
    name="pass_rate",
    kind=Kind.TESTS,
    measure=lambda found: percent(found.tally.passed, found.tally.passed + found.tally.failed),
    words="pass rate {n}",
    description="100 x passed / (passed + failed), in percent.",
    example=98,
    more=True,
    unit=Unit.PERCENT,
    examples=("failed",),
    inspected=Told.NEVER,
)
SKIP_RATE: Final = Metric(
    name="skip_rate",
    kind=Kind.TESTS,
    measure=lambda found: percent(found.tally.skipped, found.tally.tests),
    words="skip rate {n}",
    description="100 x skipped / tests, in percent.",
    example=5,
    unit=Unit.PERCENT,
    inspected=Told.NEVER,
)
DURATION: Final = Metric(
    name="duration",
    kind=Kind.TESTS,
    measure=duration,
    words="the tests took {n}",
    description="Seconds that the tests took, added up.",
    example=600,
    unit=Unit.SECONDS,
    lacks=untimed,
    examples=(SLOWEST,),
    inspected=Told.NEVER,
)
SLOWEST_TEST: Final = Metric(
    name="slowest_test",
    kind=Kind.TESTS,
    measure=slowest_test,
    words="{of} took {n}",
    description="Seconds that the slowest test took.",
    example=2.5,
    unit=Unit.SECONDS,
    lacks=untimed,
    examples=(SLOWEST,),
    inspected=Told.NEVER,
)
NEW_FAILED: Final = Metric(
    name="new_failed",
    kind=Kind.TESTS,
    measure=lambda found: found.news and found.news.new_failed,
    words="{n} new",
    description="Tests that failed, and that the baseline does not have as failed.",
    example=0,
    lacking=NO_BASELINE,
    inspected=Told.NEVER,
    among=Among("failed", failures_told),
    compares=True,
)
