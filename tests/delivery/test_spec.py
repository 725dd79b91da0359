"""Each request of each command is one that Datadog's OpenAPI document has."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from openapi_schema_validator import OAS30Validator
from ruamel.yaml import YAML

from scorecard_action.sandbox.catalog import seed_catalog
from tests.delivery.building import Api, api, build, rules
from tests.delivery.conftest import Command

NOBODY = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def spec(shared: Path) -> dict[str, Any]:
    text = (shared / "data/scorecards_openapi.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return found


def problems(spec: dict[str, Any], method: str, path: str, said: str) -> list[str]:
    """What the document does not have of a request; `said` is its query and its body."""
    query, _, body = said.partition(" ")
    for template, operations in spec["paths"].items():
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        operation = operations.get(method.lower())
        if operation and re.fullmatch(pattern, path):
            break
    else:
        return [f"{method} {path} is not there"]
    given = [
        spec["components"]["parameters"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        for one in operation.get("parameters", [])
    ]
    types = {one["name"]: one["schema"].get("type") for one in given if one["in"] == "query"}
    found = [f"{path}: {name}" for name, _ in parse_qsl(query) if name not in types]
    for name, value in parse_qsl(query):
        if types.get(name) == "integer" and not value.isdigit():
            found.append(f"{path}: {name}={value}")
        if types.get(name) == "boolean" and value not in {"true", "false"}:
            found.append(f"{path}: {name}={value}")
    if body:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        validator = OAS30Validator({**schema, "components": spec["components"]})
        found += [error.message for error in validator.iter_errors(json.loads(body))]
    return found


def asked(server: Api) -> set[str]:
    return {f"{one.method} {one.path.removeprefix('/api/v2/')}" for one in server.requests}


RULES, READ = "GET scorecard/rules", "GET scorecard/outcomes"
BATCH, LATER = "POST scorecard/outcomes/batch", "POST scorecard/outcomes"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(("submit",), {RULES, READ, BATCH}, id="submit"),
        pytest.param(("submit", "--endpoint", "async"), {RULES, READ, LATER}, id="async"),
        pytest.param(("submit", "--dry-run"), {RULES, READ}, id="dry run"),
        pytest.param(("resend",), {RULES, READ, BATCH}, id="resend"),
        pytest.param(("check", "--online"), {RULES, "GET catalog/entity"}, id="check"),
        pytest.param(("rules", "plan"), {RULES}, id="plan"),
        pytest.param(
            ("rules", "apply"), {RULES, "PUT scorecard/rules/rule-0000-abcdefg"}, id="apply"
        ),
        pytest.param(("init", "--output", "-"), {RULES}, id="init"),
    ],
)
def test_requests(
    spec: dict[str, Any],
    arguments: tuple[str, ...],
    expected: set[str],
    tmp_path: Path,
    command: Command,
) -> None:
    build(tmp_path, 2, 2)
    file = tmp_path / "scorecard.datadog.yaml"
    file.write_text(
        file.read_text().replace(
            "reports: unit.xml}\n", "reports: unit.xml, define: {level: 1, owner: shop}}\n", 1
        )
    )
    if arguments[0] == "resend":
        assert command(NOBODY, "submit")[0] == 5
    with api(rules(2)) as server:
        seed_catalog(server.store, [{"ref": "s0"}, {"ref": "s11", "discovered": True}])
        code, _, err = command(server.url, *arguments)
    assert code == 0, err
    assert asked(server) == expected
    said = zip(server.requests, server.said, strict=True)
    assert [
        problem
        for request, text in said
        for problem in problems(spec, request.method, request.path, text)
    ] == []


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "/api/v2/catalog/entity", "page[size]=100 "),
        ("GET", "/api/v2/catalog/entity", "includeDiscovered=yes "),
        ("GET", "/api/v2/scorecard/rules", "page[offset]=x "),
        ("DELETE", "/api/v2/scorecard/outcomes", " "),
        ("POST", "/api/v2/scorecard/outcomes", ' {"data":{"attributes":{"results":[{}]}}}'),
    ],
)
def test_the_check_can_fail(spec: dict[str, Any], method: str, path: str, said: str) -> None:
    assert problems(spec, method, path, said)
