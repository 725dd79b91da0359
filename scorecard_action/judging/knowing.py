"""What a build knows of a rule once it has measured it."""

from __future__ import annotations

from scorecard_action.judging.known import Known
from scorecard_action.judging.metric import Measured
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.values import AtLeast
from scorecard_action.metrics import FAILED, FINDINGS


def known_now(measured: Measured, tally: Tally) -> Known:
    """Return what a later build is to be compared with, without a state.

    Where no test was measured, none is known to fail, and where no linter was, no finding. A lower
    bound is no measure: what is above it may be worse than then.
    """
    return Known(
        measured={
            metric.name: value
            for metric, value in measured.items()
            if not isinstance(value, AtLeast)
        },
        failed=tally.failures if FAILED in measured else {},
        findings=tally.fingerprints if FINDINGS in measured else {},
    )
