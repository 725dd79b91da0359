"""A tally is a monoid: reports can be read in any order, in parts, and merged in any grouping."""

from __future__ import annotations

import copy
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.judging.firsts import MAX_EXAMPLES, MAX_NAMES
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Entries, Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.telling import case_name
from scorecard_action.model import (
    Coverage,
    CoverageTotals,
    Evidence,
    Finding,
    Kind,
    Level,
    Result,
    TestCase,
    Tool,
    ToolError,
)
from scorecard_action.reports.coverage.lines import line_set
from tests.judging.building import rule

NAMES = st.sampled_from(["a", "b", "src/a.py", "/abs/b.py", ""])
LINES = st.sets(st.integers(1, 40))


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    valid, other = draw(LINES), draw(LINES)
    covered = valid & other
    return Coverage(
        draw(NAMES),
        len(covered),
        len(valid),
        line_set(covered),
        line_set(valid),
        draw(st.none() | st.just(((3, 1, 2),))),
    )


EVIDENCE: st.SearchStrategy[Evidence] = st.one_of(
    st.builds(TestCase, st.sampled_from(Result), NAMES, NAMES, own=st.booleans()),
    st.builds(Finding, st.sampled_from(Level), NAMES, file=NAMES, suppressed=st.booleans()),
    st.builds(Tool, NAMES),
    st.builds(ToolError, NAMES, st.integers(0, 9)),
    st.builds(CoverageTotals, st.integers(0, 5), st.integers(5, 9)),
    coverages(),
)
REPORTS = st.lists(
    st.tuples(st.lists(EVIDENCE, max_size=12), st.sampled_from(Kind)), min_size=1, max_size=6
)


def tallies(reports: list[tuple[list[Evidence], Kind]]) -> list[Tally]:
    judging = rule(
        "only: {file: '**'}\naccept:\n"
        "  - {name: a, until: 2027-01-31, reason: x}\n"
        "  - {rule: [a, b], until: 2027-01-31, reason: x}\n"
        "  - {file: src/**, until: 2027-01-31, reason: x}"
    )
    entries = tuple((number, one.selector) for number, one in enumerate(judging.accept))
    selection = Selection(judging.only, accept=Entries.of(entries))
    made = []
    for number, (evidence, kind) in enumerate(reports):
        tallies = ReportTallies(f"r{number}", [Matcher(selection)])
        for piece in evidence:
            tallies.add(piece)
        made.append(tallies.finish(kind, flaky=bool(number % 2))[0])
    return made


def merged(parts: list[Tally]) -> Tally:
    total = Tally()
    for part in parts:
        total.merge(part)
    return total


@given(REPORTS, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    reports: list[tuple[list[Evidence], Kind]], shuffled: random.Random
) -> None:
    other = tallies(reports)
    shuffled.shuffle(other)
    assert merged(tallies(reports)) == merged(other)


@given(REPORTS, st.integers(0, 6))
def test_grouping_does_not_matter(reports: list[tuple[list[Evidence], Kind]], cut: int) -> None:
    parts = tallies(reports)
    left, right = Tally(), Tally()
    for part in parts[:cut]:
        left.merge(part)
    for part in parts[cut:]:
        right.merge(part)
    assert merged([left, right]) == merged(tallies(reports))


@given(REPORTS)
def test_empty_changes_nothing_and_merging_leaves_its_operand(
    reports: list[tuple[list[Evidence], Kind]],
) -> None:
    parts = tallies(reports)
    before = copy.deepcopy(parts)
    assert merged([Tally(), *parts, Tally()]) == merged(parts)
    assert parts == before


def test_what_is_kept_is_bounded() -> None:
    judging = rule("only: {name: '*'}")
    tallies = ReportTallies("r.xml", [Matcher(Selection(judging.only))])
    for number in range(5_000):
        tallies.add(TestCase(Result.FAILED, f"t{number:05}"))
    tally = tallies.finish(Kind.TESTS, flaky=True)[0]
    total = Tally()
    total.merge(tally)
    assert total.failed == 5_000
    assert len(total.examples["failed"]) == MAX_EXAMPLES
    assert total.names["name"] == {f"t{number:05}" for number in range(MAX_NAMES)}


@pytest.mark.parametrize(
    ("case", "name"),
    [
        pytest.param(
            TestCase(Result.FAILED, "total", "com.acme.CartTest"), "CartTest.total", id="class"
        ),
        pytest.param(TestCase(Result.FAILED, "total"), "total", id="no class"),
        pytest.param(TestCase(Result.FAILED, "", "a.B"), "B", id="no name"),
        pytest.param(TestCase(Result.FAILED), "a test without a name", id="nothing"),
        pytest.param(
            TestCase(Result.FAILED, "TestA", "example.com/shop/cart"), "cart.TestA", id="Go"
        ),
        pytest.param(
            TestCase(Result.FAILED, "adds", "src/cart.spec.js"), "cart.spec.js.adds", id="Jest"
        ),
        pytest.param(TestCase(Result.FAILED, "s", own=False, count=3), "s × 3", id="not listed"),
    ],
)
def test_a_case_is_named_as_a_person_knows_it(case: TestCase, name: str) -> None:
    assert case_name(case) == name
