"""The least covered file: named, exact, after reports are united, of two readings the worse."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scorecard_action.judging.coverage import CoverageTally
from scorecard_action.judging.decide import decide
from scorecard_action.judging.least_covered import least
from scorecard_action.judging.paths import Placed
from scorecard_action.judging.values import AtLeast
from scorecard_action.metrics import FILE_LINE_COVERAGE, LINE_COVERAGE
from scorecard_action.model import Coverage, Evidence, Kind, State
from tests.judging.building import covered, rule, tallied, totals

PASS, FAIL, SKIP = State.PASS, State.FAIL, State.SKIP
TAX = covered("src/tax.js", [1], [1, 2, 3, 4])
CART = covered("src/cart.js", [1, 2, 3], [1, 2, 3, 4])
HALF = covered("src/half.js", [1], [1, 2])
EMPTY = covered("src/types.js", [], [])
COUNTS = Coverage("src/counts.js", 1, 10)
BLOCKS = Coverage("src/go.go", blocks=(("1.1", 2, 2), ("3.1", 0, 6)))
TOTALS_ONLY = "no evidence: the coverage reports name no file that has a line to cover"


@pytest.mark.parametrize(
    ("limits", "reports", "state", "reason", "examples"),
    [
        pytest.param(
            "min: {file_line_coverage: 25}",
            [[TAX, CART]],
            PASS,
            "least covered: src/tax.js 25 % (at least 25 %)",
            (),
            id="holds",
        ),
        pytest.param(
            "min: {file_line_coverage: 60}",
            [[CART, HALF, TAX]],
            FAIL,
            "least covered: src/tax.js 25 % (at least 60 %)",
            ("src/half.js 50 %",),
            id="next ones",
        ),
        pytest.param(
            "min: {file_line_coverage: 66.67}",
            [[covered("a", [1, 2], [1, 2, 3])]],
            FAIL,
            "least covered: a 66.66 % (at least 66.67 %)",
            (),
            id="exact",
        ),
        pytest.param(
            "min: {file_line_coverage: 50}",
            [[CART, EMPTY]],
            PASS,
            "least covered: src/cart.js 75 % (at least 50 %)",
            (),
            id="a file without a line is none",
        ),
        pytest.param(
            "min: {file_line_coverage: 50}",
            [[CART, COUNTS]],
            FAIL,
            "least covered: src/counts.js 10 % (at least 50 %)",
            (),
            id="counts without lines",
        ),
        pytest.param(
            "min: {file_line_coverage: 50}",
            [[CART, BLOCKS]],
            FAIL,
            "least covered: src/go.go 25 % (at least 50 %)",
            (),
            id="statements in blocks",
        ),
        pytest.param(
            "min: {file_line_coverage: 100}",
            [[TAX], [covered("src/tax.js", [2, 3, 4], [1, 2, 3, 4])]],
            PASS,
            "least covered: src/tax.js 100 % (at least 100 %)",
            (),
            id="united by line",
        ),
        pytest.param(
            "min: {file_line_coverage: 50}\nonly: {file: src/c*}",
            [[CART, TAX]],
            PASS,
            "least covered: src/cart.js 75 % (at least 50 %)",
            (),
            id="of those selected",
        ),
        pytest.param(
            "min: {file_line_coverage: 50}",
            [[covered("b", [1], [1, 2, 3]), covered("a", [1], [1, 2, 3])]],
            FAIL,
            "least covered: a 33.33 % (at least 50 %)",
            ("b 33.33 %",),
            id="of equal ones by name",
        ),
        pytest.param(
            "min: {file_line_coverage: 50}",
            [[totals(5, 10)]],
            FAIL,
            TOTALS_ONLY,
            (),
            id="totals alone",
        ),
        pytest.param(
            "min: {file_line_coverage: 50}\nmissing: skip",
            [[CART], [totals(5, 10)]],
            SKIP,
            "no evidence: a coverage report names no file, only totals: its least covered one is"
            " not known",
            (),
            id="totals beside files",
        ),
        pytest.param(
            "min: {file_line_coverage: 50}\nmissing: skip",
            [[TAX], [totals(5, 10)]],
            FAIL,
            "least covered: src/tax.js 25 % (at least 50 %)",
            (),
            id="what is known breaks it",
        ),
        pytest.param(
            "min: {line_coverage: 50, file_line_coverage: 20}",
            [[TAX, CART]],
            PASS,
            "line coverage 50 % (at least 50 %); least covered: src/tax.js 25 % (at least 20 %)",
            (),
            id="beside all lines",
        ),
        pytest.param(
            "max: {file_line_coverage: 30}",
            [[TAX, CART]],
            PASS,
            "least covered: src/tax.js 25 % (limit 30 %)",
            (),
            id="at most",
        ),
    ],
)
def test_the_least_covered_file(
    limits: str, reports: list[list[Evidence]], state: State, reason: str, examples: tuple[str, ...]
) -> None:
    judging = rule(limits)
    tally = tallied(judging, *reports, kinds=[Kind.COVERAGE] * len(reports))
    decision = decide(judging, tally, ())
    assert (decision.state, decision.reason) == (state, reason)
    assert decision.examples == examples


def test_it_is_measured_without_a_limit() -> None:
    judging = rule("min: {line_coverage: 10}")
    measured = decide(judging, tallied(judging, [TAX, CART]), ()).measured
    assert measured[FILE_LINE_COVERAGE] == 25
    assert measured[LINE_COVERAGE] == 50


def loose(*reports: Coverage) -> CoverageTally:
    total = CoverageTally()
    for number, one in enumerate(reports):
        tally = CoverageTally(reports=1, named=1)
        tally.add(one, Placed(one.file), f"r{number}.xml")
        tally.close(set())
        total.merge(tally)
    return total


def test_of_two_readings_the_worse_counts() -> None:
    coverage = loose(covered("i.js", [1, 2], [1, 2]), covered("i.js", [], [3, 4, 5, 6]))
    found = least(coverage)
    assert found == 0  # apart; united it is 2 of 6
    assert isinstance(found, AtLeast)
    assert least(loose(covered("i.js", [1], [1, 2]))) == Fraction(50)


def test_both_readings_are_told() -> None:
    judging = rule("min: {file_line_coverage: 10}\nmissing: skip")
    reports = [[covered("/x/i.js", [1, 2], [1, 2])], [covered("/x/i.js", [], [3, 4, 5, 6])]]
    decision = decide(judging, tallied(judging, *reports), ())
    assert decision.state is FAIL
    assert decision.reason == (
        "least covered: /x/i.js 0 % (at least 10 %); file line coverage is 33.33 % if all"
        " reports mean the same file by /x/i.js, 0 % if each means its own: `base` in the entry of"
        " `reports` says where paths begin"
    )
