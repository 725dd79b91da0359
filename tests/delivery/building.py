"""What tests of delivery share: a build's folder, a Scorecards API that counts, a fast clock."""

from __future__ import annotations

import io
import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from werkzeug.serving import WSGIRequestHandler, make_server

from scorecard_action.datadog.waits import Clock
from scorecard_action.delivery.undelivered import FILE, load
from scorecard_action.sandbox.app import create_app
from scorecard_action.sandbox.faults import parse_faults
from scorecard_action.sandbox.store import Store, seed

API_KEY = "0123456789abcdef0123456789abcdef"
APP_KEY = "fedcba9876543210fedcba9876543210fedcba98"
TOKEN = "ddpat_4Wq1Zk8sYv0aLx2c_7bN9mQ3tR5uE6wP1iO0pA8sD2fG4h"
Pair = tuple[str, str]


class FastClock(Clock):
    """Waits take no time, and what takes time takes `pace` times as long."""

    pace = 1.0
    _skipped = 0.0

    def now(self) -> float:
        return time.monotonic() * self.pace + FastClock._skipped

    def sleep(self, seconds: float) -> None:
        FastClock._skipped += seconds

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.wait(seconds / self.pace)


class Exchange(NamedTuple):
    method: str
    path: str


class Api:
    """The sandbox over real HTTP, with the requests that came. `gate` may hold one back: it is
    called with its number (from 1) and whether it has been answered.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.url = ""
        self.requests: list[Exchange] = []
        # What each request said, besides its headers: the query and the body.
        self.said: list[str] = []
        self.gate: Callable[[int, bool], None] = lambda number, done: None
        # The status with which requests are refused, by method and the last part of their path.
        self.refused: dict[str, int] = {}

    @property
    def writes(self) -> int:
        return sum(request.method == "POST" for request in self.requests)

    @property
    def stored(self) -> dict[Pair, str]:
        return {(row.entity, row.rule_id): row.state for row in self.store.outcomes()}


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    # Head and body are written apart: the second would wait for the first to be acknowledged.
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def api(
    rules: Iterable[dict[str, Any]] = (), faults: Iterable[str] = (), store: Store | None = None
) -> Iterator[Api]:
    """Serve a store (a new one where none is given) with these rules and faults."""
    own = store or Store()
    seed(own, rules)
    served = Api(own)
    app = create_app(own, parse_faults(faults))
    inner = app.wsgi_app

    def counted(environ: Any, start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        served.said.append(f"{unquote_plus(environ['QUERY_STRING'])} {body.decode()}")
        served.requests.append(Exchange(environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        number = len(served.requests)
        served.gate(number, False)
        status = served.refused.get(
            f"{served.requests[-1].method} {Path(environ['PATH_INFO']).name}"
        )
        if status:
            body = b'{"errors":["Forbidden"]}'
            headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
            start_response(f"{status} Refused", headers)
            return [body]
        answer = inner(environ, start_response)
        served.gate(number, True)
        return answer

    app.wsgi_app = counted  # type: ignore[method-assign]
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Handler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    server.block_on_close = False  # type: ignore[attr-defined]
    served.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        if store is None:
            own.close()


def rules(count: int) -> list[dict[str, Any]]:
    return [
        {"id": f"rule-{n:04}-abcdefg", "name": f"Rule {n}", "scorecard_name": "Quality"}
        for n in range(count)
    ]


def build(
    folder: Path, entities: int, count: int, *, pinned: bool = True, leaky: bool = True
) -> set[Pair]:
    """Write a mapping with `count` rules for each entity, and a report in which one test fails,
    and has the API key in its name where it is `leaky`. Returns all (entity, rule id).
    """
    name = f"t[{API_KEY}]" if leaky else "t"
    made = rules(count)
    lines = ["version: 1", f"services: [{', '.join(f's{n}' for n in range(entities))}]", "rules:"]
    for rule in made:
        id_ = f", id: {rule['id']}" if pinned else ""
        lines.append(f"  - {{rule: {rule['name']}{id_}, reports: unit.xml}}")
    (folder / "scorecard.datadog.yaml").write_text("\n".join(lines) + "\n")
    (folder / "unit.xml").write_text(
        f'<testsuite><testcase classname="C" name="{name}"><failure message="{APP_KEY}"/>'
        f'</testcase><testcase classname="C" name="u"/></testsuite>'
    )
    return {(f"service:s{n}", str(rule["id"])) for n in range(entities) for rule in made}


def environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "DD_API_KEY": API_KEY,
        "DD_APP_KEY": APP_KEY,
        "SCORECARD_API_URL": url,
        "DD_GIT_BRANCH": "main",
        "GITHUB_OUTPUT": str(folder / "github-output"),
        "GITHUB_STEP_SUMMARY": str(folder / "github-summary"),
        "COLUMNS": "120",
    }


def saved(folder: Path, name: str = FILE) -> set[Pair]:
    """The (entity, rule id) of the outcomes in the file; none where there is none."""
    path = folder / name
    if not path.exists():
        return set()
    return {(one.entity, one.rule_id or one.rule) for one in load(path)}


def result(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "result.json").read_bytes())
    return found


def assert_no_keys(folder: Path, *texts: str) -> None:
    """No key, and no piece of one, is in the texts or in any file but the report."""
    files = [path for path in folder.iterdir() if path.is_file() and path.name != "unit.xml"]
    for text in (*texts, *(path.read_text("utf-8") for path in files)):
        for key in (API_KEY, APP_KEY, TOKEN):
            assert key[:12] not in text
            assert key[-12:] not in text
