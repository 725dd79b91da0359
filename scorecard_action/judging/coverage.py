"""What several coverage reports say together: lines unite per source file, they do not add up.

A monoid like the tally it is part of: merging in any order gives the same.
"""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import Annotated, Final

import msgspec

from scorecard_action.judging.merging import By, merger
from scorecard_action.model import Coverage, CoverageTotals


def _better_branches(
    mine: dict[int, tuple[int, int]], other: dict[int, tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    # which ways were taken is not said: the better of two reports is a lower bound
    for line, (covered, valid) in other.items():
        before = mine.get(line, (0, 0))
        mine[line] = (max(before[0], covered), max(before[1], valid))
    return mine


def _better_blocks(mine: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    for place, block in other.items():
        mine[place] = max(mine.get(place, 0), block)
    return mine


Lines = Annotated[int, By(operator.or_)]
Larger = Annotated[int, By(max)]


class FileCoverage(msgspec.Struct):
    """One source file, over all reports that name it.

    `covered` and `valid` are line sets as in `model.Coverage`. `blocks` has, for each place, twice
    its statements, plus 1 where they are covered. A report without either gives counts. `reports`
    are those that have something to cover in the file; `counts_only` says that one of them does
    not say which lines.
    """

    covered: Lines = 0
    valid: Lines = 0
    lines_covered: Larger = 0
    lines_valid: Larger = 0
    branches: Annotated[dict[int, tuple[int, int]], By(_better_branches)] = {}
    branches_covered: Larger = 0
    branches_valid: Larger = 0
    blocks: Annotated[dict[str, int], By(_better_blocks)] = {}
    reports: Annotated[int, By(operator.add)] = 0
    counts_only: bool = False

    @classmethod
    def of(cls, coverage: Coverage) -> FileCoverage:
        """Return what one report says of a file, ready to unite with others."""
        lines_known = bool(coverage.valid or coverage.blocks)
        made = cls(
            coverage.covered,
            coverage.valid,
            coverage.lines_covered,
            coverage.lines_valid,
            branches_covered=coverage.branches_covered,
            branches_valid=coverage.branches_valid,
            reports=int(lines_known or coverage.lines_valid > 0),
            counts_only=not lines_known and coverage.lines_valid > 0,
        )
        for line, covered, valid in coverage.branches or ():
            _better_branches(made.branches, {line: (covered, valid)})
        for place, covered, valid in coverage.blocks:
            _better_blocks(made.blocks, {place: 2 * valid + (covered > 0)})
        return made

    @property
    def overlaps(self) -> bool:
        """Say whether reports met of which one has counts only, so that the larger one stands."""
        return self.counts_only and self.reports > 1

    def lines(self) -> tuple[int, int]:
        """Return (covered, valid) lines, or statements where the tool counts those."""
        blocks = self.blocks.values()
        return (
            max(
                self.covered.bit_count(),
                self.lines_covered,
                sum(block >> 1 for block in blocks if block & 1),
            ),
            max(self.valid.bit_count(), self.lines_valid, sum(block >> 1 for block in blocks)),
        )

    def ways(self) -> tuple[int, int]:
        """Return (covered, valid) branches."""
        ways = self.branches.values()
        return (
            max(self.branches_covered, sum(covered for covered, _ in ways)),
            max(self.branches_valid, sum(valid for _, valid in ways)),
        )

    def unite(self, other: FileCoverage, *, same_report: bool) -> None:
        """Take in what another report, or another place of the same report, says of this file."""
        reports = max(self.reports, other.reports)
        _unite(self, other)
        if same_report:
            self.reports = reports

    def copy(self) -> FileCoverage:
        """Return a copy that can be united without changing this one."""
        return msgspec.structs.replace(self, branches=dict(self.branches), blocks=dict(self.blocks))


# an int here may be a set of lines: each says its own rule
_unite: Final = merger(FileCoverage, {bool: operator.or_})


def _unite_files(
    mine: dict[str, FileCoverage], other: dict[str, FileCoverage]
) -> dict[str, FileCoverage]:
    for file, coverage in other.items():
        if known := mine.get(file):
            known.unite(coverage, same_report=False)
        else:
            mine[file] = coverage.copy()
    return mine


def _either(mine: CoverageTotals | None, other: CoverageTotals | None) -> CoverageTotals | None:
    return other if mine is None else mine


class CoverageTally(msgspec.Struct):
    """Coverage of the selected files of all reports read.

    `totals` are a report's own, kept while there is one report only. `bare` counts the reports
    that list no file, `branchless` those that know nothing of branches.
    """

    reports: int = 0
    files: Annotated[dict[str, FileCoverage], By(_unite_files)] = {}
    totals: Annotated[CoverageTotals | None, By(_either)] = None
    bare: int = 0
    branchless: int = 0
    named: int = 0

    def add(self, file: str, coverage: Coverage) -> None:
        """Take in what the report being read says of one file."""
        new = FileCoverage.of(coverage)
        if known := self.files.get(file):
            known.unite(new, same_report=True)
        else:
            self.files[file] = new

    def merge(self, other: CoverageTally) -> None:
        """Take in the tally of another report."""
        _merge(self, other)
        if self.reports > 1:
            self.totals = None

    def lines(self, *, by_file: bool) -> tuple[int, int] | None:
        """Return (covered, valid) lines; None where the reports have no counts that combine.

        `by_file`: a selector picked files, so that a report's own totals do not apply.
        """
        own = None if by_file else self.totals
        if own and own.lines_covered is not None and own.lines_valid is not None:
            return own.lines_covered, own.lines_valid
        return self._of_files([file.lines() for file in self.files.values()], by_file)

    def branches(self, *, by_file: bool) -> tuple[int, int] | None:
        """Return (covered, valid) branches, as `lines` does; None where a report has none."""
        own = None if by_file else self.totals
        if own and own.branches_covered is not None and own.branches_valid is not None:
            return own.branches_covered, own.branches_valid
        if self.branchless:
            return None
        return self._of_files([file.ways() for file in self.files.values()], by_file)

    def line_coverage(self, *, by_file: bool) -> Fraction | None:
        """Return the line coverage in percent, exactly: from counts, else from a report's rate."""
        own = None if by_file else self.totals
        return _percent(self.lines(by_file=by_file), own.line_rate if own else None)

    def branch_coverage(self, *, by_file: bool) -> Fraction | None:
        """Return the branch coverage in percent, as `line_coverage` does."""
        own = None if by_file else self.totals
        return _percent(self.branches(by_file=by_file), own.branch_rate if own else None)

    def _of_files(self, counts: list[tuple[int, int]], by_file: bool) -> tuple[int, int] | None:
        if self.bare and (self.reports > 1 or by_file):
            return None  # totals without files: what they share cannot be known
        covered, valid = sum(c for c, _ in counts), sum(v for _, v in counts)
        return (covered, valid) if valid else None


_merge: Final = merger(CoverageTally)


def _percent(counts: tuple[int, int] | None, rate: Fraction | None) -> Fraction | None:
    if counts:
        return percent(*counts)
    return None if rate is None else rate * 100


def percent(covered: int, valid: int) -> Fraction | None:
    """Return 100 covered / valid exactly; None where there is nothing to cover."""
    return Fraction(100 * covered, valid) if valid else None
