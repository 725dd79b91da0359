"""composite/action.yml: the docker action's inputs and outputs, and its steps as bash runs them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.runner.events import EVENTS, Event
from tests.runner.expressions import fill
from tests.runner.jobs import KEYS, Files, assert_told, datadog, inputs, read_action, run_step
from tests.tables import ROOT

HERE = ROOT / "composite"
ACTION = read_action(HERE / "action.yml")
DOCKER = read_action(ROOT / "action.yml")
STEPS: dict[str, Any] = {step["name"]: step for step in ACTION["runs"]["steps"]}
FIND, CACHE, INSTALL, RUN = STEPS.values()


def test_inputs_and_outputs_are_those_of_the_docker_action() -> None:
    assert ACTION["inputs"] == DOCKER["inputs"]
    named = {name: one["description"] for name, one in ACTION["outputs"].items()}
    assert named == {name: one["description"] for name, one in DOCKER["outputs"].items()}
    values = {name: one["value"] for name, one in ACTION["outputs"].items()}
    assert values == {name: f"${{{{ steps.{RUN['id']}.outputs.{name} }}}}" for name in named}


def test_no_value_is_part_of_a_script_and_no_action_moves() -> None:
    assert [name for name, step in STEPS.items() if "${{" in step.get("run", "")] == []
    assert [name for name, step in STEPS.items() if "run" in step and "shell" not in step] == []
    used = re.findall(r"uses: *(.*)", (HERE / "action.yml").read_text("utf-8"))
    assert [one.partition("@")[0] for one in used] == ["actions/cache"]
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in used)


def test_the_page_on_installing_names_it_and_keys_as_they_are() -> None:
    page = (ROOT / "docs" / "install.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    steps = [step for block in blocks for step in YAML(typ="safe", pure=True).load(block)]
    ours = [step for step in steps if "scorecard-action" in step["uses"]]
    assert [step["uses"].partition("@")[0].partition("/")[2] for step in ours] == [
        "scorecard-action",
        "scorecard-action/composite",
    ]
    for step in ours:
        assert set(step.get("with", {})) <= set(ACTION["inputs"])
        assert set(step["env"]) == set(KEYS)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work" / "checkout" / "checkout"
    shutil.copytree(ROOT / "examples" / "checkout", folder)
    return folder


@pytest.fixture
def url() -> Iterator[str]:
    with datadog() as address:
        yield address


def places(tmp_path: Path, files: Files, workspace: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "RUNNER_WORKSPACE": str(workspace.parent),
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_ACTION_PATH": str(HERE),
        **files.variables(str(files.commands), str(files.workflow)),
    }


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_is_sent_or_shown_as_by_the_image(
    tmp_path: Path, workspace: Path, url: str, event: Event
) -> None:
    files = Files(tmp_path / "runner", event)
    contexts = event.contexts()
    contexts["inputs"] = inputs(ACTION, {"api-url": url}, contexts)
    contexts["steps"] = {"found": {"outputs": {"environment": sys.executable}}}
    env = {**places(tmp_path, files, workspace), **event.variables()}
    keys = KEYS if event.secrets else dict.fromkeys(KEYS, "")
    done = run_step(RUN, contexts, {**env, **keys}, workspace)
    assert done.returncode == 0, done.stderr
    assert_told(event, files, url, done.stdout + done.stderr)
    told = {
        name: fill(one["value"], {"steps": {"run": {"outputs": files.outputs}}})
        for name, one in ACTION["outputs"].items()
    }
    assert told == files.outputs


EVIL = "x\"; touch evil; $(touch evil) `touch evil` ' ${{ github.token }}\n::error::x \\"


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        pytest.param({"dry-run": "true"}, 0, "--dry-run was given", id="dry-run"),
        pytest.param({"mapping": EVIL}, 2, "touch evil", id="a value that would be code"),
        pytest.param({"dry_run": "true"}, 2, "dry-run", id="an input that is none"),
        pytest.param({"fail-on": "fail", "dry-run": "true"}, 1, "dry run", id="fail-on"),
        pytest.param(
            {"command": "inspect", "arguments": "reports/junit.xml\nreports/ruff.sarif"},
            0,
            "ruff.sarif",
            id="arguments",
        ),
    ],
)
def test_an_input_reaches_the_program_as_it_was_given(
    tmp_path: Path, workspace: Path, given: dict[str, str], code: int, said: str
) -> None:
    event = Event(name="push")
    files = Files(tmp_path / "runner", event)
    contexts = event.contexts()
    contexts["inputs"] = inputs(ACTION, given, contexts)
    contexts["steps"] = {"found": {"outputs": {"environment": sys.executable}}}
    env = {**places(tmp_path, files, workspace), **event.variables()}
    done = run_step(RUN, contexts, env, workspace)
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    assert not list(tmp_path.rglob("evil"))
    assert not re.search(r"^::error::x", done.stdout + done.stderr, re.MULTILINE)


def _pythons(folder: Path, **programs: str) -> str:
    """A PATH with these programs before bash's own."""
    folder.mkdir()
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    for name in ("bash", "sh"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return str(folder)


GOOD, OLD = f'exec "{sys.executable}" "$@"', "exit 1"


@pytest.mark.parametrize(
    ("programs", "found"),
    [
        pytest.param({"python3": GOOD}, True, id="python3"),
        pytest.param({"python3": OLD, "python": GOOD}, True, id="python3 is too old"),
        pytest.param({"python": GOOD}, True, id="Windows has python alone"),
        pytest.param({"python3": "echo Microsoft Store; exit 49"}, False, id="the store's stub"),
        pytest.param({}, False, id="none"),
    ],
)
def test_python_is_found_or_said_to_be_needed(
    tmp_path: Path, workspace: Path, programs: dict[str, str], found: bool
) -> None:
    event = Event(name="push")
    files = Files(tmp_path / "runner", event)
    env = places(tmp_path, files, workspace) | {"PATH": _pythons(tmp_path / "bin", **programs)}
    done = run_step(FIND, event.contexts(), env, workspace)
    if not found:
        assert done.returncode == 2
        assert "::error::scorecard-action needs Python 3.11" in done.stdout
        return
    assert done.returncode == 0, done.stderr
    told = files.outputs
    assert set(told) == {"python", "wheels", "key", "environment"}
    assert Path(told["python"]).samefile(sys.executable)
    lock = hashlib.sha256((ROOT / "requirements.txt").read_bytes()).hexdigest()
    assert re.fullmatch(rf"scorecard-action-\S+-cpython-3\d+-{lock}", told["key"])
    for name in ("wheels", "environment"):
        assert Path(told[name]).is_relative_to(tmp_path / "temp")


@pytest.fixture
def action(tmp_path: Path) -> Path:
    """A copy of the action whose lock names one wheel, which a local index has."""
    folder = tmp_path / "action"
    shutil.copytree(HERE, folder / "composite", ignore=shutil.ignore_patterns("__pycache__"))
    wheel = tmp_path / "index" / "lettuce-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr("lettuce.py", "LEAVES = 7\n")
        about = "lettuce-1.0.dist-info"
        packed.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: lettuce\nVersion: 1.0\n")
        packed.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        packed.writestr(f"{about}/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "requirements.txt").write_text(f"lettuce==1.0 \\\n    --hash=sha256:{digest}\n")
    return folder / "composite"


def _nothing(index: Path, wheels: Path) -> None:
    """Neither is touched."""


def _cached(index: Path, wheels: Path) -> None:
    shutil.copytree(index, wheels)
    shutil.rmtree(index)


def _poisoned_cache(index: Path, wheels: Path) -> None:
    shutil.copytree(index, wheels)
    next(wheels.iterdir()).write_bytes(b"poison")


def _poisoned_index(index: Path, wheels: Path) -> None:
    with zipfile.ZipFile(next(index.iterdir()), "a") as packed:
        packed.writestr("more.py", "")


@pytest.mark.parametrize(
    ("change", "works"),
    [(_nothing, True), (_cached, True), (_poisoned_cache, True), (_poisoned_index, False)],
)
def test_only_what_the_lock_names_is_installed(
    tmp_path: Path, workspace: Path, action: Path, change: Callable[[Path, Path], None], works: bool
) -> None:
    event = Event(name="push")
    contexts = event.contexts()
    files = Files(tmp_path / "runner", event)
    env = places(tmp_path, files, workspace)
    env |= {
        "GITHUB_ACTION_PATH": str(action),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp_path / "index"),
        "PIP_CONFIG_FILE": os.devnull,
    }
    # Of the checkout, where the step starts, nothing is imported.
    for name in ("pip", "venv", "json", "hashlib"):
        (workspace / f"{name}.py").write_text("raise SystemExit('imported')\n")
    assert run_step(FIND, contexts, env, workspace).returncode == 0
    contexts["steps"] = {"found": {"outputs": files.outputs}}
    wheels = Path(fill(CACHE["with"]["path"], contexts))
    change(tmp_path / "index", wheels)

    done = run_step(INSTALL, contexts, env, workspace)
    assert (done.returncode == 0) is works, done.stderr
    assert (wheels.parent / "ready").exists() is works
    if works:
        python = fill(RUN["env"]["PYTHON"], contexts)
        shown = subprocess.check_output(
            [python, "-I", "-c", "import lettuce; print(lettuce.LEAVES)"], text=True
        )
        assert shown.strip() == "7"
        assert [path.name for path in wheels.iterdir()] == ["lettuce-1.0-py3-none-any.whl"]
        # The next step of the job that uses the action has it.
        (tmp_path / "index").mkdir(exist_ok=True)
        shutil.rmtree(tmp_path / "index")
        shutil.rmtree(wheels)
        assert run_step(INSTALL, contexts, env, workspace).returncode == 0
    else:
        assert "hash" in done.stderr.lower()
