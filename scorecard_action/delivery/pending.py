"""What a run has still to deliver, in step with the file that keeps it safe."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from scorecard_action.datadog.keys import Keys
from scorecard_action.datadog.waits import Clock
from scorecard_action.delivery.undelivered import Unsent, to_json, update
from scorecard_action.errors import UsageError

# Writing the file costs time that belongs to sending, and that an outcome in it was delivered
# already is harmless: so not more than every second, and not more than a tenth of the time.
_EVERY = 1.0  # seconds
_SHARE = 10


class Pending:
    """The outcomes of a run that are not delivered yet. `outcomes` may be replaced, place by place,
    as more is learned of them; those without a state have nothing to deliver.
    """

    def __init__(
        self, path: str | Path, outcomes: Sequence[Unsent], keys: Keys, clock: Clock | None = None
    ) -> None:
        self.outcomes = list(outcomes)
        self.path = path
        self.others = 0
        self._keys = keys
        self._clock = clock or Clock()
        self._settled = {i for i, outcome in enumerate(outcomes) if outcome.state is None}
        self._own = frozenset(outcome.identity for outcome in outcomes if outcome.state)
        self._next = 0.0
        self._saved = False

    @property
    def remaining(self) -> list[Unsent]:
        """The outcomes that are not delivered."""
        return [one for i, one in enumerate(self.outcomes) if i not in self._settled]

    @property
    def saved(self) -> bool:
        """Whether the file holds all that remains."""
        return self._saved

    def save(self) -> None:
        """Write what remains, or remove the file. Raises UsageError; an older file then stays."""
        began = self._clock.now()
        self.others = update(self.path, self.remaining, self._own, self._keys)
        self._saved = True
        now = self._clock.now()
        self._next = now + max(_EVERY, _SHARE * (now - began))

    def settled(self, places: Iterable[int]) -> None:
        """These are delivered, or need not be; the file learns of it before long."""
        self._settled.update(places)
        if self._saved and self._clock.now() >= self._next:
            # The file that is there has these and more: sending one twice is harmless.
            with contextlib.suppress(UsageError):
                self.save()

    def to_json(self) -> str:
        """What the file would hold, for a place where it cannot be written."""
        text = to_json(self.remaining, self._keys).decode().rstrip("\n")
        # A log that this is printed to takes `##[` for a command; `#` may be written as an escape.
        return text.replace("##", "#\\u0023")
