"""Reading the outcomes that Datadog has now."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scorecard_action.ci.authors import author_in
from scorecard_action.datadog.client import Client
from scorecard_action.datadog.outcomes import ASYNC_PATH as PATH
from scorecard_action.datadog.paging import PAGE_SIZE, pages
from scorecard_action.datadog.stored import Current, Key, Stored, key_of
from scorecard_action.errors import DatadogRefused, DatadogUnreachable
from scorecard_action.model import Author, Entity, Outcome, State

_FEW = 40  # services that are always asked for one by one
_TRIAL = 3  # pages that show whether lists by rule are worth it


def read_current(client: Client, outcomes: Iterable[Outcome], until: float) -> Current:
    """What Datadog has in place of these outcomes, read `until` then (on the client's clock).

    Those without a state or an id are passed over. Only services can be asked for. Never raises for
    what Datadog does: without the scope to read, with a 429 or when the time is over, the rest is
    left out and `note` says so. Nothing else than what was asked for is kept, and of remarks only
    their author.
    """
    wanted = {key_of(one): one.author for one in outcomes if one.state and one.rule_id}
    reading = _Reading(client, until, wanted, set(wanted))
    note = ""
    try:
        reading.run()
    except (DatadogRefused, DatadogUnreachable) as error:
        note = f"the outcomes that Datadog has now could not all be read: {error.message}"
    return Current(reading.found, frozenset(reading.unread), note)


@dataclass
class _Reading:
    """What was read, and what was not yet. `authors` are those met before: most outcomes have the
    same one.
    """

    client: Client
    until: float
    wanted: Mapping[Key, Author | None]
    unread: set[Key]
    found: dict[Key, Stored] = field(default_factory=dict)
    authors: dict[Author, Author] = field(default_factory=dict)
    pages: int = 0

    def run(self) -> None:
        """Read by entity, which takes a request each however large the organization is.

        Of very many entities and few rules by rule: such a list is as long as the organization has
        entities, so only as long as its pages bring more than a request for an entity would.
        """
        by_entity: dict[str, list[Key]] = {}
        by_rule: dict[str, list[Key]] = {}
        for entity, rule in self.wanted:
            kind, name = Entity.parse(entity)
            if kind == "service":
                by_entity.setdefault(name, []).append((entity, rule))
                by_rule.setdefault(rule, []).append((entity, rule))
        least = sum(-(-len(keys) // PAGE_SIZE) for keys in by_rule.values())
        if len(by_entity) > _FEW and 2 * least <= len(by_entity):
            worth = sum(map(len, by_rule.values())) / len(by_entity)
            for rule, keys in by_rule.items():
                if not self._read("filter[rule][id]", rule, keys, worth):
                    break
        for name, keys in by_entity.items():
            left = [key for key in keys if key in self.unread]
            if left:
                self._read("filter[outcome][service_name]", name, left)

    def _read(self, name: str, value: str, keys: Iterable[Key], worth: float = 0.0) -> bool:
        """Read a list that has these keys; False where its pages are not `worth` it, with so many
        found in each.
        """
        left = set(keys)
        for page in pages(self.client, PATH, {name: value}, until=self.until, tries=1):
            self.pages += 1
            for item in page:
                key = _key(item)
                if key in left and (stored := self._stored(item, self.wanted[key])):
                    self.found[key] = stored
                    left.discard(key)
                    self.unread.discard(key)
            if not left:
                # The last page of a list is an empty one, which then need not be asked for.
                return True
            if self.pages >= _TRIAL and len(self.found) < worth * self.pages:
                return False
        self.unread -= left
        return True

    def _stored(self, item: dict[str, Any], ours: Author | None) -> Stored | None:
        """What an item says; None where it has no state that we know."""
        attributes = _attributes(item)
        try:
            state = State(str(attributes.get("state")))
        except ValueError:
            return None
        remarks = attributes.get("remarks")
        author = author_in(remarks, ours) if ours and isinstance(remarks, str) else None
        if author:
            author = self.authors.setdefault(author, author)
        return Stored(state, _time(attributes.get("modified_at")), author)


def _key(item: dict[str, Any]) -> Key:
    # Where the attributes are left out, both names are in the id: `<rule id>\<service>`.
    rule, _, service = str(item.get("id") or "").partition("\\")
    with contextlib.suppress(KeyError, TypeError):
        rule = str(item["relationships"]["rule"]["data"]["id"])
    return f"service:{_attributes(item).get('service_name') or service}", rule


def _attributes(item: dict[str, Any]) -> dict[str, Any]:
    attributes = item.get("attributes")
    return attributes if isinstance(attributes, dict) else {}


def _time(text: object) -> dt.datetime | None:
    try:
        time = dt.datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)
