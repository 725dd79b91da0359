"""Streams that are closed, full or without a reader: nothing that is delivered stops for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scorecard_action.delivery.undelivered import FILE
from tests.delivery.building import api, assert_no_keys, build, environment, rules, saved

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")

KINDS = ("read", "gone", "closed", "full")


@contextmanager
def stream(kind: str) -> Iterator[int]:
    """A descriptor for a stream of this kind; a closed one is closed in the child."""
    if kind == "gone":
        reader, writer = os.pipe()
        os.close(reader)
    else:
        writer = os.open("/dev/full" if kind == "full" else os.devnull, os.O_WRONLY)
    try:
        yield writer
    finally:
        os.close(writer)


def command(
    folder: Path, url: str, kinds: tuple[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run a command with stdout and stderr of these kinds."""
    closing = "".join(f" {n}>&-" for n, kind in enumerate(kinds, 1) if kind == "closed")
    program = [sys.executable, "-m", "scorecard_action", *arguments]
    with stream(kinds[0]) as out, stream(kinds[1]) as err:
        return subprocess.run(
            ["/bin/sh", "-c", f'exec "$@"{closing}', "sh", *program],
            cwd=folder,
            env={
                **environment(url, folder),
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "TMPDIR": str(folder / "tmp"),
            },
            stdout=subprocess.PIPE if kinds[0] == "read" else out,
            stderr=subprocess.PIPE if kinds[1] == "read" else err,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.mark.parametrize("out", KINDS)
@pytest.mark.parametrize("err", KINDS)
def test_all_is_delivered(tmp_path: Path, out: str, err: str) -> None:
    pairs = build(tmp_path, 3, 2)
    # An error on the way, so that there is something to say between two requests.
    with api(rules(2), ["500:1@2"]) as server:
        arguments = ("--batch-size", "2", "--json", "result.json")
        done = command(tmp_path, server.url, (out, err), "submit", *arguments)
        assert set(server.stored) == pairs
    assert done.returncode == 0
    assert not (tmp_path / FILE).exists()
    assert json.loads((tmp_path / "result.json").read_text())["submitted"] == 6
    if err == "closed" and out == "read":
        assert "trying again" not in done.stdout  # notes are no results
    assert_no_keys(tmp_path, done.stdout or "", done.stderr or "")


@pytest.mark.parametrize("out", KINDS)
@pytest.mark.parametrize("err", KINDS)
def test_what_is_undelivered_is_saved(tmp_path: Path, out: str, err: str) -> None:
    pairs = build(tmp_path, 2, 1)
    with api(rules(1), ["401"]) as server:
        done = command(tmp_path, server.url, (out, err), "submit")
    assert done.returncode == 4
    assert saved(tmp_path) == pairs
    assert "Traceback" not in (done.stderr or "")


@pytest.mark.parametrize("out", KINDS)
@pytest.mark.parametrize("err", KINDS)
def test_where_it_cannot_be_saved_either_nothing_is_lost(
    tmp_path: Path, out: str, err: str
) -> None:
    pairs = build(tmp_path, 2, 1)
    (tmp_path / "tmp").mkdir()
    with api(rules(1), ["401"]) as server:
        arguments = ("submit", "--save-undelivered", "no/folder/x.json")
        done = command(tmp_path, server.url, (out, err), *arguments)
    assert done.returncode == 4
    temporary = list((tmp_path / "tmp").iterdir())
    if out == "read":
        text = done.stdout
    elif err == "read":
        text = done.stderr
    else:
        text = temporary[0].read_text()
    (tmp_path / "copied.json").write_text(text.splitlines()[-1])
    assert saved(tmp_path, "copied.json") == pairs
    assert bool(temporary) is ("read" not in {out, err})


@pytest.mark.parametrize("out", KINDS)
@pytest.mark.parametrize(("faults", "code"), [([], 0), (["401"], 4)])
def test_json_that_stdout_does_not_take(
    tmp_path: Path, out: str, faults: list[str], code: int
) -> None:
    build(tmp_path, 2, 1)
    with api(rules(1), faults) as server:
        done = command(tmp_path, server.url, (out, "read"), "submit", "--json", "-")
    assert done.returncode == (code or (0 if out == "read" else 74))
    if out == "read":
        assert len(json.loads(done.stdout)["outcomes"]) == 2
    else:
        assert "cannot write --json to stdout" in done.stderr
    # The report is beside it.
    assert "Rule 0" in done.stderr


@pytest.mark.parametrize(("faults", "code"), [([], 74), (["500"], 5), (["401"], 4)])
def test_an_unwritable_json_hides_nothing(tmp_path: Path, faults: list[str], code: int) -> None:
    build(tmp_path, 1, 1)
    arguments = ("submit", "--json", "/dev/full", "--timeout", "1")
    with api(rules(1), faults) as server:
        done = command(tmp_path, server.url, ("read", "read"), *arguments)
    assert done.returncode == code
    assert "cannot write /dev/full: No space left on device" in done.stderr


@pytest.mark.parametrize("out", KINDS)
@pytest.mark.parametrize(
    ("arguments", "lost"),
    [
        pytest.param(["--help"], {"full": 74}, id="help"),
        pytest.param(["check"], {}, id="for a person"),
        pytest.param(["schema"], dict.fromkeys(KINDS[1:], 74), id="schema"),
        pytest.param(["inspect", "--json", "unit.xml"], dict.fromkeys(KINDS[1:], 74), id="inspect"),
    ],
)
def test_other_commands(
    tmp_path: Path, out: str, arguments: list[str], lost: dict[str, int]
) -> None:
    build(tmp_path, 1, 1)
    done = command(tmp_path, "http://127.0.0.1:1", (out, "read"), *arguments)
    assert "Traceback" not in done.stderr
    assert done.returncode == lost.get(out, 0)
