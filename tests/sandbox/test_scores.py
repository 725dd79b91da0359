"""Scores, worked out by hand from the table below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from scorecard_action.sandbox import running
from tests.sandbox.client import OUTCOMES, SCORES, call, later, outcomes

SEEDS: list[dict[str, Any]] = [
    {"id": "unit", "name": "Unit tests pass", "scorecard_name": "Quality", "level": 1},
    {"id": "lint", "name": "No lint errors", "scorecard_name": "Quality", "level": 2},
    {"id": "docs", "name": "Docs", "scorecard_name": "Readiness"},
    {"id": "old", "name": "Old", "scorecard_name": "Readiness", "enabled": False},
]
CATALOG: list[dict[str, Any]] = [
    {"ref": "cart", "owner": "shop"},
    {"ref": "queue:orders", "owner": "shop"},
    {"ref": "search"},
    {"ref": "silent", "owner": "ops"},
    {"ref": "seen", "discovered": True},
]
# service:silent is defined and was never sent; service:other was sent and is not defined.
STATES = {
    "service:cart": {"unit": "pass", "lint": "pass", "docs": "fail", "old": "fail"},
    "queue:orders": {"unit": "fail", "lint": "skip"},
    "service:search": {"unit": "pass", "lint": "pass", "docs": "pass", "old": "pass"},
    "service:other": {"docs": "skip"},
}


@pytest.fixture(scope="module")
def scored() -> Iterator[str]:
    items = [
        later(rule, entity, state)
        for entity, states in STATES.items()
        for rule, state in states.items()
    ]
    with running(rules=SEEDS, entities=CATALOG) as url:
        assert call("POST", url + OUTCOMES, outcomes(*items)).status_code == 202
        yield url


def table(url: str, aggregation: str) -> dict[str, tuple[Any, ...]]:
    """By id: score, pass, fail, skip, no data, and how many entities where that is told."""
    data = call("GET", url + SCORES + aggregation).json()["data"]
    found = {}
    for one in data:
        given = one["attributes"]
        totals = [given[f"total_{name}"] for name in ("pass", "fail", "skip", "no_data")]
        assert given["aggregation"] == aggregation
        assert (given["numerator"], given["denominator"]) == (totals[0], totals[0] + totals[1])
        found[one["id"]] = (given.get("score"), *totals, given.get("total_entities"))
    return found


def test_by_entity(scored: str) -> None:
    assert table(scored, "by-entity") == {
        "queue:orders": (0.0, 0, 1, 1, 1, None),
        "service:cart": (2 / 3, 2, 1, 0, 0, None),
        "service:other": (None, 0, 0, 1, 2, None),
        "service:search": (1.0, 3, 0, 0, 0, None),
        "service:silent": (None, 0, 0, 0, 3, None),
    }


def test_by_rule_has_the_disabled_ones_too(scored: str) -> None:
    assert table(scored, "by-rule") == {
        "docs": (0.5, 1, 1, 1, 2, 3),
        "lint": (1.0, 2, 0, 1, 2, 3),
        "old": (0.5, 1, 1, 0, 3, 2),
        "unit": (2 / 3, 2, 1, 0, 2, 3),
    }
    data = call("GET", scored + SCORES + "by-rule").json()["data"]
    assert [one["attributes"]["level"] for one in data] == [3, 2, 3, 1]


def test_by_scorecard_is_over_all_pairs_without_disabled_rules(scored: str) -> None:
    by_name = sorted(table(scored, "by-scorecard").values())
    assert by_name == [(0.5, 1, 1, 1, 2, 3), (0.8, 4, 1, 1, 4, 3)]


def test_by_kind_and_by_team_average_the_entities(scored: str) -> None:
    assert table(scored, "by-kind") == {
        "queue": (0.0, 0, 1, 1, 1, 1),
        "service": ((2 / 3 + 1) / 2, 5, 1, 1, 5, 3),
    }
    assert table(scored, "by-team") == {
        "ops": (None, 0, 0, 0, 3, 0),
        "shop": (1 / 3, 2, 2, 1, 1, 2),
    }


@pytest.mark.parametrize(
    ("aggregation", "query", "expected"),
    [
        pytest.param("by-rule", {"sort": "score"}, ["docs", "old", "unit", "lint"], id="up"),
        pytest.param("by-rule", {"sort": "-score"}, ["lint", "unit", "docs", "old"], id="down"),
        pytest.param("by-rule", {"sort": "-total_no_data"}, ["old", "docs", "lint", "unit"],
                     id="no data"),
        pytest.param("by-rule", {"sort": "denominator"}, ["docs", "lint", "old", "unit"], id="den"),
        pytest.param("by-team", {"sort": "score"}, ["shop", "ops"], id="no score is last"),
        pytest.param("by-team", {"sort": "-score"}, ["shop", "ops"], id="there too"),
        pytest.param("by-rule", {"filter[rule][id]": "lint,docs"}, ["docs", "lint"], id="ids"),
        pytest.param("by-rule", {"filter[rule][name]": "lint"}, ["lint"], id="name"),
        pytest.param("by-rule", {"filter[rule][level]": "1,2"}, ["lint", "unit"], id="levels"),
        pytest.param("by-rule", {"filter[rule][is_enabled]": "true"}, ["docs", "lint", "unit"],
                     id="enabled"),
        pytest.param("by-rule", {"filter[rule][is_enabled]": "false"}, ["old"], id="disabled"),
        pytest.param("by-rule", {"filter[rule][is_custom]": "false"}, [], id="not custom"),
        pytest.param("by-rule", {"filter[rule][scorecard_id]": "none"}, [], id="no scorecard"),
        pytest.param("by-rule", {"page[limit]": "2", "page[offset]": "1"}, ["lint", "old"],
                     id="page"),
    ],
)  # fmt: skip
def test_order_filters_and_pages(
    scored: str, aggregation: str, query: dict[str, str], expected: list[str]
) -> None:
    document = call("GET", scored + SCORES + aggregation, params=query).json()
    assert [one["id"] for one in document["data"]] == expected
    meta = document["meta"]
    assert meta["count"] == len(expected)
    assert (meta["limit"], meta["offset"]) == ((2, 1) if "page[limit]" in query else (100, 0))
    assert meta["total"] == (4 if "page[limit]" in query else len(expected))
    assert set(document["links"]) == {"next"}


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        pytest.param("by-colour", "aggregation must be one of", id="aggregation"),
        pytest.param("by-rule?sort=name", 'parameter "sort" must be one of', id="sort"),
        pytest.param("by-rule?page[limit]=0", 'parameter "page[limit]" must be', id="limit"),
    ],
)
def test_what_is_wrong_is_said(scored: str, path: str, detail: str) -> None:
    answer = call("GET", scored + SCORES + path)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"].startswith(detail)


def test_a_thousand_scores_a_page() -> None:
    entities = [{"ref": f"s{number:04}"} for number in range(1_002)]
    with running(rules=SEEDS, entities=entities) as url:
        for asked, got in ((None, 100), ("1000", 1_000), ("5000", 1_000)):
            query = {"page[limit]": asked} if asked else {}
            document = call("GET", url + SCORES + "by-entity", params=query).json()
            assert (len(document["data"]), document["meta"]["total"]) == (got, 1_002)
