"""Whenever a run is ended, each outcome is in Datadog or in the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.delivery.building import Api, api, assert_no_keys, build, environment, rules, saved
from tests.delivery.conftest import Command

ENTITIES, RULES, BATCH = 3, 2, 2  # three batches


class Gate:
    """Holds back the request of this kind and number, before or after it was served."""

    def __init__(self, served: Api, method: str, number: int, *, done: bool) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self._served, self._method, self._number, self._done = served, method, number, done

    def __call__(self, number: int, done: bool) -> None:
        seen = self._served.requests[:number]
        same = sum(request.method == self._method for request in seen)
        here = seen[-1].method == self._method and same == self._number and done is self._done
        if here and not self.reached.is_set():
            self.reached.set()
            self.open.wait(20)


@contextmanager
def submitting(folder: Path, url: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "scorecard_action", *arguments],
        cwd=folder,
        env={**environment(url, folder), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


STAGES = [
    pytest.param("GET", 1, False, 0, id="rules are asked for"),
    pytest.param("GET", 2, True, 0, id="rules are known"),
    pytest.param("POST", 1, False, 0, id="before the first batch"),
    pytest.param("POST", 1, True, 2, id="the first is stored and not answered"),
    pytest.param("POST", 2, False, 2, id="before the second batch"),
    pytest.param("POST", 3, False, 4, id="before the last batch"),
    pytest.param("POST", 3, True, 6, id="all is stored and not answered"),
]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(("method", "number", "done", "stored"), STAGES)
def test_killed(
    end: signal.Signals,
    method: str,
    number: int,
    done: bool,
    stored: int,
    tmp_path: Path,
    command: Command,
) -> None:
    pairs = build(tmp_path, ENTITIES, RULES, pinned=method == "POST")
    with api(rules(RULES)) as server:
        gate = Gate(server, method, number, done=done)
        server.gate = gate
        with submitting(tmp_path, server.url, "submit", "--batch-size", str(BATCH)) as process:
            assert gate.reached.wait(20)
            process.send_signal(end)
            out, err = process.communicate(timeout=20)
        gate.open.set()
        assert_no_keys(tmp_path, out, err)
        assert "Traceback" not in err
        if end is signal.SIGKILL:
            assert process.returncode == -signal.SIGKILL
        else:
            assert process.returncode == 130
            assert "scorecard-action resend scorecard-undelivered.json" in err
        # Until rules are looked up, the file has their names.
        ids = {rule["name"]: rule["id"] for rule in rules(RULES)}
        left = {(entity, ids.get(rule, rule)) for entity, rule in saved(tmp_path)}
        assert len(server.stored) >= stored
        assert set(server.stored) | left == pairs
        code, _, err = command(server.url, "resend")
        assert code == 0, err
        assert set(server.stored) == pairs
    assert saved(tmp_path) == set()
    assert [path.name for path in tmp_path.iterdir() if "undelivered" in path.name] == []


def test_killed_while_it_waits_for_another_try(tmp_path: Path) -> None:
    pairs = build(tmp_path, 1, 2)
    with api(rules(2), ["500"]) as server:
        with submitting(tmp_path, server.url, "submit") as process:
            assert process.stderr is not None
            for line in process.stderr:
                if "trying again" in line:
                    break
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
        assert process.returncode == 130
        assert server.stored == {}
    assert saved(tmp_path) == pairs


def test_interrupted_where_nothing_can_be_saved(tmp_path: Path) -> None:
    build(tmp_path, 1, 2)
    with api(rules(2)) as server:
        gate = Gate(server, "POST", 1, done=False)
        server.gate = gate
        arguments = ("submit", "--save-undelivered", "no/such/folder/x.json")
        with submitting(tmp_path, server.url, *arguments) as process:
            assert gate.reached.wait(20)
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=20)
        gate.open.set()
    assert process.returncode == 130
    assert "cannot write 'no/such/folder/x.json'" in err
    (tmp_path / "copied.json").write_text(out.splitlines()[-1])
    assert len(saved(tmp_path, "copied.json")) == 2


def test_killed_while_the_file_is_written(tmp_path: Path) -> None:
    """At whatever moment: a whole file, or none and nothing sent."""
    pairs = build(tmp_path, 40, 5, leaky=False)
    program = (
        "import os, sys, threading, time\n"
        "from scorecard_action.delivery import undelivered\n"
        "delay = float(sys.argv.pop(1))\n"
        "save = undelivered.write_beside\n"
        "def kill():\n    time.sleep(delay)\n    os.kill(os.getpid(), 9)\n"
        "def slow(*args):\n    threading.Thread(target=kill).start()\n    save(*args)\n"
        "undelivered.write_beside = slow\n"
        "from scorecard_action.cli import run\n"
        "sys.exit(run(['submit', '--batch-size', '10']))\n"
    )
    with api(rules(5)) as server:
        for delay in (0, 0.0005, 0.002, 0.01, 0.05):
            env = {**environment(server.url, tmp_path), "PYTHONPATH": os.getcwd()}  # noqa: PTH109
            done = subprocess.run(
                [sys.executable, "-c", program, str(delay)],
                cwd=tmp_path,
                env=env,
                capture_output=True,
                check=False,
                timeout=60,
            )
            assert done.returncode == -signal.SIGKILL, done.stderr
            there = set(server.stored)
            assert not there or there | saved(tmp_path) == pairs
