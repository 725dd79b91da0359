"""What decides is pure: it opens nothing, reads no environment, and knows no room but its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import scorecard_action

PACKAGE = Path(scorecard_action.__file__).parent
ROOM = [*sorted((PACKAGE / "judging").glob("*.py")), *sorted((PACKAGE / "metrics").glob("*.py"))]

ELSEWHERE = {
    "errors",
    "globs.globs",
    "globs.segments",
    "linesets",
    "mapping.types",
    "masking",
    "metrics",
    "model",
}
LIBRARY = set(
    "__future__ collections.abc dataclasses datetime decimal difflib enum fractions functools"
    " heapq itertools math msgspec msgspec.structs operator posixpath re typing"
    " urllib.parse".split()
)
CALLS = {"open", "input", "print", "exec", "eval", "__import__", "exit", "quit", "breakpoint"}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            parent = module in {"scorecard_action", "scorecard_action.judging"}
            yield from (f"{module}.{alias.name}" for alias in node.names) if parent else [module]


def called(tree: ast.Module) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {call.id for call in calls if isinstance(call, ast.Name)}


def faults(text: str) -> set[str]:
    tree = ast.parse(text)
    names = {name.removeprefix("scorecard_action.") for name in imported(tree)}
    unknown = {
        name
        for name in names
        if name not in ELSEWHERE | LIBRARY
        and not name.startswith(("judging.", "metrics.", "model."))
    }
    return unknown | (called(tree) & CALLS)


@pytest.mark.parametrize("path", ROOM, ids=lambda path: path.stem)
def test_judging_is_pure(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("name", sorted(ELSEWHERE - {"metrics"}))
def test_what_it_stands_on_is_pure_as_well(name: str) -> None:
    path = PACKAGE / name.replace(".", "/")
    files = sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    assert [faults(file.read_text(encoding="utf-8")) for file in files] == [set()] * len(files)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("import os", "os", id="import"),
        pytest.param("from pathlib import Path", "pathlib", id="from"),
        pytest.param("def f():\n    import io", "io", id="within a function"),
        pytest.param("from scorecard_action.reading import fold", "reading", id="another room"),
        pytest.param("from scorecard_action import flow", "flow", id="from the package"),
        pytest.param("from ..cli import run", "..cli", id="relative"),
        pytest.param("with open('a') as file: pass", "open", id="open"),
    ],
)
def test_a_fault_is_seen(text: str, fault: str) -> None:
    assert faults(text) == {fault}
