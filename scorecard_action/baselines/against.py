"""What a file says of the rules to be decided now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scorecard_action.baselines.keys import Key, match
from scorecard_action.baselines.reading import load
from scorecard_action.entities.targets import Target
from scorecard_action.judging.known import Known, Mask


class Against(NamedTuple):
    """What an earlier build measured of each target that it knew, and what a person should know."""

    known: dict[Target, Known]
    warnings: tuple[str, ...] = ()


def against(file: str | Path, targets: Sequence[Target], mask: Mask = str) -> Against:
    """Return what the baseline of a file has of the targets; nothing where it is not there.

    `mask` takes keys out of the names of rules, as `measured` does.

    Raises BaselineError where it is there and cannot be read.
    """
    entries = load(file)
    if entries is None:
        return Against({}, (f"there is no baseline yet: {file} is not there",))
    there = list(entries)
    matched = match(
        [Key.of(one).masked(mask) for one in targets], [key.masked(mask) for key in there]
    )
    known = {
        target: entries[there[number]]
        for target, number in zip(targets, matched, strict=True)
        if number is not None
    }
    if known or not targets:
        return Against(known)
    what = f"it has {there[0]}" if there else "it has no rule"
    text = f"{file} is the baseline of another mapping: none of these rules is in it ({what})"
    return Against(known, (text,))
