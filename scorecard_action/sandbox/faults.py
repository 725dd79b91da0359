"""Faults that the sandbox can be told to have, to see what a client makes of them.

    429:3            the first 3 write requests answer 429, X-RateLimit-Reset: 1 (so any 4xx, 5xx)
    reset:2          the connection is closed without an answer, and nothing is stored
    hang             nothing is stored, and no answer comes
    truncate         all is stored, but the answer is cut short
    slow, slow=0.2   all is stored, and the answer drips: a byte a second, or every 0.2 s
    gone             the batch endpoint answers 410 (gone=404, gone=405)
    early-hints      all is well, and 103 Early Hints comes before the answer
    negative-chunk   nothing is stored, and the answer says that its first chunk has -5 bytes
    no-route         a gateway's 404: no ingress rule matched
    redirect         302 to another address of this server
    echo, echo=407   403, or this status, whose words are the headers of the request, keys included
    huge             nothing is stored, and the answer has more than 10 MiB
    endless          a list that has something new on each page (with -read and the like)
    not-an-answer    nothing is stored, and the answer is 200 with {}; or with =errors, =message,
                     =text, =float, =fewer, =more (of the count), =206, =html, =nothing (no body)
    reject-rule=ID   a batch with an outcome of this rule is refused: 409 Invalid rule_id

`:N` is how many write requests are hit (all where it is left out), `@M` the first that can be,
counted from 1: `500:1@3` is an error for the third write only. Of several faults the first that has
hits left is used: `429:2` and `500:1` are two 429, then a 500. With `-read` after its name a fault
hits read requests in place of writes, and these are counted: `slow-read=0.2`, `500-read:1@2`. With
`-rules`, `-outcomes` or `-entity` it hits those of this list alone: `403-outcomes`.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import parse_qs

from scorecard_action.errors import UsageError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BATCH = "/api/v2/scorecard/outcomes/batch"
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_FAULT = re.compile(
    r"(?P<kind>[45]\d\d|reset|hang|truncate|slow|gone|early-hints|negative-chunk|no-route"
    r"|redirect|echo|huge|endless|not-an-answer)"
    r"(-(?P<read>read|rules|outcomes|entity))?(=(?P<value>[\w.]+))?"
    r"(:(?P<count>\d{1,9}))?(@(?P<first>\d{1,9}))?",
    re.ASCII,
)
_HINT = (
    "429:3, 500:2, reset, hang, slow, truncate, gone, early-hints, negative-chunk, no-route,"
    " redirect, echo, huge, endless-read, not-an-answer, reject-rule=ID; -read hits reads, -rules,"
    " -outcomes and -entity those of one list, :N is how many, @M the first"
)


@dataclass(frozen=True)
class Fault:
    """What is wrong, from which write request on (from 1), and how many it hits (None: all).
    Where `read` is not empty it is about reads: `read` for all, else those of one list.
    """

    kind: str
    first: int = 1
    count: int | None = None
    value: float | str = 0
    read: str = ""


@dataclass
class Faults:
    """The faults in force, and how many requests there have been. Thread safe."""

    faults: tuple[Fault, ...] = ()
    rejected_rules: frozenset[str] = frozenset()
    _requests: Counter[str] = field(default_factory=Counter)
    _hits: Counter[int] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def next(self, path: str, *, read: bool = False) -> Fault | None:
        """The fault that hits this write (or `read`) request, if any. Counts the request."""
        sorts = ("read", path.rpartition("/")[2]) if read else ("",)
        with self._lock:
            self._requests.update(sorts)
            for index, fault in enumerate(self.faults):
                left = fault.count is None or self._hits[index] < fault.count
                meant = fault.read in sorts and (fault.kind != "gone" or path == BATCH)
                if left and meant and self._requests[fault.read] >= fault.first:
                    self._hits[index] += 1
                    return fault
        return None


def parse_faults(words: Iterable[str]) -> Faults:
    """The faults that these words name (see above). Raises UsageError for any other word."""
    faults = []
    rejected = set()
    for word in words:
        if word.startswith("reject-rule=") and word != "reject-rule=":
            rejected.add(word.removeprefix("reject-rule="))
            continue
        match = _FAULT.fullmatch(word)
        if not match:
            raise UsageError(f"unknown fault {word!r}", hint=_HINT)
        count = int(match["count"]) if match["count"] else None
        value = _value(word, match["kind"], match["value"])
        first = int(match["first"] or 1)
        faults.append(Fault(match["kind"], first, count, value, match["read"] or ""))
    return Faults(tuple(faults), frozenset(rejected))


def _value(word: str, kind: str, value: str | None) -> float | str:
    if kind == "not-an-answer" and (value or "empty") in _NO_ANSWERS:
        return value or "empty"
    try:
        if kind == "slow":
            return float(value or 1)
        if kind == "gone" and value in (None, "404", "405", "410"):
            return float(value or 410)
        if kind == "echo" and re.fullmatch("[45][0-9][0-9]", value or "403"):
            return float(value or 403)
    except ValueError:
        pass
    else:
        if value is None:
            return 0
    raise UsageError(f"{word!r} does not take this value", hint=_HINT)


def faulty(app: WSGIApplication, faults: Faults) -> WSGIApplication:
    """The application with these faults in front of it. `reset` needs Werkzeug's own server."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/api/"):
            return app(environ, start_response)
        fault = faults.next(path, read=environ["REQUEST_METHOD"] not in _WRITES)
        if fault is None:
            return app(environ, start_response)
        if fault.kind in {"reset", "hang", "negative-chunk"}:
            _end(environ["werkzeug.socket"], fault.kind)
        if fault.kind == "early-hints":
            environ["werkzeug.socket"].sendall(_EARLY_HINTS)
            return app(environ, start_response)
        if fault.kind == "not-an-answer":
            return _no_answer(environ, str(fault.value), start_response)
        if fault.kind in _ANSWERS:
            return _ANSWERS[fault.kind](environ, fault, start_response)
        if fault.kind == "truncate":
            body = _body(app, environ, start_response)
            # The length announced in the headers is that of the whole.
            return [body[: len(body) // 2]]
        if fault.kind == "slow":
            return _drip(_body(app, environ, start_response), float(fault.value))
        return _refuse(int(fault.value) or int(fault.kind), start_response)

    return wrapped


def _end(connection: socket.socket, kind: str) -> NoReturn:
    """End the connection, at once or when the client does."""
    if kind == "negative-chunk":
        connection.sendall(_NEGATIVE_CHUNK)
    if kind == "hang":
        with contextlib.suppress(OSError):
            connection.settimeout(_HANG)
            while connection.recv(4096):
                pass
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    # The server takes this for a client that hung up, and says nothing.
    raise ConnectionResetError


def _no_route(environ: WSGIEnvironment, fault: Fault, start_response: StartResponse) -> list[bytes]:
    return _refuse(404, start_response, "no ingress rule matched")


def _redirect(environ: WSGIEnvironment, fault: Fault, start_response: StartResponse) -> list[bytes]:
    there = f"/elsewhere{environ.get('PATH_INFO', '')}"
    start_response("302 Found", [("Location", there), ("Content-Length", "0")])
    return []


def _echo(environ: WSGIEnvironment, fault: Fault, start_response: StartResponse) -> list[bytes]:
    named = [f"{name}: {value}" for name, value in environ.items() if name.startswith("HTTP_")]
    return _refuse(int(fault.value), start_response, "; ".join(named))


def _huge(environ: WSGIEnvironment, fault: Fault, start_response: StartResponse) -> list[bytes]:
    blanks = b" " * (10 * 1024 * 1024)
    return _success(environ, start_response, blanks + b'{"data": []}')


def _endless(environ: WSGIEnvironment, fault: Fault, start_response: StartResponse) -> list[bytes]:
    offset = parse_qs(environ.get("QUERY_STRING", "")).get("page[offset]", ["0"])[0]
    data = [{"id": f"{offset}-{n}", "type": "endless", "attributes": {}} for n in range(100)]
    return _success(environ, start_response, json.dumps({"data": data}).encode())


_ANSWERS = {
    "no-route": _no_route,
    "redirect": _redirect,
    "echo": _echo,
    "huge": _huge,
    "endless": _endless,
}


def _success(
    environ: WSGIEnvironment, start_response: StartResponse, body: bytes, status: str = ""
) -> list[bytes]:
    """200, or the 202 of the endpoint that stores later; or this status."""
    write = environ["REQUEST_METHOD"] in _WRITES
    later = write and environ.get("PATH_INFO", "").endswith("/outcomes")
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(status or ("202 Accepted" if later else "200 OK"), headers)
    return [body]


def _body(app: WSGIApplication, environ: WSGIEnvironment, start_response: StartResponse) -> bytes:
    chunks = app(environ, start_response)
    try:
        return b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()


def _drip(body: bytes, seconds: float) -> Iterator[bytes]:
    for position in range(len(body)):
        time.sleep(seconds)
        yield body[position : position + 1]


# RFC 8297; and a size that RFC 9112, 7.1 does not know.
_EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
_NEGATIVE_CHUNK = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n{}\r\n"

_HANG = 60.0  # seconds that a connection is held for at most

_NO_ANSWERS = frozenset(
    {"empty", "errors", "message", "text", "float", "fewer", "more", "206", "html", "nothing"}
)


def _no_answer(environ: WSGIEnvironment, kind: str, start_response: StartResponse) -> list[bytes]:
    """A success that does not say that the outcomes of the request were taken."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        document = json.loads(environ["wsgi.input"].read(length))
        sent = len(document["data"]["attributes"]["results"])
    except (ValueError, TypeError, KeyError):
        sent = 0
    counts = {"text": str(sent), "float": float(sent), "fewer": sent - 1, "more": sent + 1}
    body: dict[str, object] = {
        "data": [],
        "meta": {"total_received": counts.get(kind, sent), "total_updated": sent},
    }
    if kind == "errors":
        body = {"errors": [{"title": "Injected Fault"}]}
    elif kind == "message":
        body = {"message": "injected fault"}
    elif kind == "empty":
        body = {}
    text = {"html": b"<!doctype html><p>Sign in</p>", "nothing": b""}.get(kind)
    status = "206 Partial Content" if kind == "206" else ""
    return _success(
        environ, start_response, json.dumps(body).encode() if text is None else text, status
    )


_TITLES = {404: "Not Found", 405: "Method Not Allowed", 410: "Gone", 429: "Too Many Requests"}


def _refuse(status: int, start_response: StartResponse, detail: str = "") -> list[bytes]:
    title = _TITLES.get(status, "Injected Fault")
    error = {"status": str(status), "title": title} | ({"detail": detail} if detail else {})
    body = json.dumps({"errors": [error]}).encode()
    headers = [("Content-Type", "application/vnd.api+json"), ("Content-Length", str(len(body)))]
    if status == 429:
        headers += [
            ("X-RateLimit-Limit", "100"),
            ("X-RateLimit-Name", "sandbox"),
            ("X-RateLimit-Period", "10"),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", "1"),
        ]
    start_response(f"{status} {title}", headers)
    return [body]
