"""What is installed from the lock, as users install it; from an index, so .ci/run alone runs it.

Its name keeps it out of plain `pytest`, which needs no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from scorecard_action import __version__
from tests.runner.events import Event
from tests.runner.jobs import (
    KEYS,
    Files,
    assert_told,
    datadog,
    inputs,
    read_action,
    run_step,
)
from tests.tables import ROOT

HERE = ROOT / "composite"
# Where an index is named to pip by variables.
SETTINGS = {
    name: value
    for name, value in os.environ.items()
    if name.startswith("PIP_") or name in {"SSL_CERT_FILE", "XDG_CONFIG_DIRS"}
}


def test_every_step_of_the_action_without_docker(tmp_path: Path) -> None:
    workspace = tmp_path / "work" / "checkout" / "checkout"
    shutil.copytree(ROOT / "examples" / "checkout", workspace)
    event = Event(name="push")
    action = read_action(HERE / "action.yml")
    base = {
        **SETTINGS,
        **event.variables(),
        **KEYS,
        "PATH": os.environ["PATH"],
        "HOME": os.environ["HOME"],
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_ACTION_PATH": str(HERE),
    }
    contexts = event.contexts() | {"steps": {}}
    with datadog() as url:
        contexts["inputs"] = inputs(action, {"api-url": url}, contexts)
        for number, step in enumerate(action["runs"]["steps"]):
            if "uses" in step:
                continue  # the cache has nothing
            files = Files(tmp_path / f"runner{number}", event)
            env = base | files.variables(str(files.commands), str(files.workflow))
            done = run_step(step, contexts, env, workspace)
            assert done.returncode == 0, done.stdout + done.stderr
            contexts["steps"][step.get("id", "")] = {"outputs": files.outputs}
        assert_told(event, files, url, done.stdout + done.stderr)
    wheels = Path(contexts["steps"]["found"]["outputs"]["wheels"])
    assert len(list(wheels.glob("*.whl"))) > 10


def test_the_single_file_of_the_lock(tmp_path: Path) -> None:
    (file,) = (ROOT / "dist").glob(f"scorecard-action-{__version__}-*.pyz")
    done = subprocess.run([file, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"scorecard-action {__version__}\n"
    shutil.copytree(ROOT / "examples" / "checkout", tmp_path / "checkout")
    done = subprocess.run(
        [file, "submit", "--dry-run"],
        cwd=tmp_path / "checkout",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "2 passed, 2 failed, 1 skipped" in done.stdout
