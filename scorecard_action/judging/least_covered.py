"""The least covered file: one that has a line, after reports are united by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from scorecard_action.judging.coverage import AtLeast, CoverageTally, percent
from scorecard_action.judging.file_coverage import FileCoverage
from scorecard_action.masking import clip

_LENGTH: Final = 200  # characters of a path
_NEXT: Final = 4

Named = Iterable[tuple[str, FileCoverage]]


class OfFile(Fraction):
    """A percentage that is one file's, `file` by name."""

    file: str = ""


class AtLeastOfFile(AtLeast, OfFile):
    """One that is a lower bound: it is not sure which reports mean the same file."""


def least(coverage: CoverageTally) -> Fraction | None:
    """Return the line coverage of the least covered file in percent, of two readings the worse;
    None where no file has a line.
    """
    found = [one for files in coverage.named_readings() if (one := _least(files)) is not None]
    if not found:
        return None
    worst = min(found)
    if all(one == worst for one in found):
        return worst
    unsure = AtLeastOfFile(worst)
    unsure.file = worst.file
    return unsure


def both(coverage: CoverageTally) -> tuple[Fraction, Fraction] | None:
    """Return the two readings of it, as `CoverageTally.both` does."""
    match [_least(files) for files in coverage.named_readings()]:
        case [Fraction() as united, Fraction() as apart] if united != apart:
            return united, apart
        case _:
            return None


def next_ones(coverage: CoverageTally, limit: Decimal) -> Iterator[str]:
    """Yield the next least covered files below a limit in percent: `src/tax.js 25 %`."""
    readings = list(coverage.named_readings())
    worst = min(readings, key=lambda files: _least(files) or Fraction(100))
    below = sorted(
        (value, name)
        for name, (covered, valid) in _counted(worst)
        if (value := percent(covered, valid)) is not None and value < limit
    )
    for value, name in below[1 : 1 + _NEXT]:
        yield f"{clip(name, _LENGTH)} {f'{(value * 100 // 1) / 100:g}'} %"


def _least(files: Named) -> OfFile | None:
    lowest: tuple[int, int, str] | None = None
    for name, (covered, valid) in _counted(files):
        if lowest is not None:
            # compared exactly, without a fraction for each of very many files
            mine, other = covered * lowest[1], lowest[0] * valid
            if mine > other or (mine == other and name >= lowest[2]):
                continue
        lowest = covered, valid, name
    if lowest is None:
        return None
    found = OfFile(100 * lowest[0], lowest[1])
    found.file = clip(lowest[2], _LENGTH)
    return found


def _counted(files: Named) -> Iterator[tuple[str, tuple[int, int]]]:
    for name, one in files:
        if (counts := one.lines())[1]:
            yield name, counts
