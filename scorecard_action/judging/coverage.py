"""What several coverage reports say together: lines unite per source file, they do not add up.

A monoid like the tally it is part of: merging in any order gives the same.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec

from scorecard_action.model import Coverage, CoverageTotals


class FileCoverage(msgspec.Struct):
    """One source file, over all reports that name it.

    `covered` and `valid` are line sets as in `model.Coverage`. `blocks` has, for each place, twice
    its statements, plus 1 where they are covered. A report without either gives counts. `reports`
    are those that have something to cover in the file; `counts_only` says that one of them does
    not say which lines. `branches` has (covered, valid, reports that cover some) of a line;
    `arcs` the branches that a report names, 1 where taken. `arcless` are the reports that name
    none of their branches: the larger count of two of those is a lower bound.
    """

    covered: int = 0
    valid: int = 0
    lines_covered: int = 0
    lines_valid: int = 0
    branches: dict[int, tuple[int, int, int]] = {}
    arcs: dict[str, int] = {}
    arcless: int = 0
    branches_covered: int = 0
    branches_valid: int = 0
    branches_some: int = 0
    blocks: dict[str, int] = {}
    reports: int = 0
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
            branches_some=int(coverage.branches_covered > 0),
            arcless=int(bool(coverage.branches or coverage.branches_valid) and not coverage.arcs),
            arcs={place: int(taken) for place, taken in coverage.arcs},
        )
        for line, covered, valid in (coverage.branches or ()) if made.arcless else ():
            made._branch(line, (covered, valid, int(covered > 0)), same_report=True)
        for place, covered, valid in coverage.blocks:
            made._block(place, 2 * valid + (covered > 0))
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
        if not self.arcless:
            return sum(self.arcs.values()), len(self.arcs)
        ways = self._lines_of_branches().values()
        return (
            max(self.branches_covered, sum(covered for covered, _, _ in ways)),
            max(self.branches_valid, sum(valid for _, valid, _ in ways)),
        )

    @property
    def ways_at_least(self) -> bool:
        """Say whether more branches may be covered than are known to be.

        So it is where several reports each took some ways of a line, none says which, and none
        took all.
        """
        if not self.arcless:
            return False
        if not self.branches:
            return self.branches_some > 1 and self.branches_covered < self.branches_valid
        ways = self._lines_of_branches().values()
        return any(some > 1 and covered < valid for covered, valid, some in ways)

    def _lines_of_branches(self) -> dict[int, tuple[int, int, int]]:
        """Return the branches by line, those that are known by arc among them."""
        if not self.arcs:
            return self.branches
        of_arcs: dict[int, tuple[int, int]] = {}
        for place, taken in self.arcs.items():
            line = int(place.partition(".")[0])
            covered, valid = of_arcs.get(line, (0, 0))
            of_arcs[line] = covered + taken, valid + 1
        both = FileCoverage(branches=dict(self.branches))
        for line, (covered, valid) in of_arcs.items():
            both._branch(line, (covered, valid, int(covered > 0)), same_report=False)
        return both.branches

    def unite(self, other: FileCoverage, *, same_report: bool) -> None:
        """Take in what another report, or another place of the same report, says of this file."""
        if same_report:
            self.reports = max(self.reports, other.reports)
            self.arcless = max(self.arcless, other.arcless)
            self.branches_some = max(self.branches_some, other.branches_some)
        else:
            self.reports += other.reports
            self.arcless += other.arcless
            self.branches_some += other.branches_some
        self.counts_only |= other.counts_only
        self.covered |= other.covered
        self.valid |= other.valid
        self.lines_covered = max(self.lines_covered, other.lines_covered)
        self.lines_valid = max(self.lines_valid, other.lines_valid)
        self.branches_covered = max(self.branches_covered, other.branches_covered)
        self.branches_valid = max(self.branches_valid, other.branches_valid)
        for line, branch in other.branches.items():
            self._branch(line, branch, same_report=same_report)
        for place, taken in other.arcs.items():
            self.arcs[place] = max(self.arcs.get(place, 0), taken)
        for place, block in other.blocks.items():
            self._block(place, block)

    def copy(self) -> FileCoverage:
        """Return a copy that can be united without changing this one."""
        return msgspec.structs.replace(
            self, branches=dict(self.branches), arcs=dict(self.arcs), blocks=dict(self.blocks)
        )

    def _branch(self, line: int, new: tuple[int, int, int], *, same_report: bool) -> None:
        # which ways were taken is not said: the better of two reports is a lower bound
        covered, valid, some = self.branches.get(line, (0, 0, 0))
        some = max(some, new[2]) if same_report else some + new[2]
        self.branches[line] = (max(covered, new[0]), max(valid, new[1]), some)

    def _block(self, place: str, block: int) -> None:
        self.blocks[place] = max(self.blocks.get(place, 0), block)


class AtLeast(Fraction):
    """A measured value that is a lower bound: the true one is this or more."""


class CoverageTally(msgspec.Struct):
    """Coverage of the selected files of all reports read.

    `totals` are a report's own, kept while there is one report only. `bare` counts the reports
    that list no file, `branchless` those that know nothing of branches.
    """

    reports: int = 0
    files: dict[str, FileCoverage] = {}
    totals: CoverageTotals | None = None
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
        for file, coverage in other.files.items():
            if known := self.files.get(file):
                known.unite(coverage, same_report=False)
            else:
                self.files[file] = coverage.copy()
        if other.reports:
            self.totals = None if self.reports else other.totals
        self.reports += other.reports
        self.bare += other.bare
        self.branchless += other.branchless
        self.named += other.named

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
        """Return the branch coverage in percent, as `line_coverage` does.

        It is `AtLeast` so much where counts of several reports met that do not say which ways of a
        line they took.
        """
        own = None if by_file else self.totals
        found = _percent(self.branches(by_file=by_file), own.branch_rate if own else None)
        known = own is not None and own.branches_valid is not None
        if found is None or known or not any(one.ways_at_least for one in self.files.values()):
            return found
        return AtLeast(found)

    def _of_files(self, counts: list[tuple[int, int]], by_file: bool) -> tuple[int, int] | None:
        if self.bare and (self.reports > 1 or by_file):
            return None  # totals without files: what they share cannot be known
        covered, valid = sum(c for c, _ in counts), sum(v for _, v in counts)
        return (covered, valid) if valid else None


def _percent(counts: tuple[int, int] | None, rate: Fraction | None) -> Fraction | None:
    if counts:
        return percent(*counts)
    return None if rate is None else rate * 100


def percent(covered: int, valid: int) -> Fraction | None:
    """Return 100 covered / valid exactly; None where there is nothing to cover."""
    return Fraction(100 * covered, valid) if valid else None
