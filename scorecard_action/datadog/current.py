"""The outcomes that Datadog has now, to show what a run changes."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from scorecard_action.datadog.client import Client
from scorecard_action.datadog.outcomes import ASYNC_PATH as PATH
from scorecard_action.datadog.paging import pages
from scorecard_action.errors import DatadogRefused, DatadogUnreachable
from scorecard_action.model import Entity, Outcome, State

BUDGET = 20.0  # seconds
_FILTERED = 20  # services; for more, one list of everything takes fewer requests


class Stored(NamedTuple):
    """An outcome that Datadog has; the time is in UTC, None where it is not known. `read_at` is
    when it was read, on the client's clock.
    """

    state: State
    modified_at: dt.datetime | None
    read_at: float = 0.0


class Current(NamedTuple):
    """What Datadog has, by entity (`service:cart`) and rule id. `note` says why something is left
    out; `dated` is a time of the client's clock and Datadog's own at that moment.
    """

    outcomes: Mapping[tuple[str, str], Stored]
    note: str = ""
    dated: tuple[float, dt.datetime] | None = None

    def of(self, outcome: Outcome) -> Stored | None:
        """What Datadog has for the rule and entity of this outcome."""
        entity = str(Entity.parse(outcome.entity))
        return self.outcomes.get((entity, outcome.rule_id or ""))

    def tells_of(self, outcome: Outcome) -> bool:
        """Whether Datadog would have been found to have an outcome of this rule and entity."""
        service = Entity.parse(outcome.entity).kind == "service"
        return bool(outcome.rule_id) and service and not self.note

    def before(self, outcome: Outcome, sent_at: float | None) -> tuple[State | None, bool]:
        """The state that Datadog had before this outcome was sent at `sent_at` (None: it was not),
        None where it had none; and whether that is known.

        Reading goes on beside the sending, so what was read may be what was just sent. It is not
        where it was read before, where the state is another, or where Datadog dates it earlier.
        """
        stored = self.of(outcome)
        if stored is None:
            return None, self.tells_of(outcome)
        earlier = sent_at is None or stored.read_at <= sent_at or stored.state != outcome.state
        if not earlier and sent_at is not None and self.dated and stored.modified_at:
            at, theirs = self.dated
            # The Date header is cut to whole seconds, which errs on the safe side.
            earlier = stored.modified_at < theirs - dt.timedelta(seconds=max(at - sent_at, 0))
        return (stored.state, True) if earlier else (None, False)


def read_current(
    client: Client, entities: Iterable[str], budget_seconds: float = BUDGET
) -> Current:
    """The stored outcomes of `entities` (as in `Outcome.entity`), within a time budget of its own.

    Only services can be asked for. Never raises for what Datadog does: without the scope to read,
    with a 429 or when the time is over, the rest is left out and `note` says so.
    """
    parsed = [Entity.parse(entity) for entity in entities]
    services = sorted({entity.name for entity in parsed if entity.kind == "service"})
    if not services:
        return Current({})
    until = client.clock.now() + budget_seconds
    filters = [{"filter[outcome][service_name]": name} for name in services]
    found: dict[tuple[str, str], Stored] = {}
    note = ""
    try:
        for params in filters if len(services) <= _FILTERED else [{}]:
            for page in pages(client, PATH, params, until=until, tries=1):
                at = client.clock.now()
                found.update(entry for item in page if (entry := _entry(item, at)))
    except (DatadogRefused, DatadogUnreachable) as error:
        note = f"the outcomes that Datadog has now could not all be read: {error.message}"
    return Current(found, note, client.dated)


def _entry(item: dict[str, Any], at: float) -> tuple[tuple[str, str], Stored] | None:
    """The key and value of one item, read `at`; None where it has no state that we know."""
    attributes = item.get("attributes")
    attributes = attributes if isinstance(attributes, dict) else {}
    # Where the attributes are left out, both names are in the id: `<rule id>\<service>`.
    rule, _, service = str(item.get("id") or "").partition("\\")
    try:
        state = State(str(attributes.get("state")))
    except ValueError:
        return None
    with contextlib.suppress(KeyError, TypeError):
        rule = str(item["relationships"]["rule"]["data"]["id"])
    name = attributes.get("service_name") or service
    if not (rule and name):
        return None
    modified = _time(attributes.get("modified_at"))
    return (f"service:{name}", rule), Stored(state, modified, at)


def _time(text: object) -> dt.datetime | None:
    try:
        time = dt.datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)
