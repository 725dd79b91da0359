"""Reading what Datadog has now, beside the sending, in a time of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

import msgspec

from scorecard_action.datadog.client import Client
from scorecard_action.datadog.current import BUDGET, Current, read_current
from scorecard_action.datadog.waits import Clock
from scorecard_action.model import Delivery, Outcome

_GRACE = 1.0  # seconds more, for the reader to say itself that its time is over


class ReadBack:
    """The outcomes that Datadog has for `entities`, read in a thread that nothing waits for longer
    than the budget.
    """

    def __init__(
        self, connect: Callable[[], Client], clock: Clock, entities: Iterable[str]
    ) -> None:
        self._connect = connect
        self._entities = list(dict.fromkeys(entities))
        self._found: Current | None = None
        self._bug: Exception | None = None
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._clock = clock
        self._until = self._clock.now() + BUDGET
        self._thread.start()

    def result(self) -> Current:
        """What was read. Waits until the budget is over at most."""
        self._thread.join(max(self._until - self._clock.now(), 0) + _GRACE)
        if self._bug:
            raise self._bug
        note = "the outcomes that Datadog has now could not be read in time"
        return self._found or Current({}, note)

    def _read(self) -> None:
        try:
            with self._connect() as client:
                self._found = read_current(client, self._entities)
        except Exception as error:  # noqa: BLE001 - raised again where it can be told
            self._bug = error


def with_previous(
    outcomes: Sequence[Outcome], found: Current, sent_at: float | None
) -> tuple[tuple[Outcome, ...], bool]:
    """The outcomes with the state that Datadog had of each before they were sent at `sent_at`.

    The flag says that this is known of all of them, so that one without a previous state is new.
    """
    told = []
    compared = True
    for outcome in outcomes:
        if outcome.state is not None and outcome.delivery is not Delivery.UNCHANGED:
            previous, known = found.before(outcome, sent_at)
            compared = compared and known
            outcome = msgspec.structs.replace(outcome, previous=previous)  # noqa: PLW2901
        told.append(outcome)
    return tuple(told), compared
