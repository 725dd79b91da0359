"""What every request has to get past: host, keys, content type, size, JSON."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
import requests

from scorecard_action.sandbox import running
from scorecard_action.sandbox.bodies import LARGEST
from tests.sandbox.client import (
    BATCH,
    KEYS,
    OUTCOMES,
    RULES,
    call,
    dumps,
    item,
    new_rule,
    outcomes,
    raw,
)

JSON_TYPE = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("127.0.0.1:{port}", 200, id="address"),
        pytest.param("localhost:{port}", 200, id="name"),
        pytest.param("LocalHost:{port}", 200, id="case"),
        pytest.param("[::1]:{port}", 200, id="ipv6"),
        pytest.param("evil.example", 403, id="another-name"),
        pytest.param("evil.example:{port}", 403, id="another-name-own-port"),
        pytest.param("127.0.0.1:1", 403, id="another-port"),
        pytest.param("127.0.0.1", 403, id="no-port"),
        pytest.param("localhost.evil.example:{port}", 403, id="prefix"),
        pytest.param("evil.example@127.0.0.1:{port}", 403, id="userinfo"),
        pytest.param("127.0.0.1:{port}, evil.example", 403, id="list"),
        pytest.param("", 403, id="empty"),
        pytest.param(None, 403, id="absent"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/style.css", RULES])
def test_only_its_own_name_is_served(url: str, host: str | None, path: str, status: int) -> None:
    headers = dict(KEYS)
    if host is not None:
        headers["Host"] = host.format(port=urlsplit(url).port)
    found, body = raw(url, "GET", path, headers)
    assert found == status
    assert (b"Host must be" in body) == (status == 403)


@pytest.mark.parametrize(
    ("headers", "errors"),
    [
        pytest.param({}, ["API key required"], id="none"),
        pytest.param({"DD-API-KEY": ""}, ["API key required"], id="empty"),
        pytest.param({"DD-API-KEY": " ", "DD-APPLICATION-KEY": "x"}, ["API key required"],
                     id="blank"),
        pytest.param({"DD-API-KEY": "x"}, [{"title": "Forbidden"}], id="no-application-key"),
        pytest.param({"DD-API-KEY": "x", "DD-APPLICATION-KEY": " "}, [{"title": "Forbidden"}],
                     id="blank-application-key"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("method", "path"), [("GET", RULES), ("POST", BATCH), ("DELETE", RULES + "/x")]
)
def test_keys_are_needed(
    url: str, method: str, path: str, headers: dict[str, str], errors: list[object]
) -> None:
    host = {"Host": urlsplit(url).netloc}
    status, body = raw(url, method, path, {**host, **headers})
    assert (status, json.loads(body)) == (403, {"errors": errors})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Authorization": "Bearer ddpat_x"}, 200, id="bearer"),
        pytest.param({"Authorization": "bearer any"}, 200, id="bearer-without-a-prefix"),
        pytest.param({"DD-APPLICATION-KEY": "ddsat_x"}, 200, id="in-place-of-the-key"),
        pytest.param({"Authorization": "Bearer "}, 403, id="no-token"),
        pytest.param({"Authorization": "Basic eDp5"}, 403, id="another-scheme"),
        pytest.param({"DD-APPLICATION-KEY": "x"}, 403, id="no-token-alone"),
    ],
)
def test_an_access_token_goes_alone(url: str, headers: dict[str, str], status: int) -> None:
    found, _ = raw(url, "GET", RULES, {"Host": urlsplit(url).netloc, **headers})
    assert found == status


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        pytest.param("application/json", 200, id="json"),
        pytest.param("application/json; charset=utf-8", 200, id="charset"),
        pytest.param("Application/JSON", 200, id="case"),
        pytest.param("application/vnd.api+json", 200, id="json-api"),
        pytest.param("text/plain", 415, id="text"),
        pytest.param("application/x-www-form-urlencoded", 415, id="form"),
        pytest.param("multipart/form-data; boundary=x", 415, id="multipart"),
        pytest.param("application/jsonp", 415, id="almost"),
        pytest.param("text/plain, application/json", 415, id="two"),
        pytest.param("", 415, id="none"),
    ],
)
@pytest.mark.parametrize("path", [BATCH, OUTCOMES, RULES])
def test_only_json_is_taken(url: str, path: str, content_type: str, status: int) -> None:
    rule_id = new_rule(url)
    document = outcomes(item(rule_id, entity_reference="service:a"))
    if path == RULES:
        document = {"data": {"attributes": {"name": "n", "scorecard_name": "s"}}}
    answer = call(
        "POST", url + path, data=dumps(document), headers={**KEYS, "Content-Type": content_type}
    )
    expected = {BATCH: 200, OUTCOMES: 202, RULES: 201}[path] if status == 200 else status
    assert answer.status_code == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"data":', id="cut-short"),
        pytest.param(b'{"data":NaN}', id="nan"),
        pytest.param(b'{"data":"\\ud800"}', id="lone-surrogate"),
        pytest.param(b'{"data":"\xff"}', id="not-utf-8"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'{"data":[]}', id="data-a-list"),
        pytest.param(b'{"data":{"attributes":{"results":[1]}}}', id="number-for-an-item"),
        pytest.param(b'{"data":{"attributes":{"results":{}}}}', id="results-an-object"),
        pytest.param(b'{"data":{"type":"rule","attributes":{"results":[]}}}', id="another-type"),
        pytest.param(b'{"data":{"type":[],"attributes":{"results":[]}}}', id="type-a-list"),
    ],
)
def test_what_is_not_a_batch_is_400(url: str, body: bytes) -> None:
    answer = call("POST", url + BATCH, data=body, headers={**KEYS, **JSON_TYPE})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["title"] == "Bad Request"


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_body_over_10_mib_is_413(url: str, chunked: bool) -> None:
    rule_id = new_rule(url)
    small = dumps(outcomes(item(rule_id)))
    just = small + b" " * (LARGEST - len(small))
    headers = {**KEYS, **JSON_TYPE}

    def body(content: bytes) -> object:
        return iter([content[:100], content[100:]]) if chunked else content

    assert call("POST", url + BATCH, data=body(just), headers=headers).status_code == 200
    refused = call("POST", url + BATCH, data=body(just + b" "), headers=headers)
    assert refused.status_code == 413
    assert refused.json()["errors"][0]["status"] == "413"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/api/v2/scorecard/none", 404, id="no-such-endpoint"),
        pytest.param("GET", "/console", 404, id="no-debugger"),
        pytest.param("GET", "/static/style.css", 404, id="no-folder-of-files"),
        pytest.param("PATCH", RULES, 405, id="method"),
        pytest.param("POST", "/", 405, id="page-takes-no-post"),
    ],
)
def test_what_is_not_served_is_said_as_json(url: str, method: str, path: str, status: int) -> None:
    answer = call(method, url + path)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["status"] == str(status)


@pytest.mark.parametrize("path", ["/", RULES, BATCH])
def test_no_other_site_is_let_in(url: str, path: str) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("OPTIONS", "GET"):
        answer = call(method, url + path, headers={**KEYS, **asked})
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_the_environment_cannot_switch_debugging_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with running() as url:
        answer = call("GET", url + "/?__debugger__=yes&cmd=resource&f=debugger.js")
        assert "WERKZEUG" not in answer.text.upper()
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_it_listens_on_loopback_only(url: str) -> None:
    assert urlsplit(url).hostname == "127.0.0.1"
    # The rest of 127/8 is loopback as well, but not where it is bound.
    with pytest.raises(requests.ConnectionError):
        call("GET", url.replace("127.0.0.1", "127.0.0.2") + "/")
