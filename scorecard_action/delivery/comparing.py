"""Reading what Datadog has now, beside the sending, in a time of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

import msgspec

from scorecard_action.datadog.client import Client
from scorecard_action.datadog.current import BUDGET, Current, read_current
from scorecard_action.datadog.waits import Clock
from scorecard_action.model import Delivery, Outcome

# Seconds that the reading of it may still take once all is sent.
_AFTER = 3.0


class ReadBack:
    """The outcomes that Datadog has for `entities`, read in a thread that nothing waits for longer
    than `seconds`. It only informs: whatever goes wrong is a note of what was read.
    """

    def __init__(
        self,
        connect: Callable[[], Client],
        clock: Clock,
        entities: Iterable[str],
        seconds: float = BUDGET,
    ) -> None:
        self._connect = connect
        self._entities = list(dict.fromkeys(entities))
        self._found: Current | None = None
        self._done = threading.Event()
        self._clock = clock
        self._seconds = max(seconds, 0)
        self._until = clock.now() + self._seconds
        threading.Thread(target=self._read, daemon=True).start()

    def result(self, *, all_sent: bool = False) -> Current:
        """What was read. Waits until the time is over at most, and 3 s once `all_sent`."""
        left = max(self._until - self._clock.now(), 0)
        self._clock.wait(self._done, min(left, _AFTER) if all_sent else left)
        note = "the outcomes that Datadog has now could not be read in time"
        return self._found or Current({}, note)

    def _read(self) -> None:
        try:
            with self._connect() as client:
                self._found = read_current(client, self._entities, self._seconds)
        except Exception as error:  # noqa: BLE001 - it only informs
            note = f"the outcomes that Datadog has now could not be read: {type(error).__name__}"
            self._found = Current({}, note)
        finally:
            self._done.set()


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
