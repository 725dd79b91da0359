"""No text makes a pattern of the package take longer than in proportion to its length.

Texts of reports, mappings and CIs reach them, and what backtracks over 50,000 characters does not
end. The guard is the time limit of a test alone.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import scorecard_action
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import HEAD
from tests.near_misses import near_misses

TIMES: Final = 50_000
METHODS: Final = frozenset("match fullmatch search sub subn split findall finditer".split())
ROOT: Final = Path(scorecard_action.__file__).parent


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that a value of a module is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4:
        parts: list[object] = []
        if isinstance(value, dict):
            parts = list(value.values())
        elif isinstance(value, list | tuple | set | frozenset):
            parts = list(value)
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            parts = [getattr(value, field.name) for field in dataclasses.fields(value)]
        for part in parts:
            yield from _patterns(part, depth + 1)


def _calls(tree: ast.AST) -> Iterator[tuple[str, str, ast.Call]]:
    """Yield (name, method, call) of each `name.method(…)`, `name[…].method(…)` too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            value = node.func.value
            while isinstance(value, ast.Subscript):
                value = value.value
            if isinstance(value, ast.Name | ast.Attribute):
                yield value.id if isinstance(value, ast.Name) else value.attr, node.func.attr, node
    # a bound method that is handed on: `map(_SHAPE.fullmatch, lines)`
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr, ast.Call(node, [], [])


def _collected() -> Iterator[tuple[str, re.Pattern[Any], frozenset[str]]]:
    """Yield (where, pattern, how it is used) of every pattern in the package."""
    used: dict[str, set[str]] = defaultdict(set)
    written: list[tuple[str, re.Pattern[Any], frozenset[str]]] = []
    for path in sorted(ROOT.rglob("*.py")):
        where = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for name, method, call in _calls(ast.parse(path.read_text("utf-8"))):
            if method in METHODS and name != "re":
                private = name.startswith("_")
                used[f"{where}.{name}" if private else name].add(method)
            elif name == "re" and method in METHODS and call.args:
                first = call.args[0]
                if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                    continue
                pattern = re.compile(first.value)
                written.append((f"{where}:{call.lineno}", pattern, frozenset({method})))
    seen: set[tuple[object, int, frozenset[str]]] = set()
    for module in pkgutil.walk_packages(scorecard_action.__path__, "scorecard_action."):
        if module.name.endswith(".__main__"):
            continue
        where = module.name.removeprefix("scorecard_action.")
        for name, value in vars(importlib.import_module(module.name)).items():
            key = f"{where}.{name}" if name.startswith("_") else name
            how = frozenset(used.get(key) or {"match", "fullmatch"})
            for pattern in _patterns(value):
                if (pattern.pattern, pattern.flags, how) not in seen:
                    seen.add((pattern.pattern, pattern.flags, how))
                    yield f"{where}.{name}", pattern, how
    yield from written


COLLECTED: Final = list(_collected())


def test_all_rooms_are_walked() -> None:
    rooms = {where.split(".")[0] for where, _, _ in COLLECTED}
    assert {"ci", "datadog", "globs", "mapping", "outputs", "reading", "reports"} <= rooms
    assert len(COLLECTED) > 200


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    ("pattern", "how"), [pytest.param(found, how, id=where) for where, found, how in COLLECTED]
)
def test_a_near_miss_takes_no_time(pattern: re.Pattern[Any], how: frozenset[str]) -> None:
    for text in near_misses(pattern, TIMES):
        data: Any = (
            text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
        )
        for method in how:
            if method in ("sub", "subn"):
                getattr(pattern, method)(data[:0], data)
            elif method == "finditer":
                assert all(pattern.finditer(data))
            else:
                getattr(pattern, method)(data)


LINES: Final = (
    "#\r\n",
    "#\n",
    " \t\r\n",
    "\n",
    "ok\n",
    "ok 1\r\n",
    "1..2\n",
    "    ok - a\n",
    "{\n",
    "[[",
    '{"a":',
    '"',
    "<a>",
    "<a ",
    "<!--",
    "a:1: ",
    "a.c:1:2 ",
    "(1): ",
    "[x] ",
    "12:00:00 ",
    "1>",
    "/a",
    "\x1b[",
    "\x1b]8;;",
    "::error ",
    "##vso[",
    "SF:a\n",
    "--- PASS: a\n",
    "=== RUN a\n",
    "mode: set\n",
    "aA1-",
    "undefined ",
    "in 0 ",
)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("end", ["\x00", "\n\x00", "ok"])
@pytest.mark.parametrize("line", LINES, ids=repr)
def test_any_text_is_told_apart_in_no_time(line: str, end: str) -> None:
    text = line * (HEAD // len(line))
    candidates(Head(text[:HEAD] + end))
