"""Runs a workflow of the examples as GitHub's runner does, as far as the examples go.

Knows `checkout`, `upload-artifact` and `download-artifact` by what their READMEs say of the inputs
that the examples use, and ours. What it does not know raises, so no example is half run.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.examples import service

_YAML = YAML(typ="safe", pure=True)
_ACTION = _YAML.load((service.ROOT / "action.yml").read_text("utf-8"))


@dataclass
class Run:
    """A run of a workflow on a checkout. `secrets` and `given` (to each step) as one has them."""

    tree: Path
    secrets: Mapping[str, str]
    given: Mapping[str, str]
    lost: str = ""
    """The artifact of a job whose runner dies before it is uploaded."""
    failed: dict[str, list[str]] = field(default_factory=dict)
    """By leg, the steps that failed."""
    said: str = ""

    def run(self, path: Path, legs: Container[str] | None = None) -> None:
        """Run the jobs in the order of the file, which is that of their `needs`; or some alone."""
        workflow = _YAML.load(path.read_text("utf-8"))
        for name, job in workflow["jobs"].items():
            axes = job.get("strategy", {}).get("matrix", {})
            for values in itertools.product(*axes.values()):
                if legs is None or "-".join([name, *map(str, values)]) in legs:
                    self._leg(name, job, dict(zip(axes, values, strict=True)))

    @property
    def artifacts(self) -> Path:
        return self.tree.parent / "artifacts"

    def _leg(self, name: str, job: Mapping[str, Any], matrix: Mapping[str, Any]) -> None:
        leg = "-".join([name, *map(str, matrix.values())])
        folder = self.tree.parent / "work" / leg / "checkout"
        failed = self.failed[leg] = []
        for step in job["steps"]:
            if failed and not self._goes_on(step.get("if", "success()")):
                continue

            def filled(text: object) -> str:
                return re.sub(
                    r"\$\{\{ *(.*?) *\}\}", lambda found: self._value(found[1], matrix), str(text)
                )

            env = {key: filled(value) for key, value in step.get("env", {}).items()}
            inputs = {key: filled(value) for key, value in step.get("with", {}).items()}
            if "run" in step:
                assert "${{" not in step["run"]  # a value in a script is a script
                words = ["bash", "-eo", "pipefail", "-c", step["run"]]
                done = self._do(words, folder, self._env(name, folder) | env)
            else:
                done = self._uses(step["uses"], name, folder, env, inputs)
            if not done:
                failed.append(step.get("name") or step.get("uses") or step["run"])

    @staticmethod
    def _goes_on(condition: str) -> bool:
        return {"${{ !cancelled() }}": True, "${{ always() }}": True, "success()": False}[condition]

    def _value(self, expression: str, matrix: Mapping[str, Any]) -> str:
        context, _, name = expression.partition(".")
        if context == "secrets":
            return self.secrets.get(name, "")
        return str({"matrix": matrix}[context][name])

    def _env(self, job: str, folder: Path) -> dict[str, str]:
        return service.environment(
            self.tree.parent,
            {
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_REPOSITORY": "acme/checkout",
                "GITHUB_WORKFLOW": "build",
                "GITHUB_RUN_ID": "1184",
                "GITHUB_RUN_NUMBER": "57",
                "GITHUB_RUN_ATTEMPT": "1",
                "GITHUB_JOB": job,
                "GITHUB_WORKSPACE": str(folder),
                "GITHUB_EVENT_NAME": "push",
                "GITHUB_REF": "refs/heads/main",
                "GITHUB_REF_NAME": "main",
                "GITHUB_SHA": "3f2a9c1d8e5b4a7c9f0e1d2c3b4a5968778695a4",
                **self.given,
            },
        )

    def _uses(
        self, uses: str, job: str, folder: Path, env: Mapping[str, str], inputs: Mapping[str, str]
    ) -> bool:
        action = uses.partition("@")[0]
        if action.endswith("/scorecard-action"):
            assert set(inputs) <= set(_ACTION["inputs"])
            given = {f"INPUT_{key.upper()}": value for key, value in inputs.items()}
            words = [sys.executable, str(service.ROOT / "entrypoint.py")]
            return self._do(words, folder, self._env(job, folder) | given | env)
        known: dict[str, Callable[[Path, dict[str, str]], None]] = {
            "actions/checkout": self._checkout,
            "actions/upload-artifact": self._upload,
            "actions/download-artifact": self._download,
        }
        left = dict(inputs)
        known[action](folder, left)
        assert left == {}
        return True

    def _checkout(self, folder: Path, _inputs: dict[str, str]) -> None:
        shutil.rmtree(folder.parent, ignore_errors=True)  # another attempt is another machine
        folder.parent.mkdir(parents=True)
        words = ["git", "clone", "-q", str(self.tree), str(folder)]
        subprocess.run(words, check=True, capture_output=True)

    def _upload(self, folder: Path, inputs: dict[str, str]) -> None:
        """Keeps the files below the least common ancestor of the paths that are searched."""
        name, paths = inputs.pop("name"), inputs.pop("path").split()
        inputs.pop("if-no-files-found", None)  # nothing to keep is no failure, with or without
        inputs.pop("overwrite")
        if name == self.lost:
            return
        searched = [str(folder / path) for path in paths]
        top = Path(os.path.commonpath([*searched, *searched]))
        top = top.parent if top.suffix else top
        for path in map(Path, searched):
            files = (
                [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
            )
            for file in filter(Path.exists, files):
                there = self.artifacts / name / file.relative_to(top)
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, there)

    def _download(self, folder: Path, inputs: dict[str, str]) -> None:
        """Extracts each into a folder of its own, or all into one; what is there is overwritten."""
        pattern, path = inputs.pop("pattern"), inputs.pop("path")
        merge = json.loads(inputs.pop("merge-multiple", "false").lower())
        for artifact in sorted(self.artifacts.iterdir()):
            if fnmatchcase(artifact.name, pattern):
                into = folder / path if merge else folder / path / artifact.name
                shutil.copytree(artifact, into, dirs_exist_ok=True)

    def _do(self, words: list[str], folder: Path, env: Mapping[str, str]) -> bool:
        done = subprocess.run(
            words, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60
        )
        self.said += done.stdout + done.stderr
        return done.returncode == 0
