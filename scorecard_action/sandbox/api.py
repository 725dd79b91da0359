"""The endpoints of the Scorecards API that are used here, as recordings of the service show them.

https://docs.datadoghq.com/api/latest/scorecards/
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Set
from typing import Any

from flask import Blueprint, Response, request

from scorecard_action.sandbox import bodies, query, resources, scores
from scorecard_action.sandbox.access import check_keys
from scorecard_action.sandbox.answers import RefusedError, answer, bad_request, empty
from scorecard_action.sandbox.rows import RuleRow
from scorecard_action.sandbox.store import DuplicateRuleError, Store

PREFIX = "/api/v2/scorecard"
_RULE = "/rules/<rule_id>"


def blueprint(store: Store, rejected_rules: Set[str] = frozenset()) -> Blueprint:
    """The API over this store. Outcomes of `rejected_rules` are refused as if of unknown rules."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)

    api.before_request(check_keys)
    _serve_rules(api, store)
    _serve_outcomes(api, store, rejected_rules)
    _serve_scorecards(api, store)
    _serve_scores(api, store)
    return api


def _serve_rules(api: Blueprint, store: Store) -> None:
    @api.get("/rules")
    def list_rules() -> Response:
        arguments = request.args.to_dict()
        page = query.page_of(arguments)
        rules = store.rules(
            id=query.text(arguments, "filter[rule][id]"),
            name=query.text(arguments, "filter[rule][name]"),
            description=query.text(arguments, "filter[rule][description]"),
            enabled=query.flag(arguments, "filter[rule][enabled]"),
            size=page.size,
            offset=page.offset,
        )
        if query.flag(arguments, "filter[rule][custom]") is False:
            rules = []  # every rule here was made by its user
        document: dict[str, Any] = {
            "data": [query.sparse(resources.rule(rule), arguments) for rule in rules]
        }
        if query.included(arguments, "scorecard"):
            of_rules = {rule.scorecard_id for rule in rules}
            document["included"] = [
                query.sparse(resources.scorecard(row, dated=False), arguments)
                for row in store.scorecards()
                if row.id in of_rules
            ]
        document["links"] = query.links(request.path, arguments, page)
        return answer(document)

    @api.post("/rules")
    def create_rule() -> Response:
        given = bodies.rule(bodies.document(request))
        return answer({"data": resources.rule(_put(store, given, None))}, 201)

    @api.put(_RULE)
    def update_rule(rule_id: str) -> Response:
        given = bodies.rule(bodies.document(request))
        with store.transaction():
            found = store.rules(id=rule_id)
            if not found:
                raise _no_rule(rule_id)
            return answer({"data": resources.rule(_put(store, given, found[0]))})

    @api.delete(_RULE)
    def delete_rule(rule_id: str) -> Response:
        if not store.delete_rule(rule_id):
            raise _no_rule(rule_id)
        return empty()


def _serve_outcomes(api: Blueprint, store: Store, rejected_rules: Set[str]) -> None:
    @api.get("/outcomes")
    def list_outcomes() -> Response:
        arguments = request.args.to_dict()
        page = query.page_of(arguments)
        service = query.text(arguments, "filter[outcome][service_name]")
        outcomes = store.outcomes(
            entity=f"service:{service}" if service else None,
            state=query.text(arguments, "filter[outcome][state]"),
            rule_id=query.text(arguments, "filter[rule][id]"),
            rule_name=query.text(arguments, "filter[rule][name]"),
            rule_enabled=query.flag(arguments, "filter[rule][enabled]"),
            size=page.size,
            offset=page.offset,
        )
        document: dict[str, Any] = {
            "data": [query.sparse(resources.outcome(row), arguments) for row in outcomes]
        }
        if query.included(arguments, "rule"):
            of_outcomes = {row.rule_id for row in outcomes}
            document["included"] = [
                query.sparse(resources.rule_in_short(row), arguments)
                for row in store.rules()
                if row.id in of_outcomes
            ]
        document["links"] = query.links(request.path, arguments, page)
        return answer(document)

    @api.post("/outcomes/batch")
    def batch() -> Response:
        body = bodies.document(request)
        with store.transaction():
            items = bodies.batch(body, "service_name", store.rule_ids() - rejected_rules)
            stored = store.put_outcomes(items)
        meta = {"total_received": len(items), "total_updated": len(stored)}
        return answer({"data": [resources.outcome(row) for row in stored], "meta": meta})

    @api.post("/outcomes")
    def batch_later() -> Response:
        body = bodies.document(request)
        with store.transaction():
            items = bodies.batch(body, "entity_reference", store.rule_ids() - rejected_rules)
            store.put_outcomes(items)
        alphabet = string.ascii_lowercase + string.digits
        ticket = "".join(secrets.choice(alphabet) for _ in range(21))
        data = {"id": ticket, "type": "async-request"}
        return answer({"data": data, "meta": {"total_received": len(items)}}, 202)


def _serve_scorecards(api: Blueprint, store: Store) -> None:
    @api.get("/scorecards")
    def list_scorecards() -> Response:
        arguments = request.args.to_dict()
        page = query.page_of(arguments)
        rows = store.scorecards(
            id=query.text(arguments, "filter[scorecard][id]"),
            name=query.text(arguments, "filter[scorecard][name]"),
            description=query.text(arguments, "filter[scorecard][description]"),
            size=page.size,
            offset=page.offset,
        )
        return answer({"data": [resources.scorecard(row) for row in rows]})


def _serve_scores(api: Blueprint, store: Store) -> None:
    @api.get("/scores/<aggregation>")
    def list_scores(aggregation: str) -> Response:
        if aggregation not in scores.AGGREGATIONS:
            raise bad_request(f'aggregation must be one of "{" ".join(scores.AGGREGATIONS)}"')
        arguments = request.args.to_dict()
        page = query.page_of(arguments, most=scores.PAGE_SIZE)
        found = scores.ordered(
            scores.scores(store, aggregation, _rules_scored(store, aggregation, arguments)),
            arguments.get("sort", ""),
        )
        shown = found[page.offset : page.offset + page.size]
        meta = {
            "count": len(shown),
            "limit": page.size,
            "offset": page.offset,
            "total": len(found),
        }
        return answer(
            {
                "data": [resources.score(one, aggregation) for one in shown],
                "links": {"next": query.links(request.path, arguments, page)["next"]},
                "meta": meta,
            }
        )


def _rules_scored(store: Store, aggregation: str, arguments: dict[str, str]) -> list[RuleRow]:
    """The rules that a request for scores means.

    Disabled rules do not count. That there is a filter on it says that a list by rule has them.
    """
    enabled = query.flag(arguments, "filter[rule][is_enabled]")
    if enabled is None and aggregation != "by-rule":
        enabled = True
    if query.flag(arguments, "filter[rule][is_custom]") is False:
        return []  # every rule here was made by its user
    ids = query.names(arguments.get("filter[rule][id]", ""))
    levels = query.names(arguments.get("filter[rule][level]", ""))
    scorecards = query.names(arguments.get("filter[rule][scorecard_id]", ""))
    return [
        rule
        for rule in store.rules(name=query.text(arguments, "filter[rule][name]"), enabled=enabled)
        if (not ids or rule.id in ids)
        and (not levels or str(rule.level) in levels)
        and (not scorecards or rule.scorecard_id in scorecards)
    ]


def _no_rule(rule_id: str) -> RefusedError:
    return RefusedError(404, "Not Found", f"rule not found: {rule_id}")


def _put(store: Store, given: bodies.RuleRequest, old: RuleRow | None) -> RuleRow:
    # As recorded, an update replaces: an owner that is not given again is gone.
    with store.transaction():
        if given.scorecard_id:
            if not store.scorecards(id=given.scorecard_id):
                raise bad_request('attribute "scorecard_id" failed scorecard lookup')
            scorecard_id = given.scorecard_id
        else:
            scorecard_id = store.scorecard_named(given.scorecard_name or "")
        try:
            return store.put_rule(
                id=old.id if old else None,
                name=given.name,
                scorecard_id=scorecard_id,
                description=given.description,
                owner=given.owner,
                enabled=given.enabled,
                level=given.level or (old.level if old else 3),
                scope_query=given.scope_query,
            )
        except DuplicateRuleError as error:
            # Names are unique per scorecard; what the service says of a second one is not recorded.
            raise bad_request('attribute "name" must be unique in its scorecard') from error
