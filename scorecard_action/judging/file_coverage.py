"""What several coverage reports say of one source file: lines unite, they do not add up."""

from __future__ import annotations

import operator
from itertools import combinations
from typing import Annotated, Final

import msgspec

from scorecard_action.judging.merging import By, merger
from scorecard_action.model import Coverage

Ways = tuple[int, int, int]
"""Of the branches of a line: covered, valid, and the reports that cover some."""


def _better_branches(mine: dict[int, Ways], other: dict[int, Ways]) -> dict[int, Ways]:
    # which ways were taken is not said: the better of two reports is a lower bound
    for line, new in other.items():
        covered, valid, some = mine.get(line, (0, 0, 0))
        mine[line] = max(covered, new[0]), max(valid, new[1]), some + new[2]
    return mine


def _better(mine: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    for place, value in other.items():
        mine[place] = max(mine.get(place, 0), value)
    return mine


LINES: Final = "lines "  # before what is no report's path
SURE: Final = f"{LINES}of a file that is sure"

Lines = Annotated[int, By(operator.or_)]
Larger = Annotated[int, By(max)]


class FileCoverage(msgspec.Struct):
    """One source file, over all reports that name it.

    `covered` and `valid` are line sets as in `model.Coverage`. `blocks` has, for each place, twice
    its statements, plus 1 where they are covered. A report without either gives counts. `reports`
    are those that have something to cover in the file; `counts_only` says that one of them does
    not say which lines. `branches` has (covered, valid, reports that cover some) of a line;
    `arcs` the branches that a report names, 1 where taken. `arcless` are the reports that name
    none of their branches: the larger count of two of those is a lower bound.
    """

    covered: Lines = 0
    valid: Lines = 0
    lines_covered: Larger = 0
    lines_valid: Larger = 0
    branches: Annotated[dict[int, Ways], By(_better_branches)] = {}
    arcs: Annotated[dict[str, int], By(_better)] = {}
    arcless: Annotated[int, By(operator.add)] = 0
    branches_covered: Larger = 0
    branches_valid: Larger = 0
    branches_some: Annotated[int, By(operator.add)] = 0
    blocks: Annotated[dict[str, int], By(_better)] = {}
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
            branches_some=int(coverage.branches_covered > 0),
            arcless=int(bool(coverage.branches or coverage.branches_valid) and not coverage.arcs),
            arcs={place: int(taken) for place, taken in coverage.arcs},
        )
        for line, covered, valid in (coverage.branches or ()) if made.arcless else ():
            made._branch(line, (covered, valid, int(covered > 0)))
        for place, covered, valid in coverage.blocks:
            _better(made.blocks, {place: 2 * valid + (covered > 0)})
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

    @property
    def known_lines(self) -> str:
        """A name for the lines that a report knows of the file: reports of one version share it."""
        return f"{LINES}{hash(self.valid):x}.{self.lines()[1]}"

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
            _better_branches(both.branches, {line: (covered, valid, int(covered > 0))})
        return both.branches

    def unite(self, other: FileCoverage, *, same_report: bool) -> None:
        """Take in what another report, or another place of the same report, says of this file."""
        reports = max(self.reports, other.reports)
        arcless = max(self.arcless, other.arcless)
        branches_some = max(self.branches_some, other.branches_some)
        somes = {line: ways[2] for line, ways in self.branches.items() if line in other.branches}
        _unite(self, other)
        if same_report:
            self.reports, self.arcless, self.branches_some = reports, arcless, branches_some
            for line, some in somes.items():
                covered, valid, _ = self.branches[line]
                self.branches[line] = covered, valid, max(some, other.branches[line][2])

    def copy(self) -> FileCoverage:
        """Return a copy that can be united without changing this one."""
        return msgspec.structs.replace(
            self, branches=dict(self.branches), arcs=dict(self.arcs), blocks=dict(self.blocks)
        )

    def _branch(self, line: int, new: Ways) -> None:
        """Take in what another place of the same report says of the branches of a line."""
        covered, valid, some = self.branches.get(line, (0, 0, 0))
        self.branches[line] = max(covered, new[0]), max(valid, new[1]), max(some, new[2])


# an int here may be a set of lines: each says its own rule
_unite: Final = merger(FileCoverage, {bool: operator.or_})


def united(sources: dict[str, FileCoverage]) -> FileCoverage:
    """Return what these say of one file, if it is one."""
    first, *others = sources.values()
    whole = first.copy()
    for other in others:
        whole.unite(other, same_report=False)
    return whole


def may_differ(sources: dict[str, FileCoverage]) -> bool:
    """Say whether these may be several files: reports that nothing places, or such as know lines of
    which more than a tenth differ.
    """
    if len(sources) < 2:
        return False
    if any(not name.startswith(LINES) for name in sources):
        return True
    sizes = [(file.valid, file.lines()[1]) for file in sources.values()]
    return any(_differ(*one, *other) for one, other in combinations(sizes, 2))


def _differ(lines: int, count: int, other_lines: int, other_count: int) -> bool:
    if lines and other_lines:
        return 10 * (lines ^ other_lines).bit_count() > (lines | other_lines).bit_count()
    return 10 * abs(count - other_count) > max(count, other_count)
