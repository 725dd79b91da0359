"""Each linter of `make lint-files` runs, and finds what is wrong in a file that nobody listed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests import tables

ROOT = tables.ROOT
READY = ROOT / ".venv/lint/ready"
STEPS = "permissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
# By the name of what complains: a file, what is in it, and the complaint.
WRONG = {
    "yamllint": ("docs/ci/some.yml", "a: 1\na: 2\n", "key-duplicates"),
    "actionlint": (
        ".github/workflows/a.yml",
        f"on: push\n{STEPS}      - run: echo ${{{{ steps.none.outputs.x }}}}\n",
        'property "none" is not defined',
    ),
    "action-validator": ("part/action.yml", "name: a\nruns: {using: docker}\n", "action-validator"),
    "zizmor": (
        ".github/workflows/b.yml",
        f"on: push\n{STEPS}      - uses: actions/setup-python@v6\n",
        "unpinned-uses",
    ),
    "zizmor of examples": (
        "examples/c.yml",
        f"on: push\n{STEPS}      - run: echo ${{{{ github.event.issue.title }}}}\n",
        "template-injection",
    ),
    "hadolint": ("part/some.Dockerfile", "FROM debian\n", "DL3006"),
    "shellcheck": ("part/script", "#!/usr/bin/env bash\necho $1\n", "SC2086"),
    "npm-groovy-lint": (
        "vars/some.groovy",
        "void call() {\n    int unused = 1\n}\n",
        "UnusedVariable",
    ),
    "markdownlint": ("docs/some.md", "# A\n\n### B\n", "MD001"),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linters say of a tree with one wrong file for each."""
    if not READY.is_file():
        pytest.skip("the linters are not installed: make lint-files")
    root = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "tests/lint", root / "tests/lint", symlinks=True)
    (root / ".venv").symlink_to(ROOT / ".venv")
    for path, text, _ in WRONG.values():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    ran = subprocess.run(
        [root / "tests/lint/run.sh"], capture_output=True, text=True, check=False, timeout=100
    )
    assert ran.returncode == 1
    return ran.stderr


@pytest.mark.parametrize("name", WRONG)
def test_a_linter_finds_what_is_wrong_in_a_new_file(said: str, name: str) -> None:
    path, _, complaint = WRONG[name]
    assert any(complaint in part and path in part for part in parts(said)), said


def parts(said: str) -> list[str]:
    """What each linter said."""
    found: list[str] = []
    for line in said.splitlines():
        if line.endswith(":") and not line.startswith((" ", "/")):
            found.append("")
        if found:
            found[-1] += f"{line}\n"
    return found


def test_what_is_excepted_has_its_reason(tmp_path: Path) -> None:
    """On the line of the exception, or on the one above it."""
    for name in (
        "yamllint.yaml",
        "zizmor-examples.yml",
        ".groovylintrc.yml",
        ".markdownlint-cli2.jsonc",
    ):
        lines = (ROOT / "tests/lint" / name).read_text("utf-8").splitlines()
        for line in lines:
            if any(
                word in line for word in ("disable", "ref-pin", ": false", ': "off"', "- tests/")
            ):
                assert "#" in line or "//" in line, f"{name}: {line}"
