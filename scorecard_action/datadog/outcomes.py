"""The two endpoints that take outcomes: their bodies, and what an answer says of the outcomes.

https://docs.datadoghq.com/api/latest/scorecards/#create-outcomes-batch (for services, answers 200)
and #update-scorecard-outcomes (for entities of every kind, answers 202: accepted, stored later).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import Any, Literal

from scorecard_action.datadog.answers import Answer
from scorecard_action.datadog.client import Client
from scorecard_action.model import Entity, Outcome

Endpoint = Literal["auto", "batch", "async"]

BATCH_PATH = "/api/v2/scorecard/outcomes/batch"
ASYNC_PATH = "/api/v2/scorecard/outcomes"


class Meaning(Enum):
    """What an answer says of the outcomes of its request."""

    STORED = auto()
    ACCEPTED = auto()
    """Datadog has them, and stores them later."""
    MISCOUNTED = auto()
    """It counts other than we do, so nobody knows which ones it has (see `received`)."""
    AT_FAULT = auto()
    """One of them is at fault, or several are."""
    TOO_MANY = auto()
    """The request is too large."""
    GONE = auto()
    """The endpoint is not there."""
    REFUSED = auto()
    """Nothing would be taken, whatever is sent."""


_BY_STATUS = {
    **dict.fromkeys((400, 409, 422), Meaning.AT_FAULT),
    413: Meaning.TOO_MANY,
    **dict.fromkeys((404, 405, 410), Meaning.GONE),
}


def post(client: Client, outcomes: Sequence[Outcome], *, asynchronous: bool) -> Answer:
    """Send outcomes in one request; each has a state and a rule id. Raises as `Client.request`."""
    path, body = (ASYNC_PATH, async_body) if asynchronous else (BATCH_PATH, batch_body)
    return client.request("POST", path, json=body(outcomes))


def meaning(answer: Answer, sent: int) -> Meaning:
    """What the answer says of the `sent` outcomes of its request."""
    if answer.status < 300:
        if received(answer) not in {None, sent}:
            return Meaning.MISCOUNTED
        return Meaning.ACCEPTED if answer.status == 202 else Meaning.STORED
    # An unknown rule may be a 404 as it is for /rules/{id}: that is the outcome's fault.
    if answer.status == 404 and "rule" in answer.words:
        return Meaning.AT_FAULT
    return _BY_STATUS.get(answer.status, Meaning.REFUSED)


def received(answer: Answer) -> int | None:
    """How many outcomes Datadog says that it received; None where it does not say."""
    meta = answer.body.get("meta") if isinstance(answer.body, dict) else None
    number = meta.get("total_received") if isinstance(meta, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def batch_body(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The body for the batch endpoint: OutcomesBatchRequest of the specification."""
    return _envelope([{"service_name": Entity.parse(o.entity).name, **_item(o)} for o in outcomes])


def async_body(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The body for the asynchronous endpoint: UpdateOutcomesAsyncRequest of the specification."""
    return _envelope(
        [{"entity_reference": str(Entity.parse(o.entity)), **_item(o)} for o in outcomes]
    )


def _envelope(results: list[dict[str, Any]]) -> dict[str, Any]:
    return {"data": {"attributes": {"results": results}, "type": "batched-outcome"}}


def _item(outcome: Outcome) -> dict[str, Any]:
    item: dict[str, Any] = {"rule_id": outcome.rule_id, "state": str(outcome.state)}
    return {**item, "remarks": outcome.remarks} if outcome.remarks else item
