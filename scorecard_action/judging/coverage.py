"""What several coverage reports say together: lines unite per source file, they do not add up.

A monoid like the tally it is part of: merging in any order gives the same.

Reports that name one file may speak of two: `src/index.js` of one package and of another. Where
nothing settles it, both readings are kept until the end, and the worse one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from fractions import Fraction
from typing import Annotated, Final, NamedTuple

import msgspec

from scorecard_action.judging.file_coverage import SURE, FileCoverage, may_differ, united
from scorecard_action.judging.merging import By, merger
from scorecard_action.judging.paths import Placed
from scorecard_action.judging.values import AtLeast, percent
from scorecard_action.model import Coverage, CoverageTotals


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


def _unite_loose(
    mine: dict[str, dict[str, FileCoverage]], other: dict[str, dict[str, FileCoverage]]
) -> dict[str, dict[str, FileCoverage]]:
    for file, sources in other.items():
        mine[file] = _unite_files(mine.get(file, {}), sources)
    return mine


class Reading(NamedTuple):
    """The files as they count, and whether those of one name are taken for one file."""

    files: list[FileCoverage]
    united: bool


class CoverageTally(msgspec.Struct):
    """Coverage of the selected files of all reports read.

    `loose` has the files of which it is not sure that all reports mean the same one: by name, then
    by what may be one file (a report, or all that know the same lines). `totals` are a report's
    own, kept while there is one report only. `bare` counts the reports that list no file,
    `branchless` those that know nothing of branches.

    A name may be in both: sure in one report, and perhaps the same file in another.
    """

    reports: int = 0
    files: Annotated[dict[str, FileCoverage], By(_unite_files)] = {}
    loose: Annotated[dict[str, dict[str, FileCoverage]], By(_unite_loose)] = {}
    totals: Annotated[CoverageTotals | None, By(_either)] = None
    bare: int = 0
    branchless: int = 0
    named: int = 0

    def add(self, coverage: Coverage, placed: Placed, report: str) -> None:
        """Take in what the report being read says of one file, whose path is placed so."""
        new = FileCoverage.of(coverage)
        files, name = self.files, placed.path
        if placed.above or not placed.placed:
            # reports that were put together into one file are as many
            part = f"{report} part {coverage.part}" if coverage.part else report
            files, name = self.loose.setdefault(name, {}), part
        if known := files.get(name):
            known.unite(new, same_report=True)
        else:
            files[name] = new

    def close(self, above: Set[str]) -> None:
        """The report being read is at its end; the names `above` were found above its folder.

        Any report that knows the same lines of such a file means the same one.
        """
        for name in above & self.loose.keys():
            sources, self.loose[name] = self.loose[name], {}
            for one in sources.values():
                _unite_files(self.loose[name], {one.known_lines: one})

    def merge(self, other: CoverageTally) -> None:
        """Take in the tally of another report."""
        # a report that looked at nothing is not counted, and its totals are nobody else's
        own = other.totals if other.reports and not self.reports else self.totals
        _merge(self, other)
        self.totals = own if self.reports == 1 else None

    @property
    def names(self) -> set[str]:
        """The files covered, by name."""
        return {*self.files, *self.loose}

    @property
    def doubtful(self) -> list[str]:
        """The names that may stand for more than one file, sorted."""
        return sorted(name for name, sources in self._may_be() if may_differ(sources))

    def by_name(self) -> Iterator[tuple[str, FileCoverage]]:
        """Yield each name with what is said of it, if all reports mean one file by it."""
        yield from ((name, one) for name, one in self.files.items() if name not in self.loose)
        yield from ((name, united(sources)) for name, sources in self._may_be())

    def sources(self, name: str) -> dict[str, FileCoverage]:
        """Return what is said of the files of a name, by what may be one file each."""
        sure = self.files.get(name)
        loose = self.loose.get(name, {})
        return loose if sure is None else {SURE: sure, **loose}

    def readings(self) -> Iterator[Reading]:
        """Yield what the reports may mean: one reading, or two where a name is in doubt."""
        for number, files in enumerate(self.named_readings()):
            yield Reading([one for _, one in files], united=not number)

    def named_readings(self) -> Iterator[list[tuple[str, FileCoverage]]]:
        """Yield the files of each reading, with their names."""
        yield list(self.by_name())
        doubtful = set(self.doubtful)
        if doubtful:
            sure = [(name, one) for name, one in self.by_name() if name not in doubtful]
            apart = [
                (name, one)
                for name, sources in self._may_be()
                if name in doubtful
                for one in sources.values()
            ]
            yield [*sure, *apart]

    def _may_be(self) -> Iterator[tuple[str, dict[str, FileCoverage]]]:
        """Yield each name of which it is not sure whose it is, with all that may be one file."""
        for name in self.loose:
            yield name, self.sources(name)

    def lines(self, *, by_file: bool) -> tuple[int, int] | None:
        """Return (covered, valid) lines; None where the reports have no counts that combine.

        `by_file`: a selector picked files, so that a report's own totals do not apply. Of two
        readings it is the worse one.
        """
        own = None if by_file else self.totals
        if own and own.lines_covered is not None and own.lines_valid is not None:
            return own.lines_covered, own.lines_valid
        return self._worse(FileCoverage.lines, by_file)

    def branches(self, *, by_file: bool) -> tuple[int, int] | None:
        """Return (covered, valid) branches, as `lines` does; None where a report has none."""
        own = None if by_file else self.totals
        if own and own.branches_covered is not None and own.branches_valid is not None:
            return own.branches_covered, own.branches_valid
        if self.branchless:
            return None
        return self._worse(FileCoverage.ways, by_file)

    def line_coverage(self, *, by_file: bool) -> Fraction | None:
        """Return the line coverage in percent, exactly: from counts, else from a report's rate.

        It is `AtLeast` so much where the reports can be read in two ways: it may be the other.
        """
        own = None if by_file else self.totals
        found = _percent(self.lines(by_file=by_file), own.line_rate if own else None)
        return AtLeast(found) if found is not None and self.both() else found

    def branch_coverage(self, *, by_file: bool) -> Fraction | None:
        """Return the branch coverage in percent, as `line_coverage` does.

        It is `AtLeast` so much where counts of several reports met that do not say which ways of a
        line they took.
        """
        own = None if by_file else self.totals
        found = _percent(self.branches(by_file=by_file), own.branch_rate if own else None)
        known = own is not None and own.branches_valid is not None
        if found is None or known:
            return found
        files = next(self.readings()).files
        unsure = self.doubtful or any(one.ways_at_least for one in files)
        return AtLeast(found) if unsure else found

    def both(
        self, count: Callable[[FileCoverage], tuple[int, int]] = FileCoverage.lines
    ) -> tuple[Fraction, Fraction] | None:
        """Return the coverage where names in doubt are one file each, and where they are not; None
        where nothing is in doubt, or it makes no difference. `count` says of what: lines, or ways.
        """
        found = [
            percent(*map(sum, zip(*(count(file) for file in reading.files), strict=True)))
            for reading in self.readings()
            if reading.files
        ]
        match found:
            case [Fraction() as united, Fraction() as apart] if united != apart:
                return united, apart
            case _:
                return None

    def _worse(
        self, count: Callable[[FileCoverage], tuple[int, int]], by_file: bool
    ) -> tuple[int, int] | None:
        if self.bare and (self.reports > 1 or by_file):
            return None  # totals without files: what they share cannot be known
        found = []
        for reading in self.readings():
            counts = [count(file) for file in reading.files]
            covered, valid = sum(c for c, _ in counts), sum(v for _, v in counts)
            if valid:
                found.append((covered, valid))
        return min(found, key=lambda one: Fraction(*one), default=None)


_merge: Final = merger(CoverageTally)


def _percent(counts: tuple[int, int] | None, rate: Fraction | None) -> Fraction | None:
    if counts:
        return percent(*counts)
    return None if rate is None else rate * 100
