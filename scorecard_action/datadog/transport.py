"""A requests session that follows nothing, remembers nothing, and never waits past a deadline.

A timeout of requests is one for each read of the socket: a server that sends a byte a second gets
past it, in its headers as well as in its body. So each read asks here how long it may still take.
"""

from __future__ import annotations

import http.client
import io
import socket
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

Wait = Callable[[], float]
"""Seconds that one read may take; raises TimeoutError when the time is over."""


class _TimedStream(io.RawIOBase):
    """The bytes of a socket, each read within what `wait` allows."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, wait: Wait) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._wait = wait

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - a writable buffer
        self._sock.settimeout(self._wait())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        try:
            self._raw.close()
        finally:
            super().close()


def _pools(wait: Wait) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools by scheme, with answers that are read within `wait`."""

    class TimedResponse(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            super().__init__(sock, *args, **kwargs)
            self.fp = io.BufferedReader(_TimedStream(self.fp.detach(), sock, wait))

    class Plain(HTTPConnection):
        response_class = TimedResponse

    class Secure(HTTPSConnection):
        response_class = TimedResponse

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _Adapter(HTTPAdapter):
    """The adapter of requests, over the timed pools, with a proxy as well as without."""

    def __init__(self, wait: Wait) -> None:
        self._pools = _pools(wait)
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


def session(wait: Wait) -> requests.Session:
    """A session that takes nothing from the environment, .netrc included, and keeps no cookies."""
    made = _Session()
    made.trust_env = False
    made.auth = lambda request: request
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    made.headers.clear()
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Adapter(wait))
    return made
