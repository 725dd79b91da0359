"""The outcomes of a run in batches: sent, and what was refused among them found; nothing raised."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from scorecard_action.datadog.answers import SOMETHING_BETWEEN, Answer, refusal
from scorecard_action.datadog.client import Client
from scorecard_action.datadog.outcomes import (
    ASYNC_PATH,
    Endpoint,
    Meaning,
    meaning,
    not_understood,
    post,
    received,
    updated,
)
from scorecard_action.delivery.pending import Pending
from scorecard_action.errors import DatadogRefused, DatadogUnreachable
from scorecard_action.model import Delivery, Entity, Outcome
from scorecard_action.outputs.words import count

# Requests for parts of rejected batches, in one run.
_MOST_PARTS = 200
_NAMED = 5  # entities named in a message
_MESSAGES = 20


class DeliveryReport(NamedTuple):
    """What became of the outcomes.

    `outcomes` are those given, in their order, with `delivery` set; `words` are Datadog's own
    for each that was refused, else empty; `endpoints` those that took something ("batch", "async");
    `exit_code` is the largest of the errors', 0 without any.
    """

    outcomes: tuple[Outcome, ...]
    words: tuple[str, ...]
    errors: tuple[DatadogRefused | DatadogUnreachable, ...]
    endpoints: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 delivered, 4 refused, 5 not reached."""
        return max((error.exit_code for error in self.errors), default=0)


def send(
    client: Client, pending: Pending, *, endpoint: Endpoint = "auto", batch_size: int = 100
) -> DeliveryReport:
    """Send all that is due and has a rule id, `batch_size` in a request.

    Problems of delivery are returned, never raised. The others are left as they are. `pending`
    learns after each request which ones are settled.
    """
    sending = _Sending(client, pending, endpoint, max(1, batch_size))
    sending.run()
    return sending.report()


@dataclass
class _Sending:
    """One run: which outcomes (by their index) went where, and what was learned on the way."""

    client: Client
    pending: Pending
    endpoint: Endpoint
    size: int
    delivery: dict[int, Delivery] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    errors: list[DatadogRefused | DatadogUnreachable] = field(default_factory=list)
    endpoints: list[str] = field(default_factory=list)
    parts: int = 0
    given_up: int = 0
    stopped: bool = False
    batch_gone: bool = False
    taken: set[tuple[str, str]] = field(default_factory=set)
    unclear: Counter[str] = field(default_factory=Counter)
    received: int = 0
    updated: int = 0
    refusals: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    condemned: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def outcomes(self) -> list[Outcome]:
        return self.pending.outcomes

    def run(self) -> None:
        due = [i for i, outcome in enumerate(self.outcomes) if outcome.due and outcome.rule_id]
        self.delivery = dict.fromkeys(due, Delivery.UNDELIVERED)
        services = [i for i in due if Entity.parse(self.outcomes[i].entity).kind == "service"]
        others = [i for i in due if Entity.parse(self.outcomes[i].entity).kind != "service"]
        if self.endpoint == "batch":
            for i in others:
                self._refuse(i, "the batch endpoint takes services only (see --endpoint)")
            others = []
        groups = [due] if self.endpoint == "async" else [services, others]
        for group in groups:
            asynchronous = self.endpoint == "async" or group is others
            waiting = list(reversed(group))
            while waiting and not self.stopped:
                chunk: list[int] = []
                while waiting and len(chunk) < self.size:
                    if not self._condemned(i := waiting.pop()):
                        chunk.append(i)
                self._deliver(chunk, asynchronous=asynchronous)

        if self.updated < self.received:
            self.client.notify(
                f"Datadog received {self.received:,} outcomes and says that it updated"
                f" {self.updated:,} of them: the others may have been the same before"
            )

    def report(self) -> DeliveryReport:
        for answered, number in self.unclear.items():
            message = (
                f"Datadog answered {answered}, so it is not known whether it has"
                f" {count(number, 'outcome')}"
            )
            self.errors.append(DatadogUnreachable(message, hint=SOMETHING_BETWEEN))
        if self.given_up:
            message = (
                f"{self.given_up} outcomes are not sent: Datadog refused so many that {_MOST_PARTS}"
                " requests were not enough to tell the good ones from the bad ones"
            )
            self.errors.append(DatadogRefused(message, status=0))
        return DeliveryReport(
            tuple(
                msgspec.structs.replace(outcome, delivery=self.delivery.get(i, outcome.delivery))
                for i, outcome in enumerate(self.outcomes)
            ),
            tuple(self.words.get(i, "") for i in range(len(self.outcomes))),
            (*self._refused_errors(), *self.errors),
            tuple(self.endpoints),
        )

    def _deliver(self, chunk: list[int], *, asynchronous: bool, part: bool = False) -> None:
        """Send a chunk; where it is refused, its halves."""
        chunk = [i for i in chunk if not self._condemned(i)]
        if not chunk or self.stopped:
            return
        if part and self.parts >= _MOST_PARTS:
            self.given_up += len(chunk)
            return
        self.parts += part
        by_async = asynchronous or self.batch_gone
        try:
            chosen = [self.outcomes[i] for i in chunk]
            answer = post(self.client, chosen, asynchronous=by_async)
        except (DatadogRefused, DatadogUnreachable) as error:
            self._stop(error)
            return
        match meaning(answer, len(chunk), asynchronous=by_async):
            case Meaning.STORED:
                self._took(chunk, Delivery.SENT, "async" if by_async else "batch")
                self._count(answer)
            case Meaning.ACCEPTED:
                self._took(chunk, Delivery.ACCEPTED, "async" if by_async else "batch")
            case Meaning.NOT_UNDERSTOOD:
                # All of them stay undelivered: sending one twice is harmless.
                why = not_understood(answer, len(chunk), asynchronous=by_async)
                self.unclear[f"{answer.status} {why}"] += len(chunk)
            case Meaning.AT_FAULT | Meaning.TOO_MANY if len(chunk) == 1:
                self._stands_alone(chunk[0], answer)
            case (Meaning.AT_FAULT | Meaning.TOO_MANY) as why:
                middle = len(chunk) // 2
                if why is Meaning.TOO_MANY:
                    self.size = min(self.size, max(1, middle))
                self._deliver(chunk[:middle], asynchronous=asynchronous, part=True)
                self._deliver(chunk[middle:], asynchronous=asynchronous, part=True)
            case Meaning.GONE if not by_async and self.endpoint == "auto":
                self.batch_gone = True
                self.client.notify(
                    f"Datadog's batch endpoint answered {answer.status}; sending to the other one,"
                    f" {ASYNC_PATH}"
                )
                self._deliver(chunk, asynchronous=True)
            case _:
                self._stop(refusal(answer))

    def _took(self, chunk: list[int], delivery: Delivery, endpoint: str) -> None:
        if endpoint not in self.endpoints:
            self.endpoints.append(endpoint)
        for i in chunk:
            self.delivery[i] = delivery
            self.taken.update(self._names(i).items())
        self.pending.settled(chunk)

    def _count(self, answer: Answer) -> None:
        """Keep count of what was changed, of the answers that say it."""
        changed = updated(answer)
        if changed is not None:
            self.received += received(answer) or 0
            self.updated += changed

    def _stands_alone(self, i: int, answer: Answer) -> None:
        """One outcome was refused by itself. The second one of a rule, or of an entity, with the
        same words takes the others along, unless Datadog took one of them in this run, or its words
        speak of the other half of the pair.
        """
        self._refuse(i, f"{answer.words} ({answer.status})")
        said = answer.words.lower()
        names = self._names(i)
        if "rule" in said:
            names.pop("entity")
        elif "service_name" in said or "entity" in said:
            names.pop("rule")
        for suspect in names.items():
            self.refusals[*suspect, answer.words] += 1
            if self.refusals[*suspect, answer.words] >= 2 and suspect not in self.taken:
                self.condemned[suspect] = f"{answer.words} ({answer.status})"

    def _condemned(self, i: int) -> bool:
        for suspect in self._names(i).items():
            if suspect in self.condemned:
                self._refuse(
                    i, f"{self.condemned[suspect]}; not sent, as others like it were refused"
                )
                return True
        return False

    def _names(self, i: int) -> dict[str, str]:
        return {
            "rule": self.outcomes[i].rule_id or "",
            "entity": self.outcomes[i].entity,
        }

    def _refuse(self, i: int, words: str) -> None:
        self.delivery[i] = Delivery.REJECTED
        self.words[i] = words

    def _stop(self, error: DatadogRefused | DatadogUnreachable) -> None:
        self.stopped = True
        self.errors.append(error)

    def _refused_errors(self) -> list[DatadogRefused]:
        """One error for each rule and the words that it was refused with."""
        groups: dict[tuple[str, str], list[str]] = {}
        for i, words in self.words.items():
            outcome = self.outcomes[i]
            groups.setdefault((outcome.rule, words), []).append(outcome.entity)
        messages = []
        for (rule, words), entities in list(groups.items())[:_MESSAGES]:
            more = len(entities) - _NAMED
            who = ", ".join(entities[:_NAMED]) + (f" and {more} more" if more > 0 else "")
            messages.append(f"Datadog refused the rule {rule!r} for {who}: {words}")
        if len(groups) > _MESSAGES:
            messages.append(
                f"{len(groups) - _MESSAGES} more refusals of Datadog are not listed here"
            )
        return [DatadogRefused(message, status=0) for message in messages]
