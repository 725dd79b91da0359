"""The image leaves out most of pygments, which rich asks for to highlight code: nothing uses it."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from scorecard_action.outputs.table import OUTPUTS
from tests.tables import ROOT

# A module that is None in sys.modules cannot be imported.
WITHOUT = """
import os, sys
sys.modules["pygments"] = None
from scorecard_action.cli import console, run
console.color = lambda: True
sys.exit(run(sys.argv[1:]))
"""
EVERY_OPTION = [
    word for one in OUTPUTS if one.option for word in (one.option, f"out{one.option.strip('-')}")
]
EVERY_VARIABLE = {one.variable: f"out-{one.variable}" for one in OUTPUTS if one.variable}


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["submit", "--dry-run", *EVERY_OPTION], id="submit, every output"),
        pytest.param(["check"], id="check"),
        pytest.param(["inspect", "reports/junit.xml", "reports/ruff.sarif"], id="inspect"),
        pytest.param(["explain", "Unit tests pass"], id="explain"),
        pytest.param(["init"], id="init"),
        pytest.param(["submit", "--mapping", "none.yaml"], id="an error"),
        pytest.param(["--help"], id="help"),
    ],
)
def test_every_command_and_output_works_without_it(tmp_path, arguments):
    there = tmp_path / "checkout"
    shutil.copytree(ROOT / "examples" / "checkout", there)
    if arguments == ["init"]:
        (there / "scorecard.datadog.yaml").unlink()
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *arguments],
        cwd=there,
        env=EVERY_VARIABLE,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == (2 if "none.yaml" in arguments else 0), done.stderr
    assert "pygments" not in done.stdout + done.stderr
    if "submit" in arguments and "none.yaml" not in arguments:
        wanted = {*EVERY_OPTION[1::2], *EVERY_VARIABLE.values()}
        assert {path.name for path in there.glob("out*")} == wanted
        assert all((there / name).stat().st_size for name in wanted)
        assert "\x1b[" in done.stdout
