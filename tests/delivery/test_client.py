"""Datadog's own client: our bodies are its models, and its calls work against the sandbox."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from datadog_api_client import ApiClient, Configuration
from datadog_api_client.exceptions import ApiException
from datadog_api_client.model_utils import validate_and_convert_types
from datadog_api_client.v2.api.scorecards_api import ScorecardsApi
from datadog_api_client.v2.api.software_catalog_api import SoftwareCatalogApi
from datadog_api_client.v2.model.create_rule_request import CreateRuleRequest
from datadog_api_client.v2.model.outcomes_batch_request import OutcomesBatchRequest
from datadog_api_client.v2.model.scorecard_scores_aggregation import ScorecardScoresAggregation
from datadog_api_client.v2.model.update_outcomes_async_request import UpdateOutcomesAsyncRequest
from datadog_api_client.v2.model.update_rule_request import UpdateRuleRequest

from scorecard_action.datadog.outcomes import async_body, batch_body
from scorecard_action.model import State
from scorecard_action.sandbox.catalog import seed_catalog
from tests.datadog.helpers import outcome
from tests.delivery.building import Api, api, rules

REMARKS = 'See: <a href="https://ci.example/57">build 57</a> ümlaut'
OUTCOMES = [
    outcome("service:cart", "rule-0000-abcdefg", remarks=REMARKS),
    outcome("service:cart", "rule-0001-abcdefg", state=State.FAIL),
    outcome("service:search", "rule-0001-abcdefg", state=State.SKIP, remarks="waived"),
]


def as_model(body: dict[str, Any], model: type) -> Any:
    """The body as the client's own model; raises where an attribute has no place or a bad value."""
    made = validate_and_convert_types(
        body, (model,), ["body"], True, True, configuration=Configuration()
    )
    assert isinstance(made, model)
    return made


def unparsed(model: Any) -> bool:
    """Whether the client met something that it does not know."""
    if isinstance(model, list):
        return any(map(unparsed, model))
    if not hasattr(model, "_data_store"):
        return False
    return bool(model._unparsed) or any(map(unparsed, model._data_store.values()))


@pytest.fixture
def sandbox() -> Iterator[Api]:
    with api(rules(3)) as served:
        yield served


@pytest.fixture
def client(sandbox: Api) -> Iterator[ApiClient]:
    configuration = Configuration(host=sandbox.url)
    configuration.api_key = {"apiKeyAuth": "any-api-key", "appKeyAuth": "any-app-key"}
    configuration.enable_retry = False
    configuration.unstable_operations["create_scorecard_outcomes_batch"] = True
    with ApiClient(configuration) as made:
        yield made


@pytest.fixture
def datadog(client: ApiClient) -> ScorecardsApi:
    return ScorecardsApi(client)


@pytest.mark.parametrize(
    ("model", "body", "state"),
    [
        pytest.param(OutcomesBatchRequest, batch_body(OUTCOMES), "data", id="batch"),
        pytest.param(UpdateOutcomesAsyncRequest, async_body(OUTCOMES), "data", id="async"),
    ],
)
def test_our_bodies_are_its_models(model: type, body: dict[str, Any], state: str) -> None:
    made = as_model(body, model)
    assert not unparsed(made)
    assert json.loads(json.dumps(made.to_dict(), default=str)) == body
    # The check can fail.
    body[state]["attributes"]["results"][0]["state"] = "passed"
    assert unparsed(as_model(body, model))


def send_batch(datadog: ScorecardsApi) -> Any:
    with warnings.catch_warnings():
        # Deprecated, and called unstable since.
        warnings.simplefilter("ignore")
        return datadog.create_scorecard_outcomes_batch(
            body=as_model(batch_body(OUTCOMES), OutcomesBatchRequest)
        )


def test_the_batch_endpoint(datadog: ScorecardsApi, sandbox: Api) -> None:
    answer = send_batch(datadog)
    assert not unparsed(answer)
    assert (answer.meta.total_received, len(answer.data)) == (3, 3)
    assert sandbox.stored == {(o.entity, o.rule_id): o.state for o in OUTCOMES}


def test_the_asynchronous_endpoint(datadog: ScorecardsApi, sandbox: Api) -> None:
    datadog.update_scorecard_outcomes(
        body=as_model(async_body(OUTCOMES), UpdateOutcomesAsyncRequest)
    )
    assert sandbox.stored == {(o.entity, o.rule_id): o.state for o in OUTCOMES}


def test_lists(datadog: ScorecardsApi) -> None:
    send_batch(datadog)
    listed = datadog.list_scorecard_outcomes(filter_outcome_service_name="cart", include="rule")
    assert not unparsed(listed)
    assert [item.attributes.state.value for item in listed.data] == ["pass", "fail"]
    assert listed.data[0].attributes.remarks == REMARKS
    named = [item.attributes.name for item in datadog.list_scorecard_rules(page_size=2).data]
    assert named == ["Rule 0", "Rule 1"]
    paged = list(datadog.list_scorecard_rules_with_pagination(page_size=2))
    assert [item.attributes.name for item in paged] == ["Rule 0", "Rule 1", "Rule 2"]


def test_rules_are_made_changed_and_deleted(datadog: ScorecardsApi, sandbox: Api) -> None:
    attributes: dict[str, Any] = {"name": "New", "scorecard_name": "Quality", "enabled": True}
    body = {"data": {"type": "rule", "attributes": attributes}}
    made = datadog.create_scorecard_rule(body=as_model(body, CreateRuleRequest))
    rule_id = made.data.id
    attributes["name"] = "Changed"
    datadog.update_scorecard_rule(rule_id, body=as_model(body, UpdateRuleRequest))
    assert [rule.name for rule in sandbox.store.rules(id=rule_id)] == ["Changed"]
    datadog.delete_scorecard_rule(rule_id)
    assert sandbox.store.rules(id=rule_id) == []


def test_the_catalog(client: ApiClient, sandbox: Api) -> None:
    catalog = SoftwareCatalogApi(client)
    seed_catalog(sandbox.store, [{"ref": f"s{n}", "owner": "shop"} for n in range(3)])
    seed_catalog(sandbox.store, [{"ref": "seen", "discovered": True}])
    found = catalog.list_catalog_entity(filter_ref="service:s1")
    assert not unparsed(found)
    assert [(one.attributes.name, one.attributes.owner) for one in found.data] == [("s1", "shop")]
    assert found.meta.count == 1
    paged = catalog.list_catalog_entity_with_pagination(page_limit=2, include_discovered=True)
    assert [one.attributes.name for one in paged] == ["s0", "s1", "s2", "seen"]
    assert catalog.list_catalog_entity(filter_ref="service:seen").data == []


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        pytest.param("by-entity", [("service:cart", 0.5), ("service:search", None)], id="entity"),
        pytest.param("by-kind", [("service", 0.5)], id="kind"),
        pytest.param("by-team", [("shop", 0.5)], id="team"),
    ],
)
def test_scores(
    datadog: ScorecardsApi, sandbox: Api, aggregation: str, expected: list[tuple[str, float | None]]
) -> None:
    seed_catalog(sandbox.store, [{"ref": "cart", "owner": "shop"}])
    send_batch(datadog)
    found = datadog.list_scorecard_scores(ScorecardScoresAggregation(aggregation), sort="-score")
    assert not unparsed(found)
    assert [(one.id, one.attributes.get("score")) for one in found.data] == expected
    assert (found.meta.total, found.meta.count) == (len(expected), len(expected))


def test_scores_in_pages(datadog: ScorecardsApi) -> None:
    by_rule = ScorecardScoresAggregation("by-rule")
    paged = [
        datadog.list_scorecard_scores(by_rule, page_limit=2, page_offset=offset).data
        for offset in (0, 2, 4)
    ]
    assert [[one.id for one in page] for page in paged] == [
        ["rule-0000-abcdefg", "rule-0001-abcdefg"],
        ["rule-0002-abcdefg"],
        [],
    ]


def test_a_refusal(datadog: ScorecardsApi) -> None:
    body = as_model(async_body([outcome("service:a", "no-such-rule")]), UpdateOutcomesAsyncRequest)
    with pytest.raises(ApiException) as caught:
        datadog.update_scorecard_outcomes(body=body)
    assert caught.value.status == 409
