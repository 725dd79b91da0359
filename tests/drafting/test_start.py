"""docs/start.md shows what is printed for reports of the real tools (see trees/README.md)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scorecard_action.sandbox import running
from tests import tables

TREES = Path(__file__).parent / "trees"
PAGE = (tables.ROOT / "docs/start.md").read_text("utf-8")
RULES = [{"name": "All unit tests pass", "scorecard_name": "Production Readiness"}]
LEFT_OUT = "…"


def sections() -> dict[str, list[tuple[str, str]]]:
    """Each section's commands with what they print."""
    found = {}
    for section in PAGE.split("\n## ")[1:]:
        blocks = re.findall(r"```console\n(.*?)```", section, re.DOTALL)
        steps = [
            (command, printed)
            for block in blocks
            for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
        ]
        found[section.split("\n")[0]] = steps
    return found


def fits(shown: str) -> re.Pattern[str]:
    """What is shown, where `…` is any text: whole lines where it is alone on one."""
    lines = shown.rstrip("\n").split("\n")
    parts = [
        ".*" if line == LEFT_OUT else re.escape(line).replace(LEFT_OUT, "[^\n]*") for line in lines
    ]
    return re.compile("\n".join(parts), re.DOTALL)


@pytest.fixture
def cart(tmp_path: Path) -> Path:
    return tmp_path / "cart"


@pytest.fixture
def url() -> Iterator[str]:
    with running(rules=RULES) as url:
        yield url


def printed(command: str, folder: Path, env: dict[str, str]) -> str:
    program, *arguments = command.split()
    if program == "cat":
        return (folder / arguments[0]).read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "scorecard_action", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tables.ROOT), "COLUMNS": "100"} | env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("section", "tree", "drafted", "keys"),
    [
        pytest.param("Python", "python", False, False, id="python"),
        pytest.param("JavaScript", "javascript", False, False, id="javascript"),
        pytest.param("Java", "java", False, False, id="java"),
        pytest.param("Look at it more closely", "python", True, False, id="check"),
        pytest.param("Rules in Datadog", "python", False, True, id="rules"),
    ],
)
def test_the_page_shows_what_is_printed(
    section: str, tree: str, drafted: bool, keys: bool, cart: Path, url: str
) -> None:
    # copied as new: what a checkout wrote long ago would be too old to be of this build
    shutil.copytree(TREES / tree, cart, copy_function=shutil.copy)
    env = {"DD_GIT_BRANCH": "main"} if keys else {}
    if keys:
        env |= {"DD_API_KEY": "a" * 32, "DD_APP_KEY": "b" * 40, "SCORECARD_API_URL": url}
    if drafted:
        printed("scorecard-action init", cart, env)
    ran = 0
    for command, shown in sections()[section]:
        if command.startswith(("scorecard-action ", "cat ")):
            said = printed(command, cart, env).rstrip("\n")
            assert fits(shown).fullmatch(said), f"{command} printed:\n{said}"
            ran += 1
        else:
            assert shown == f"{LEFT_OUT}\n", command
    assert ran


def test_every_section_is_run() -> None:
    assert set(sections()) == {
        "Python",
        "JavaScript",
        "Java",
        "Look at it more closely",
        "Rules in Datadog",
    }


@pytest.mark.parametrize("section", ["Python", "JavaScript", "Java"])
def test_a_dry_run_is_four_commands_away(section: str) -> None:
    commands = [command for command, _ in sections()[section] if not command.startswith("cat ")]
    assert commands[2:] == ["scorecard-action init", "scorecard-action submit --dry-run"]
