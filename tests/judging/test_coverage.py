"""Coverage of several reports: what unites, in which order, and what is said of overlaps."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.judging.coverage import CoverageTally
from scorecard_action.judging.file_coverage import FileCoverage
from scorecard_action.judging.paths import Placed
from scorecard_action.judging.values import percent
from scorecard_action.model import Coverage, CoverageTotals
from scorecard_action.reports.coverage.lines import line_set


def lines(covered: Sequence[int], valid: Sequence[int]) -> Coverage:
    return Coverage("a", len(covered), len(valid), line_set(covered), line_set(valid))


def counts(covered: int, valid: int) -> Coverage:
    return Coverage("a", covered, valid)


def blocks(*found: tuple[str, int, int]) -> Coverage:
    return Coverage("a", blocks=found)


def report(*found: Coverage, totals: CoverageTotals | None = None) -> CoverageTally:
    tally = CoverageTally(reports=1, totals=totals, bare=int(not found))
    for coverage in found:
        tally.add(coverage, Placed(coverage.file, placed=True), "r.xml")
    return tally


def merged(*parts: CoverageTally) -> CoverageTally:
    total = CoverageTally()
    for part in parts:
        total.merge(part)
    return total


@pytest.mark.parametrize(
    ("reports", "expected", "overlaps"),
    [
        pytest.param([lines([1], [1, 2]), lines([2], [1, 2])], (2, 2), False, id="lines"),
        pytest.param([lines([1], [1, 2]), lines([], [3])], (1, 3), False, id="other lines"),
        pytest.param([lines([], []), lines([], [])], (0, 0), False, id="nothing to cover"),
        pytest.param([counts(1, 2)], (1, 2), False, id="counts alone"),
        pytest.param([counts(1, 2), counts(2, 4)], (2, 4), True, id="larger counts"),
        pytest.param([counts(1, 2), counts(0, 0)], (1, 2), False, id="counts, and nothing"),
        pytest.param([lines([1, 2], [1, 2]), counts(5, 9)], (5, 9), True, id="counts are more"),
        pytest.param([lines([1, 2], [1, 2]), counts(0, 9)], (2, 9), True, id="never a better rate"),
        pytest.param(
            [blocks(("1.1,2.1", 3, 3), ("3.1,4.1", 0, 2)), blocks(("1.1,2.1", 0, 3))],
            (3, 5),
            False,
            id="blocks of one place are one",
        ),
        pytest.param(
            [blocks(("1.1,2.1", 0, 3), ("1.1,2.1", 3, 3), ("1.1,2.1", 0, 3))],
            (3, 3),
            False,
            id="in one report as well",
        ),
    ],
)
def test_one_file_of_several_reports(
    reports: Sequence[Coverage], expected: tuple[int, int], overlaps: bool
) -> None:
    for order in (reports, reports[::-1]):
        file = merged(*(report(one) for one in order)).files["a"]
        assert file.lines() == expected
        assert file.overlaps == overlaps


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        pytest.param([((3, 1, 2),), ((3, 1, 2),)], (1, 2), id="a lower bound"),
        pytest.param([((3, 1, 2),), ((4, 2, 2),)], (3, 4), id="other lines"),
        pytest.param([((3, 1, 2), (3, 2, 2), (3, 0, 2))], (2, 2), id="a line that comes again"),
    ],
)
def test_branches(
    reports: Sequence[tuple[tuple[int, int, int], ...]], expected: tuple[int, int]
) -> None:
    found = [report(Coverage("a", 1, 1, 2, 2, branches)) for branches in reports]
    assert merged(*found).branches(by_file=False) == expected


@pytest.mark.parametrize(
    ("parts", "reports", "overlaps"),
    [
        pytest.param([report(counts(1, 2), counts(2, 2))], 1, False, id="two places of one report"),
        pytest.param([report(counts(1, 2)), report(counts(2, 2))], 2, True, id="two reports"),
        pytest.param([report(counts(0, 0), counts(2, 2))], 1, False, id="nothing to cover first"),
    ],
)
def test_a_report_that_names_a_file_twice_is_one(
    parts: Sequence[CoverageTally], reports: int, overlaps: bool
) -> None:
    file = merged(*parts).files["a"]
    assert (file.reports, file.overlaps) == (reports, overlaps)
    assert file.lines() == (2, 2)


def test_one_report_has_its_own_totals_and_two_have_not() -> None:
    one = report(lines([1], [1, 2]), totals=CoverageTotals(7, 9))
    assert merged(one).lines(by_file=False) == (7, 9)
    assert merged(one).lines(by_file=True) == (1, 2)
    assert merged(one, one).lines(by_file=False) == (1, 2)


def test_totals_without_files_cannot_unite() -> None:
    bare = report(totals=CoverageTotals(line_rate=Fraction(1)))
    assert merged(bare).line_coverage(by_file=False) == 100
    assert merged(bare, report(lines([1], [1, 2]))).line_coverage(by_file=False) is None


def test_merging_leaves_its_operand() -> None:
    first = report(blocks(("1.1,2.1", 0, 3)), Coverage("a", branches=((1, 0, 2),)))
    total = merged(first)
    total.merge(report(blocks(("1.1,2.1", 3, 3)), Coverage("a", branches=((1, 2, 2),))))
    assert first.files["a"].lines() == (0, 3)
    assert first.files["a"].ways() == (0, 2)
    assert total.files["a"].lines() == (3, 3)


def test_percent_is_exact() -> None:
    assert percent(1, 3) == Fraction(100, 3)
    assert percent(0, 0) is None


PLACES = st.sampled_from(["1.1,2.1", "3.1,4.1", "5.1,6.1"])
BLOCKS = st.lists(st.tuples(PLACES, st.booleans(), st.integers(0, 9)), max_size=4).map(
    lambda found: tuple((place, size * hit, size) for place, hit, size in found)
)
LINES = st.sets(st.integers(1, 20))
COVERAGES = st.one_of(
    st.builds(Coverage, st.sampled_from("ab"), blocks=BLOCKS),
    st.builds(Coverage, st.sampled_from("ab"), st.integers(0, 3), st.integers(3, 9)),
    st.builds(lambda one, two: lines(sorted(one & two), sorted(two)), LINES, LINES),
)
REPORTS = st.lists(st.lists(COVERAGES, max_size=3).map(lambda found: report(*found)), max_size=5)


@given(REPORTS, st.integers(0, 5), st.randoms(use_true_random=False))
def test_neither_order_nor_grouping_matters(
    parts: list[CoverageTally], cut: int, shuffled: random.Random
) -> None:
    whole = merged(*parts)
    assert merged(merged(*parts[:cut]), merged(*parts[cut:])) == whole
    shuffled.shuffle(parts)
    assert merged(*parts) == whole


@given(REPORTS)
def test_never_more_covered_than_there_is(parts: list[CoverageTally]) -> None:
    for file in merged(*parts).files.values():
        covered, valid = file.lines()
        assert 0 <= covered <= valid


def test_an_empty_file_is_empty() -> None:
    assert (FileCoverage().lines(), FileCoverage().ways()) == ((0, 0), (0, 0))
