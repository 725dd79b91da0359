"""Outcomes beside those that Datadog had before."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from scorecard_action.datadog.stored import Current
from scorecard_action.model import Delivery, Outcome


def with_previous(outcomes: Sequence[Outcome], found: Current) -> tuple[tuple[Outcome, ...], bool]:
    """The outcomes with the state that Datadog had of each, as it was `found`.

    The flag says that this is known of all of them, so that one without a previous state is new.
    """
    told = []
    compared = True
    for outcome in outcomes:
        if outcome.state is not None and outcome.delivery is not Delivery.UNCHANGED:
            stored = found.of(outcome)
            compared = compared and (stored is not None or found.tells_of(outcome))
            previous = stored.state if stored else None
            outcome = msgspec.structs.replace(outcome, previous=previous)  # noqa: PLW2901
        told.append(outcome)
    return tuple(told), compared
