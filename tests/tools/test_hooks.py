"""The pre-commit hook that is offered, and those that the repository uses itself."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
from ruamel.yaml import YAML

from scorecard_action.cli import run
from tests import tables

ROOT = tables.ROOT


def read(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((ROOT / name).read_text("utf-8"))


OFFERED = {hook["id"]: hook for hook in read(".pre-commit-hooks.yaml")}
USED = {
    hook["id"]: {**hook, "rev": repo.get("rev")}
    for repo in read(".pre-commit-config.yaml")["repos"]
    for hook in repo["hooks"]
}


def test_the_repository_uses_every_hook_that_it_offers() -> None:
    for name, hook in OFFERED.items():
        assert f"/{hook['entry']} " in USED[name]["entry"] + " "
        assert USED[name]["name"] == hook["name"]


@pytest.mark.parametrize("name", OFFERED)
def test_an_own_hook_finds_what_it_checks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = USED[name]
    paths = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("examples/**/*")]
    assert [path for path in paths if re.search(hook["files"], path)]
    command, *arguments = shlex.split(hook["entry"])
    assert command == ".venv/bin/scorecard-action"
    monkeypatch.chdir(ROOT)
    assert run(arguments) == 0


@pytest.mark.parametrize(
    ("path", "checked"),
    [
        ("scorecard.datadog.yaml", True),
        ("scorecard.datadog.yml", True),
        ("services/scorecard.datadog.yaml", False),
        ("scorecard.datadog.yaml.bak", False),
    ],
)
def test_the_offered_hook_is_for_the_mapping(path: str, checked: bool) -> None:
    assert bool(re.search(OFFERED["scorecard-action-check"]["files"], path)) is checked


@pytest.mark.parametrize("name", ["ruff-check", "ruff-format"])
def test_ruff_is_the_locked_one(name: str) -> None:
    lock = (ROOT / "requirements-dev.txt").read_text("utf-8")
    assert re.findall(r"^ruff==(\S+)", lock, re.M) == [USED[name]["rev"].removeprefix("v")]
