"""A loopback HTTP server that answers as a test tells it to, badly where that is asked for."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit


class Request(NamedTuple):
    method: str
    target: str
    headers: dict[str, str]
    content: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.content)


Reply = Callable[[socket.socket], bool]
"""Writes to the socket; True where the connection stays open."""
Handler = Callable[[Request], Reply]


def raw(content: bytes, *, keep: bool = False) -> Reply:
    def reply(connection: socket.socket) -> bool:
        connection.sendall(content)
        return keep

    return reply


def head(status: int, headers: dict[str, str], length: int) -> bytes:
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def answer(status: int, body: object = b"", headers: dict[str, str] | None = None) -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"Content-Type": "application/vnd.api+json", **(headers or {})}
    return raw(head(status, fields, len(content)) + content, keep=True)


def zipped(status: int, body: object) -> Reply:
    return answer(status, gzip.compress(json.dumps(body).encode()), {"Content-Encoding": "gzip"})


def cut_short(status: int, body: bytes, missing: int = 10) -> Reply:
    return raw(head(status, {}, len(body) + missing) + body)


def nothing(connection: socket.socket) -> bool:
    return False


def reset(connection: socket.socket) -> bool:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def reset_after(content: bytes) -> Reply:
    def reply(connection: socket.socket) -> bool:
        connection.sendall(content)
        time.sleep(0.05)
        return reset(connection)

    return reply


def drip(content: bytes, every: float = 0.02) -> Reply:
    def reply(connection: socket.socket) -> bool:
        with contextlib.suppress(OSError):
            for byte in content:
                connection.sendall(bytes([byte]))
                time.sleep(every)
        return False

    return reply


class Server:
    """Serves on 127.0.0.1 within a `with`. `requests` are those that came, in order."""

    def __init__(self, handler: Handler | Iterable[Reply]) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._handler = handler if callable(handler) else self._script(list(handler))
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _script(self, replies: list[Reply]) -> Handler:
        def handler(request: Request) -> Reply:
            at = len(self.requests) - 1
            return replies[at] if at < len(replies) else answer(418, {"errors": ["script is over"]})

        return handler

    def __enter__(self) -> Server:
        thread = threading.Thread(target=self._accept, daemon=True)
        self._threads.append(thread)
        thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream, contextlib.suppress(OSError):
            while request := self._read(stream):
                self.requests.append(request)
                if not self._handler(request)(connection):
                    return

    @staticmethod
    def _read(stream: Any) -> Request | None:
        line = stream.readline().decode("latin-1").split()
        if not line:
            return None
        headers: dict[str, str] = {}
        while field := stream.readline().decode("latin-1").strip():
            name, _, value = field.partition(":")
            headers[name.lower()] = value.strip()
        content = stream.read(int(headers.get("content-length", 0)))
        return Request(line[0], line[1], headers, content)
