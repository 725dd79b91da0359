"""Datadog's own recorded exchanges, and its specification: what we send is what it takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest
from openapi_schema_validator import OAS30Validator
from ruamel.yaml import YAML

from scorecard_action.datadog import catalog, rules
from scorecard_action.datadog.current import Stored, read_current
from scorecard_action.datadog.outcomes import async_body, batch_body
from scorecard_action.datadog.paging import pages
from scorecard_action.delivery.batches import send
from scorecard_action.delivery.pending import Pending
from scorecard_action.model import Delivery, Entity, Outcome, State
from tests.datadog.helpers import FakeClock, client_for, outcome
from tests.datadog.server import Reply, Request, Server, answer

REMARKS = 'See: <a href="https://app.datadoghq.com/services">Services</a>'
EMPTY = answer(200, {"data": [], "links": {"next": "/x"}})


def recording(shared: Path, name: str, path: str) -> list[dict[str, Any]]:
    """The exchanges of a recording that are about `path`."""
    file = shared / "data" / "recordings" / f"test_{name}.yaml"
    found = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))["interactions"]
    return [one for one in found if urlsplit(one["request"]["uri"]).path.endswith(path)]


def replay(exchange: dict[str, Any]) -> Reply:
    response = exchange["response"]
    headers = {name: values[0] for name, values in response["headers"].items()}
    return answer(response["status"]["code"], response["body"]["string"].encode(), headers)


def assert_same(request: Request, exchange: dict[str, Any]) -> None:
    """Method, path and body are those recorded, and every recorded parameter that we send."""
    recorded = exchange["request"]
    parts = urlsplit(recorded["uri"])
    assert (request.method, request.path) == (recorded["method"], parts.path)
    assert (json.loads(request.content) if request.content else None) == (
        json.loads(recorded["body"]) if recorded["body"] else None
    )
    if recorded["body"]:
        assert request.headers["content-type"] == recorded["headers"]["content-type"][0]
    query = dict(parse_qsl(parts.query))
    # The first page is recorded without an offset.
    ours = {k: v for k, v in request.query.items() if (k, v) != ("page[offset]", "0")}
    assert ours == query


WRITES = [
    pytest.param(
        "create_outcomes_batch_returns_ok_response",
        "/outcomes/batch",
        outcome(rule="b124b446-f246-41ab-b477-99293969cc5e", remarks=REMARKS),
        Delivery.SENT,
        "",
        id="batch OK",
    ),
    pytest.param(
        "create_outcomes_batch_returns_bad_request_response",
        "/outcomes/batch",
        outcome("service:", "0451feb1-fb1b-463f-ba02-4568feb2795b", remarks=REMARKS),
        Delivery.REJECTED,
        'attribute "service_name" is required (400)',
        id="batch 400",
    ),
    pytest.param(
        "update_scorecard_outcomes_asynchronously_returns_accepted_response",
        "/outcomes",
        outcome(rule="5e3dexz6x_4f_4pa", remarks=REMARKS),
        Delivery.ACCEPTED,
        "",
        id="async 202",
    ),
    pytest.param(
        "update_scorecard_outcomes_asynchronously_returns_bad_request_response",
        "/outcomes",
        outcome(rule="cyysw9dtqcu8zemc", state="INVALID"),
        Delivery.REJECTED,
        'attribute "state" must be one of "pass fail skip" (400)',
        id="async 400",
    ),
    pytest.param(
        "update_scorecard_outcomes_asynchronously_returns_conflict_response",
        "/outcomes",
        outcome(rule="INVALID.RULE_ID", remarks=REMARKS),
        Delivery.REJECTED,
        "Invalid rule_id (409)",
        id="async 409",
    ),
]


@pytest.mark.parametrize(("name", "path", "sent", "delivery", "words"), WRITES)
def test_writes(
    shared: Path, name: str, path: str, sent: Outcome, delivery: Delivery, words: str
) -> None:
    (exchange,) = recording(shared, name, path)
    with Server([replay(exchange)]) as server, client_for(server.url) as client:
        pending = Pending("not saved", [sent], client.keys)
        report = send(client, pending, endpoint="async" if path == "/outcomes" else "auto")
    assert len(server.requests) == 1
    assert_same(server.requests[0], exchange)
    assert report.outcomes == (msgspec.structs.replace(sent, delivery=delivery),)
    assert report.words == (words,)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        pytest.param("get_all_rules", 9, id="nine"),
        pytest.param("list_all_rules", 4, id="four"),
    ],
)
def test_rules(shared: Path, name: str, names: int) -> None:
    (exchange,) = recording(shared, f"{name}_returns_ok_response", "/rules")
    with Server([replay(exchange), EMPTY]) as server, client_for(server.url) as client:
        records = rules.list_rules(client)
    first, last = server.requests
    assert (first.method, first.path) == ("GET", "/api/v2/scorecard/rules")
    assert last.query == {"page[size]": "100", "page[offset]": str(names)}
    assert len(records) == names
    wanted = rules.RuleRecord(
        "be6867b9-bd71-497f-803f-208d7361fee2",
        "Test-Typescript-Create_outcomes_batch_returns_OK_response-1698870335",
        "OpenAPI Spec Test Best Practices",
    )
    assert wanted in records


def test_rules_in_pages(shared: Path) -> None:
    name = "list_all_rules_returns_ok_response_with_pagination"
    exchanges = recording(shared, name, "/rules")
    params = {"page[size]": "2", "fields[rule]": "name", "filter[rule][custom]": "true"}
    with Server(map(replay, exchanges)) as server, client_for(server.url) as client:
        found = [rule["id"] for page in pages(client, rules.PATH, params) for rule in page]
    assert len(server.requests) == len(exchanges) == 3
    for request, exchange in zip(server.requests, exchanges, strict=True):
        assert_same(request, exchange)
    assert found == [
        "a5352494-7fad-4e4b-9c7a-3ecd90f30d27",
        "c70e3b5f-a9f7-4ef8-8417-bf28ea153631",
        "be6867b9-bd71-497f-803f-208d7361fee2",
        "76460cec-323c-4215-81ae-b16aa160d0f1",
    ]


def test_outcomes(shared: Path) -> None:
    (exchange,) = recording(shared, "list_all_rule_outcomes_returns_ok_response", "/outcomes")
    with Server([replay(exchange), EMPTY]) as server, client_for(server.url) as client:
        found = read_current(client, ["service:my-service"])
    assert (server.requests[0].method, server.requests[0].path) == (
        "GET",
        "/api/v2/scorecard/outcomes",
    )
    assert found.note == ""
    assert len(found.outcomes) == 3
    stored = found.outcomes["service:my-service", "c70e3b5f-a9f7-4ef8-8417-bf28ea153631"]
    assert stored.state == State.PASS
    assert stored.modified_at is not None
    assert stored.modified_at.isoformat() == "2023-11-01T20:08:35.478323+00:00"


def test_outcomes_in_pages(shared: Path) -> None:
    name = "list_all_rule_outcomes_returns_ok_response_with_pagination"
    exchanges = recording(shared, name, "/outcomes")
    with Server(map(replay, exchanges)) as server, client_for(server.url) as client:
        found = read_current(client, ["service:my-service"])
    assert len(server.requests) == len(exchanges) == 2
    for request, exchange in zip(server.requests, exchanges, strict=True):
        recorded = dict(parse_qsl(urlsplit(exchange["request"]["uri"]).query))
        for name in ("filter[outcome][service_name]", "page[offset]"):
            assert request.query[name] == recorded.get(name, "0")
    assert found.outcomes == {
        ("service:my-service", "be6867b9-bd71-497f-803f-208d7361fee2"): Stored(
            State.PASS, None, 1000.0
        ),
        ("service:my-service", "c70e3b5f-a9f7-4ef8-8417-bf28ea153631"): Stored(
            State.PASS, None, 1000.0
        ),
    }


def test_entities(shared: Path) -> None:
    (exchange,) = recording(shared, "get_a_list_of_entities_returns_ok_response", "/entity")
    with Server([replay(exchange), EMPTY]) as server, client_for(server.url) as client:
        found = catalog.names(client, "service", 5)
    first, last = server.requests
    assert (first.method, first.path) == ("GET", urlsplit(exchange["request"]["uri"]).path)
    # As its `links` have them.
    assert first.query["page[limit]"] == last.query["page[limit]"] == "100"
    assert (first.query["page[offset]"], last.query["page[offset]"]) == ("0", "100")
    recorded = json.loads(exchange["response"]["body"]["string"])["data"]
    assert found == [one["attributes"]["name"] for one in recorded]
    assert (len(found), found[2]) == (100, "service-definition-test")


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        pytest.param("service-definition-test", catalog.Standing.DEFINED, id="there"),
        pytest.param("default/service-definition-test", catalog.Standing.DEFINED, id="namespace"),
        pytest.param("service-definition", catalog.Standing.UNKNOWN, id="a part of one"),
    ],
)
def test_an_entity_is_looked_for_in_what_comes(
    shared: Path, name: str, standing: catalog.Standing
) -> None:
    (exchange,) = recording(shared, "get_a_list_of_entities_returns_ok_response", "/entity")

    def handler(request: Request) -> Reply:
        return replay(exchange) if request.query["page[offset]"] == "0" else EMPTY

    with Server(handler) as server, client_for(server.url) as client:
        assert catalog.standing(client, Entity("service", name)) is standing
    assert server.requests[0].query["filter[ref]"] == f"service:{name}"


@pytest.mark.parametrize(
    ("name", "slept"),
    [
        pytest.param("retry_errors", [0.75, 1.5, 3.0], id="500"),
        # X-RateLimit-Reset as recorded.
        pytest.param("retry_rate_limit", [3, 2, 1], id="429"),
    ],
)
def test_retries(shared: Path, name: str, slept: list[float]) -> None:
    exchanges = recording(shared, name, "/events")
    clock = FakeClock()
    framing = {"Transfer-Encoding", "Connection"}
    for exchange in exchanges:
        headers = exchange["response"]["headers"]
        exchange["response"]["headers"] = {
            key: value for key, value in headers.items() if key not in framing
        }
    with Server(map(replay, exchanges)) as server, client_for(server.url, clock=clock) as client:
        got = client.get("/api/v2/logs/events", {})
    assert got.body == json.loads(exchanges[-1]["response"]["body"]["string"])
    assert len(server.requests) == len(exchanges) == 4
    assert clock.slept == slept


def schema(shared: Path, name: str) -> dict[str, Any]:
    """A component of the specification, closed: nothing may be there that it does not name."""
    file = shared / "data" / "scorecards_openapi.yaml"
    spec = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    resolved = _resolve(spec, spec["components"]["schemas"][name])
    assert isinstance(resolved, dict)
    return resolved


def _resolve(spec: Any, node: Any) -> Any:
    if isinstance(node, list):
        return [_resolve(spec, item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = spec
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return _resolve(spec, target)
    closed = {"additionalProperties": False} if "properties" in node else {}
    return {**closed, **{key: _resolve(spec, value) for key, value in node.items()}}


OUTCOMES = [
    outcome(remarks=REMARKS),
    outcome("service:b", state=State.FAIL),
    outcome("queue:orders", "q8MQxk8TCqrHnWkx", state=State.SKIP, remarks="ümlaut \x07"),
    outcome("plain"),
]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        pytest.param("OutcomesBatchRequest", batch_body(OUTCOMES), id="batch"),
        pytest.param("UpdateOutcomesAsyncRequest", async_body(OUTCOMES), id="async"),
    ],
)
def test_bodies_are_valid(shared: Path, name: str, body: dict[str, Any]) -> None:
    validator = OAS30Validator(schema(shared, name))
    assert [error.message for error in validator.iter_errors(body)] == []
    assert len(body["data"]["attributes"]["results"]) == len(OUTCOMES)
    # The check can fail.
    body["data"]["attributes"]["results"][0]["state"] = "passed"
    assert not validator.is_valid(body)
