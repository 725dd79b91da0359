"""The entries of `reports`, while files are found for them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from scorecard_action.globs.find import Found
from scorecard_action.mapping.types import ReportPattern
from scorecard_action.reading.absent import MOST_NOTES
from scorecard_action.reports.formats import REPEATS


@dataclass
class Entry:
    """One entry of `reports` of one target, both by number; `notes` say what it did not take,
    `refused` that a report was among that.
    """

    target: int
    number: int
    pattern: ReportPattern
    reports: int = 0
    notes: list[str] = field(default_factory=list)
    refused: bool = False

    def refuse(self, why: Callable[[], str]) -> None:
        """Note a report that is not for this entry; of very many, only the first are told."""
        self.refused = True
        if len(self.notes) < MOST_NOTES:
            self.notes.append(why())


def without_doubles(
    path: str, speaking: list[Entry], found: Found, entries: Sequence[Entry]
) -> list[Entry]:
    """Leave out a file for the targets that read the reports beside it which hold the same."""
    folder, name = posixpath.split(path)
    if (same := REPEATS.get(name)) is None:
        return speaking
    served = {
        entries[index].target
        for other, indexes in found.files.items()
        if posixpath.dirname(other) == folder and fnmatchcase(posixpath.basename(other), same)
        for index in indexes
    }
    for entry in speaking:
        if entry.target in served:
            entry.refuse(lambda: f"{path} repeats the {same} beside it")
    return [entry for entry in speaking if entry.target not in served]
