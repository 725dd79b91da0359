"""What one answer of the endpoints says of the outcomes that were sent."""

from __future__ import annotations

from typing import Any

import pytest

from scorecard_action.datadog.answers import Answer
from scorecard_action.datadog.outcomes import Meaning, meaning, not_understood, post, received
from tests.datadog.helpers import client_for, outcome
from tests.datadog.server import Server, answer


def said(status: int, body: Any = None, words: str = "") -> Answer:
    return Answer(status, body, "" if body is None else str(body), {}, words)


def taken(number: object, **more: object) -> dict[str, object]:
    return {"data": [], "meta": {"total_received": number}, **more}


NO_RULE = {"errors": [{"detail": "rule not found: r1"}]}
NO_ROUTE = "no ingress rule matched"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(said(400), Meaning.AT_FAULT, id="400"),
        pytest.param(said(409), Meaning.AT_FAULT, id="409"),
        pytest.param(said(422), Meaning.AT_FAULT, id="422"),
        pytest.param(said(413), Meaning.TOO_MANY, id="413"),
        pytest.param(said(404, NO_RULE, "rule not found: r1"), Meaning.AT_FAULT, id="404 of rule"),
        pytest.param(said(404, {}, NO_ROUTE), Meaning.GONE, id="404 of a gateway in JSON"),
        pytest.param(said(404, None, NO_ROUTE), Meaning.GONE, id="404 of a gateway in text"),
        pytest.param(said(404, words="Not Found"), Meaning.GONE, id="404"),
        pytest.param(said(405), Meaning.GONE, id="405"),
        pytest.param(said(410), Meaning.GONE, id="410"),
        pytest.param(said(401), Meaning.REFUSED, id="401"),
        pytest.param(said(403), Meaning.REFUSED, id="403"),
        pytest.param(said(418), Meaning.REFUSED, id="418"),
    ],
)
@pytest.mark.parametrize("asynchronous", [False, True])
def test_meaning_of_a_refusal(answer: Answer, expected: Meaning, asynchronous: bool) -> None:
    assert meaning(answer, 2, asynchronous=asynchronous) is expected


@pytest.mark.parametrize(
    ("status", "body", "batch", "later"),
    [
        pytest.param(200, taken(2), True, False, id="200"),
        pytest.param(202, taken(2), False, True, id="202"),
        pytest.param(202, None, False, True, id="202 without a body"),
        pytest.param(200, None, False, False, id="200 without a body"),
        pytest.param(201, taken(2), False, False, id="201"),
        pytest.param(204, None, False, False, id="204"),
        pytest.param(206, taken(2), False, False, id="206"),
        pytest.param(200, taken(2, errors=[]), True, False, id="no errors in a list"),
        pytest.param(200, taken(2, errors=None), True, False, id="no errors at all"),
    ],
)
def test_a_success_is_delivered_by_the_recorded_answer_alone(
    status: int, body: object, batch: bool, later: bool
) -> None:
    got = said(status, body)
    for asynchronous, delivered in ((False, batch), (True, later)):
        expected = Meaning.ACCEPTED if asynchronous else Meaning.STORED
        found = meaning(got, 2, asynchronous=asynchronous)
        assert found is (expected if delivered else Meaning.NOT_UNDERSTOOD)
        assert bool(not_understood(got, 2, asynchronous=asynchronous)) is not delivered


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"errors": ["x"]}, id="errors"),
        pytest.param({"message": "x"}, id="a message"),
        pytest.param(taken(2, errors=["x"]), id="errors beside data"),
        pytest.param({"meta": {"total_received": 2}}, id="no data"),
        pytest.param(taken(2, data=None), id="null for data"),
        pytest.param({"data": []}, id="no count"),
        pytest.param({"data": [], "meta": []}, id="meta is a list"),
        *(pytest.param(taken(n), id=repr(n)) for n in ("2", 2.0, True, None, 0, 1, 3, -2, [2])),
    ],
)
@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_success_that_does_not_say_so(body: object, asynchronous: bool) -> None:
    got = said(202 if asynchronous else 200, body)
    assert meaning(got, 2, asynchronous=asynchronous) is Meaning.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("meta", "expected"), [(None, None), ([], None), ({"total_received": 7}, 7)]
)
def test_received(meta: object, expected: int | None) -> None:
    assert received(said(200, {"data": [], "meta": meta})) == expected


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
