"""Against a mock server made from Datadog's OpenAPI document: every request we make is valid."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from scorecard_action.delivery.undelivered import update
from tests.datadog.helpers import outcome
from tests.delivery.conftest import Command
from tests.delivery.test_undelivered import one

VERSION = "5.14.2"
SCRIPT = "tests/delivery/prism.sh installs it"
# What the document's examples answer with.
RULE_ID, RULE = "rule-1", "Test Rule 1"


def installed() -> str | None:
    """Where prism.sh has put it, or one on the PATH."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    home = os.environ.get("PRISM_HOME") or f"{cache}/scorecard-action/prism-{VERSION}"
    own = Path(home) / "node_modules/.bin/prism"
    return str(own) if own.exists() else shutil.which("prism")


class Prism:
    """The mock server, and what it says of the requests that it gets."""

    def __init__(self, url: str, log: Path) -> None:
        self.url = url
        self._log = log
        self._read = 0

    def verdicts(self) -> list[tuple[str, bool]]:
        """Each request since the last time, as (`post /path`, whether it is valid)."""
        text = re.sub(r"\x1b\[[0-9;]*m", "", self._log.read_text("utf-8"))
        new, self._read = text[self._read :], len(text)
        parts = re.split(r"\[HTTP SERVER\] (\w+ \S+).*Request received", new)[1:]
        return [
            (name, "passed the validation rules" in told and "did not pass" not in told)
            for name, told in zip(parts[::2], parts[1::2], strict=True)
        ]


@pytest.fixture(scope="module")
def running(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prism]:
    program = installed()
    if not program or not shutil.which("node"):
        pytest.skip(f"Prism is not installed: {SCRIPT}")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("prism") / "log"
    document = shared / "data" / "scorecards_openapi.yaml"
    with (
        log.open("w") as stream,
        subprocess.Popen(
            [program, "mock", "--host", "127.0.0.1", "--port", str(port), str(document)],
            stdout=stream,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            for _ in range(300):
                if "Prism is listening" in log.read_text("utf-8") or process.poll() is not None:
                    break
                time.sleep(0.1)
            assert process.poll() is None, log.read_text("utf-8")
            yield Prism(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()


@pytest.fixture
def prism(running: Prism) -> Prism:
    running.verdicts()
    return running


def mapping(folder: Path, rule: str, service: str = "my-service") -> None:
    (folder / "scorecard.datadog.yaml").write_text(
        f"version: 1\nservice: {service}\nrules:\n  - {{{rule}, reports: unit.xml}}\n"
    )
    (folder / "unit.xml").write_text(
        '<testsuite><testcase classname="C" name="ü &lt;b&gt;"><failure/></testcase></testsuite>'
    )


LIST = ["get /api/v2/scorecard/outcomes", "get /api/v2/scorecard/rules"]


@pytest.mark.parametrize(
    ("rule", "service", "arguments", "post"),
    [
        pytest.param(f"rule: {RULE}", "my-service", (), "/batch", id="by name"),
        pytest.param(f"id: {RULE_ID}", "my-service", (), "/batch", id="by id"),
        pytest.param(f"id: {RULE_ID}", "a b/ü", ("--endpoint", "batch"), "/batch", id="odd name"),
        pytest.param(f"id: {RULE_ID}", "my-service", ("--endpoint", "async"), "", id="async"),
        pytest.param(f"rule: {RULE}", "queue:orders", (), "", id="another kind"),
        pytest.param(f"rule: {RULE}", "my-service", ("--skip-unchanged",), "/batch", id="skip"),
        pytest.param(f"rule: {RULE}", "my-service", ("--dry-run",), None, id="dry run"),
    ],
)
def test_submit(
    prism: Prism,
    tmp_path: Path,
    command: Command,
    rule: str,
    service: str,
    arguments: tuple[str, ...],
    post: str | None,
) -> None:
    mapping(tmp_path, rule, service)
    code, out, err = command(prism.url, "submit", *arguments)
    verdicts = prism.verdicts()
    assert verdicts
    assert [name for name, valid in verdicts if not valid] == []
    posts = {name for name, _ in verdicts if name.startswith("post")}
    assert posts == (set() if post is None else {f"post /api/v2/scorecard/outcomes{post}"}), err
    reads = {name for name, _ in verdicts if name.startswith("get")}
    assert reads <= set(LIST)
    assert code == 0, out + err


def test_resend(prism: Prism, tmp_path: Path, command: Command) -> None:
    waiting = [one("service:a", RULE_ID), one("queue:b", RULE_ID, remarks="<a>é</a>")]
    update(tmp_path / "x.json", waiting, frozenset())
    command(prism.url, "resend", "x.json")
    verdicts = prism.verdicts()
    assert [name for name, valid in verdicts if not valid] == []
    assert {name for name, _ in verdicts} == {
        *LIST,
        "post /api/v2/scorecard/outcomes",
        "post /api/v2/scorecard/outcomes/batch",
    }


def test_the_check_can_fail(prism: Prism) -> None:
    body = {"data": {"type": "batched-outcome", "attributes": {"results": [{"state": "passed"}]}}}
    with requests.Session() as session:
        session.trust_env = False
        headers = {"DD-API-KEY": "a", "DD-APPLICATION-KEY": "b"}
        url = f"{prism.url}/api/v2/scorecard/outcomes/batch"
        session.post(url, json=body, headers=headers, timeout=20)
    assert prism.verdicts() == [("post /api/v2/scorecard/outcomes/batch", False)]
    assert outcome().state == "pass"
