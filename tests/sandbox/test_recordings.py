"""Recorded exchanges with the real service, replayed: status, content type, shape and words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from ruamel.yaml import YAML

from scorecard_action.sandbox import Store, running
from scorecard_action.sandbox.rows import NewOutcome
from tests.sandbox.client import KEYS, RULES, call

RECORDINGS = Path(__file__).resolve().parents[2] / "../shared/data/recordings"
# Recordings of other endpoints lie beside those that are served here: logs, writing the catalog.
OURS = re.compile(
    r"^    method: \w+\n    uri: https://[^/]+/api/v2/scorecard/"
    r"|^    method: GET\n    uri: https://[^/]+/api/v2/catalog/entity",
    re.MULTILINE,
)
NAMES = sorted(
    path.stem for path in RECORDINGS.glob("*.yaml") if OURS.search(path.read_text(encoding="utf-8"))
)
# Recorded in 2023 and 2024 without it, in 2025 and in the spec with it.
NEWER = {"level", "created_at"}
VARIES = {"id", "created_at", "modified_at", "createdAt", "modifiedAt"}
KEPT_AS = {"apiVersion": "api_version", "displayName": "display_name"}


def test_there_are_recordings() -> None:
    if not RECORDINGS.is_dir():
        pytest.skip("no ../shared beside the checkout: recordings are read in place, never copied")
    assert len(NAMES) >= 18


@pytest.mark.parametrize("name", NAMES)
def test_the_sandbox_answers_as_recorded(name: str, tmp_path: Path) -> None:
    interactions = YAML(typ="safe", pure=True).load(
        (RECORDINGS / f"{name}.yaml").read_text(encoding="utf-8")
    )["interactions"]
    database = str(tmp_path / "sandbox.db")
    ids = remember(database, interactions)
    with running(database) as url:
        for interaction in interactions:
            replay(url, interaction, ids)


def test_a_rate_limit_has_the_recorded_headers(shared: Path) -> None:
    text = (shared / "data/recordings/test_retry_rate_limit.yaml").read_text(encoding="utf-8")
    recorded = YAML(typ="safe", pure=True).load(text)["interactions"][0]["response"]
    with running(faults=["429"]) as url:
        answer = call("POST", url + RULES, {})
    assert answer.status_code == recorded["status"]["code"]
    names = [
        {name.lower() for name in headers} for headers in (answer.headers, recorded["headers"])
    ]
    ours, theirs = ({name for name in one if name.startswith("x-ratelimit-")} for one in names)
    assert ours == theirs


def replay(url: str, interaction: dict[str, Any], ids: dict[str, str]) -> None:
    asked, recorded = interaction["request"], interaction["response"]
    address = urlsplit(renamed(asked["uri"], ids))
    answer = call(
        asked["method"],
        f"{url}{address.path}",
        params=parse_qs(address.query),
        data=renamed(asked["body"], ids) if asked["body"] else None,
        headers={
            **KEYS,
            **{header: values[0] for header, values in asked["headers"].items()},
        },
    )
    assert answer.status_code == recorded["status"]["code"], answer.text
    expected_type = recorded["headers"].get("content-type", ["application/vnd.api+json"])
    assert answer.headers["content-type"] == expected_type[0]
    if not recorded["body"]["string"]:
        assert answer.content == b""
        return
    expected = json.loads(renamed(recorded["body"]["string"], ids))
    agree(answer.json(), expected, "$")
    if asked["method"] == "POST" and answer.status_code == 201:
        ids[expected["data"]["id"]] = answer.json()["data"]["id"]


def agree(found: Any, expected: Any, where: str) -> None:
    assert type(found) is type(expected), where
    if isinstance(expected, dict):
        assert set(found) - NEWER == set(expected) - NEWER, where
        for key in set(expected) & set(found):
            if key in VARIES:
                assert isinstance(found[key], str), f"{where}.{key}"
                assert found[key], f"{where}.{key}"
            else:
                agree(found[key], expected[key], f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for index, (one, other) in enumerate(zip(found, expected, strict=True)):
            agree(one, other, f"{where}[{index}]")
    else:
        assert found == expected, where


def renamed(text: str, ids: dict[str, str]) -> str:
    for old, new in ids.items():
        text = text.replace(old, new)
    return text


def remember(database: str, interactions: list[dict[str, Any]]) -> dict[str, str]:
    """Store what the recorded lists were read from."""
    store = Store(database)
    for interaction in interactions:
        if interaction["request"]["method"] != "GET":
            continue
        asked = parse_qs(urlsplit(interaction["request"]["uri"]).query)
        for found in json.loads(interaction["response"]["body"]["string"])["data"]:
            attributes = found["attributes"]
            if found["type"] == "entity":
                fields = {KEPT_AS.get(name, name): value for name, value in attributes.items()}
                store.put_entity(**fields)
            elif found["type"] == "rule":
                remember_rule(store, found["id"], attributes)
            else:
                # Ids of outcomes were `rule\\service` then.
                rule_id = re.split(r"\\", found["id"])[0]
                service = asked.get("filter[outcome][service_name]", ["my-service"])[0]
                remember_rule(store, rule_id, {"name": rule_id})
                remarks = attributes.get("remarks")
                entity = f"service:{service}"
                store.put_outcomes([NewOutcome(rule_id, entity, attributes["state"], remarks)])
    store.close()
    return {}


def remember_rule(store: Store, rule_id: str, attributes: dict[str, Any]) -> None:
    store.put_rule(
        id=rule_id,
        name=attributes["name"],
        scorecard_id=store.scorecard_named(attributes.get("scorecard_name", "Recorded")),
        owner=attributes.get("owner"),
    )
