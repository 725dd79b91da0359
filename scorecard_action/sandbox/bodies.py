"""The bodies of write requests, checked attribute by attribute with the recorded words."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, NamedTuple

import msgspec
from flask import Request

from scorecard_action.sandbox.answers import RefusedError, bad_request, required
from scorecard_action.sandbox.rows import NewOutcome

LARGEST = 10 * 1024 * 1024  # bytes
_STATES = ("pass", "fail", "skip")
_LEVELS = (1, 2, 3)
_MEDIA_TYPES = frozenset({"application/json", "application/vnd.api+json"})


class RuleRequest(NamedTuple):
    """The attributes of a rule to create or to replace."""

    name: str
    scorecard_id: str | None
    scorecard_name: str | None
    description: str | None
    owner: str | None
    enabled: bool
    level: int | None
    scope_query: str | None


def document(request: Request) -> object:
    """The JSON of a request.

    Refuses other content types (415), more than LARGEST bytes (413) and what is not JSON (400).
    """
    if request.mimetype not in _MEDIA_TYPES:
        raise RefusedError(415, "Unsupported Media Type", "content type must be application/json")
    body = request.get_data()
    if len(body) > LARGEST:
        raise RefusedError(413, "Request Entity Too Large")
    try:
        # Unlike the standard library's parser, this one refuses NaN and lone surrogates.
        return msgspec.json.decode(body, type=object)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise bad_request("request body is not valid JSON") from error


def attributes(body: object, kind: str) -> dict[str, Any]:
    """`data.attributes` of a document of this type."""
    data = _object(body, "data")
    if data.get("type", kind) != kind:
        raise bad_request(f'attribute "type" must be one of "{kind}"')
    return _object(data, "attributes")


def batch(body: object, who: str, rules: Set[str]) -> list[NewOutcome]:
    """The items of a batch, with `who` (`service_name` or `entity_reference`) naming the entity.

    What the service does with a batch that holds one bad item is not known, nor does a recorded
    error say which item was at fault. Here such a batch is refused whole: the strictest a client
    can meet.
    """
    results = attributes(body, "batched-outcome").get("results")
    if not isinstance(results, list):
        raise required("results")
    items = [_outcome(item, who) for item in results]
    if any(item.rule_id not in rules for item in items):
        raise RefusedError(409, "Invalid rule_id")
    return items


def _outcome(item: object, who: str) -> NewOutcome:
    if not isinstance(item, dict):
        raise bad_request('attribute "results" must be a list of objects')
    rule_id = _text(item, "rule_id")
    if not rule_id:
        raise required("rule_id")
    entity = _text(item, who)
    if not entity:
        raise required(who)
    if who == "service_name":
        entity = f"service:{entity}"
    elif not all(entity.partition(":")):
        raise bad_request(f'attribute "{who}" must be an entity reference')
    if item.get("state") not in _STATES:
        raise bad_request(f'attribute "state" must be one of "{" ".join(_STATES)}"')
    return NewOutcome(rule_id, entity, item["state"], _text(item, "remarks"))


def rule(body: object) -> RuleRequest:
    """The attributes of a rule. Refuses a rule without a name or without a scorecard."""
    given = attributes(body, "rule")
    name = _text(given, "name")
    if not name:
        raise required("name")
    if not (_text(given, "scorecard_id") or _text(given, "scorecard_name")):
        raise required("scorecard_name")
    enabled = given.get("enabled", True)
    if not isinstance(enabled, bool):
        raise bad_request('attribute "enabled" must be true or false')
    level = given.get("level")
    if level is not None and (isinstance(level, bool) or level not in _LEVELS):
        raise bad_request('attribute "level" must be one of "1 2 3"')
    return RuleRequest(
        name=name,
        scorecard_id=_text(given, "scorecard_id"),
        scorecard_name=_text(given, "scorecard_name"),
        description=_text(given, "description"),
        owner=_text(given, "owner"),
        enabled=enabled,
        level=None if level is None else int(level),
        scope_query=_text(given, "scope_query"),
    )


def _object(parent: object, name: str) -> dict[str, Any]:
    value = parent.get(name) if isinstance(parent, dict) else None
    if not isinstance(value, dict):
        raise required(name)
    return value


def _text(parent: dict[str, Any], name: str) -> str | None:
    value = parent.get(name)
    if value is not None and not isinstance(value, str):
        raise bad_request(f'attribute "{name}" must be a string')
    return value or None
