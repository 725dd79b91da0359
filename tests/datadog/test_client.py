"""The client over real HTTP: what is sent, what is answered, what is said about it."""

from __future__ import annotations

import gzip
import io
import os
import re
import socket
import threading
import traceback
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest

from scorecard_action.datadog.answers import refusal
from scorecard_action.datadog.client import Client
from scorecard_action.datadog.keys import Keys
from scorecard_action.datadog.sites import Base, api_base
from scorecard_action.datadog.waits import Clock
from scorecard_action.errors import DatadogRefused, DatadogUnreachable, UsageError
from tests.datadog.helpers import API, APP, KEYS, FakeClock, assert_no_keys, client_for
from tests.datadog.server import (
    Reply,
    Request,
    Server,
    answer,
    cut_short,
    drip,
    head,
    nothing,
    raw,
    reset,
    reset_after,
    zipped,
)

GOOD = {"data": [{"id": "1"}], "meta": {"total_received": 1}}
OK = answer(200, GOOD)
INTERIM = b"".join(b"HTTP/1.1 %d Wait\r\nX: y\r\n\r\n" % status for status in (100, 102, 103))


def test_the_request_has_exactly_these_headers() -> None:
    with Server([OK, OK]) as server, client_for(server.url) as client:
        client.request("POST", "/api/v2/x", json={"remarks": "é\ud800<a>"})
        client.request("GET", "/api/v2/x", params={"page[size]": "100", "n": "\udc80"})
    post, get = server.requests
    assert (post.method, post.target) == ("POST", "/api/v2/x")
    assert (get.path, get.query) == ("/api/v2/x", {"page[size]": "100", "n": "?"})
    common = {
        "host": server.url.removeprefix("http://"),
        "dd-api-key": API,
        "dd-application-key": APP,
        "accept": "application/json",
        "accept-encoding": "gzip",
        "user-agent": "scorecard-action/0",
    }
    content = {"content-type": "application/json", "content-length": str(len(post.content))}
    assert post.headers == {**common, **content}
    assert get.headers == common
    assert post.content == '{"remarks":"é?<a>"}'.encode()


def test_one_connection_serves_all_requests() -> None:
    with Server([OK, answer(400, {"errors": ["no"]}), answer(500), OK]) as server:
        with client_for(server.url) as client:
            for _ in range(3):
                client.request("GET", "/x")
        assert (server.connections, len(server.requests)) == (1, 4)


@pytest.mark.parametrize(
    ("reply", "status", "words"),
    [
        pytest.param(OK, 200, None, id="200"),
        pytest.param(zipped(200, GOOD), 200, None, id="gzip"),
        pytest.param(
            answer(200, zlib.compress(b'{"data":[]}'), {"Content-Encoding": "deflate"}),
            200,
            None,
            id="deflate",
        ),
        pytest.param(
            answer(
                200,
                gzip.compress(b'{"data"') + gzip.compress(b":[]}"),
                {"Content-Encoding": "gzip"},
            ),
            200,
            None,
            id="gzip of two members",
        ),
        pytest.param(
            raw(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                b'5\r\n{"dat\r\n6\r\na":[]}\r\n0\r\n\r\n'
            ),
            200,
            None,
            id="chunked",
        ),
        pytest.param(raw(b'HTTP/1.0 200 OK\r\n\r\n{"data":[]}'), 200, None, id="to the end"),
        *(
            pytest.param(
                raw(interim + head(200, {}, 11) + b'{"data":[]}'), 200, None, id=f"after {name}"
            )
            for name, interim in (
                ("103", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 99\r\n\r\n"),
                ("100, 102 and 103", INTERIM * 3),
            )
        ),
        pytest.param(answer(202), 202, None, id="202 without a body"),
        pytest.param(answer(204), 204, None, id="204"),
        pytest.param(
            answer(400, {"errors": [{"title": "Bad Request", "detail": 'attribute "x"'}]}),
            400,
            'attribute "x"',
            id="400 JSON:API",
        ),
        pytest.param(
            answer(409, {"errors": [{"status": "409", "title": "Invalid rule_id"}]}),
            409,
            "Invalid rule_id",
            id="409 without detail",
        ),
        pytest.param(
            answer(403, {"errors": ["API key required", "x"]}), 403, "API key required; x", id="403"
        ),
        pytest.param(
            answer(404, {"errors": {"detail": "gone"}}), 404, "gone", id="errors is an object"
        ),
        pytest.param(answer(413, b""), 413, "an empty answer", id="413 without a body"),
        pytest.param(
            answer(413, b"<html>too large</html>"),
            413,
            "a page of HTML, not an answer of Datadog's API",
            id="413 of a proxy",
        ),
        pytest.param(answer(400, {"errors": [3, None]}), 400, '{"errors": [3, null]}', id="odd"),
        pytest.param(
            answer(400, b"a\x1b[31m\n b\xff\xe2\x80\xae"), 400, "a?[31m b�?", id="control"
        ),
    ],
)
def test_answers_that_are_returned(reply: Reply, status: int, words: str | None) -> None:
    with Server([reply]) as server, client_for(server.url) as client:
        got = client.request("GET", "/x")
    assert got.status == status
    assert len(server.requests) == 1
    if words is not None:
        assert got.words == words
    elif status == 200:
        assert isinstance(got.body["data"], list)
    else:
        assert got.body is None


@pytest.mark.parametrize(
    ("reply", "error", "message", "hint"),
    [
        pytest.param(
            answer(302, b"", {"Location": "https://evil.example/"}),
            DatadogRefused,
            "302, a redirect to https://evil.example/, which is not followed",
            "--api-url",
            id="redirect",
        ),
        pytest.param(answer(308), DatadogRefused, "308, a redirect, which", "DD_SITE", id="308"),
        pytest.param(
            answer(200, b"<!doctype html><p>Log in", {"Content-Type": "text/html"}),
            DatadogUnreachable,
            "answered 200 with a page of HTML",
            "proxy",
            id="HTML",
        ),
        pytest.param(answer(200, b""), DatadogUnreachable, "with an empty answer", "", id="empty"),
        pytest.param(answer(200, b"[]"), DatadogUnreachable, "with no JSON object", "", id="list"),
        pytest.param(answer(200, b"{"), DatadogUnreachable, "with no JSON object", "", id="half"),
        pytest.param(answer(202, b"<p>"), DatadogUnreachable, "with a page of HTML", "", id="202"),
        pytest.param(
            answer(200, b"[" * 100_000), DatadogUnreachable, "with no JSON object", "", id="deep"
        ),
        pytest.param(
            answer(200, b"\xff\xfe{\x00}\x00"), DatadogUnreachable, "no JSON", "", id="UTF-16"
        ),
        pytest.param(answer(501), DatadogUnreachable, "answered 501", "--api-url", id="501"),
        pytest.param(
            answer(200, b"x", {"Content-Encoding": "br"}),
            DatadogUnreachable,
            "encoding that was not asked for",
            "",
            id="brotli",
        ),
        pytest.param(
            answer(200, b" " * (10 * 1024 * 1024 + 1)),
            DatadogUnreachable,
            "larger than 10 MiB",
            "",
            id="large",
        ),
        pytest.param(
            answer(200, b'{"data": [' + b"{}," * 3_000_000 + b"{}]}"),
            DatadogUnreachable,
            "an answer of over 500,000 values",
            "",
            id="crowded",
        ),
    ],
)
def test_answers_that_are_errors_at_once(
    reply: Reply, error: type[Exception], message: str, hint: str
) -> None:
    with Server([reply]) as server, client_for(server.url) as client:
        with pytest.raises(error, match=message) as caught:
            client.request("POST", "/x", json={})
        assert len(server.requests) == 1
    assert hint in getattr(caught.value, "hint", "")


@pytest.fixture(scope="module")
def bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    zeros = b"\0" * 1024 * 1024
    content = b"".join([*(packer.compress(zeros) for _ in range(300)), packer.flush()])
    assert len(content) < 320 * 1024
    return content


@pytest.mark.parametrize("status", [200, 400, 302, 500])
def test_300_kb_of_gzip_that_is_300_mb(status: int, bomb: bytes) -> None:
    reply = answer(status, bomb, {"Content-Encoding": "gzip", "Location": "https://evil.example/"})
    with Server([reply]) as server, client_for(server.url) as client:
        tracemalloc.start()
        try:
            with pytest.raises(DatadogUnreachable, match="larger than 10 MiB"):
                client.request("GET", "/x")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 40 * 1024 * 1024


def test_a_crowded_answer_takes_no_memory_for_what_it_lists() -> None:
    reply = answer(400, b'{"errors": [' + b"{}," * 3_000_000 + b"{}]}")
    with Server([reply]) as server, client_for(server.url) as client:
        tracemalloc.start()
        try:
            with pytest.raises(DatadogRefused, match="an answer of over 500,000 values"):
                client.get("/x", {})
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 60 * 1024 * 1024


TRANSIENT = [
    pytest.param(answer(408), "Datadog answered 408", id="408"),
    pytest.param(answer(429), "Datadog answered 429", id="429"),
    pytest.param(answer(500), "Datadog answered 500", id="500"),
    pytest.param(answer(502, b"<html>"), "Datadog answered 502", id="502"),
    pytest.param(answer(503), "Datadog answered 503", id="503"),
    pytest.param(answer(504), "Datadog answered 504", id="504"),
    pytest.param(nothing, "without an answer", id="nothing at all"),
    pytest.param(reset, "connection reset by peer", id="reset"),
    pytest.param(reset_after(b"HTTP/1.1 200 OK\r\nContent-"), "reset by peer", id="reset in head"),
    pytest.param(
        reset_after(head(200, {}, 99) + b'{"data"'), "reset by peer", id="reset in the body"
    ),
    pytest.param(cut_short(200, b'{"data":[]}'), "the answer was cut short", id="cut short"),
    pytest.param(cut_short(400, b'{"errors":[]}'), "cut short", id="400 cut short"),
    pytest.param(
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"), "cut short", id="chunk"
    ),
    pytest.param(
        answer(200, gzip.compress(b'{"data":[]}')[:-9], {"Content-Encoding": "gzip"}),
        "cut short",
        id="gzip cut short",
    ),
    pytest.param(
        answer(200, b'{"data":[]}', {"Content-Encoding": "gzip"}), "cut short", id="no gzip"
    ),
    pytest.param(raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "the answer is not HTTP", id="SSH"),
    *(
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + b"\r\n{}\r\n"),
            "the (answer|connection)",
            id=f"a chunk of {size.decode()}",
        )
        for size in (b"-5", b"z", b"0x5", b"1_0", b"9" * 40)
    ),
    pytest.param(raw(b"HTTP/1.1 103 Early\r\n\r\n" * 500), "not HTTP", id="103 without end"),
]


@pytest.mark.parametrize(("reply", "what"), TRANSIENT)
def test_a_failure_that_passes(reply: Reply, what: str) -> None:
    clock, lines = FakeClock(), list[str]()
    with Server([reply, reply, OK]) as server:
        with client_for(server.url, clock=clock, notify=lines.append) as client:
            assert client.request("POST", "/x", json={"a": 1}).status == 200
        assert [request.json for request in server.requests] == [{"a": 1}] * 3
    assert clock.slept == [0.75, 1.5]
    assert all(re.search(what, line) for line in lines), lines
    assert lines[0].endswith("trying again in 0.75 s (2 of 5)")
    assert lines[1].endswith("trying again in 1.5 s (3 of 5)")


@pytest.mark.parametrize(("reply", "what"), TRANSIENT)
def test_a_failure_that_stays(reply: Reply, what: str) -> None:
    clock = FakeClock()
    with Server([reply] * 6) as server, client_for(server.url, clock=clock) as client:
        with pytest.raises(DatadogUnreachable, match=what) as caught:
            client.request("POST", "/x", json={})
        assert len(server.requests) == 5
    assert ", 5 times" in caught.value.message
    assert clock.slept == [0.75, 1.5, 3.0, 6.0]


def test_nobody_listens() -> None:
    with Server([]) as server:
        url = server.url
    with client_for(url) as client, pytest.raises(DatadogUnreachable) as caught:
        client.request("GET", "/x")
    assert "connection refused" in caught.value.message
    assert url in caught.value.hint


def test_the_wait_that_is_asked_for() -> None:
    clock, lines = FakeClock(), list[str]()
    replies = [answer(429, {"errors": ["slow"]}, {"X-RateLimit-Reset": "3"}), OK]
    with (
        Server(replies) as server,
        client_for(server.url, clock=clock, notify=lines.append) as client,
    ):
        client.request("GET", "/x")
    assert clock.slept == [3]
    assert lines == ["Datadog answered 429; trying again in 3 s (2 of 5)"]


def test_a_wait_past_the_deadline_is_not_begun() -> None:
    clock = FakeClock()
    replies = [answer(429, b"", {"X-RateLimit-Reset": "600"}), OK]
    with (
        Server(replies) as server,
        client_for(server.url, clock=clock) as client,
        pytest.raises(DatadogUnreachable, match="in 600 s, and 120 s are left") as caught,
    ):
        client.request("GET", "/x")
    assert clock.slept == []
    assert "--timeout" in caught.value.hint


@pytest.mark.parametrize(
    ("asked", "slept"),
    [
        pytest.param("4.75", [4.75], id="just before the deadline"),
        pytest.param("5", [], id="up to it"),
        pytest.param("5.5", [], id="half a second past it"),
        pytest.param("6", [], id="a second past it"),
    ],
)
def test_a_wait_may_end_before_the_deadline_only(asked: str, slept: list[float]) -> None:
    clock = FakeClock()
    replies = [answer(429, b"", {"X-RateLimit-Reset": asked}), OK]
    with Server(replies) as server, client_for(server.url, clock=clock, timeout=5) as client:
        if slept:
            assert client.request("GET", "/x").status == 200
        else:
            with pytest.raises(DatadogUnreachable, match=f"in {asked} s, and 5 s are left"):
                client.request("GET", "/x")
        assert len(server.requests) == 1 + len(slept)
    assert clock.slept == slept


def test_no_request_begins_at_the_deadline() -> None:
    clock = FakeClock()
    with Server([OK, OK]) as server:
        with client_for(server.url, clock=clock, timeout=5) as client:
            client.request("GET", "/x")
            clock.time += 5
            with pytest.raises(DatadogUnreachable, match="within 5 s"):
                client.request("GET", "/x")
        assert len(server.requests) == 1


def test_one_deadline_for_all_requests_from_the_first_one() -> None:
    clock = FakeClock()
    slow = answer(429, b"", {"X-RateLimit-Reset": "50"})
    with Server([slow, OK, slow, OK, slow]) as server:
        with client_for(server.url, clock=clock, timeout=120) as client:
            clock.time += 1000  # before the first request no time runs
            client.request("GET", "/x")
            client.request("GET", "/x")
            with pytest.raises(DatadogUnreachable, match="and 20 s are left"):
                client.request("GET", "/x")
            clock.time += 20
            with pytest.raises(DatadogUnreachable, match="within 120 s"):
                client.request("GET", "/x")
        assert len(server.requests) == 5


def test_a_budget_of_its_own_does_not_start_the_deadline() -> None:
    clock = FakeClock()
    with (
        Server([answer(500), OK]) as server,
        client_for(server.url, clock=clock, timeout=5) as client,
    ):
        with pytest.raises(DatadogUnreachable, match="answered 500"):
            client.request("GET", "/x", until=clock.now() + 20, tries=1)
        clock.time += 60
        assert client.request("GET", "/x").status == 200


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(drip(head(200, {}, 11) + b'{"data":[]}'), id="all of it"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 99), id="headers"),
        pytest.param(drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 50), id="100 Continue"),
        pytest.param(
            drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 999),
            id="chunk",
        ),
        pytest.param(drip(head(302, {"Location": "/x"}, 999) + b" " * 999), id="redirect"),
    ],
)
@pytest.mark.timeout(10)  # to its end, each takes longer (or is an answer)
def test_a_server_that_drips(reply: Reply) -> None:
    with Server([reply] * 5) as server:
        with (
            client_for(server.url, clock=Clock(), timeout=0.4) as client,
            pytest.raises(DatadogUnreachable, match=r"within 0.4 s"),
        ):
            client.request("GET", "/x")
        assert len(server.requests) == 1


@pytest.mark.timeout(10)
def test_a_server_that_is_silent() -> None:
    over = threading.Event()

    def silent(connection: Any) -> bool:
        over.wait(60)
        return False

    with (
        Server([silent]) as server,
        client_for(server.url, clock=Clock(), timeout=0.3) as client,
    ):
        try:
            with pytest.raises(DatadogUnreachable, match=r"within 0.3 s"):
                client.request("GET", "/x")
        finally:
            over.set()


@pytest.mark.parametrize(
    ("timeout", "expected"),
    [
        pytest.param(120.0, (10, 30), id="much time"),
        pytest.param(20.0, (10, 15), id="less than a read may take"),
        pytest.param(4.0, (4, 3), id="less than connecting may take"),
        pytest.param(1.0, (1, 0.75), id="little"),
    ],
)
def test_no_read_may_take_longer_than_is_left(
    timeout: float, expected: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connecting, and the last read of an answer that came when a quarter of the time was over."""
    allowed: list[float | None] = []
    clock = FakeClock()
    limit = socket.socket.settimeout

    def noted(self: socket.socket, seconds: float | None) -> None:
        allowed.append(seconds)
        limit(self, seconds)

    def late(request: Request) -> Reply:
        clock.time += timeout / 4
        # more than one read takes
        return answer(200, b'{"data":[]}' + b" " * (4 * io.DEFAULT_BUFFER_SIZE))

    with Server(late) as server, client_for(server.url, clock=clock, timeout=timeout) as client:
        monkeypatch.setattr(socket.socket, "settimeout", noted)
        assert client.request("GET", "/x").status == 200
        monkeypatch.undo()
    assert (allowed[0], allowed[-1]) == expected


class Hurried(FakeClock):
    """What is waited for does not come; the time it was given has passed."""

    def wait(self, event: threading.Event, seconds: float) -> bool:
        came = event.wait(0.3)
        self.time += 0 if came else seconds
        return came


def never(*args: object, **kwargs: object) -> Any:
    threading.Event().wait(30)


def silence(connection: socket.socket) -> bool:
    while connection.recv(65536):
        pass
    return False


@pytest.mark.timeout(20)  # each hangs for longer
@pytest.mark.parametrize("timeout", [3.0, 10.0, 120.0])
@pytest.mark.parametrize("hang", ["name", "connect", "TLS", "proxy", "TLS behind a proxy"])
def test_a_connection_that_is_not_made_in_time(
    hang: str, timeout: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Hurried()
    with socket.create_server(("127.0.0.1", 0)) as listener, Server(tunnel) as tunnelling:
        port = listener.getsockname()[1]  # takes connections, and says nothing
        base, proxies = Base(f"https://127.0.0.1:{port}"), {}
        if hang == "name":
            base = Base("https://no-such-host.invalid")
            monkeypatch.setattr(socket, "getaddrinfo", never)
        elif hang == "connect":
            monkeypatch.setattr(socket.socket, "connect", never)
        elif hang == "proxy":
            proxies = {"https": f"http://127.0.0.1:{port}"}
        elif hang == "TLS behind a proxy":
            proxies = {"https": tunnelling.url}
        began = clock.time
        with (
            Client(
                base, KEYS, user_agent="x", timeout=timeout, clock=clock, proxies=proxies
            ) as made,
            pytest.raises(DatadogUnreachable) as caught,
        ):
            made.request("POST", "/x", json={})
        monkeypatch.undo()
    assert clock.time - began <= timeout
    assert re.search(rf"within {timeout:g} s|[0-9.]+ s are left", caught.value.message)


def tunnel(request: Request) -> Reply:
    def reply(connection: socket.socket) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        return silence(connection)

    return reply


@pytest.mark.timeout(20)
def test_a_server_that_does_not_take_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sending ends with the time as well: the system's buffers take no more."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with (
            client_for(url, clock=Clock(), timeout=0.5) as client,
            pytest.raises(DatadogUnreachable, match=r"within 0.5 s"),
        ):
            client.request("POST", "/x", json={"x": "y" * 30_000_000})


ECHO = f"denied for {API} and {APP}, cut {APP[:30]}"


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(answer(403, {"errors": [ECHO]}), id="403"),
        pytest.param(answer(400, {"errors": [{"detail": ECHO, "title": ECHO}]}), id="400"),
        pytest.param(answer(400, ECHO.encode()), id="400 text"),
        pytest.param(answer(400, b"x" * 280 + API.encode()), id="at the cut of the excerpt"),
        pytest.param(answer(302, b"", {"Location": f"https://x/?k={API}"}), id="302"),
        pytest.param(answer(200, ECHO.encode()), id="200"),
        pytest.param(answer(501, {"errors": [ECHO]}), id="501"),
        pytest.param(answer(500, {"errors": [ECHO]}), id="500"),
        pytest.param(answer(429, {"errors": [ECHO]}, {"X-RateLimit-Reset": API}), id="429"),
        pytest.param(answer(200, b"", {"Content-Encoding": API}), id="encoding"),
        pytest.param(raw(f"HTTP/1.1 {API} {APP}\r\n\r\n".encode()), id="status line"),
        pytest.param(raw(f"{API} {APP}\r\n\r\n".encode()), id="not HTTP"),
        pytest.param(cut_short(200, ECHO.encode()), id="cut short"),
    ],
)
def test_keys_that_are_echoed_appear_nowhere(reply: Reply) -> None:
    lines: list[str] = []
    with Server([reply] * 5) as server, client_for(server.url, notify=lines.append) as client:
        with pytest.raises((DatadogRefused, DatadogUnreachable)) as caught:
            client.get("/x", {})
        told = "".join(traceback.format_exception(caught.value))
        assert_no_keys(told, caught.value, caught.value.message, caught.value.args)
        assert_no_keys(client, vars(client)["keys"], lines)


@pytest.mark.parametrize("status", [200, 400])
def test_keys_are_masked_in_an_answer_that_is_returned(status: int) -> None:
    body = {"errors": [{"detail": ECHO}], "data": [{"id": API}]}
    reply = answer(status, body, {"X-Echo": APP})
    with Server([reply]) as server, client_for(server.url) as client:
        got = client.request("GET", "/x")
    assert_no_keys(*got)
    assert got.body["data"] == [{"id": "***"}]
    assert got.words.startswith("denied for *** and ***, cut ***")


def test_short_keys_are_masked_in_words_and_left_in_data() -> None:
    body = {"errors": ["no key demo here"], "data": [{"name": "demo"}]}
    with (
        Server([answer(400, body)]) as server,
        Client(api_base(None, server.url), Keys("demo", "app"), user_agent="x") as client,
    ):
        got = client.request("GET", "/x")
    assert got.words == "no key *** here"
    assert got.body["data"] == [{"name": "demo"}]


TOKEN = Keys("", "", token="ddpat_0123456789abcdefghij_0123456789abcdefghij")
NO = answer(403, {"errors": [{"title": "Forbidden"}]})


def token_client(url: str, **options: Any) -> Client:
    return Client(api_base(None, url), TOKEN, user_agent="x", **{"clock": FakeClock(), **options})


def test_a_token_goes_alone() -> None:
    with Server([OK]) as server, token_client(server.url) as client:
        client.request("GET", "/x")
    headers = server.requests[0].headers
    assert headers["authorization"] == f"Bearer {TOKEN.token}"
    assert not {"dd-api-key", "dd-application-key"} & set(headers)


@pytest.mark.parametrize(
    ("replies", "status", "requests", "slept"),
    [
        pytest.param([NO, OK], 200, 2, [2.0], id="known the second time"),
        pytest.param([answer(401), OK], 200, 2, [2.0], id="401"),
        pytest.param([NO, NO, OK], 403, 2, [2.0], id="once only"),
    ],
)
def test_a_token_that_may_be_new_is_tried_again_once(
    replies: list[Reply], status: int, requests: int, slept: list[float]
) -> None:
    clock = FakeClock()
    with Server(replies) as server, token_client(server.url, clock=clock) as client:
        assert client.request("POST", "/x", json={}, tries=1).status == status
        assert len(server.requests) == requests
        assert clock.slept == slept


def test_a_token_that_was_good_is_not_new() -> None:
    clock = FakeClock()
    with Server([OK, NO]) as server, token_client(server.url, clock=clock) as client:
        client.request("GET", "/x")
        assert client.request("GET", "/x").status == 403
    assert clock.slept == []


@pytest.mark.parametrize(
    ("method", "missing"),
    [("GET", "apm_service_catalog_read"), ("POST", "apm_service_catalog_write")],
)
def test_the_scope_that_is_missing_comes_first(method: str, missing: str) -> None:
    with (
        Server([NO, NO, NO]) as server,
        token_client(server.url) as by_token,
        client_for(server.url) as by_keys,
    ):
        hints = [refusal(made.request(method, "/x")).hint for made in (by_token, by_keys)]
    for hint, who in zip(hints, ("the access token", "the application key"), strict=True):
        assert hint.startswith(f"missing may be the scope {missing}")
        assert who in hint


def test_403_names_the_scopes_and_the_site() -> None:
    with (
        Server([answer(403, {"errors": [{"title": "Forbidden"}]})]) as server,
        client_for(server.url) as client,
        pytest.raises(DatadogRefused) as caught,
    ):
        client.get("/x", {})
    assert caught.value.status == 403
    assert caught.value.message == "Datadog answered 403: Forbidden"
    for part in ("apm_service_catalog_write", "apm_service_catalog_read", "DD_SITE"):
        assert part in caught.value.hint


def test_no_proxy_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server([answer(418)]) as proxy, Server([OK]) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with client_for(server.url, proxies={"http": proxy.url, "https": proxy.url}) as client:
            assert client.request("GET", "/x").status == 200
        assert proxy.requests == []


def test_a_proxy_that_is_given_is_used_elsewhere_and_never_sees_a_key() -> None:
    with Server([answer(407)] * 5) as proxy:
        client = Client(
            api_base("datadoghq.com", None),
            KEYS,
            user_agent="x",
            clock=FakeClock(),
            proxies={"https": proxy.url.replace("//", "//user:hidden@")},
        )
        with client, pytest.raises(DatadogUnreachable, match="407") as caught:
            client.request("GET", "/x")
        assert [request.method for request in proxy.requests] == ["CONNECT"] * 5
        assert proxy.requests[0].target == "api.datadoghq.com:443"
        assert_no_keys(proxy.requests)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("http://user:hid den@pro xy:1", id="blanks"),
        pytest.param("http://user:hidden@127.0.0.1:99999", id="port out of range"),
        pytest.param("http://user:hidden@[::1", id="half an address"),
        pytest.param("http://user:hidden@", id="no host"),
        pytest.param("socks5://user:hidden@127.0.0.1:1", id="SOCKS"),
        pytest.param("user:hidden@127.0.0.1:x", id="no scheme"),
    ],
)
def test_an_address_that_cannot_be_used_is_not_shown(address: str) -> None:
    lines: list[str] = []
    client = Client(
        Base("https://no-such-host.invalid"),
        KEYS,
        user_agent="x",
        clock=FakeClock(),
        notify=lines.append,
        proxies={"https": address, "no": "a,b"},
    )
    with client, pytest.raises(DatadogUnreachable, match="no request can be made") as caught:
        client.request("GET", "/x")
    told = "".join([*lines, *traceback.format_exception(caught.value)])
    assert "hid" not in told
    assert lines == []


@pytest.mark.parametrize("echo", ["hidden", "dXNlcjpoaWRkZW4="])
def test_a_proxy_that_echoes_its_password(echo: str) -> None:
    lines: list[str] = []
    reply = raw(f"HTTP/1.1 407 no {echo} here\r\n\r\n".encode())
    with Server([reply] * 5) as proxy:
        client = Client(
            Base("https://no-such-host.invalid"),
            KEYS,
            user_agent="x",
            clock=FakeClock(),
            notify=lines.append,
            proxies={"https": proxy.url.replace("//", "//user:hidden@")},
        )
        with client, pytest.raises(DatadogUnreachable, match="the proxy answered 407") as caught:
            client.request("GET", "/x")
    assert echo not in "".join([*lines, *traceback.format_exception(caught.value)])


def test_a_proxy_in_the_environment_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server([answer(407)] * 5) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        base = Base("https://127.0.0.1:1")  # not marked as loopback: a proxy would be used
        with (
            Client(base, KEYS, user_agent="x", clock=FakeClock()) as client,
            pytest.raises(DatadogUnreachable),
        ):
            client.request("GET", "/x")
        assert proxy.requests == []


@pytest.mark.timeout(10)  # to its end, it takes longer
def test_a_proxy_that_drips() -> None:
    with Server([drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 99)]) as proxy:
        client = Client(
            Base("https://no-such-host.invalid"),
            KEYS,
            user_agent="x",
            timeout=0.4,
            proxies={"https": proxy.url},
        )
        with client, pytest.raises(DatadogUnreachable, match=r"within 0.4 s"):
            client.request("GET", "/x")


def test_a_proxy_that_cannot_be_used() -> None:
    base = Base("https://no-such-host.invalid")
    for proxy in ("socks5://127.0.0.1:1", "nonsense://127.0.0.1:1", "http://"):
        with (
            Client(base, KEYS, user_agent="x", proxies={"https": proxy}) as client,
            pytest.raises(DatadogUnreachable, match="no request can be made") as caught,
        ):
            client.request("GET", "/x")
        assert "proxy" in caught.value.hint


def test_netrc_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hidden\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with Server([OK]) as server, client_for(server.url) as client:
        client.request("GET", "/x")
    assert "authorization" not in server.requests[0].headers


def test_cookies_are_not_kept() -> None:
    cookie = answer(200, GOOD, {"Set-Cookie": "a=b; Path=/"})
    with Server([cookie, OK]) as server, client_for(server.url) as client:
        client.request("GET", "/x")
        client.request("GET", "/x")
    assert "cookie" not in server.requests[1].headers


def test_certificates(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no certificates at"):
        client_for("https://127.0.0.1:1", ca_bundle=str(tmp_path / "none.pem"))
    (tmp_path / "notes.pem").write_text("no certificate\n")
    for bundle in (os.devnull, str(tmp_path / "notes.pem")):
        with pytest.raises(UsageError, match="no certificate is in"):
            client_for("https://127.0.0.1:1", ca_bundle=bundle)
    with (
        client_for("https://127.0.0.1:1", ca_bundle=str(tmp_path)) as client,
        pytest.raises(DatadogUnreachable),
    ):
        client.request("GET", "/x")


def test_keys_are_not_in_the_text_of_a_client() -> None:
    with Client(Base("https://x.example"), Keys(API, APP), user_agent="x") as client:
        assert_no_keys(client, [client])
