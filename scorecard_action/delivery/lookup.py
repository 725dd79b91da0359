"""From the rules of outcomes to Datadog's ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from scorecard_action.datadog.absent import problems
from scorecard_action.datadog.client import Client
from scorecard_action.datadog.rules import RuleRecord, RuleRef, list_rules, resolve
from scorecard_action.datadog.waits import TRIES
from scorecard_action.errors import DatadogRefused, DatadogUnreachable
from scorecard_action.model import Delivery, Outcome

_CHECK = 10.0  # seconds for checking ids, without which nothing is lost
_SHARE = 4  # and not more than this part of the time that there is for everything


class Looked(NamedTuple):
    """The outcomes with the ids that were found; those of a rule that Datadog does not have are
    rejected, and `problems` says which and what to do.

    `error` says why rules could not be listed: then ids are taken at their word, and outcomes of
    rules known by name alone stay undelivered.
    """

    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    error: DatadogRefused | DatadogUnreachable | None = None


def look_up(
    client: Client, outcomes: Sequence[Outcome], *, until: float | None = None, tries: int = TRIES
) -> Looked:
    """Look up rules by name, and check the ids of those that have one. Raises nothing.

    Without `until` (on the client's clock), time is left for sending: what has an id needs no list.
    """
    wanted = list(dict.fromkeys(map(_wanted, outcomes)))
    if not wanted:
        return Looked(tuple(outcomes))
    pinned = [item for item in wanted if item.id]
    if until is None:
        now, end = client.clock.now(), client.deadline()
        if len(pinned) == len(wanted):
            until, tries = now + min(_CHECK, max(end - now, 0) / _SHARE), 1
        else:
            until = now + (end - now) / 2 if pinned else end
    error: DatadogRefused | DatadogUnreachable | None = None
    records: list[RuleRecord] = []
    try:
        records = list_rules(client, until=until, tries=tries)
    except (DatadogRefused, DatadogUnreachable) as caught:
        error = caught
        wanted = pinned
    # A list without any rule tells more about the key's scope than about an id.
    resolved = resolve(wanted, records, check_ids=bool(records))
    found = dict(zip(wanted, resolved, strict=True))
    named = []
    for outcome in outcomes:
        answer = found.get(_wanted(outcome))
        if answer is None:
            named.append(outcome)
            continue
        lost = answer.id is None and outcome.delivery is Delivery.UNDELIVERED
        delivery = Delivery.REJECTED if lost else outcome.delivery
        # An id that Datadog does not know stays: it is what the mapping says.
        rule_id = answer.id or outcome.rule_id
        named.append(msgspec.structs.replace(outcome, rule_id=rule_id, delivery=delivery))
    return Looked(
        tuple(named),
        tuple(problems(wanted, resolved, any_rule=bool(records))),
        tuple(answer.warning for answer in resolved if answer.warning),
        error,
    )


def _wanted(outcome: Outcome) -> RuleRef:
    """What to look for; a rule without a name is called by its id."""
    name = None if outcome.rule == outcome.rule_id else outcome.rule
    return RuleRef(name, outcome.rule_id, outcome.scorecard)
