"""Sets of source lines as integers: bit n is line n, counted from 1."""

from __future__ import annotations

from collections.abc import Iterable


def of_runs(runs: Iterable[tuple[int, int]]) -> int:
    """Return the set of the lines of `runs`: (first, last) each, in any order.

    It takes an eighth of the last line in bytes, so the caller bounds that.
    """
    bits = bytearray()
    for first, last in runs:
        begin, end = first >> 3, last >> 3
        bits.extend(bytes(max(end - len(bits) + 64, 0)))
        whole = 0xFF << (first & 7) & 0xFF, (2 << (last & 7)) - 1
        if begin == end:
            bits[begin] |= whole[0] & whole[1]
        else:
            bits[begin] |= whole[0]
            bits[begin + 1 : end] = b"\xff" * (end - begin - 1)
            bits[end] |= whole[1]
    return int.from_bytes(bits, "little")
