from __future__ import annotations

import json
import socket
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from scorecard_action.errors import UsageError
from scorecard_action.sandbox import faults, parse_faults, running
from tests.sandbox.client import BATCH, CATALOG, OUTCOMES, RULES, call, item, later, outcomes

SEEDS = [
    {"id": "r1", "name": "Unit tests pass", "scorecard_name": "Readiness"},
    {"id": "r2", "name": "No lint errors", "scorecard_name": "Readiness"},
]


def send(url: str, service: str = "checkout", rule_id: str = "r1") -> int | str:
    """The status of a batch of one, or `lost` where no whole answer came."""
    try:
        batch = outcomes(item(rule_id, service))
        answer = call("POST", url + BATCH, batch, allow_redirects=False)
        answer.json()
    except requests.exceptions.JSONDecodeError:
        return "no JSON"
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        return "lost"
    return answer.status_code


def stored(url: str) -> list[str]:
    data = call("GET", url + OUTCOMES).json()["data"]
    return [found["attributes"]["service_name"] for found in data]


@pytest.mark.parametrize(
    ("faults", "statuses", "kept"),
    [
        pytest.param([], [200, 200], "ab", id="none"),
        pytest.param(["429:3"], [429, 429, 429, 200], "d", id="three"),
        pytest.param(["500:2"], [500, 500, 200], "c", id="two"),
        pytest.param(["503"], [503, 503, 503], "", id="all"),
        pytest.param(["429:1", "500:1"], [429, 500, 200], "c", id="one-after-the-other"),
        pytest.param(["500:1@2"], [200, 500, 200], "ac", id="the-second"),
        pytest.param(["500@2"], [200, 500, 500], "a", id="from-the-second"),
        pytest.param(["reset:1"], ["lost", 200], "b", id="reset-stores-nothing"),
        pytest.param(["truncate:1"], ["lost", 200], "ab", id="truncate-stores"),
        pytest.param(["gone"], [410, 410], "", id="gone"),
        pytest.param(["gone=404"], [404, 404], "", id="gone-404"),
        pytest.param(["slow=0:1"], [200, 200], "ab", id="slow"),
        pytest.param(["no-route:1"], [404, 200], "b", id="no-route"),
        pytest.param(["not-an-answer:1"], [200, 200], "b", id="not-an-answer"),
        pytest.param(["not-an-answer=206:1"], [206, 200], "b", id="not-an-answer-206"),
        pytest.param(["not-an-answer=html:1"], ["no JSON", 200], "b", id="not-an-answer-html"),
        pytest.param(["not-an-answer=nothing:1"], ["no JSON", 200], "b", id="nothing"),
        pytest.param(["redirect:1"], ["no JSON", 200], "b", id="redirect"),
        pytest.param(["echo:1"], [403, 200], "b", id="echo"),
        pytest.param(["echo=407:1"], [407, 200], "b", id="echo-407"),
        pytest.param(["huge:1"], [200, 200], "b", id="huge"),
    ],
)
def test_faults_hit_writes(faults: list[str], statuses: list[Any], kept: str) -> None:
    with running(rules=SEEDS, faults=faults) as url:
        found = [send(url, service) for service in "abcdefgh"[: len(statuses)]]
        assert found == statuses
        assert stored(url) == list(kept)


@pytest.mark.parametrize(
    ("fault", "start", "kept"),
    [
        pytest.param("early-hints", b"HTTP/1.1 103 Early Hints\r\nLink: ", "a", id="early-hints"),
        pytest.param(
            "negative-chunk",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
            "",
            id="negative-chunk",
        ),
    ],
)
def test_answers_as_they_are_on_the_wire(fault: str, start: bytes, kept: str) -> None:
    body = json.dumps(outcomes(item("r1", "a"))).encode()
    with running(rules=SEEDS, faults=[fault]) as url:
        address = urlsplit(url)
        head = (
            f"POST {BATCH} HTTP/1.1\r\nHost: {address.netloc}\r\nDD-API-KEY: k\r\n"
            f"DD-APPLICATION-KEY: k\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
            connection.sendall(head.encode() + body)
            got = b"".join(iter(lambda: connection.recv(4096), b""))
        assert got.startswith(start)
        assert b" 200 OK" in got
        assert stored(url) == list(kept)


def test_reads_are_hit_where_that_is_said() -> None:
    with running(rules=SEEDS, faults=["500-read:1@2"]) as url:
        assert send(url) == 200
        statuses = [call("GET", url + RULES).status_code for _ in range(3)]
        assert statuses == [200, 500, 200]


@pytest.mark.parametrize(
    ("fault", "statuses"),
    [
        # Rules, outcomes, the catalog; and all three again.
        pytest.param("500-read", [500] * 6, id="all"),
        pytest.param("500-read:1@5", [200, 200, 200, 200, 500, 200], id="the fifth"),
        pytest.param("500-rules", [500, 200, 200, 500, 200, 200], id="rules"),
        pytest.param("500-outcomes:1@2", [200, 200, 200, 200, 500, 200], id="outcomes"),
        pytest.param("500-entity:1", [200, 200, 500, 200, 200, 200], id="the catalog"),
    ],
)
def test_one_list_may_be_hit(fault: str, statuses: list[int]) -> None:
    with running(rules=SEEDS, faults=[fault]) as url:
        found = [call("GET", url + path).status_code for path in (RULES, OUTCOMES, CATALOG) * 2]
        assert found == statuses
        assert send(url) == 200


def test_a_list_without_end() -> None:
    with running(faults=["endless-rules"]) as url:
        pages = [
            call("GET", url + RULES, params={"page[offset]": str(offset)}).json()["data"]
            for offset in (0, 100, 90_000)
        ]
        assert len({item["id"] for page in pages for item in page}) == 300


def test_an_echo_has_the_keys() -> None:
    with running(rules=SEEDS, faults=["echo"]) as url:
        (error,) = call("POST", url + BATCH, outcomes(item("r1"))).json()["errors"]
        assert "HTTP_DD_API_KEY: api; " in error["detail"]


def test_a_redirect_leads_elsewhere() -> None:
    with running(rules=SEEDS, faults=["redirect"]) as url:
        answer = call("POST", url + BATCH, outcomes(item("r1")), allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/elsewhere{BATCH}")


def test_a_request_that_hangs_ends_with_its_client() -> None:
    with running(rules=SEEDS, faults=["hang:1"]) as url:
        with pytest.raises(requests.ReadTimeout):
            call("POST", url + BATCH, outcomes(item("r1")), timeout=0.2)
        assert send(url, "b") == 200
        assert stored(url) == ["b"]


def test_too_many_requests_says_how_long_to_wait() -> None:
    with running(rules=SEEDS, faults=["429:1"]) as url:
        answer = call("POST", url + BATCH, outcomes(item("r1")))
        assert answer.headers["X-RateLimit-Reset"] == "1"
        assert answer.headers["X-RateLimit-Remaining"] == "0"
        assert answer.headers["content-type"] == "application/vnd.api+json"
        error = {"status": "429", "title": "Too Many Requests"}
        assert answer.json() == {"errors": [error]}


def test_gone_leaves_the_other_endpoint() -> None:
    with running(rules=SEEDS, faults=["gone"]) as url:
        assert send(url) == 410
        answer = call("POST", url + OUTCOMES, outcomes(later("r1", "service:cart")))
        assert answer.status_code == 202
        assert stored(url) == ["cart"]


def test_a_rejected_rule_is_a_conflict_wherever_it_is_in_the_batch() -> None:
    with running(rules=SEEDS, faults=["reject-rule=r2", "reject-rule=a:b@c"]) as url:
        for batch in ([item("r2")], [item("r1", "a"), item("r2", "b")]):
            answer = call("POST", url + BATCH, outcomes(*batch))
            error = {"status": "409", "title": "Invalid rule_id"}
            assert (answer.status_code, answer.json()) == (409, {"errors": [error]})
        assert send(url, "good") == 200
        assert stored(url) == ["good"]
        assert len(call("GET", url + RULES).json()["data"]) == 2


def test_a_slow_answer_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(faults, "time", SimpleNamespace(sleep=waits.append))
    with running(rules=SEEDS, faults=["slow=0.05"]) as url, requests.Session() as session:
        session.trust_env = False
        headers = {"DD-API-KEY": "a", "DD-APPLICATION-KEY": "b"}
        batch = outcomes(item("r1"))
        with session.post(url + BATCH, json=batch, headers=headers, stream=True) as answer:
            body = answer.content
        assert body.startswith(b'{"da')
        assert waits == [0.05] * len(body)
        assert stored(url) == ["checkout"]


@pytest.mark.parametrize(
    "word",
    ["", "429x", "200", "600", "4290", "reset=1", "429=1", "gone=500", "gone=4.0.4", "slow=",
     "slow=x", "slow=1.2.3", "429:", "429:-1", "429:x", "reject-rule", "reject-rule=", "RESET",
     "429:٣", "429\n", "echo=200", "echo=x", "hang=1", "500-reads", "500-scorecards", "huge=1"],
)  # fmt: skip
def test_unknown_faults_are_refused(word: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_faults([word])
    assert "reject-rule=ID" in caught.value.hint
