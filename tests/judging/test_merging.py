"""No field is lost in a merge: each has a value, and is seen to survive in both directions."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import msgspec
import pytest

from scorecard_action.judging.coverage import CoverageTally
from scorecard_action.judging.file_coverage import FileCoverage
from scorecard_action.judging.firsts import ReportProblem
from scorecard_action.judging.known import FailedTest, Fingerprint, Times
from scorecard_action.judging.merging import By, merger
from scorecard_action.judging.tally import Tally
from scorecard_action.model import CoverageTotals, Kind

ONE_FILE = {"a": FileCoverage(lines_valid=3, reports=1)}
CRASH, CUT = ReportProblem("a", 1, 0, "crashed"), ReportProblem("b", 2, 0, "cut off")

# Of each field: what two reports say, and both together.
TAX, SUM = FailedTest("Cart", "tax"), FailedTest("Cart", "sum")
E501, F401 = Fingerprint("E501", "a.py", "long"), Fingerprint("F401", "a.py", "unused")
BEFORE, AFTER = ("a", 1, "a.py:3 long"), ("b", 9, "a.py:7 long")

TALLY: dict[str, tuple[object, object, object]] = {
    "files": ({"a"}, {"b"}, {"a", "b"}),
    "kinds": ({Kind.TESTS}, {Kind.LINT}, {Kind.TESTS, Kind.LINT}),
    "passed": (1, 20, 21),
    "failed": (2, 20, 22),
    "skipped": (3, 20, 23),
    "flaky": (4, 20, 24),
    "own": (5, 20, 25),
    "accepted_tests": (1, 20, 21),
    "accepted_by": ({0: 1, 2: 5}, {2: 20}, {0: 1, 2: 25}),
    "met": ({0, 2}, {1, 2}, {0, 1, 2}),
    "all_tests": (6, 20, 26),
    "flaky_unknown": (True, False, True),
    "micros": (12, 20, 32),
    "slowest": (
        [(-12, "a", 1, "x")],
        [(-13, "b", 1, "y"), (-7, "b", 2, "z")],
        [(-13, "b", 1, "y"), (-12, "a", 1, "x"), (-7, "b", 2, "z")],
    ),
    "slow_from": (3, 2, 3),
    "untimed": ("b", "a", "a"),
    "errors": (7, 20, 27),
    "warnings": (8, 20, 28),
    "notes": (9, 20, 29),
    "suppressed": (10, 20, 30),
    "all_findings": (11, 20, 31),
    "banded": ({"low": 1}, {"low": 2, "high": 3}, {"low": 3, "high": 3}),
    "can_say": ({"high"}, {"low"}, {"high", "low"}),
    "cannot_say": (
        {"critical": {"a"}},
        {"critical": {"b"}, "critical high": {"c"}},
        {"critical": {"a", "b"}, "critical high": {"c"}},
    ),
    "tools": ({"ruff"}, {"mypy"}, {"ruff", "mypy"}),
    "tool_taken": (True, False, True),
    "sayable": ({"high"}, {"low"}, {"high", "low"}),
    "unlisted": (True, False, True),
    "rules": ({"S*"}, {"E*"}, {"S*", "E*"}),
    "uncompared": ("", "a", "a"),
    "unmarked": ({"a"}, {"b"}, {"a", "b"}),
    "unplaced": ({Kind.LINT: "/b"}, {Kind.LINT: "/a"}, {Kind.LINT: "/a"}),
    "respelled": ("b", "a", "a"),
    "coverage": (CoverageTally(1, named=2), CoverageTally(1, named=3), CoverageTally(2, named=5)),
    "examples": (
        {"failed": [("a", 1, "x")]},
        {"failed": [("b", 1, "y")], "errors": [("b", 2, "z")]},
        {"failed": [("a", 1, "x"), ("b", 1, "y")], "errors": [("b", 2, "z")]},
    ),
    "names": ({"tool": {"a"}}, {"tool": {"b"}, "rule": {"c"}}, {"tool": {"a", "b"}, "rule": {"c"}}),
    "problems": ([CRASH], [CUT], [CRASH, CUT]),
    "problem_count": (1, 2, 3),
    "nothing": (
        {Kind.LINT: [CRASH]},
        {Kind.LINT: [CUT], Kind.TESTS: [CUT]},
        {Kind.LINT: [CRASH, CUT], Kind.TESTS: [CUT]},
    ),
    "whys": ({"a"}, {"b"}, {"a", "b"}),
    "overruled": ({"C.t"}, {"C.u"}, {"C.t", "C.u"}),
    "notices": ({"x": {"a"}}, {"x": {"b"}, "y": {"c"}}, {"x": {"a", "b"}, "y": {"c"}}),
    "failures": ({TAX: 1}, {TAX: 2, SUM: 1}, {TAX: 3, SUM: 1}),
    "accepted_failures": ({TAX: 1}, {TAX: 2, SUM: 1}, {TAX: 3, SUM: 1}),
    "accepted_fingerprints": ({E501: Times(2)}, {E501: Times(1, 1)}, {E501: Times(3, 1)}),
    "places": (
        {E501: AFTER},
        {E501: BEFORE, F401: AFTER},
        {E501: BEFORE, F401: AFTER},
    ),
    "fingerprints": (
        {E501: Times(1, 1)},
        {E501: Times(2, 1), F401: Times(1, 0)},
        {E501: Times(3, 2), F401: Times(1, 0)},
    ),
}
COVERAGE: dict[str, tuple[object, object, object]] = {
    "reports": (1, 1, 2),
    "files": (ONE_FILE, ONE_FILE, {"a": FileCoverage(lines_valid=3, reports=2)}),
    "loose": (
        {"a": {"r1": FileCoverage(lines_valid=3, reports=1)}},
        {"a": {"r1": FileCoverage(lines_valid=4, reports=1), "r2": FileCoverage(1, 1)}},
        {"a": {"r1": FileCoverage(lines_valid=4, reports=2), "r2": FileCoverage(1, 1)}},
    ),
    "totals": (CoverageTotals(1, 2), CoverageTotals(3, 4), None),
    "bare": (1, 2, 3),
    "branchless": (1, 3, 4),
    "named": (1, 4, 5),
}
FILE: dict[str, tuple[object, object, object]] = {
    "covered": (0b0110, 0b0011, 0b0111),
    "valid": (0b1110, 0b0011, 0b1111),
    "lines_covered": (1, 4, 4),
    "lines_valid": (2, 5, 5),
    "branches": (
        {3: (1, 2, 1)},
        {3: (0, 4, 1), 5: (1, 2, 0)},
        {3: (1, 4, 2), 5: (1, 2, 0)},
    ),
    "arcs": ({"3.1": 1}, {"3.1": 0, "3.2": 1}, {"3.1": 1, "3.2": 1}),
    "arcless": (1, 2, 3),
    "branches_some": (1, 2, 3),
    "branches_covered": (3, 6, 6),
    "branches_valid": (4, 7, 7),
    "blocks": ({"1.1": 6}, {"1.1": 7, "2.1": 2}, {"1.1": 7, "2.1": 2}),
    "reports": (1, 2, 3),
    "counts_only": (True, False, True),
}


def unite(into: FileCoverage, other: FileCoverage) -> None:
    into.unite(other, same_report=False)


@pytest.mark.parametrize(
    ("struct", "merge", "fields"),
    [
        pytest.param(Tally, Tally.merge, TALLY, id="Tally"),
        pytest.param(CoverageTally, CoverageTally.merge, COVERAGE, id="CoverageTally"),
        pytest.param(FileCoverage, unite, FILE, id="FileCoverage"),
    ],
)
def test_every_field_survives(
    struct: type[msgspec.Struct],
    merge: Callable[[Any, Any], None],
    fields: Mapping[str, tuple[object, object, object]],
) -> None:
    assert set(fields) == set(struct.__struct_fields__)

    def made(which: int) -> Any:
        return struct(**{name: copy.deepcopy(values[which]) for name, values in fields.items()})

    def merged(*parts: Any) -> Any:
        total = struct()
        for part in parts:
            merge(total, part)
        return msgspec.structs.asdict(total)

    for which in (0, 1):
        assert merged(made(which)) == msgspec.structs.asdict(made(which))
        assert merged(struct(), made(which), struct()) == msgspec.structs.asdict(made(which))
    assert merged(made(0), made(1)) == msgspec.structs.asdict(made(2))
    assert merged(made(1), made(0)) == msgspec.structs.asdict(made(2))


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(str, id="text"),
        pytest.param(list[str], id="list"),
        pytest.param(dict[str, int], id="dict"),
        pytest.param(int | None, id="a count that may not be known"),
        pytest.param(Annotated[float, "seconds"], id="a note that is no rule"),
    ],
)
def test_a_field_without_a_rule_is_an_error(kind: object) -> None:
    struct = msgspec.defstruct("Toy", [("count", int), ("other", kind)])
    with pytest.raises(TypeError, match=r"Toy\.other"):
        merger(struct)


def test_a_rule_of_its_own_goes_before_the_type() -> None:
    struct = msgspec.defstruct("Toy", [("slowest", Annotated[int, By(max)]), ("count", int)])
    one = struct(3, 3)
    merger(struct)(one, struct(2, 2))
    assert one == struct(3, 5)
