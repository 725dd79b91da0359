"""What each report contributed to a rule, piece by piece: for `explain`, which shows it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from scorecard_action.errors import ReportError
from scorecard_action.judging.select import Matcher
from scorecard_action.judging.telling import case_name
from scorecard_action.mapping.types import ReportPattern
from scorecard_action.model import (
    Coverage,
    Evidence,
    Finding,
    Kind,
    Level,
    Nothing,
    Notice,
    Result,
    TestCase,
    ToolError,
)
from scorecard_action.reading.fold import paths_of
from scorecard_action.reading.patience import Patience
from scorecard_action.reading.placing import Resolver


class Rank(IntEnum):
    """What a reader who asks for the cause of a state wants to see first."""

    AGAINST = 0
    """A failure or an error that counts, or what keeps a report from being evidence."""
    ACCEPTED = 1
    OTHERS = 2
    LEFT_OUT = 3


class Piece(NamedTuple):
    """One piece of evidence; `left_out` says by what it was left out, "" where it counts, and
    `accepted` is the number of the entry of `accept` that accepts it, if one does; `bad` says that
    it is a failure or an error.
    """

    name: str
    says: str
    left_out: str
    accepted: int | None = None
    bad: bool = False

    @property
    def rank(self) -> Rank:
        """How much it says of why a rule fails."""
        if self.left_out:
            return Rank.LEFT_OUT
        if self.accepted is not None:
            return Rank.ACCEPTED
        return Rank.AGAINST if self.bad else Rank.OTHERS


def record(
    path: Path,
    shown: str,
    matcher: Matcher,
    said: ReportPattern,
    *,
    resolver: Resolver,
    patience: Patience,
) -> Iterator[Piece]:
    """Yield what a report holds, in its order, with whether it counts for the selection.

    `said` is what the mapping says of it; its paths are placed as they are where it is judged. A
    report that cannot be read ends with a piece that says so.
    """
    try:
        with patience.opened(path, said.format, said.words) as (found, evidence):
            place = resolver.report(
                shown,
                packages=found.packages,
                base=said.base,
                others=lambda: paths_of(path, said.format, patience),
            ).place
            for piece in evidence:
                if isinstance(piece, TestCase | Finding | Coverage):
                    folders = piece.folders if isinstance(piece, Coverage) else ()
                    placed = place(piece.file, folders)
                    piece = replace(piece, file=placed.path)  # noqa: PLW2901
                if found.kind and (one := _piece(piece, matcher, found.kind)):
                    yield one
    except ReportError as error:
        yield Piece("the report", f"cannot be read: {error.message}", "", bad=True)


def _piece(evidence: Evidence, matcher: Matcher, kind: Kind) -> Piece | None:
    match evidence:
        case TestCase():
            says = f"{evidence.result}: {evidence.why}" if evidence.why else evidence.result
            left_out = matcher.why_not(evidence, kind)
            failed = evidence.result is Result.FAILED and not left_out
            entry = matcher.accepts(evidence, kind) if failed else None
            return Piece(case_name(evidence), says, left_out, entry, bad=failed)
        case Finding():
            place = f"{evidence.file}:{evidence.line}"
            why = "suppressed in the report" if evidence.suppressed else ""
            says = f"{evidence.level} {evidence.rule} {evidence.message}".strip()
            left_out = why or matcher.why_not(evidence, kind)
            entry = None if left_out else matcher.accepts(evidence, kind)
            return Piece(place, says, left_out, entry, bad=evidence.level is Level.ERROR)
        case Coverage():
            counts = f"{evidence.lines_covered:,} of {evidence.lines_valid:,} lines"
            return Piece(evidence.file, counts, matcher.why_not(evidence, kind))
        case ToolError():
            return Piece("the tool", f"did not finish: {evidence.message}", "", bad=True)
        case Nothing() | Notice():
            return Piece("the report", evidence.message, "")
        case _:
            return None
