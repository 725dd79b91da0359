"""Read one report once, into one tally per distinct selection of the rules that read it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scorecard_action.errors import ReportError
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Matcher
from scorecard_action.judging.tally import Tally
from scorecard_action.model import Kind, Result
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.opener import opened
from scorecard_action.reports.source import EmptyReport


class Folded(NamedTuple):
    """What one report gave: a tally per matcher, in their order.

    `by_product` says that the file is no report and was passed over (its title). `failed` counts
    its failed tests, selected or not. An error of the report is a problem in every tally, beside
    what was read before it.
    """

    tallies: tuple[Tally, ...]
    by_product: str | None = None
    failed: int = 0


def fold(
    path: Path,
    shown: str,
    matchers: Sequence[Matcher],
    *,
    form: str | None = None,
    empty_clean: bool = False,
    words: Sequence[tuple[str, Result]] = (),
) -> Folded:
    """Read the report at `path`, called `shown` in what people see.

    `form` names its format; `empty_clean` says that an empty file means no findings, `words` what
    status words mean. Never raises for what is in the file: errors travel as values.
    """
    tallies = ReportTallies(shown, matchers)
    kind: Kind | None = None
    flaky = False
    by_product = None
    try:
        with opened(path, form, words) as (found, evidence):
            kind, flaky = found.kind, found.flaky
            by_product = found.title if kind is None else None
            add = tallies.add
            for piece in evidence:
                add(piece)
    except EmptyReport as error:
        if empty_clean and form:
            kind = Kind.LINT
        else:
            message = error.message
            if form in FORMATS and FORMATS[form].empty_clean:
                message += "; if that means that it found nothing, say `empty: clean`"
            tallies.problem(message, 0, 0, unreadable=True)
    except ReportError as error:
        tallies.problem(error.message, error.line, error.column, unreadable=True)
    return Folded(tallies.finish(kind, flaky=flaky), by_product, tallies.failed)
