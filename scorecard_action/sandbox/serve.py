"""The sandbox as a server on loopback: until it is interrupted, or for as long as a block runs."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from scorecard_action.errors import UsageError
from scorecard_action.sandbox.app import create_app
from scorecard_action.sandbox.catalog import seed_catalog
from scorecard_action.sandbox.faults import parse_faults
from scorecard_action.sandbox.store import Store, seed

HOST = "127.0.0.1"


def serve(
    announce: Callable[[str], None],
    *,
    database: str = ":memory:",
    port: int = 0,
    faults: Iterable[str] = (),
    rules: Iterable[Mapping[str, Any]] = (),
    entities: Iterable[Mapping[str, Any]] = (),
) -> None:
    """Run the sandbox until KeyboardInterrupt. `announce` gets its address once it answers.

    `port` 0 takes a free one; `faults` are words as `faults` has them; `rules` are made first, as
    `store.seed` says, and `entities` as `catalog.seed_catalog`. Raises UsageError for a port or
    database that cannot be had, a bad fault or entity.
    """
    with _server(database, port, faults, rules, entities) as (server, url):
        announce(url)
        server.serve_forever()


@contextmanager
def running(
    database: str = ":memory:",
    port: int = 0,
    *,
    faults: Iterable[str] = (),
    rules: Iterable[Mapping[str, Any]] = (),
    entities: Iterable[Mapping[str, Any]] = (),
) -> Iterator[str]:
    """Run the sandbox beside the block, which gets its address (`http://127.0.0.1:8080`).

    Takes and raises what `serve` does.
    """
    with _server(database, port, faults, rules, entities) as (server, url):
        # Asking often whether to stop lets tests stop at once.
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield url
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _server(
    database: str,
    port: int,
    faults: Iterable[str],
    rules: Iterable[Mapping[str, Any]],
    entities: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[BaseWSGIServer, str]]:
    parsed = parse_faults(faults)
    store = Store(database)
    try:
        seed(store, rules)
        seed_catalog(store, entities)
        # Bound here and not by Werkzeug, which prints and exits where the port is taken.
        with _listen(port) as listener:
            server = make_server(
                HOST,
                port,
                create_app(store, parsed),
                threaded=True,
                request_handler=_Handler,
                fd=listener.fileno(),
            )
        try:
            yield server, f"http://{HOST}:{server.port}"
        finally:
            server.server_close()
    finally:
        store.close()


def _listen(port: int) -> socket.socket:
    try:
        if not 0 <= port <= 65535:
            raise OSError("ports are numbers from 0 to 65535")
        return socket.create_server((HOST, port))
    except OSError as error:
        raise UsageError(
            f"cannot listen on {HOST}:{port}: {error}", hint="name another port; 0 takes a free one"
        ) from error


class _Handler(WSGIRequestHandler):
    # Seconds without a byte from the client, after which its thread is given up.
    timeout = 30

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        # The command line decides what is shown; Werkzeug would write to stderr on its own.
        pass
