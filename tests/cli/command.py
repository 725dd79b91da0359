"""Run the real command in a process and an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
MAPPING = "scorecard.datadog.yaml"


class Done(NamedTuple):
    """What one run left: exit code, both streams, `--json` (raw, read), summary and outputs."""

    code: int
    out: str
    err: str
    raw: str
    result: dict[str, Any]
    summary: str
    outputs: str

    @property
    def states(self) -> dict[str, str]:
        """The state of each rule."""
        return {one["rule"]: one["state"] for one in self.result["outcomes"]}

    @property
    def reasons(self) -> dict[str, str]:
        """The reason of each rule's state."""
        return {one["rule"]: one["reason"] for one in self.result["outcomes"]}


def command(
    *arguments: str | bytes, cwd: Path, env: dict[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Run `scorecard-action` with no variable set but PATH, coverage's own, and those of `env`."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    environ |= {
        name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_PROCESS")
    }
    return subprocess.run(
        [sys.executable, "-m", "scorecard_action", *arguments],
        cwd=cwd,
        env=environ | (env or {}),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=timeout,
        check=False,
    )


def submit(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> Done:
    """Run `submit --dry-run --json` in a folder that holds a mapping."""
    files = {"GITHUB_STEP_SUMMARY": folder / "summary.md", "GITHUB_OUTPUT": folder / "outputs"}
    done = command(
        "submit",
        "--dry-run",
        "--json",
        "result.json",
        *arguments,
        cwd=folder,
        env={name: str(path) for name, path in files.items()} | (env or {}),
    )
    result = folder / "result.json"
    raw = result.read_text("utf-8") if result.exists() else ""
    return Done(
        done.returncode,
        done.stdout.decode(),
        done.stderr.decode(),
        raw,
        json.loads(raw) if raw else {},
        *(path.read_text("utf-8") if path.exists() else "" for path in files.values()),
    )


def mapping(folder: Path, *reports: str, more: str = "") -> None:
    """Write a mapping of one rule per entry of `reports`, each named R and its number."""
    rules = "".join(
        f"  - rule: R{number}\n    reports: {json.dumps(pattern)}\n{more}"
        for number, pattern in enumerate(reports)
    )
    (folder / MAPPING).write_text(f"version: 1\nservice: cart\nrules:\n{rules}", "utf-8")
