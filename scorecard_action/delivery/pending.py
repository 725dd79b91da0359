"""What a run has still to deliver, in step with the file that keeps it safe; what came of it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from scorecard_action.datadog.keys import Keys, without_keys
from scorecard_action.datadog.stored import Current
from scorecard_action.datadog.waits import Clock
from scorecard_action.delivery.tracked import tracked
from scorecard_action.delivery.undelivered import to_json, update
from scorecard_action.delivery.voice import Voice
from scorecard_action.errors import UsageError
from scorecard_action.locks import PATIENCE
from scorecard_action.model import Delivery, Identity, Outcome

# Writing the file costs time that belongs to sending, and that an outcome in it was delivered
# already is harmless: so not more than every second, and not more than a tenth of the time.
_EVERY = 1.0  # seconds
_SHARE = 10


class Pending:
    """The outcomes of a run that are not delivered yet. `outcomes` may be replaced, place by place,
    as more is learned of them; those without a state have nothing to deliver.

    Keys are masked as they come in: the file holds none, and an outcome is known by the same names
    in the file and in Datadog's answers, which are masked as well. `known` says of an outcome of
    another run whether its rule is still one that is sent.
    """

    def __init__(
        self,
        path: str | Path,
        outcomes: Sequence[Outcome],
        keys: Keys,
        clock: Clock | None = None,
        known: Callable[[Outcome], bool] = lambda outcome: True,
    ) -> None:
        self.outcomes = [without_keys(outcome, keys) for outcome in outcomes]
        self.path = path
        self.others: tuple[Outcome, ...] = ()
        self._known = known
        self._aside: dict[Identity, Outcome] = {}
        self._clock = clock or Clock()
        self._settled = {i for i, outcome in enumerate(outcomes) if outcome.state is None}
        self._own = frozenset(outcome.identity for outcome in self.outcomes if outcome.state)
        # Outcomes of other runs that those of this one took the place of.
        self._replaced: list[Outcome] = []
        self._next = 0.0
        self._saved = False
        # Whether it is known if the file can be written: not where a signal came between.
        self.tried = False

    @property
    def remaining(self) -> list[Outcome]:
        """The outcomes that are not delivered."""
        return [one for i, one in enumerate(self.outcomes) if i not in self._settled]

    @property
    def saved(self) -> bool:
        """Whether the file holds all that remains."""
        return self._saved

    @property
    def aside(self) -> list[Outcome]:
        """Outcomes of other runs that this run has set aside: their rule is not known any more."""
        return list(self._aside.values())

    @property
    def waiting(self) -> list[Outcome]:
        """Outcomes of other runs that are in the file and can be sent."""
        return [
            one
            for one in self.others
            if one.delivery is not Delivery.REJECTED and one.identity not in self._aside
        ]

    def save(self, patience: float = PATIENCE) -> None:
        """Write what remains, or remove the file. Raises UsageError; an older file then stays."""
        try:
            self._save(patience)
        except Exception:
            self.tried = True
            raise
        self.tried = True

    def _save(self, patience: float) -> None:
        began = self._clock.now()
        if not self._saved and tracked(self.path):
            raise UsageError(
                f"{str(self.path)!a} came with the checkout (git tracks it) and is left alone"
                " (--save-undelivered names another)"
            )
        found = update(
            self.path,
            self.remaining,
            self._own,
            settled=[self.outcomes[i] for i in self._settled if self.outcomes[i].state],
            aside=lambda outcome: not self._known(outcome),
            clock=self._clock,
            patience=patience,
        )
        self.others = found.there
        self._replaced += found.replaced
        for one in self.others:
            if one.delivery is not Delivery.REJECTED and not self._known(one):
                self._aside.setdefault(one.identity, one)
        self._saved = True
        now = self._clock.now()
        self._next = now + max(_EVERY, _SHARE * (now - began))

    def settled(self, places: Iterable[int]) -> None:
        """These are delivered, or need not be; the file learns of it before long."""
        self._settled.update(places)
        if self._saved and self._clock.now() >= self._next:
            # The file that is there has these and more: sending one twice is harmless.
            self._next = self._clock.now() + _EVERY
            with contextlib.suppress(UsageError):
                self.save(patience=0)

    def take_back(self) -> None:
        """None of them is to be delivered after all: the file gets back what they replaced, and
        nothing is set aside.

        Raises UsageError.
        """
        if self._saved:
            put_back = [*self._replaced, *self._aside.values()]
            update(self.path, put_back, self._own, clock=self._clock)

    def to_json(self) -> str:
        """What the file would hold, for a place where it cannot be written."""
        text = to_json(self.remaining).decode().rstrip("\n")
        # A log that this is printed to takes `##[` for a command; `#` may be written as an escape.
        return text.replace("##", "#\\u0023")


class Delivered(NamedTuple):
    """The outcomes with what became of each, and the largest exit code that sending led to.

    `compared` says that what Datadog had is known of all; `undelivered_file` has what is left, or
    `undelivered` has it as JSON where there is no such file. `warnings` say what was kept, and why.
    `found` is what Datadog had before anything was sent; None where it was not asked.
    """

    outcomes: tuple[Outcome, ...]
    endpoint: str | None = None
    exit_code: int = 0
    compared: bool = False
    undelivered_file: str | None = None
    undelivered: str = ""
    warnings: tuple[str, ...] = ()
    found: Current | None = None

    def tell_unsaved(self, voice: Voice, *, alone: bool = False) -> None:
        """Give out what is neither delivered nor saved: to be the last line of stdout, or of stderr
        where stdout takes nothing more (or has one JSON `alone`), else in a temporary file.
        """
        if not self.undelivered:
            return
        for name, take in (("stdout", voice.out), ("stderr", voice.err)):
            if alone and name == "stdout":
                continue
            voice.fail(
                f"what is undelivered could not be saved: it is the last line of {name}. Written to"
                " a file, `scorecard-action resend FILE` sends it"
            )
            if take(self.undelivered):
                return
        with contextlib.suppress(OSError):
            descriptor, _ = tempfile.mkstemp(prefix="scorecard-undelivered-", suffix=".json")
            with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
                file.write(f"{self.undelivered}\n")
