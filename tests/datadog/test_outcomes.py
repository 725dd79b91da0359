"""What one answer of the endpoints says of the outcomes that were sent."""

from __future__ import annotations

from typing import Any

import pytest

from scorecard_action.datadog.answers import Answer
from scorecard_action.datadog.outcomes import Meaning, meaning, post, received
from tests.datadog.helpers import client_for, outcome
from tests.datadog.server import Server, answer


def said(status: int, meta: object = None, words: str = "") -> Answer:
    body: Any = None if meta is None else {"data": [], "meta": meta}
    return Answer(status, body, "", {}, words)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(said(200, {"total_received": 2}), Meaning.STORED, id="200"),
        pytest.param(said(200, {}), Meaning.STORED, id="200 without a count"),
        pytest.param(said(202), Meaning.ACCEPTED, id="202 without a body"),
        pytest.param(said(202, {"total_received": 2}), Meaning.ACCEPTED, id="202"),
        pytest.param(said(200, {"total_received": 1}), Meaning.MISCOUNTED, id="fewer"),
        pytest.param(said(202, {"total_received": 3}), Meaning.MISCOUNTED, id="more"),
        pytest.param(said(200, {"total_received": 0}), Meaning.MISCOUNTED, id="none"),
        pytest.param(said(200, {"total_received": True}), Meaning.STORED, id="no number"),
        pytest.param(said(400), Meaning.AT_FAULT, id="400"),
        pytest.param(said(409), Meaning.AT_FAULT, id="409"),
        pytest.param(said(422), Meaning.AT_FAULT, id="422"),
        pytest.param(said(413), Meaning.TOO_MANY, id="413"),
        pytest.param(said(404, words="rule not found"), Meaning.AT_FAULT, id="404 of a rule"),
        pytest.param(said(404, words="Not Found"), Meaning.GONE, id="404"),
        pytest.param(said(405), Meaning.GONE, id="405"),
        pytest.param(said(410), Meaning.GONE, id="410"),
        pytest.param(said(401), Meaning.REFUSED, id="401"),
        pytest.param(said(403), Meaning.REFUSED, id="403"),
        pytest.param(said(418), Meaning.REFUSED, id="418"),
    ],
)
def test_meaning(answer: Answer, expected: Meaning) -> None:
    assert meaning(answer, 2) is expected


@pytest.mark.parametrize(
    ("meta", "expected"), [(None, None), ([], None), ({"total_received": 7}, 7)]
)
def test_received(meta: object, expected: int | None) -> None:
    assert received(said(200, meta)) == expected


@pytest.mark.parametrize(
    ("asynchronous", "path", "name"),
    [
        (False, "/api/v2/scorecard/outcomes/batch", "service_name"),
        (True, "/api/v2/scorecard/outcomes", "entity_reference"),
    ],
)
def test_post(asynchronous: bool, path: str, name: str) -> None:
    with Server([answer(200, {"data": []})]) as server, client_for(server.url) as client:
        post(client, [outcome("service:a", "r")], asynchronous=asynchronous)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", path)
    (item,) = request.json["data"]["attributes"]["results"]
    assert item == {
        name: "service:a" if asynchronous else "a",
        "rule_id": "r",
        "state": "pass",
    }
