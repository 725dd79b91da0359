"""What the tests would not notice: `python -m tests.mutants` breaks one line at a time.

A seeded sample of all small breaks (a comparison turned, a `not` dropped, a statement left out) of
the rooms below is made, one at a time, in a copy of the project, and the tests of the room are run
on each. What no test notices survives and is printed with its place. The working tree is never
written to. Run by hand (`make mutants`), as it takes its time: survivors are to be read, not
counted only, as some change nothing that anybody could see.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
IGNORED = shutil.ignore_patterns(".git", ".venv", ".hypothesis", ".*_cache", "__pycache__")


class Room(NamedTuple):
    """Files of the package (or folders), and the tests that cover them, the quickest first."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS: Mapping[str, Room] = {
    "judging": Room(("judging",), ("tests/judging", "tests/reading", "tests/test_cases.py")),
    "reading": Room(
        ("reading", "flow.py"),
        ("tests/reading", "tests/test_flow.py", "tests/test_cases.py", "tests/cli/test_explain.py"),
    ),
    "entities": Room(("entities",), ("tests/entities", "tests/reading", "tests/test_flow.py")),
    "delivery": Room(
        ("delivery",),
        (
            "tests/delivery",
            "--ignore=tests/delivery/test_kills.py",
            "--ignore=tests/delivery/test_prism.py",
            "--deselect=tests/delivery/test_faults.py::test_fault",
        ),
    ),
}
SWAPPED: Mapping[type, type[ast.AST]] = {
    one: other
    for pair in (
        (ast.Lt, ast.LtE), (ast.LtE, ast.Lt), (ast.Gt, ast.GtE), (ast.GtE, ast.Gt),
        (ast.Eq, ast.NotEq), (ast.NotEq, ast.Eq), (ast.Is, ast.IsNot), (ast.IsNot, ast.Is),
        (ast.In, ast.NotIn), (ast.NotIn, ast.In), (ast.And, ast.Or), (ast.Or, ast.And),
        (ast.Add, ast.Sub), (ast.Sub, ast.Add), (ast.Mult, ast.FloorDiv), (ast.Div, ast.Mult),
        (ast.FloorDiv, ast.Mult), (ast.BitAnd, ast.BitOr), (ast.BitOr, ast.BitAnd),
    )
    for one, other in (pair,)
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Mutant(NamedTuple):
    """Bytes `start` to `end` of a file replaced by `new`."""

    room: str
    path: str
    line: int
    kind: str
    old: str
    new: str
    start: int
    end: int

    def __str__(self) -> str:
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{self.path}:{self.line}: {old[:90]}  ->  {new[:90]}"


def broken(node: ast.AST) -> Iterator[tuple[str, ast.AST, str]]:
    """Yield (kind, part, text): ways to break a node by writing `text` for a part of it."""
    swapped: dict[str, Any] = {name: turned(value) for name, value in ast.iter_fields(node)}
    match node:
        case ast.Compare(ops=[_]) | ast.BoolOp() | ast.BinOp() | ast.AugAssign():
            fields = {name: other or getattr(node, name) for name, other in swapped.items()}
            if any(swapped.values()):
                yield "operator", node, unparsed(type(node)(**fields))
        case ast.UnaryOp(ast.Not(), operand):
            yield "not dropped", node, unparsed(operand)
        case ast.Constant(bool() as value):
            yield "True/False", node, str(not value)
        case ast.Constant(int() as value):
            yield "number + 1", node, str(value + 1)
        case ast.Name(name) if name in NAMES:
            yield "min/max, any/all", node, NAMES[name]
        case ast.Return(ast.expr() as value) if unparsed(value) != "(None)":
            yield "returns None", value, "None"
        case ast.If(test) | ast.IfExp(test):
            yield "condition is False", test, "False"
            yield "condition is True", test, "True"
        case ast.comprehension(ifs=conditions):
            yield from (("condition is True", condition, "True") for condition in conditions)
        case ast.Expr(ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Continue() | ast.Break():
            yield "statement dropped", node, "pass"
        case ast.Assign([ast.Attribute() | ast.Subscript()]) | ast.Raise():
            yield "statement dropped", node, "pass"


def turned(value: object) -> Any:
    """The other operator for one (a comparison has it in a list); falsy for anything else."""
    if isinstance(value, list):
        return [turned(one) for one in value if type(one) in SWAPPED]
    return SWAPPED[type(value)]() if type(value) in SWAPPED else None


def unparsed(node: ast.AST) -> str:
    """The source of an expression in parentheses, that of anything else as it is."""
    text = ast.unparse(ast.fix_missing_locations(node))
    return f"({text})" if isinstance(node, ast.expr) and not isinstance(node, ast.Name) else text


def parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and what is in it, without what no test can notice: types, decorators, `strict=`
    (and f-strings, whose parts have no true position before Python 3.12).
    """
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.keyword) and child.arg == "strict":
                continue
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                yield from parts(child)


def mutants(room: str, path: Path, top: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    source = path.read_bytes()
    begins = [0]
    for line in source.splitlines(keepends=True):
        begins.append(begins[-1] + len(line))
    for node in parts(ast.parse(source)):
        for kind, part, text in broken(node):
            assert isinstance(part, ast.expr | ast.stmt)
            assert part.end_lineno is not None
            assert part.end_col_offset is not None
            start = begins[part.lineno - 1] + part.col_offset
            end = begins[part.end_lineno - 1] + part.end_col_offset
            old = source[start:end].decode()
            shown = path.relative_to(top).as_posix()
            yield Mutant(room, shown, part.lineno, kind, old, text, start, end)


def sample(rooms: Mapping[str, Room], top: Path, size: int, seed: int) -> list[Mutant]:
    """A seeded choice of the mutants of the rooms, each as likely as any other."""
    every = []
    for name, room in rooms.items():
        for source in room.sources:
            place = top / "scorecard_action" / source
            files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
            every += [mutant for file in files for mutant in mutants(name, file, top)]
    print(f"{size:,} of {len(every):,} mutants of {', '.join(rooms)}; seed {seed}", flush=True)
    return random.Random(seed).sample(every, min(size, len(every)))


def run(top: Path, tests: Sequence[str], seconds: float | None, *, first: bool = False) -> int:
    """Run tests on the copy at `top`; the exit code of pytest, 124 where they take too long.

    Byte code is written by the `first` run alone: it must not outlive a mutant.
    """
    environment = {**os.environ, "PYTHONPATH": str(top), "CI": "1"}  # CI: the same examples always
    if not first:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:xdist", *tests]
    with subprocess.Popen(
        command,
        cwd=top,
        env=environment,
        stdout=None if first else subprocess.DEVNULL,
        stderr=None if first else subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return 124
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def survives(mutant: Mutant, top: Path, tests: Sequence[str], seconds: float) -> bool:
    """Whether the tests pass on the copy at `top` with the mutant in it."""
    path = top / mutant.path
    source, status = path.read_bytes(), path.stat()
    path.write_bytes(source[: mutant.start] + mutant.new.encode() + source[mutant.end :])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 10**10))  # not the byte code's
    try:
        return run(top, tests, seconds) == 0
    finally:
        path.write_bytes(source)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def main(arguments: Sequence[str] | None = None, rooms: Mapping[str, Room] = ROOMS) -> int:
    """Run the sample; 1 where a test fails before anything is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=30, help="what is not run by then is told")
    parser.add_argument("--room", action="append", choices=rooms, help="default: all")
    parser.add_argument("--top", type=Path, default=ROOT, help="the checkout")
    given = parser.parse_args(arguments)
    rooms = {name: room for name, room in rooms.items() if name in (given.room or rooms)}
    began = time.monotonic()
    chosen = sample(rooms, given.top, given.count, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        limits: dict[str, float] = {}
        for number in range(2):
            copy = Path(folder, str(number), "checkout")
            shutil.copytree(given.top, copy, symlinks=True, ignore=IGNORED)
            copies.put(copy)
            for name, room in rooms.items():
                started = time.monotonic()
                if run(copy, room.tests, None, first=True):
                    print(f"the tests of {name} fail before anything is broken")
                    return 1
                limits[name] = 20 + 4 * (time.monotonic() - started)

        def tried(mutant: Mutant) -> bool | None:
            if time.monotonic() - began > given.minutes * 60:
                return None
            copy = copies.get()
            try:
                left = survives(mutant, copy, rooms[mutant.room].tests, limits[mutant.room])
            finally:
                copies.put(copy)
            if left:
                print(f"{mutant}  ({mutant.kind})", flush=True)
            return left

        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(tried, chosen))
    for name in rooms:
        ends = [left for mutant, left in zip(chosen, told, strict=True) if mutant.room == name]
        print(f"{name}: {ends.count(True)} of {len(ends)} survived")
    late = f", {told.count(None)} not run" if None in told else ""
    minutes = (time.monotonic() - began) / 60
    print(f"{told.count(True)} survived, {told.count(False)} noticed{late}; {minutes:.0f} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
