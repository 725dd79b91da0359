from __future__ import annotations

from typing import Any

import pytest

from scorecard_action.datadog import paging
from scorecard_action.datadog.rules import (
    Resolved,
    RuleRecord,
    RuleRef,
    list_rules,
    near,
    resolve,
)
from scorecard_action.errors import DatadogRefused, DatadogUnreachable
from tests.datadog.helpers import client_for
from tests.datadog.server import Reply, Request, Server, answer


def rule(number: int, name: str = "", **attributes: Any) -> dict[str, Any]:
    return {
        "id": f"r{number}",
        "type": "rule",
        "attributes": {"name": name or f"Rule {number}", "scorecard_name": "S", **attributes},
    }


def serve(rules: list[dict[str, Any]], most: int = 100) -> Any:
    """A handler that pages through `rules`, `links.next` on the empty last page included."""

    def handler(request: Request) -> Reply:
        offset = int(request.query["page[offset]"])
        size = min(int(request.query["page[size]"]), most)
        return answer(200, {"data": rules[offset : offset + size], "links": {"next": "/more"}})

    return handler


@pytest.mark.parametrize(
    ("count", "most", "requests"),
    [
        pytest.param(0, 100, 1, id="none"),
        pytest.param(1, 100, 2, id="one"),
        pytest.param(250, 100, 4, id="three pages"),
        pytest.param(200, 100, 3, id="full last page"),
        pytest.param(25, 10, 4, id="a server that gives fewer than asked for"),
    ],
)
def test_all_pages(count: int, most: int, requests: int) -> None:
    with Server(serve([rule(n) for n in range(count)], most)) as server:
        with client_for(server.url) as client:
            records = list_rules(client)
        assert [record.id for record in records] == [f"r{n}" for n in range(count)]
        assert len(server.requests) == requests
        assert {request.path for request in server.requests} == {"/api/v2/scorecard/rules"}
        assert server.requests[0].query == {"page[size]": "100", "page[offset]": "0"}


def test_a_server_that_always_gives_the_same_page() -> None:
    same = answer(200, {"data": [rule(1), rule(2)], "links": {"next": "/x"}})
    with Server(lambda _: same) as server, client_for(server.url) as client:
        assert len(list_rules(client)) == 2
    assert len(server.requests) == 2


def test_a_server_that_pages_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MAX_PAGES", 20)
    with Server(lambda r: answer(200, {"data": [rule(int(r.query["page[offset]"]))]})) as server:
        with (
            client_for(server.url) as client,
            pytest.raises(DatadogUnreachable, match="does not end after 20 pages"),
        ):
            list_rules(client)
        assert len(server.requests) == 20


@pytest.mark.parametrize(
    "data",
    [
        pytest.param([None, 1, "x", []], id="no objects"),
        pytest.param([{"attributes": {"name": "x"}}], id="no id"),
        pytest.param([{"id": {"a": 1}, "attributes": []}], id="odd id"),
    ],
)
def test_items_in_another_shape(data: list[object]) -> None:
    with Server(lambda _: answer(200, {"data": data})) as server, client_for(server.url) as client:
        assert resolve([RuleRef("x")], list_rules(client))[0].id is None


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": {"a": 1}}, {"errors": []}])
def test_no_list(body: object) -> None:
    with (
        Server(lambda _: answer(200, body)) as server,
        client_for(server.url) as client,
        pytest.raises(DatadogUnreachable, match="is not a list"),
    ):
        list_rules(client)


def test_without_the_scope() -> None:
    with (
        Server([answer(403, {"errors": ["Forbidden"]})]) as server,
        client_for(server.url) as client,
        pytest.raises(DatadogRefused) as caught,
    ):
        list_rules(client)
    assert "apm_service_catalog_read" in caught.value.hint


RECORDS = [
    RuleRecord("a", "Unit tests pass", "Quality"),
    RuleRecord("b", "No lint errors", "Quality"),
    RuleRecord("c", "No lint errors", "Security"),
    RuleRecord("d", "Old one", "Quality", enabled=False),
    RuleRecord("e", "Twice", "Quality"),
    RuleRecord("f", "Twice", "Quality"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(RuleRef("Unit tests pass"), "a", id="by name"),
        pytest.param(RuleRef("Unit tests pass", None, "Quality"), "a", id="and scorecard"),
        pytest.param(RuleRef("No lint errors", None, "Security"), "c", id="two scorecards"),
        pytest.param(RuleRef(None, "zzz"), "zzz", id="an id needs no look-up"),
        pytest.param(RuleRef("Unit tests pass", "zzz"), "zzz", id="an id wins over the name"),
    ],
)
def test_resolved(wanted: RuleRef, found: str) -> None:
    assert resolve([wanted], RECORDS) == [Resolved(found)]


@pytest.mark.parametrize(
    ("wanted", "parts"),
    [
        pytest.param(
            RuleRef("unit  tests Pass"),
            ["case or blanks", "'Unit tests pass' (Quality)"],
            id="case",
        ),
        pytest.param(
            RuleRef("Unit test passes"), ["did you mean", "'Unit tests pass' (Quality)"], id="near"
        ),
        pytest.param(
            RuleRef("No lint error"), ["'No lint errors' (Quality)", "(Security)"], id="near two"
        ),
        pytest.param(
            RuleRef("No lint errors"), ["scorecard:", "'Quality', 'Security'"], id="ambiguous"
        ),
        pytest.param(RuleRef("Twice"), ["2 rules", "id:", "e, f"], id="twice in one scorecard"),
        pytest.param(
            RuleRef("No lint errors", None, "quality"),
            ["in the scorecard 'quality'", "in 'Quality', 'Security'"],
            id="not in that scorecard",
        ),
        pytest.param(RuleRef("Something else altogether"), ["has no rule"], id="nothing near"),
    ],
)
def test_problems(wanted: RuleRef, parts: list[str]) -> None:
    (resolved,) = resolve([wanted], RECORDS)
    assert resolved.id is None
    for part in parts:
        assert part in resolved.problem


def test_an_unknown_id_where_ids_are_checked() -> None:
    wanted = [RuleRef("Unit test pass", "zzz"), RuleRef(None, "zzz"), RuleRef(None, "b")]
    near_by, plain, known = resolve(wanted, RECORDS, check_ids=True)
    assert near_by.id is None
    assert "this rule id is not known here; rules with a similar name: " in near_by.problem
    assert "zzz" in near_by.problem
    assert "'Unit tests pass' (Quality)" in near_by.problem
    assert plain.problem == "rule zzz: this rule id is not known here"
    assert known.id == "b"


def test_a_disabled_rule_is_a_warning() -> None:
    by_name, by_id = resolve([RuleRef("Old one"), RuleRef(None, "d")], RECORDS)
    assert by_name.id == by_id.id == "d"
    assert "disabled" in by_name.warning
    assert "disabled" in by_id.warning


def test_at_most_three_are_near() -> None:
    records = [RuleRecord(str(n), f"Unit tests pass {n}", "S") for n in range(9)]
    assert len(near("Unit tests pass", records)) == 3
