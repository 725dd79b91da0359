"""What the rooms of delivery and of the API may know: neither prints, neither knows commands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import scorecard_action
from scorecard_action.cli import console
from scorecard_action.delivery.voice import Voice

PACKAGE = Path(scorecard_action.__file__).parent
FILES = [*(PACKAGE / "delivery").glob("*.py"), *(PACKAGE / "datadog").glob("*.py")]


def imported(path: Path) -> Iterator[str]:
    """The modules that a file names in its imports, also those within functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_what_a_file_does_not_import(path: Path) -> None:
    outer = {"cli", "flow", "sandbox"} | ({"delivery"} if path.parent.name == "datadog" else set())
    names = {name.split(".")[1] for name in imported(path) if name.startswith("scorecard_action.")}
    assert names & outer == set()
    assert not {"sys", "click"} & {name.partition(".")[0] for name in imported(path)}


def test_the_check_sees_imports() -> None:
    names = set(imported(PACKAGE / "cli" / "submit.py"))
    assert {"scorecard_action.cli.console", "scorecard_action.delivery.deliver"} <= names


def test_the_console_is_a_voice() -> None:
    voice: Voice = console
    assert callable(voice.out)
