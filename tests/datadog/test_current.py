from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from scorecard_action.datadog.current import read_current
from scorecard_action.datadog.stored import Current, Key, Stored
from scorecard_action.model import Outcome, State
from tests.datadog.helpers import FakeClock, client_for, outcome
from tests.datadog.server import Reply, Request, Server, answer, nothing

WHEN = "2025-08-26T14:46:18.889883535Z"
THEN = dt.datetime(2025, 8, 26, 14, 46, 18, 889883, dt.UTC)


def item(service: str, rule: str, state: str = "pass", modified_at: str = WHEN) -> dict[str, Any]:
    return {
        "id": f"x{service}{rule}",
        "type": "outcome",
        "attributes": {"service_name": service, "state": state, "modified_at": modified_at},
        "relationships": {"rule": {"data": {"id": rule, "type": "rule"}}},
    }


class Outcomes:
    """Lists outcomes of services, a hundred a page."""

    def __init__(self, items: list[dict[str, Any]]) -> None:
        self.items = items

    def __call__(self, request: Request) -> Reply:
        name = request.query.get("filter[outcome][service_name]")
        rule = request.query.get("filter[rule][id]")
        chosen = [
            i
            for i in self.items
            if name in {None, i["attributes"]["service_name"]}
            and rule in {None, i["relationships"]["rule"]["data"]["id"]}
        ]
        offset = int(request.query["page[offset]"])
        return answer(200, {"data": chosen[offset : offset + 100], "links": {"next": "/x"}})


def wanted(services: int, rules: int) -> list[Outcome]:
    return [outcome(f"service:s{s}", f"r{r}") for s in range(services) for r in range(rules)]


@pytest.mark.parametrize(
    ("services", "rules", "filter_", "requests"),
    [
        # A list that brought all is not read to its end, which is an empty page.
        pytest.param(1, 1, "outcome][service_name", 1, id="1 of one rule"),
        pytest.param(40, 1, "outcome][service_name", 40, id="40 of one rule"),
        pytest.param(2, 150, "outcome][service_name", 4, id="more rules than a page has"),
        pytest.param(41, 21, "outcome][service_name", 41, id="41 of many rules"),
        pytest.param(41, 20, "rule][id", 20, id="41 of few rules"),
        pytest.param(250, 2, "rule][id", 6, id="250 of two rules"),
        pytest.param(250, 50, "outcome][service_name", 250, id="250 of 50 rules"),
    ],
)
def test_as_few_lists_as_there_can_be(
    services: int, rules: int, filter_: str, requests: int
) -> None:
    items = [item(f"s{s}", f"r{r}", "fail") for s in range(services) for r in range(rules)]
    with Server(Outcomes(items)) as server, client_for(server.url) as client:
        found = read_current(client, wanted(services, rules), 2000.0)
    assert len(found.outcomes) == services * rules
    assert found.outcomes["service:s0", f"r{rules - 1}"] == Stored(State.FAIL, THEN)
    assert (found.unread, found.note) == (frozenset(), "")
    assert len(server.requests) == requests
    assert all(f"filter[{filter_}]" in request.query for request in server.requests)


def test_lists_by_rule_that_are_mostly_of_others_are_given_up() -> None:
    others = [item(f"other{n}", f"r{r}") for n in range(1000) for r in range(3)]
    ours = [item(f"s{s}", f"r{r}") for s in range(50) for r in range(3)]
    with Server(Outcomes(others + ours)) as server, client_for(server.url) as client:
        found = read_current(client, wanted(50, 3), 2000.0)
    assert len(found.outcomes) == 150
    assert sum("filter[rule][id]" in request.query for request in server.requests) == 3
    assert len(server.requests) == 3 + 50


def test_nothing_else_is_kept_than_what_was_asked_for() -> None:
    items = [item("s0", f"r{r}") for r in range(150)]
    with Server(Outcomes(items)) as server, client_for(server.url) as client:
        found = read_current(client, [outcome("s0", "r7"), outcome("s0", "gone")], 2000.0)
    assert set(found.outcomes) == {("service:s0", "r7")}
    # That there is no outcome is known of a list that was read to its end.
    assert found.unread == set()
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("outcomes", "unread"),
    [
        pytest.param([], set(), id="none"),
        pytest.param([outcome("queue:orders")], {("queue:orders", "r1")}, id="a queue"),
        pytest.param([outcome(state=None)], set(), id="nothing decided"),
        pytest.param([msgspec.structs.replace(outcome(), rule_id=None)], set(), id="no id"),
    ],
)
def test_only_services_with_a_rules_id_can_be_asked_for(
    outcomes: list[Outcome], unread: set[Key]
) -> None:
    with Server([]) as server, client_for(server.url) as client:
        assert read_current(client, outcomes, 2000.0) == Current({}, frozenset(unread))
    assert server.requests == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(item("a", "r", "no data"), {}, id="a state that we do not know"),
        pytest.param({"id": "x"}, {}, id="nothing in it"),
        pytest.param({"id": "x", "attributes": {"state": "pass"}}, {}, id="no names"),
        pytest.param({"id": "x", "attributes": {"state": ["pass"]}}, {}, id="odd state"),
        pytest.param(
            item("a", "r", "skip", "yesterday"),
            {("service:a", "r"): Stored(State.SKIP, None)},
            id="no time",
        ),
        pytest.param(
            {"id": "r\\a", "attributes": {"state": "pass"}, "relationships": {"rule": None}},
            {("service:a", "r"): Stored(State.PASS, None)},
            id="names in the id",
        ),
    ],
)
def test_items(entry: dict[str, Any], expected: object) -> None:
    page = answer(200, {"data": [entry]})
    with Server(lambda _: page) as server, client_for(server.url) as client:
        assert read_current(client, [outcome("a", "r")], 2000.0).outcomes == expected


@pytest.mark.parametrize(
    ("reply", "note"),
    [
        pytest.param(answer(403, {"errors": ["Forbidden"]}), "403: Forbidden", id="403"),
        pytest.param(answer(429, b"", {"X-RateLimit-Reset": "1"}), "429", id="429"),
        pytest.param(answer(500), "500", id="500"),
        pytest.param(answer(302), "redirect", id="redirect"),
        pytest.param(answer(200, b"<html>"), "HTML", id="HTML"),
        pytest.param(nothing, "not reached", id="nothing"),
    ],
)
def test_what_is_known_so_far_and_a_note(reply: Reply, note: str) -> None:
    clock = FakeClock()
    page = answer(200, {"data": [item("a", "r")]})
    with Server([page, reply, page]) as server, client_for(server.url, clock=clock) as client:
        found = read_current(client, [outcome("a", "r"), outcome("a", "s")], 2000.0)
    assert found.outcomes == {("service:a", "r"): Stored(State.PASS, THEN)}
    assert found.unread == {("service:a", "s")}
    assert note in found.note
    assert clock.slept == []
    assert len(server.requests) == 2


def test_a_budget_of_its_own() -> None:
    clock = FakeClock()
    listed = Outcomes([item(f"s{n}", "r") for n in range(20)])

    def handler(request: Request) -> Reply:
        clock.time += 3
        return listed(request)

    with Server(handler) as server, client_for(server.url, clock=clock) as client:
        found = read_current(client, [outcome(f"s{n}", "r") for n in range(20)], 1005.0)
        assert len(server.requests) == 2
        assert found.note
        assert len(found.outcomes) == 1
        assert len(found.unread) == 19
        # The time for sending has not begun.
        clock.time += 500
        assert client.request("GET", "/x", params={"page[offset]": "0"}).status == 200


@pytest.mark.parametrize(
    ("rule", "unread", "told"),
    [
        pytest.param("r", frozenset(), True, id="none there"),
        pytest.param(None, frozenset(), False, id="no id"),
        pytest.param("r", frozenset({("service:a", "r")}), False, id="not read"),
        pytest.param("r", frozenset({("service:b", "r")}), True, id="another not read"),
    ],
)
def test_absence_that_says_nothing(rule: str | None, unread: frozenset[Key], told: bool) -> None:
    one = msgspec.structs.replace(outcome("a"), rule_id=rule)
    assert Current({}, unread).tells_of(one) is told
