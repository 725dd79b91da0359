"""Sets of source lines as integers: bit n is line n, so that two reports unite with `|`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.linesets import of_runs

# The longest source files that are written by hand or machine have some hundred thousand lines.
MAX_LINE: Final = 5_000_000


def line_set(lines: Iterable[int]) -> int:
    """Return the set of `lines`, each counted from 1.

    Raises ReportError for a line that no source file has: the set would be as large as the number.
    """
    bits = bytearray()
    for line in lines:
        byte = line >> 3
        if byte >= len(bits):
            if line > MAX_LINE:
                raise ReportError(f"line {line:,} of a source file is out of range")
            bits.extend(bytes(byte - len(bits) + 64))
        bits[byte] |= 1 << (line & 7)
    return int.from_bytes(bits, "little")


def run_set(runs: Iterable[tuple[int, int]]) -> int:
    """Return the set of the lines of `runs`: (first, last) each, counted from 1.

    Raises ReportError as `line_set` does.
    """

    def bounded() -> Iterator[tuple[int, int]]:
        for first, last in runs:
            if last > MAX_LINE:
                raise ReportError(f"line {last:,} of a source file is out of range")
            yield first, last

    return of_runs(bounded())
