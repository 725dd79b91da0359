"""What the coverage of one report comes to."""

from __future__ import annotations

from msgspec.structs import replace

from scorecard_action.judging.one_report import OneReport
from scorecard_action.judging.paths import is_absolute
from scorecard_action.judging.tally import Tally
from scorecard_action.model import Coverage, CoverageTotals, Kind


class ReportCoverage:
    """The covered files of a report, each added to the selections that select it."""

    def __init__(self, report: OneReport) -> None:
        self._report = report
        self._by_file = "file" in report.all_fields
        self._files = self._lines = 0
        self._branches = False
        self._above: set[str] = set()
        self._totals: CoverageTotals | None = None

    def add(self, coverage: Coverage) -> None:
        """Take in what was covered of a file."""
        report = self._report
        placed = report.place(coverage.file, coverage.folders)
        if placed.above:
            self._above.add(placed.path)
        if coverage.part and placed.placed and is_absolute(coverage.file.replace("\\", "/")):
            # geninfo names a header once for each object file: one path of one machine is one file
            coverage = replace(coverage, part=0)
        if placed.path != coverage.file:
            coverage = replace(coverage, file=placed.path)
        self._files += 1
        self._lines += coverage.lines_valid + len(coverage.blocks) + coverage.branches_valid
        self._branches |= coverage.branches is not None
        if report.names.wanted:
            report.names.see(Kind.COVERAGE, coverage)
        selected = report.index.selected(coverage, Kind.COVERAGE)
        if self._by_file:
            report.left_out(coverage, placed, Kind.COVERAGE, selected)
        for number in selected:
            report.tallies[number].coverage.add(coverage, placed, report.path)

    def total(self, totals: CoverageTotals) -> None:
        """Take in the report's own totals."""
        self._totals = totals
        known = totals.branches_valid is not None or totals.branch_rate is not None
        self._branches |= known

    @property
    def measures(self) -> bool:
        """Whether it speaks of something: a line, counts above 0, or a bare rate."""
        return bool(self._lines) or (self._totals is not None and _measures(self._totals))

    def tell(self, tally: Tally) -> None:
        """Close the coverage of a tally, once it is known whether this report adds nothing."""
        # one that adds nothing is no report whose totals would stand for others, or lack branches
        adds = not tally.nothing
        tally.coverage.reports = int(adds)
        tally.coverage.totals = self._totals
        tally.coverage.bare = int(adds and not self._files)
        tally.coverage.branchless = int(adds and not self._branches)
        tally.coverage.named = self._files
        tally.coverage.close(self._above)


def _measures(totals: CoverageTotals) -> bool:
    counts = [n for n in (totals.lines_valid, totals.branches_valid) if n is not None]
    rates = totals.line_rate is not None or totals.branch_rate is not None
    return any(counts) if counts else rates
