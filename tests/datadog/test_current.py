from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from scorecard_action.datadog.current import Current, Stored, read_current
from scorecard_action.model import State
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
        chosen = [i for i in self.items if name in {None, i["attributes"]["service_name"]}]
        offset = int(request.query["page[offset]"])
        return answer(200, {"data": chosen[offset : offset + 100], "links": {"next": "/x"}})


@pytest.mark.parametrize(
    ("services", "filtered"),
    [
        pytest.param(1, True, id="1"),
        pytest.param(20, True, id="20"),
        pytest.param(21, False, id="21"),
    ],
)
def test_all_pages_filtered_up_to_20_services(services: int, filtered: bool) -> None:
    items = [item(f"s{s}", f"r{r}", "fail") for s in range(services) for r in range(150)]
    with Server(Outcomes(items)) as server, client_for(server.url) as client:
        found = read_current(client, [f"service:s{s}" for s in range(services)])
    assert len(found.outcomes) == services * 150
    assert found.outcomes["service:s0", "r149"] == Stored(State.FAIL, THEN, 1000.0)
    assert found.note == ""
    names = {request.query.get("filter[outcome][service_name]") for request in server.requests}
    assert names == ({f"s{s}" for s in range(services)} if filtered else {None})


@pytest.mark.parametrize("entities", [[], ["queue:orders"]])
def test_only_services_can_be_asked_for(entities: list[str]) -> None:
    with Server([]) as server, client_for(server.url) as client:
        assert read_current(client, entities) == Current({})
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
            {("service:a", "r"): Stored(State.SKIP, None, 1000.0)},
            id="no time",
        ),
        pytest.param(
            {"id": "r\\a", "attributes": {"state": "pass"}, "relationships": {"rule": None}},
            {("service:a", "r"): Stored(State.PASS, None, 1000.0)},
            id="names in the id",
        ),
    ],
)
def test_items(entry: dict[str, Any], expected: object) -> None:
    page = answer(200, {"data": [entry]})
    with Server(lambda _: page) as server, client_for(server.url) as client:
        assert read_current(client, ["a"]).outcomes == expected


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
        found = read_current(client, ["service:a"])
    assert found.outcomes == {("service:a", "r"): Stored(State.PASS, THEN, 1000.0)}
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
        found = read_current(client, [f"service:s{n}" for n in range(20)], budget_seconds=20)
        assert len(server.requests) == 7
        assert found.note
        assert 2 <= len(found.outcomes) <= 4
        # The time for sending has not begun.
        clock.time += 500
        assert client.request("GET", "/x", params={"page[offset]": "0"}).status == 200


DATED = THEN + dt.timedelta(seconds=10)


@pytest.mark.parametrize(
    ("stored", "sent_at", "previous", "known"),
    [
        pytest.param(None, 50.0, None, True, id="new"),
        pytest.param(Stored(State.FAIL, THEN, 60), 50.0, State.FAIL, True, id="another state"),
        pytest.param(Stored(State.PASS, None, 40), 50.0, State.PASS, True, id="read before"),
        pytest.param(Stored(State.PASS, None, 60), None, State.PASS, True, id="nothing was sent"),
        # Datadog's time at 60 is DATED, so it was DATED - 10 s when the sending began.
        pytest.param(
            Stored(State.PASS, THEN - dt.timedelta(seconds=1), 60),
            50.0,
            State.PASS,
            True,
            id="stored before the sending",
        ),
        pytest.param(Stored(State.PASS, THEN, 60), 50.0, None, False, id="maybe what was sent"),
        pytest.param(Stored(State.PASS, None, 60), 50.0, None, False, id="no time"),
    ],
)
def test_what_was_there_before_the_sending(
    stored: Stored | None, sent_at: float | None, previous: State | None, known: bool
) -> None:
    one = outcome("service:a", "r", state=State.PASS)
    found = Current({("service:a", "r"): stored} if stored else {}, dated=(60.0, DATED))
    assert found.before(one, sent_at) == (previous, known)


@pytest.mark.parametrize(
    ("entity", "rule", "note"),
    [
        pytest.param("queue:a", "r", "", id="another kind"),
        pytest.param("a", None, "", id="no id"),
        pytest.param("a", "r", "403", id="not all was read"),
    ],
)
def test_absence_that_says_nothing(entity: str, rule: str | None, note: str) -> None:
    one = msgspec.structs.replace(outcome(entity), rule_id=rule)
    assert Current({}, note).before(one, None) == (None, False)


def test_datadogs_time() -> None:
    page = answer(200, {"data": []}, {"Date": "Tue, 26 Aug 2025 14:46:18 GMT"})
    with Server([page]) as server, client_for(server.url) as client:
        found = read_current(client, ["a"])
    assert found.dated == (1000.0, THEN.replace(microsecond=0))
