"""Read reports for a draft: each once, up to a number of bytes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from scorecard_action.drafting.survey import Seen
from scorecard_action.drafting.tools import linted, tool_of
from scorecard_action.errors import ReportError
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.telling import case_name
from scorecard_action.model import Finding, Kind, TestCase
from scorecard_action.reading.fold import fold
from scorecard_action.reading.patience import PATIENCE, Patience

MAX_READ: Final = 256 * 1024 * 1024
"""Bytes of reports that are read whole, to say what they come to now."""
MAX_PIECES: Final = 20_000
"""Tests or findings of a report that are told apart."""

Pieces = Counter[str]


class Reader:
    """Reads reports below `top`; what is wrong in them is in their tallies. `patience` bounds the
    time for each.
    """

    def __init__(self, top: Path, budget: int = MAX_READ, patience: Patience = PATIENCE) -> None:
        self._top = top
        self._patience = patience
        self._left = budget
        self._tallies: dict[str, Tally | None] = {}
        self._pieces: dict[str, Pieces] = {}

    def tally(self, one: Seen) -> Tally | None:
        """Return what a report comes to; None where it is too large to be read for a draft."""
        if one.path not in self._tallies:
            self._tallies[one.path] = self._read(one)
        return self._tallies[one.path]

    def with_tools(self, reports: Iterable[Seen]) -> list[Seen]:
        """Return reports with the linters that wrote them, where that is known."""
        return [
            one._replace(
                tool=tool_of(one.form, one.path, self.tally(one))
                if one.kind is Kind.LINT
                else linted(one.form, one.path)
            )
            for one in reports
        ]

    def tallies(self, reports: Iterable[Iterable[Seen]]) -> tuple[Tally, ...]:
        """Return a tally for each of some sequences; none at all where a report is too large."""
        tallies = []
        for some in reports:
            tally = Tally()
            for one in some:
                found = self.tally(one)
                if found is None:
                    return ()
                tally.merge(found)
            tallies.append(tally)
        return tuple(tallies)

    def pieces(self, one: Seen) -> Pieces:
        """Return the names of a report's tests, or where its findings are, as far as it can be
        read; each with how often it is there.
        """
        if one.path not in self._pieces:
            found: Pieces = Counter()
            try:
                with self._patience.opened(self._top / one.path) as (_, evidence):
                    for piece in evidence:
                        if isinstance(piece, TestCase):
                            found[case_name(piece)] += 1
                        elif isinstance(piece, Finding) and not piece.suppressed:
                            name = piece.file.replace("\\", "/").rpartition("/")[2]
                            found[f"{name}:{piece.line}"] += 1
                        if len(found) >= MAX_PIECES:
                            break
            except ReportError:
                pass
            self._pieces[one.path] = found
        return self._pieces[one.path]

    def _read(self, one: Seen) -> Tally | None:
        try:
            size = (self._top / one.path).stat().st_size
        except OSError:
            return None
        if size > self._left:
            return None
        self._left -= size
        everything = [Matcher(Selection())]
        (found,) = fold(self._top / one.path, one.path, everything, patience=self._patience).tallies
        return found
