"""What each report contributed to a rule, piece by piece: for `explain`, which shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scorecard_action.errors import ReportError
from scorecard_action.judging.select import Matcher
from scorecard_action.judging.tally import case_name
from scorecard_action.model import Coverage, Evidence, Finding, Kind, Result, TestCase, ToolError
from scorecard_action.reports.opener import opened


class Piece(NamedTuple):
    """One piece of evidence; `left_out` says by what it was left out, "" where it counts."""

    name: str
    says: str
    left_out: str


def record(
    path: Path,
    matcher: Matcher,
    form: str | None = None,
    words: Sequence[tuple[str, Result]] = (),
) -> Iterator[Piece]:
    """Yield what a report holds, in its order, with whether it counts for the selection.

    A report that cannot be read ends with a piece that says so.
    """
    try:
        with opened(path, form, words) as (found, evidence):
            for piece in evidence:
                if found.kind and (one := _piece(piece, matcher, found.kind)):
                    yield one
    except ReportError as error:
        yield Piece("the report", f"cannot be read: {error.message}", "")


def _piece(evidence: Evidence, matcher: Matcher, kind: Kind) -> Piece | None:
    match evidence:
        case TestCase():
            says = f"{evidence.result}: {evidence.why}" if evidence.why else evidence.result
            return Piece(case_name(evidence), says, matcher.why_not(evidence, kind))
        case Finding():
            place = f"{matcher.path(evidence.file)}:{evidence.line}"
            why = "suppressed in the report" if evidence.suppressed else ""
            says = f"{evidence.level} {evidence.rule} {evidence.message}".strip()
            return Piece(place, says, why or matcher.why_not(evidence, kind))
        case Coverage():
            counts = f"{evidence.lines_covered:,} of {evidence.lines_valid:,} lines"
            return Piece(matcher.path(evidence.file), counts, matcher.why_not(evidence, kind))
        case ToolError():
            return Piece("the tool", f"did not finish: {evidence.message}", "")
        case _:
            return None
