"""Findings that `only: {file: …}` leaves out, though nobody can say that they lie elsewhere.

That a pattern selects no finding shows a clean folder only where the paths of the findings are
known. One that was not placed in the checkout, or that another reading of the pattern would select,
is missing evidence.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final

from msgspec.structs import replace

from scorecard_action.judging.paths import Placed, is_absolute
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import EXAMPLE_LENGTH, Tally
from scorecard_action.mapping.types import Selector
from scorecard_action.model import Finding, Kind

NO_FILE: Final = "a finding without a file"
# Of the system, or of a package that was installed: no file of the repository.
_ELSEWHERE: Final = re.compile(
    r"/(?:usr|opt|nix)/|.*/(?:site-packages|dist-packages|node_modules|go/pkg/mod|\.cargo)/"
)


class Doubts:
    """What one selection leaves out of a report, while it selects no finding."""

    def __init__(self, matcher: Matcher) -> None:
        selection = matcher.selection
        self.open = any("file" in one.names for one in selection.only)
        """Whether a finding that is left out has still to be looked at."""
        self._anywhere = Matcher(selection._replace(only=_without_file(selection.only)))
        self._others = [
            (before, Matcher(Selection(only, selection.except_)))
            for before, only in selection.others
        ]
        self._unplaced = ""
        self._respelled = ""

    def left_out(self, finding: Finding, placed: Placed) -> None:
        """Look at a finding that the selection leaves out, its path as it was placed."""
        if not self._respelled:
            for before, matcher in self._others:
                path = posixpath.normpath(posixpath.join(before, finding.file))
                if finding.file and matcher.selects(replace(finding, file=path), Kind.LINT):
                    self._respelled = path[:EXAMPLE_LENGTH]
        unknown = not placed.placed and not _is_elsewhere(finding.file)
        if unknown and not self._unplaced and self._anywhere.selects(finding, Kind.LINT):
            self._unplaced = finding.file[:EXAMPLE_LENGTH] or NO_FILE
        self.open = not (self._respelled and self._unplaced)

    def tell(self, tally: Tally) -> None:
        """Put into the tally what was found."""
        tally.unplaced, tally.respelled = self._unplaced, self._respelled


def _without_file(only: tuple[Selector, ...]) -> tuple[Selector, ...]:
    return tuple(
        Selector(tuple(field for field in one.fields if field[0] != "file")) for one in only
    )


def _is_elsewhere(path: str) -> bool:
    return is_absolute(path) and _ELSEWHERE.match(path) is not None
