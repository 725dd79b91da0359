"""What a run has still to deliver, in step with the file that keeps it safe; what came of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from scorecard_action.datadog.keys import Keys, without_keys
from scorecard_action.datadog.waits import Clock
from scorecard_action.delivery.undelivered import to_json, update
from scorecard_action.delivery.voice import Voice
from scorecard_action.errors import UsageError
from scorecard_action.model import Outcome

# Writing the file costs time that belongs to sending, and that an outcome in it was delivered
# already is harmless: so not more than every second, and not more than a tenth of the time.
_EVERY = 1.0  # seconds
_SHARE = 10


class Pending:
    """The outcomes of a run that are not delivered yet. `outcomes` may be replaced, place by place,
    as more is learned of them; those without a state have nothing to deliver.

    Keys are masked as they come in: the file holds none, and an outcome is known by the same names
    in the file and in Datadog's answers, which are masked as well.
    """

    def __init__(
        self, path: str | Path, outcomes: Sequence[Outcome], keys: Keys, clock: Clock | None = None
    ) -> None:
        self.outcomes = [without_keys(outcome, keys) for outcome in outcomes]
        self.path = path
        self.others = 0
        self._clock = clock or Clock()
        self._settled = {i for i, outcome in enumerate(outcomes) if outcome.state is None}
        self._own = frozenset(outcome.identity for outcome in self.outcomes if outcome.state)
        self._next = 0.0
        self._saved = False

    @property
    def remaining(self) -> list[Outcome]:
        """The outcomes that are not delivered."""
        return [one for i, one in enumerate(self.outcomes) if i not in self._settled]

    @property
    def saved(self) -> bool:
        """Whether the file holds all that remains."""
        return self._saved

    def save(self) -> None:
        """Write what remains, or remove the file. Raises UsageError; an older file then stays."""
        began = self._clock.now()
        self.others = update(self.path, self.remaining, self._own)
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
        text = to_json(self.remaining).decode().rstrip("\n")
        # A log that this is printed to takes `##[` for a command; `#` may be written as an escape.
        return text.replace("##", "#\\u0023")


class Delivered(NamedTuple):
    """The outcomes with what became of each, and the largest exit code that sending led to.

    `compared` says that what Datadog had is known of all; `undelivered_file` has what is left, or
    `undelivered` has it as JSON where there is no such file.
    """

    outcomes: tuple[Outcome, ...]
    endpoint: str | None = None
    exit_code: int = 0
    compared: bool = False
    undelivered_file: str | None = None
    undelivered: str = ""

    def tell_unsaved(self, voice: Voice) -> None:
        """Give out what is neither delivered nor saved: to be the last line of stdout."""
        if self.undelivered:
            voice.fail(
                "what is undelivered could not be saved: it is the last line of stdout. Written to"
                " a file, `scorecard-action resend FILE` sends it"
            )
            voice.out(self.undelivered)
