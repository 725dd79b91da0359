"""The outcomes that Datadog has now, to show what a run changes."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from scorecard_action.datadog.client import Client
from scorecard_action.datadog.outcomes import ASYNC_PATH as PATH
from scorecard_action.datadog.paging import pages
from scorecard_action.errors import DatadogRefused, DatadogUnreachable
from scorecard_action.model import Entity, State

_FILTERED = 20  # services; for more, one list of everything takes fewer requests


class Stored(NamedTuple):
    """An outcome that Datadog has; the time is in UTC, None where it is not known."""

    state: State
    modified_at: dt.datetime | None


class Current(NamedTuple):
    """What Datadog has, by entity (`service:cart`) and rule id. `note` says what is left out."""

    outcomes: dict[tuple[str, str], Stored]
    note: str = ""


def current(client: Client, entities: Iterable[str], budget_seconds: float = 20.0) -> Current:
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
    try:
        for params in filters if len(services) <= _FILTERED else [{}]:
            for page in pages(client, PATH, params, until=until, tries=1):
                found.update(entry for item in page if (entry := _entry(item)))
    except (DatadogRefused, DatadogUnreachable) as error:
        return Current(
            found, f"the outcomes that Datadog has now could not all be read: {error.message}"
        )
    return Current(found)


def _entry(item: dict[str, Any]) -> tuple[tuple[str, str], Stored] | None:
    """The key and value of one item; None where it has no state that we know."""
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
    return (f"service:{name}", rule), Stored(state, _time(attributes.get("modified_at")))


def _time(text: object) -> dt.datetime | None:
    try:
        time = dt.datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)
