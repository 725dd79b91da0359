"""What the tests of the sandbox speak to it with: real HTTP, without proxies and .netrc."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import requests

KEYS = {"DD-API-KEY": "api", "DD-APPLICATION-KEY": "app"}
RULES = "/api/v2/scorecard/rules"
OUTCOMES = "/api/v2/scorecard/outcomes"
BATCH = "/api/v2/scorecard/outcomes/batch"
SCORECARDS = "/api/v2/scorecard/scorecards"
SCORES = "/api/v2/scorecard/scores/"
CATALOG = "/api/v2/catalog/entity"


def call(method: str, url: str, document: Any = None, **options: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        options.setdefault("headers", KEYS)
        options.setdefault("timeout", 20)
        return session.request(method, url, json=document, **options)


def outcomes(*items: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"type": "batched-outcome", "attributes": {"results": list(items)}}}


def item(
    rule_id: str, service: str = "checkout", state: str = "pass", **more: Any
) -> dict[str, Any]:
    return {"rule_id": rule_id, "service_name": service, "state": state, **more}


def later(rule_id: str, entity: str, state: str = "pass") -> dict[str, Any]:
    return {"rule_id": rule_id, "entity_reference": entity, "state": state}


def rule(**attributes: Any) -> dict[str, Any]:
    return {"data": {"type": "rule", "attributes": attributes}}


def new_rule(url: str, name: str = "Unit tests pass", scorecard: str = "Readiness") -> str:
    answer = call("POST", url + RULES, rule(name=name, scorecard_name=scorecard))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


def raw(
    url: str, method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> tuple[int, bytes]:
    """A request with exactly these headers, which requests would not send."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def dumps(document: Any) -> bytes:
    return json.dumps(document).encode()
