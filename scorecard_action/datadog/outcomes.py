"""The two endpoints that take outcomes: their bodies, and what an answer says of the outcomes.

https://docs.datadoghq.com/api/latest/scorecards/#create-outcomes-batch (for services, answers 200)
and #update-scorecard-outcomes (for entities of every kind, answers 202: accepted, stored later).
"""

from __future__ import annotations

import re
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
    NOT_UNDERSTOOD = auto()
    """It says neither that they were taken nor that they were refused (see `not_understood`)."""
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

# `rule not found: <id>` is recorded.
_NO_RULE = re.compile(r"\brule not found\b|\brule_id\b", re.IGNORECASE)


def post(client: Client, outcomes: Sequence[Outcome], *, asynchronous: bool) -> Answer:
    """Send outcomes in one request; each has a state and a rule id. Raises as `Client.request`."""
    path, body = (ASYNC_PATH, async_body) if asynchronous else (BATCH_PATH, batch_body)
    return client.request("POST", path, json=body(outcomes))


def meaning(answer: Answer, sent: int, *, asynchronous: bool) -> Meaning:
    """What the answer says of the `sent` outcomes of its request."""
    if answer.status < 300:
        if not_understood(answer, sent, asynchronous=asynchronous):
            return Meaning.NOT_UNDERSTOOD
        return Meaning.ACCEPTED if asynchronous else Meaning.STORED
    # An unknown rule may be a 404 as it is for /rules/{id}: that is the outcome's fault. A gateway
    # without a route has words such as "no ingress rule matched".
    if answer.status == 404 and isinstance(answer.body, dict) and _NO_RULE.search(answer.words):
        return Meaning.AT_FAULT
    return _BY_STATUS.get(answer.status, Meaning.REFUSED)


def not_understood(answer: Answer, sent: int, *, asynchronous: bool) -> str:
    """Why a 2xx does not say that the `sent` outcomes were taken; empty where it does.

    It has to be the recorded one: 200 (batch) or 202 (asynchronous, which the specification gives
    no body), `data`, no `errors`, and as many received as were sent.
    """
    expected = 202 if asynchronous else 200
    if answer.status != expected:
        return f"where {expected} is due"
    if asynchronous and answer.body is None and not answer.text:
        return ""
    body = answer.body if isinstance(answer.body, dict) else {}
    if body.get("errors"):
        return f"with errors: {answer.words}"
    if not isinstance(body.get("data"), list | dict):
        return "without `data`"
    number = received(answer)
    if number is None:
        return "without saying how many outcomes it received"
    return "" if number == sent else f"and received {number} of the {sent} outcomes of a batch"


def received(answer: Answer) -> int | None:
    """How many outcomes Datadog says that it received; None where it does not say."""
    return _number(answer, "total_received")


def updated(answer: Answer) -> int | None:
    """How many it says that it changed; None where it does not say."""
    number = _number(answer, "total_updated")
    return _number(answer, "total_staged") if number is None else number


def _number(answer: Answer, name: str) -> int | None:
    meta = answer.body.get("meta") if isinstance(answer.body, dict) else None
    number = meta.get(name) if isinstance(meta, dict) else None
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
