from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scorecard_action.sandbox import running
from tests.sandbox.client import (
    BATCH,
    OUTCOMES,
    RULES,
    SCORECARDS,
    call,
    item,
    later,
    new_rule,
    outcomes,
    rule,
)

STATES = 'attribute "state" must be one of "pass fail skip"'
LEVELS = 'attribute "level" must be one of "1 2 3"'


@pytest.mark.parametrize(
    ("path", "document", "detail"),
    [
        pytest.param(BATCH, outcomes(item("ID", service="")),
                     'attribute "service_name" is required', id="no-service"),
        pytest.param(BATCH, outcomes(item("")), 'attribute "rule_id" is required', id="no-rule"),
        pytest.param(BATCH, outcomes(item("ID", state="ok")), STATES, id="bad-state"),
        pytest.param(BATCH, outcomes(item("ID", state="")), STATES, id="no-state"),
        pytest.param(OUTCOMES, outcomes(later("ID", "service:a", "PASS")), STATES,
                     id="bad-state-async"),
        pytest.param(OUTCOMES, outcomes(later("ID", "")),
                     'attribute "entity_reference" is required', id="no-reference"),
        pytest.param(OUTCOMES, outcomes(later("ID", "checkout")),
                     'attribute "entity_reference" must be an entity reference',
                     id="reference-without-kind"),
        pytest.param(BATCH, outcomes(item("ID", remarks=7)),
                     'attribute "remarks" must be a string', id="remarks-not-text"),
        pytest.param(BATCH, {"data": {"attributes": {}}}, 'attribute "results" is required',
                     id="no-results"),
        pytest.param(RULES, rule(scorecard_name="S"), 'attribute "name" is required',
                     id="rule-without-name"),
        pytest.param(RULES, rule(name="n"), 'attribute "scorecard_name" is required',
                     id="rule-without-scorecard"),
        pytest.param(RULES, rule(name="n", scorecard_name="S", level=4), LEVELS, id="level-4"),
        pytest.param(RULES, rule(name="n", scorecard_name="S", level=True), LEVELS,
                     id="level-true"),
        pytest.param(RULES, rule(name="n", scorecard_name="S", enabled=1),
                     'attribute "enabled" must be true or false', id="enabled-1"),
        pytest.param(RULES, rule(name="n", scorecard_id="NOT.FOUND"),
                     'attribute "scorecard_id" failed scorecard lookup', id="no-scorecard"),
        pytest.param(RULES, rule(name="Unit tests pass", scorecard_name="Readiness"),
                     'attribute "name" must be unique in its scorecard', id="second-rule"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(path: str, document: Any, detail: str) -> None:
    seeds = [{"id": "ID", "name": "Unit tests pass", "scorecard_name": "Readiness"}]
    with running(rules=seeds) as url:
        answer = call("POST", url + path, document)
        error = {"status": "400", "title": "Bad Request", "detail": detail}
        assert (answer.status_code, answer.json()) == (400, {"errors": [error]})
        assert call("GET", url + OUTCOMES).json()["data"] == []
        assert len(call("GET", url + RULES).json()["data"]) == 1


@pytest.mark.parametrize(
    ("path", "document"),
    [
        pytest.param(BATCH, outcomes(item("unknown")), id="batch"),
        pytest.param(OUTCOMES, outcomes(later("unknown", "service:a")), id="async"),
    ],
)
def test_an_unknown_rule_is_a_conflict(url: str, path: str, document: Any) -> None:
    answer = call("POST", url + path, document)
    error = {"status": "409", "title": "Invalid rule_id"}
    assert (answer.status_code, answer.json()) == (409, {"errors": [error]})


def test_a_batch_with_one_bad_item_is_refused_whole(url: str) -> None:
    rule_id = new_rule(url)
    answer = call("POST", url + BATCH, outcomes(item(rule_id, "a"), item("unknown", "b")))
    assert answer.status_code == 409
    assert call("GET", url + OUTCOMES).json()["data"] == []


def test_a_second_outcome_of_a_pair_replaces_the_first(url: str) -> None:
    rule_id = new_rule(url)
    call("POST", url + BATCH, outcomes(item(rule_id, state="fail", remarks="2 failed")))
    first = call("GET", url + OUTCOMES).json()["data"][0]
    call("POST", url + BATCH, outcomes(item(rule_id, state="pass")))
    (second,) = call("GET", url + OUTCOMES).json()["data"]
    assert second["id"] == first["id"]
    assert second["attributes"]["state"] == "pass"
    assert "remarks" not in second["attributes"]
    assert second["attributes"]["created_at"] == first["attributes"]["created_at"]
    assert second["attributes"]["modified_at"] > first["attributes"]["modified_at"]


def test_one_pair_twice_in_a_batch_counts_as_one_stored(url: str) -> None:
    rule_id = new_rule(url)
    twice = outcomes(item(rule_id, state="fail"), item(rule_id, state="pass"))
    answer = call("POST", url + BATCH, twice).json()
    assert answer["meta"] == {"total_received": 2, "total_updated": 1}
    assert [found["attributes"]["state"] for found in answer["data"]] == ["pass"]


def test_outcomes_taken_for_later_are_stored_too(url: str) -> None:
    rule_id = new_rule(url)
    batch = outcomes(later(rule_id, "service:cart"), later(rule_id, "queue:orders", "fail"))
    answer = call("POST", url + OUTCOMES, batch)
    assert (answer.status_code, answer.json()["meta"]) == (202, {"total_received": 2})
    assert answer.json()["data"]["type"] == "async-request"
    one, other = [found["attributes"] for found in call("GET", url + OUTCOMES).json()["data"]]
    assert (one["service_name"], one["state"]) == ("cart", "pass")
    assert (other["entity_reference"], other["state"]) == ("queue:orders", "fail")
    assert "service_name" not in other


def test_ids_are_16_url_safe_characters_and_no_numbers(url: str) -> None:
    ids = {new_rule(url, f"rule {number}") for number in range(50)}
    assert len(ids) == 50
    for rule_id in ids:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{15}", rule_id)


def test_an_update_replaces_and_a_delete_takes_the_outcomes_along(url: str) -> None:
    made = rule(name="n", scorecard_name="S", owner="me", description="d", level=1)
    created = call("POST", url + RULES, made).json()["data"]
    path = f"{url}{RULES}/{created['id']}"
    call("POST", url + BATCH, outcomes(item(created["id"])))
    updated = call("PUT", path, rule(name="m", scorecard_name="S", enabled=False)).json()["data"]
    assert updated["id"] == created["id"]
    assert updated["attributes"]["name"] == "m"
    assert updated["attributes"]["enabled"] is False
    assert not {"owner", "description"} & set(updated["attributes"])
    assert updated["attributes"]["created_at"] == created["attributes"]["created_at"]
    assert len(call("GET", url + OUTCOMES).json()["data"]) == 1
    assert call("DELETE", path).status_code == 204
    assert call("GET", url + OUTCOMES).json()["data"] == []
    again = call("DELETE", path)
    assert again.status_code == 404
    assert again.json()["errors"][0]["detail"] == f"rule not found: {created['id']}"


def test_a_refused_rule_leaves_no_scorecard_behind(url: str) -> None:
    first = new_rule(url, "one", "A")
    new_rule(url, "two", "A")
    document = rule(name="two", scorecard_name="A")
    assert call("PUT", f"{url}{RULES}/{first}", document).status_code == 400
    assert call("PUT", f"{url}{RULES}/none", rule(name="x", scorecard_name="B")).status_code == 404
    (scorecard,) = call("GET", url + SCORECARDS).json()["data"]
    assert scorecard["attributes"]["name"] == "A"
    assert new_rule(url, "three", "A")


def test_a_rule_can_be_made_in_a_scorecard_named_by_id(url: str) -> None:
    new_rule(url, "one", "Readiness")
    (scorecard,) = call("GET", url + SCORECARDS).json()["data"]
    answer = call("POST", url + RULES, rule(name="two", scorecard_id=scorecard["id"]))
    assert answer.json()["data"]["attributes"]["scorecard_name"] == "Readiness"


@pytest.fixture(scope="module")
def full():
    """Three rules in two scorecards, and outcomes of two services."""
    seeds: list[dict[str, Any]] = [
        {"id": "r1", "name": "Unit tests pass", "scorecard_name": "Readiness"},
        {"id": "r2", "name": "No lint errors", "scorecard_name": "Quality", "enabled": False},
        {"id": "r3", "name": "Unit tests pass", "scorecard_name": "Quality", "description": "x"},
    ]
    batch = outcomes(
        item("r1", "a"), item("r1", "b", "fail"), item("r2", "a", "skip"), item("r3", "b")
    )
    with running(rules=seeds) as url:
        assert call("POST", url + BATCH, batch).status_code == 200
        yield url


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({}, ["r1 a", "r1 b", "r2 a", "r3 b"], id="all"),
        pytest.param({"filter[outcome][service_name]": "a"}, ["r1 a", "r2 a"], id="service"),
        pytest.param({"filter[outcome][service_name]": "A"}, [], id="service-has-a-case"),
        pytest.param({"filter[outcome][state]": "fail"}, ["r1 b"], id="state"),
        pytest.param({"filter[rule][id]": "r1"}, ["r1 a", "r1 b"], id="rule-id"),
        pytest.param(
            {"filter[rule][name]": "Unit tests pass"}, ["r1 a", "r1 b", "r3 b"], id="rule-name"
        ),
        pytest.param({"filter[rule][enabled]": "false"}, ["r2 a"], id="disabled"),
        pytest.param(
            {"filter[rule][id]": "r1", "filter[outcome][state]": "pass"}, ["r1 a"], id="both"
        ),
        pytest.param({"filter[rule][id]": "' OR 1=1 --"}, [], id="sql"),
        pytest.param({"page[size]": "2", "page[offset]": "1"}, ["r1 b", "r2 a"], id="page"),
        pytest.param({"page[offset]": "4"}, [], id="past-the-end"),
    ],
)
def test_filters_of_outcomes(full: str, query: dict[str, str], expected: list[str]) -> None:
    data = call("GET", full + OUTCOMES, params=query).json()["data"]
    found = [
        f"{one['relationships']['rule']['data']['id']} {one['attributes']['service_name']}"
        for one in data
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({}, ["r2", "r1", "r3"], id="by-name"),
        pytest.param({"filter[rule][id]": "r3"}, ["r3"], id="id"),
        pytest.param({"filter[rule][name]": "Unit tests pass"}, ["r1", "r3"], id="name"),
        pytest.param({"filter[rule][name]": "lint"}, ["r2"], id="part-of-a-name"),
        pytest.param({"filter[rule][description]": "x"}, ["r3"], id="description"),
        pytest.param({"filter[rule][enabled]": "true"}, ["r1", "r3"], id="enabled"),
        pytest.param({"filter[rule][custom]": "false"}, [], id="not-custom"),
        pytest.param({"filter[rule][name]": "%"}, [], id="percent-is-no-pattern"),
    ],
)
def test_filters_of_rules(full: str, query: dict[str, str], expected: list[str]) -> None:
    data = call("GET", full + RULES, params=query).json()["data"]
    assert [found["id"] for found in data] == expected


@pytest.mark.parametrize(
    ("name", "value", "detail"),
    [
        pytest.param("page[size]", "0", "must be at least 1", id="size-0"),
        pytest.param("page[size]", "-1", "must be a number", id="negative"),
        pytest.param("page[offset]", "1e9", "must be a number", id="1e9"),
        pytest.param("page[offset]", "٣", "must be a number", id="arabic"),
        pytest.param("page[offset]", "9" * 5000, "must be a number", id="huge"),
        pytest.param("filter[rule][enabled]", "yes", "must be true or false", id="yes"),
    ],
)
@pytest.mark.parametrize("path", [RULES, OUTCOMES])
def test_bad_parameters(full: str, path: str, name: str, value: str, detail: str) -> None:
    answer = call("GET", full + path, params={name: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"] == f'parameter "{name}" {detail}'


def test_include_and_sparse_fields(full: str) -> None:
    query = {"include": "rule", "fields[outcome]": "state, service_name", "fields[rule]": "name"}
    document = call("GET", full + OUTCOMES, params=query).json()
    assert document["data"][1]["attributes"] == {"service_name": "b", "state": "fail"}
    assert "relationships" not in document["data"][1]
    assert document["included"] == [
        {"id": "r2", "type": "rule", "attributes": {"name": "No lint errors"}},
        {"id": "r1", "type": "rule", "attributes": {"name": "Unit tests pass"}},
        {"id": "r3", "type": "rule", "attributes": {"name": "Unit tests pass"}},
    ]
    rules = call("GET", full + RULES, params={"include": "scorecard"}).json()
    assert {found["attributes"]["name"] for found in rules["included"]} == {"Readiness", "Quality"}


def test_following_next_sees_every_rule_once_and_never_ends() -> None:
    seeds = [{"name": f"rule {number:03}", "scorecard_name": "S"} for number in range(205)]
    with running(rules=seeds) as url:
        seen, sizes, path = [], [], RULES
        for _ in range(4):
            document = call("GET", url + path).json()
            seen += [found["attributes"]["name"] for found in document["data"]]
            sizes.append(len(document["data"]))
            path = document["links"]["next"]
        assert sizes == [100, 100, 5, 0]
        assert seen == [seed["name"] for seed in seeds]
        assert parse_qs(urlsplit(path).query)["page[offset]"] == ["400"]
        assert len(call("GET", url + RULES, params={"page[size]": "500"}).json()["data"]) == 100


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({}, ["Quality", "Readiness"], id="all"),
        pytest.param({"filter[scorecard][name]": "read"}, ["Readiness"], id="part-of-a-name"),
        pytest.param({"filter[scorecard][id]": "none"}, [], id="id"),
        pytest.param({"page[size]": "1", "page[offset]": "1"}, ["Readiness"], id="page"),
    ],
)
def test_scorecards(full: str, query: dict[str, str], expected: list[str]) -> None:
    document = call("GET", full + SCORECARDS, params=query).json()
    assert [found["attributes"]["name"] for found in document["data"]] == expected
