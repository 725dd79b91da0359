"""A tally is a monoid: reports can be read in any order, in parts, and merged in any grouping."""

from __future__ import annotations

import copy
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scorecard_action.judging.firsts import MAX_EXAMPLES, MAX_NAMES
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Entries, Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.telling import case_name
from scorecard_action.model import (
    Attempt,
    Coverage,
    CoverageTotals,
    Evidence,
    Finding,
    FlakyMarked,
    Kind,
    Level,
    Nothing,
    Notice,
    Result,
    RulesListed,
    TestCase,
    Tool,
    ToolError,
    WordsUnsaid,
)
from scorecard_action.reading.retried import Retried
from scorecard_action.reports.coverage.lines import line_set
from tests.judging.building import rule

NAMES = st.sampled_from(["a", "a", "b", "src/a.py", "/abs/b.py", ""])
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
    st.builds(
        TestCase,
        st.sampled_from(Result),
        NAMES,
        NAMES,
        own=st.booleans(),
        flaky=st.booleans(),
        count=st.integers(1, 3),
        why=NAMES,
        id=st.sampled_from(["", "1"]),
        micros=st.none() | st.integers(0, 3),
    ),
    st.builds(
        Finding,
        st.sampled_from(Level),
        NAMES,
        st.sampled_from(["critical", "LOW", "blocker", ""]),
        NAMES,
        NAMES,
        st.integers(0, 2),
        NAMES,
        suppressed=st.booleans(),
        unparsed=st.booleans(),
        baseline=st.sampled_from(["", "new", "unchanged"]),
        own=NAMES,
    ),
    st.builds(Tool, NAMES),
    st.builds(ToolError, NAMES, st.integers(0, 9)),
    st.builds(Nothing, NAMES, st.integers(0, 9)),
    st.builds(Notice, NAMES, st.integers(0, 9)),
    st.builds(RulesListed, st.tuples(NAMES)),
    st.just(WordsUnsaid(frozenset({"critical"}))),
    st.just(FlakyMarked()),
    st.builds(CoverageTotals, st.integers(0, 5), st.integers(5, 9)),
    coverages(),
)
REPORTS = st.lists(
    st.tuples(st.lists(EVIDENCE, max_size=12), st.sampled_from(Kind)),
    min_size=1,
    max_size=6,
)


ONLY = (
    "",
    "only: {file: '**'}\n",
    "only: {severity: low}\n",
    "except: {rule: a}\n",
    "only: {baseline: new}\n",
)
SELECTIONS = st.tuples(st.sampled_from(ONLY), st.booleans(), st.booleans())
"""What is selected, whether the last attempt decides, whether it is kept for a comparison."""


def tallies(
    reports: list[tuple[list[Evidence], Kind]], selecting: tuple[str, bool, bool]
) -> list[Tally]:
    only, last_attempt, compared = selecting
    judging = rule(
        f"{only}accept:\n"
        "  - {name: a, until: 2027-01-31, reason: x}\n"
        "  - {rule: [a, b], until: 2027-01-31, reason: x}\n"
        "  - {file: src/**, until: 2027-01-31, reason: x}"
    )
    entries = tuple((number, one.selector) for number, one in enumerate(judging.accept))
    selection = Selection(
        judging.only,
        judging.except_,
        last_attempt=last_attempt,
        compared=compared,
        accept=Entries.of(entries),
    )
    made: list[Tally] = []
    for number, (evidence, kind) in enumerate(reports):
        tallies = ReportTallies(f"r{number}", [Matcher(selection)])
        for piece in evidence:
            tallies.add(piece)
        made += tallies.finish(
            kind,
            flaky=bool(number % 2),
            flaky_shown=not number % 2,
            severities=frozenset({"low", "critical"}),
        )
    return made


FULL: list[tuple[list[Evidence], Kind]] = [
    (
        [
            *(TestCase(result, "c", flaky=True, micros=3, why="x") for result in reversed(Result)),
            *(TestCase(Result.PASSED, f"t{n}", micros=n) for n in range(40)),
            TestCase(Result.FAILED, "a"),
            TestCase(Result.PASSED, "c"),
            TestCase(Result.PASSED, "d"),
            Notice("n", 1),
        ],
        Kind.TESTS,
    ),
    (
        [
            *(Finding(level, "a", "low", "t", "b", 1, "m", own="h") for level in Level),
            *(Finding(level, "z", "low", "t", "/b/x", 1, "m") for level in Level),
            Finding(Level.NOTE, suppressed=True),
            RulesListed(("a", "b", "z", "y")),
            ToolError("e", 1),
        ],
        Kind.LINT,
    ),
    ([WordsUnsaid(frozenset({"low"})), Nothing("n", 1)], Kind.LINT),
    ([Coverage("a", 1, 1, 2, 2)], Kind.COVERAGE),
]


def merged(parts: list[Tally]) -> Tally:
    total = Tally()
    for part in parts:
        total.merge(part)
    return total


Reports = list[tuple[list[Evidence], Kind]]
Selecting = tuple[str, bool, bool]


@given(REPORTS, SELECTIONS, st.randoms(use_true_random=False))
@example(FULL, ("", False, True), random.Random(1))
def test_order_does_not_matter(
    reports: Reports, selecting: Selecting, shuffled: random.Random
) -> None:
    other = tallies(reports, selecting)
    shuffled.shuffle(other)
    assert merged(tallies(reports, selecting)) == merged(other)


@given(REPORTS, SELECTIONS, st.integers(0, 6))
@example(FULL, ("", False, True), 1)
@example(FULL, (ONLY[2], True, True), 3)
def test_grouping_does_not_matter(reports: Reports, selecting: Selecting, cut: int) -> None:
    parts = tallies(reports, selecting)
    left, right = Tally(), Tally()
    for part in parts[:cut]:
        left.merge(part)
    for part in parts[cut:]:
        right.merge(part)
    assert merged([left, right]) == merged(tallies(reports, selecting))


@given(REPORTS, SELECTIONS)
def test_empty_changes_nothing_and_merging_leaves_its_operand(
    reports: Reports, selecting: Selecting
) -> None:
    parts = tallies(reports, selecting)
    before = copy.deepcopy(parts)
    assert merged([Tally(), *parts, Tally()]) == merged(parts)
    assert parts == before


ATTEMPTS = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 3), st.sampled_from(Result)),
    max_size=6,
)


@given(ATTEMPTS, st.randoms(use_true_random=False))
def test_attempts_in_reports_of_their_own_decide_in_any_order(
    attempts: list[tuple[str, int, Result]], shuffled: random.Random
) -> None:
    def settled(numbers: list[int]) -> Tally:
        total = Tally()
        retried = Retried([total])
        for number in numbers:
            name, ended, result = attempts[number]
            (tally,) = tallies([([TestCase(result, name)], Kind.TESTS)], ("", False, True))
            tally.files = {f"r{number}"}
            for one in tally.examples.values() if tally.examples else ():
                one[:] = [(f"r{number}", place, text) for _, place, text in one]
            retried.add(0, f"r{number}", Attempt(name, ended), tally)
        retried.settle()
        return total

    order = [*range(len(attempts))]
    shuffled.shuffle(order)
    assert settled([*range(len(attempts))]) == settled(order)


def test_every_field_is_put_to_the_test() -> None:
    empty = Tally()
    filled = {
        name
        for only in ONLY
        for name in Tally.__struct_fields__
        for total in [merged(tallies(FULL, (only, False, True)))]
        if getattr(total, name) != getattr(empty, name)
    }
    # these need other readings of `file`, and reports of which it selects nothing
    assert set(Tally.__struct_fields__) - filled == {"respelled", "unplaced"}


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
