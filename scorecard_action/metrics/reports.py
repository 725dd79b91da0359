"""The metrics of reports of any kind."""

from __future__ import annotations

from typing import Final

from scorecard_action.judging.metric import Metric, Told

REPORTS: Final = Metric(
    name="reports",
    kind=None,
    measure=lambda found: len(found.tally.files),
    words="{n} report{s}",
    description="Report files read.",
    example=3,
    more=True,
    passing=Told.NEVER,
    inspected=Told.NEVER,
)
