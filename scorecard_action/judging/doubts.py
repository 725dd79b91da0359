"""Findings that `only` leaves out, though nobody can say that they are not meant.

That a pattern selects no finding shows a clean folder only where the paths of the findings are
known. One that was not placed in the checkout, or that another reading of the pattern would select,
is missing evidence. So is one that `only: {baseline: …}` leaves out, of a tool that compares none
of its findings in this report with an earlier run.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final

from msgspec.structs import replace

from scorecard_action.judging.paths import Placed, is_absolute
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import EXAMPLE_LENGTH, MAX_NAMES, Tally
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
        self.comparing = any("baseline" in one.names for one in selection.only)
        """Whether findings are selected by how they compare with an earlier run."""
        self._anywhere = Matcher(selection._replace(only=_without(selection.only, "file")))
        self._anyhow = Matcher(selection._replace(only=_without(selection.only, "baseline")))
        self._others = [
            (before, Matcher(Selection(only, selection.except_)))
            for before, only in selection.others
        ]
        self._unplaced = ""
        self._respelled = ""
        self._compared: set[str] = set()  # tools that compare
        self._uncompared: dict[str, str] = {}  # by tool, a finding

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

    def compare(self, finding: Finding, *, taken: bool) -> None:
        """Look at a finding, selected or not, for whether its tool compares."""
        if finding.baseline:
            if len(self._compared) < MAX_NAMES:
                self._compared.add(finding.tool)
        elif (
            not taken
            and finding.tool not in self._uncompared
            and len(self._uncompared) < MAX_NAMES
            and self._anyhow.selects(finding, Kind.LINT)
        ):
            place = f"{finding.file}:{finding.line}" if finding.line else finding.file
            named = " ".join(part for part in (place, finding.rule) if part)
            self._uncompared[finding.tool] = named[:EXAMPLE_LENGTH] or NO_FILE

    def tell(self, tally: Tally) -> None:
        """Put into the tally what was found."""
        tally.unplaced, tally.respelled = self._unplaced, self._respelled
        silent = self._uncompared.keys() - self._compared
        tally.uncompared = min((self._uncompared[tool] for tool in silent), default="")


def _without(only: tuple[Selector, ...], name: str) -> tuple[Selector, ...]:
    return tuple(Selector(tuple(field for field in one.fields if field[0] != name)) for one in only)


def _is_elsewhere(path: str) -> bool:
    return is_absolute(path) and _ELSEWHERE.match(path) is not None
