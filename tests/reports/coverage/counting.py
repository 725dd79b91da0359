"""Short ways to read a coverage report through all layers, and to see what it says."""

from __future__ import annotations

from pathlib import Path

from scorecard_action.judging.file_coverage import FileCoverage
from scorecard_action.judging.metric import Found, Measured
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.metrics import measure
from scorecard_action.model import Kind
from scorecard_action.reading.fold import fold

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def tally_of(path: Path, form: str | None = None) -> Tally:
    """The tally of one report."""
    return fold(path, path.name, [Matcher(Selection())], form=form).tallies[0]


def united(*tallies: Tally) -> Tally:
    """The tally of several reports."""
    total = Tally()
    for tally in tallies:
        total.merge(tally)
    return total


def measured(tally: Tally, *, by_file: bool = False) -> Measured:
    """The metrics of coverage."""
    return measure(Found(tally, by_file), frozenset({Kind.COVERAGE}))


def lines_of(file: FileCoverage) -> dict[int, bool]:
    """The lines of a file, and whether each is covered."""
    return {
        line: bool(file.covered >> line & 1)
        for line in range(file.valid.bit_length())
        if file.valid >> line & 1
    }
