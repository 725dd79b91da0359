"""A requests session that follows nothing, remembers nothing, and never waits past a deadline.

A timeout of requests is one for each read of the socket: a server that sends a byte a second gets
past it, in its headers as well as in its body. So each read asks here how long it may still take.
Nothing bounds the name look-up, and a timeout holds for each address and each hand-shake anew: so a
connection is made in a thread of its own, which is left behind when it takes too long.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import ssl
import threading
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NamedTuple

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.wait import wait_for_read

# More answers of this kind than that are no HTTP.
_MOST_INTERIM = 100
_SLICE = 1.0  # seconds


class Limits(NamedTuple):
    """How long things may take: `left` are the seconds for one read, or for making a connection; it
    raises TimeoutError when the time is over, and for a signal what stands for it. `wait` waits for
    an event at most so many seconds and says whether it came.
    """

    left: Callable[[], float]
    wait: Callable[[threading.Event, float], bool]


class _TimedStream(io.RawIOBase):
    """The bytes of a socket, each read within what is `left`."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, left: Callable[[], float]) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - a writable buffer
        seconds = self._left()
        # A signal that comes just before the system waits for data wakes nobody: it is asked for,
        # as is the time, which may have gone on more than was waited (a machine that slept).
        while not _has_data(self._sock, min(seconds, _SLICE)):
            seconds = min(seconds - _SLICE, self._left())
            if seconds <= 0:
                raise TimeoutError("timed out")
        self._sock.settimeout(self._left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        try:
            self._raw.close()
        finally:
            super().close()


def _has_data(sock: socket.socket, seconds: float) -> bool:
    """Wait for data at most so long, and say whether there is some."""
    if isinstance(sock, ssl.SSLSocket) and sock.pending():
        return True
    # TLS within TLS, to a proxy, keeps what it read in an object of its own
    return not isinstance(sock, socket.socket) or wait_for_read(sock, seconds)


def _in_time(connect: Callable[[], None], close: Callable[[], None], limits: Limits) -> None:
    """Make a connection, or raise TimeoutError while a thread may still try."""
    done, over = threading.Event(), threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            connect()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            failed.append(error)
        done.set()
        if over.is_set():
            with contextlib.suppress(Exception):
                close()

    seconds = limits.left()
    threading.Thread(target=work, daemon=True).start()
    if not limits.wait(done, seconds):
        over.set()
        raise TimeoutError("no connection in time")
    if failed:
        raise failed[0]


def _pools(limits: Limits) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools by scheme, with connections and answers within the limits."""

    class TimedResponse(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            super().__init__(sock, *args, **kwargs)
            self.fp = io.BufferedReader(_TimedStream(self.fp.detach(), sock, limits.left))

        def begin(self) -> None:
            # http.client passes over 100 alone of the interim answers (RFC 9110, 15.2).
            for _ in range(_MOST_INTERIM):
                super().begin()
                if not 100 <= self.status < 200 or self.status == 101:
                    return
                self.headers = self.msg = None  # type: ignore[assignment]
            raise http.client.HTTPException("interim answers without end")

    class Plain(HTTPConnection):
        response_class = TimedResponse

        def connect(self) -> None:
            _in_time(super().connect, self.close, limits)

        def send(self, data: Any) -> None:  # noqa: ANN401 - as in http.client
            if self.sock is not None:
                self.sock.settimeout(limits.left())
            super().send(data)

    class Secure(HTTPSConnection):
        response_class = TimedResponse

        def connect(self) -> None:
            _in_time(super().connect, self.close, limits)

        def send(self, data: Any) -> None:  # noqa: ANN401 - as in http.client
            if self.sock is not None:
                self.sock.settimeout(limits.left())
            super().send(data)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _Adapter(HTTPAdapter):
    """The adapter of requests, over the timed pools, with a proxy as well as without."""

    def __init__(self, limits: Limits) -> None:
        self._pools = _pools(limits)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._pools
        return manager


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nothing is followed. requests reads the whole body of a redirect to find out where it
        would lead, even where it is told not to follow.
        """


def session(limits: Limits) -> requests.Session:
    """A session that takes nothing from the environment, .netrc included, and keeps no cookies."""
    made = _Session()
    made.trust_env = False
    made.auth = lambda request: request
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    made.headers.clear()
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Adapter(limits))
    return made
