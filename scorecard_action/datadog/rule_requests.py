"""Datadog's rules read and written: GET for the plan, then POST, PUT and DELETE, one by one.

https://docs.datadoghq.com/api/latest/scorecards/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn
from urllib.parse import quote

from scorecard_action.datadog.answers import Answer, refusal
from scorecard_action.datadog.client import Client
from scorecard_action.datadog.paging import pages
from scorecard_action.datadog.rulebook import Action, Attributes, Plan, Step, StoredRule, stored
from scorecard_action.datadog.rules import PATH
from scorecard_action.errors import DatadogRefused, DatadogUnreachable, ScorecardActionError

_WRITES = frozenset({Action.CREATE, Action.UPDATE})


class Done(NamedTuple):
    """What became of a step: the rule's id, else the error. `tried` is False for one left out."""

    step: Step
    id: str | None = None
    error: ScorecardActionError | None = None
    tried: bool = True


def read(client: Client) -> list[StoredRule]:
    """Return all rules that Datadog has. Raises what `Client.get` raises."""
    return [one for page in pages(client, PATH) for one in map(stored, page) if one.id]


def body(attributes: Attributes) -> dict[str, Any]:
    """Return the body that creates a rule, or replaces all attributes of one."""
    return {"data": {"attributes": attributes, "type": "rule"}}


def apply(client: Client, wanted: Plan) -> Iterator[Done]:
    """Create, update and delete what the plan says, and yield each result as it is there.

    A refused step does not keep the others back, but for three cases, in which what is left is
    yielded untried: the keys may not write, Datadog is not reached, and nothing is deleted after a
    failure: the rule to be deleted may be the one that a new one was to replace.
    """
    failed = any(step.action is Action.IMPOSSIBLE for step in wanted.steps)
    stopped: ScorecardActionError | None = None
    for step in (*wanted.steps, *wanted.deletions):
        if step.action not in _WRITES and step.action is not Action.DELETE:
            continue
        if stopped or (failed and step.action is Action.DELETE):
            yield Done(step, tried=False)
            continue
        try:
            yield Done(step, _write(client, step))
        except (DatadogRefused, DatadogUnreachable) as error:
            failed = True
            if not isinstance(error, DatadogRefused) or error.status in {401, 403}:
                stopped = error
            yield Done(step, error=error)


def _write(client: Client, step: Step) -> str:
    if step.action is Action.CREATE:
        return _create(client, step)
    path = f"{PATH}/{quote(step.id or '', safe='')}"
    if step.action is Action.UPDATE:
        answer = client.request("PUT", path, json=body(step.attributes or {}))
        _sound(answer)
        _id_in(answer, "the changed rule")
    else:
        answer = client.request("DELETE", path)
        # gone is gone, be it by a try whose answer was lost
        if answer.status != 404:
            _sound(answer)
            if answer.status != 204:
                _unclear(answer, "saying that the rule is deleted (204)")
    return step.id or ""


def _create(client: Client, step: Step) -> str:
    before = client.requests
    answer = client.request("POST", PATH, json=body(step.attributes or {}))
    if answer.status >= 400 and client.requests - before > 1 and (made := _made(client, step)):
        # a name is there once: refused because an earlier try was heard, and its answer lost
        return made
    _sound(answer)
    return _id_in(answer, "the new rule")


def _id_in(answer: Answer, what: str) -> str:
    """The id of the rule in a success; raises DatadogUnreachable where there is none."""
    body = answer.body if isinstance(answer.body, dict) else {}
    data = body.get("data")
    found = str(data.get("id") or "") if isinstance(data, dict) and not body.get("errors") else ""
    if not found:
        _unclear(answer, f"the id of {what}")
    return found


def _unclear(answer: Answer, what: str) -> NoReturn:
    raise DatadogUnreachable(
        f"Datadog answered {answer.status} without {what}",
        hint="`rules plan` shows what is there",
    )


def _made(client: Client, step: Step) -> str | None:
    query = {"filter[rule][name]": step.name}
    for page in pages(client, PATH, query):
        for one in map(stored, page):
            if one.attributes | (step.attributes or {}) == one.attributes:
                return one.id
    return None


def _sound(answer: Answer) -> None:
    if answer.status < 400:
        return
    error = refusal(answer)
    if answer.status in {401, 403}:
        raise error
    # the address is right: the list of rules came from it
    raise DatadogRefused(error.message, status=error.status)
