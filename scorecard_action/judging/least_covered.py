"""The least covered file: one that has a line, after reports are united by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from scorecard_action.judging.coverage import CoverageTally
from scorecard_action.judging.file_coverage import FileCoverage
from scorecard_action.judging.values import Named, NamedAtLeast
from scorecard_action.masking import clip

_LENGTH: Final = 200  # characters of a path
_NEXT: Final = 4

Files = Iterable[tuple[str, FileCoverage]]


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
    return NamedAtLeast.by(worst, worst.of)


def both(coverage: CoverageTally) -> tuple[Fraction, Fraction] | None:
    """Return the two readings of it, as `CoverageTally.both` does."""
    match [_least(files) for files in coverage.named_readings()]:
        case [Fraction() as united, Fraction() as apart] if united != apart:
            return united, apart
        case _:
            return None


def next_ones(coverage: CoverageTally, limit: Decimal | Fraction) -> Iterator[str]:
    """Yield the next least covered files below a limit in percent: `src/tax.js 25 %`."""
    readings = [
        sorted((Fraction(100 * covered, valid), name) for name, (covered, valid) in _counted(files))
        for files in coverage.named_readings()
    ]
    worst = min(readings)
    for value, name in [one for one in worst if one[0] < limit][1 : 1 + _NEXT]:
        yield f"{clip(name, _LENGTH)} {f'{(value * 100 // 1) / 100:g}'} %"


def _least(files: Files) -> Named | None:
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
    return Named.by(Fraction(100 * lowest[0], lowest[1]), clip(lowest[2], _LENGTH))


def _counted(files: Files) -> Iterator[tuple[str, tuple[int, int]]]:
    for name, one in files:
        if (counts := one.lines())[1]:
            yield name, counts
