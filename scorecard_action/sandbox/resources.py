"""What the store holds as the resource objects of JSON:API that the service answers with."""

from __future__ import annotations

import json
from typing import Any

from scorecard_action.sandbox.rows import CatalogRow, OutcomeRow, RuleRow, ScorecardRow
from scorecard_action.sandbox.scores import NO_DATA, Score


def rule(row: RuleRow) -> dict[str, Any]:
    """A rule with its relationship to its scorecard."""
    attributes = {
        "category": row.scorecard_name,
        "created_at": row.created_at,
        "custom": True,
        "description": row.description,
        "enabled": bool(row.enabled),
        "level": row.level,
        "modified_at": row.modified_at,
        "name": row.name,
        "owner": row.owner,
        "scope_query": row.scope_query,
        "scorecard_name": row.scorecard_name,
    }
    scorecard = {"data": {"id": row.scorecard_id, "type": "scorecard"}}
    return {
        "id": row.id,
        "type": "rule",
        "attributes": {key: value for key, value in attributes.items() if value is not None},
        "relationships": {"scorecard": scorecard},
    }


def rule_in_short(row: RuleRow) -> dict[str, Any]:
    """A rule as `include=rule` shows it beside outcomes."""
    attributes = {"name": row.name, "scorecard_name": row.scorecard_name}
    return {"id": row.id, "type": "rule", "attributes": attributes}


def outcome(row: OutcomeRow) -> dict[str, Any]:
    """An outcome with its relationship to its rule."""
    attributes = {"created_at": row.created_at, "modified_at": row.modified_at}
    if row.remarks is not None:
        attributes["remarks"] = row.remarks
    kind, _, name = row.entity.partition(":")
    if kind == "service":
        attributes["service_name"] = name
    else:
        # How the service lists the outcome of another kind of entity is not documented.
        attributes["entity_reference"] = row.entity
    attributes["state"] = row.state
    return {
        "id": row.id,
        "type": "outcome",
        "attributes": attributes,
        "relationships": {"rule": {"data": {"id": row.rule_id, "type": "rule"}}},
    }


def scorecard(row: ScorecardRow, *, dated: bool = True) -> dict[str, Any]:
    """A scorecard; without its times where it is only included beside rules."""
    attributes = {"name": row.name}
    if row.description is not None:
        attributes["description"] = row.description
    if dated:
        attributes |= {"created_at": row.created_at, "modified_at": row.modified_at}
    return {"id": row.id, "type": "scorecard", "attributes": attributes}


def entity(row: CatalogRow) -> dict[str, Any]:
    """An entity of the catalog. What a discovered one lacks in the real answers is not recorded."""
    attributes = {
        "apiVersion": row.api_version,
        "displayName": row.display_name,
        "kind": row.kind,
        "name": row.name,
        "namespace": row.namespace,
        "owner": row.owner,
        "tags": json.loads(row.tags) if row.tags else None,
    }
    return {
        "id": row.id,
        "type": "entity",
        "attributes": {key: value for key, value in attributes.items() if value is not None},
        "meta": {
            "createdAt": row.created_at,
            "modifiedAt": row.modified_at,
            "ingestionSource": "discovered" if row.discovered else "api",
            "origin": "unknown",
        },
    }


def score(row: Score, aggregation: str) -> dict[str, Any]:
    """A score. The specification has no relationship for kinds."""
    attributes = {
        "aggregation": aggregation,
        "score": row.ratio,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "total_pass": row.states["pass"],
        "total_fail": row.states["fail"],
        "total_skip": row.states["skip"],
        "total_no_data": row.states[NO_DATA],
        "total_entities": row.entities,
        "level": row.level,
    }
    resource = {
        "id": row.id,
        "type": "score",
        "attributes": {key: value for key, value in attributes.items() if value is not None},
    }
    what = aggregation.removeprefix("by-")
    if what != "kind":
        resource["relationships"] = {what: {"data": {"id": row.id, "type": what}}}
    return resource
