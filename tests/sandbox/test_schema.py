"""Every kind of answer against the components of the API's own OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator
from ruamel.yaml import YAML

from scorecard_action.sandbox import running
from tests.sandbox.client import (
    BATCH,
    CATALOG,
    KEYS,
    OUTCOMES,
    RULES,
    SCORECARDS,
    SCORES,
    call,
    item,
    later,
    new_rule,
    outcomes,
    rule,
)


@pytest.fixture(scope="module")
def components(shared: Path) -> dict[str, Any]:
    text = (shared / "data/scorecards_openapi.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return {"schemas": document["components"]["schemas"]}


# The spec says of most endpoints that errors are strings; the service was recorded with objects,
# which is the other schema that the spec has.
CASES = [
    pytest.param("POST", RULES, rule(name="B", scorecard_name="S"), "CreateRuleResponse",
                 id="create"),
    pytest.param("PUT", RULES + "/{id}", rule(name="C", scorecard_name="T", level=1),
                 "UpdateRuleResponse", id="update"),
    pytest.param("GET", RULES, None, "ListRulesResponse", id="rules"),
    pytest.param("GET", RULES + "?include=scorecard&fields[rule]=name", None, "ListRulesResponse",
                 id="rules-included"),
    pytest.param("GET", OUTCOMES, None, "OutcomesResponse", id="outcomes"),
    pytest.param("GET", OUTCOMES + "?include=rule&fields[outcome]=state", None, "OutcomesResponse",
                 id="outcomes-included"),
    pytest.param("GET", SCORECARDS, None, "ListScorecardsResponse", id="scorecards"),
    pytest.param("GET", CATALOG + "?includeDiscovered=true", None, "ListEntityCatalogResponse",
                 id="catalog"),
    *(
        pytest.param("GET", SCORES + aggregation, None, "ListScorecardScoresResponse",
                     id=aggregation)
        for aggregation in ("by-entity", "by-rule", "by-scorecard", "by-team", "by-kind")
    ),
    pytest.param("GET", SCORES + "by-none", None, "JSONAPIErrorResponse", id="no-aggregation"),
    pytest.param("POST", BATCH, outcomes(item("{id}", remarks="r")), "OutcomesBatchResponse",
                 id="batch"),
    pytest.param("POST", BATCH, outcomes(item("{id}", service="")), "JSONAPIErrorResponse",
                 id="400"),
    pytest.param("POST", BATCH, outcomes(item("none")), "JSONAPIErrorResponse", id="409"),
    pytest.param("DELETE", RULES + "/none", None, "JSONAPIErrorResponse", id="404"),
    pytest.param("POST", BATCH, [], "JSONAPIErrorResponse", id="not-an-object"),
]  # fmt: skip


ENTITIES: list[dict[str, Any]] = [
    {"ref": "checkout", "owner": "shop", "tags": ["a:b"], "display_name": "Checkout"},
    {"ref": "queue:orders"},
    {"ref": "seen", "discovered": True},
]


@pytest.fixture
def url() -> Iterator[str]:
    with running(entities=ENTITIES) as address:
        yield address


@pytest.mark.parametrize(("method", "path", "document", "schema"), CASES)
def test_answers_are_valid(
    url: str, components: dict[str, Any], *, method: str, path: str, document: Any, schema: str
) -> None:
    rule_id = new_rule(url)
    call("POST", url + BATCH, outcomes(item(rule_id, remarks="some")))
    call("POST", url + OUTCOMES, outcomes(later(rule_id, "queue:orders")))
    answer = call(method, url + path.replace("{id}", rule_id), filled(document, rule_id))
    validator = OAS30Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": components},
        format_checker=OAS30Validator.FORMAT_CHECKER,
    )
    assert [error.message for error in validator.iter_errors(answer.json())] == []
    assert ("errors" in answer.json()) == (schema == "JSONAPIErrorResponse"), answer.text


def test_a_missing_key_gives_the_error_that_the_spec_has(
    url: str, components: dict[str, Any]
) -> None:
    answer = call("GET", url + RULES, headers={"DD-APPLICATION-KEY": KEYS["DD-APPLICATION-KEY"]})
    schema = {"$ref": "#/components/schemas/APIErrorResponse", "components": components}
    assert [error.message for error in OAS30Validator(schema).iter_errors(answer.json())] == []


def filled(document: Any, rule_id: str) -> Any:
    if isinstance(document, dict):
        return {key: filled(value, rule_id) for key, value in document.items()}
    if isinstance(document, list):
        return [filled(value, rule_id) for value in document]
    return rule_id if document == "{id}" else document
