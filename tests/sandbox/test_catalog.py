"""The catalog: what is defined, what was only seen, and how both are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scorecard_action.errors import UsageError
from scorecard_action.sandbox import running
from tests.sandbox.client import BATCH, CATALOG, call, item, new_rule, outcomes

ENTITIES: list[dict[str, Any]] = [
    {"ref": "cart", "owner": "shop", "tags": ["tier:1"]},
    {"ref": "service:search", "display_name": "Search", "owner": "find"},
    {"ref": "queue:orders", "owner": "shop"},
    {"ref": "service:eu/cart"},
    {"ref": "service:legacy", "discovered": True},
]
DISCOVERED = {"includeDiscovered": "true"}


@pytest.fixture(scope="module")
def known() -> Iterator[str]:
    with running(entities=ENTITIES) as url:
        yield url


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({}, ["cart", "search", "orders", "eu/cart"], id="all that is defined"),
        pytest.param(DISCOVERED, ["cart", "search", "orders", "eu/cart", "legacy"],
                     id="and what was seen"),
        pytest.param({"includeDiscovered": "false", "filter[ref]": "service:legacy"}, [],
                     id="seen is not there unless asked so"),
        pytest.param({**DISCOVERED, "filter[ref]": "service:legacy"}, ["legacy"], id="seen"),
        pytest.param({"filter[ref]": "service:cart"}, ["cart"], id="reference"),
        pytest.param({"filter[ref]": "service:default/cart"}, ["cart"], id="default namespace"),
        pytest.param({"filter[ref]": "service:eu/cart"}, ["eu/cart"], id="another namespace"),
        pytest.param({"filter[ref]": "queue:cart"}, [], id="of another kind"),
        pytest.param({"filter[ref]": "cart"}, [], id="no reference"),
        pytest.param({"filter[name]": "cart"}, ["cart", "eu/cart"], id="name"),
        pytest.param({"filter[kind]": "queue"}, ["orders"], id="kind"),
        pytest.param({"filter[owner]": "shop"}, ["cart", "orders"], id="owner"),
        pytest.param({"filter[owner]": "shop", "filter[kind]": "queue"}, ["orders"], id="both"),
        pytest.param({"page[limit]": "2", "page[offset]": "1"}, ["search", "orders"], id="page"),
        pytest.param({"page[offset]": "4"}, [], id="past the end"),
    ],
)  # fmt: skip
def test_filters(known: str, query: dict[str, str], expected: list[str]) -> None:
    document = call("GET", known + CATALOG, params=query).json()
    found = [one["attributes"] for one in document["data"]]
    spaces = [one["namespace"].replace("default", "") for one in found]
    names = [one["name"] for one in found]
    assert ["/".join(filter(None, both)) for both in zip(spaces, names, strict=True)] == expected
    assert document["meta"] == {"count": len(expected), "includeCount": 0}


def test_an_entity_has_what_it_was_given(known: str) -> None:
    cart, search = call("GET", known + CATALOG).json()["data"][:2]
    assert cart["attributes"] == {
        "apiVersion": "v3", "kind": "service", "name": "cart", "namespace": "default",
        "owner": "shop", "tags": ["tier:1"],
    }  # fmt: skip
    assert search["attributes"]["displayName"] == "Search"
    assert set(cart["meta"]) == {"createdAt", "modifiedAt", "ingestionSource", "origin"}


def test_links_keep_the_filters(known: str) -> None:
    query = {"filter[kind]": "service", "page[limit]": "1", "page[offset]": "1"}
    links = call("GET", known + CATALOG, params=query).json()["links"]
    offsets = {}
    for name, link in links.items():
        asked = parse_qs(urlsplit(link).query)
        assert (asked["filter[kind]"], asked["page[limit]"]) == (["service"], ["1"])
        offsets[name] = asked["page[offset]"]
    assert offsets == {"self": ["1"], "next": ["2"], "previous": ["0"]}


def test_an_outcome_makes_no_entity_known(url: str) -> None:
    assert call("POST", url + BATCH, outcomes(item(new_rule(url), "cart"))).status_code == 200
    assert call("GET", url + CATALOG, params=DISCOVERED).json()["data"] == []


def test_keys_are_needed(known: str) -> None:
    assert call("GET", known + CATALOG, headers={}).status_code == 403


def test_the_catalog_is_kept_with_the_rest(tmp_path: Path) -> None:
    database = str(tmp_path / "sandbox.db")
    with running(database, entities=[{"ref": "cart", "discovered": True}]):
        pass
    # What was seen is defined later.
    with running(database, entities=[{"ref": "cart"}]) as url:
        assert len(call("GET", url + CATALOG).json()["data"]) == 1
    with running(database) as url:
        assert len(call("GET", url + CATALOG, params=DISCOVERED).json()["data"]) == 1


@pytest.mark.parametrize("ref", ["", ":cart", "service:", "Service:cart", "service:/x", "a b:c"])
def test_what_is_no_reference_is_refused(ref: str) -> None:
    with (
        pytest.raises(UsageError, match="is no reference of an entity"),
        running(entities=[{"ref": ref}]),
    ):
        pass
