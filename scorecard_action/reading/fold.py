"""Read one report once, into one tally per distinct selection of the rules that read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from scorecard_action.bugs import Bug
from scorecard_action.errors import ReportError
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Matcher
from scorecard_action.judging.tally import Tally
from scorecard_action.model import Attempt, Coverage, Finding, Result, TestCase
from scorecard_action.reading.patience import PATIENCE, Patience
from scorecard_action.reading.placing import Resolver, as_written
from scorecard_action.reports.detect import by_name
from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.source import EmptyReport


class Folded(NamedTuple):
    """What one report gave: a tally per matcher, in their order.

    `by_product` says that the file is no report and was passed over (its title). `listed` is the
    format of a report that was known by what it lists: once it lists nothing, nobody can know it.
    `failed` counts its failed tests, selected or not; `attempt` says that it is one attempt at a
    test of which there may be others. An error of the report is a problem in every tally, beside
    what was read before it; so is a `bug` of ours, which took all else that was read.
    """

    tallies: tuple[Tally, ...]
    by_product: str | None = None
    listed: str | None = None
    failed: int = 0
    bug: Bug | None = None
    attempt: Attempt | None = None


def fold(
    path: Path,
    shown: str,
    matchers: Sequence[Matcher],
    *,
    form: str | None = None,
    empty_clean: bool = False,
    base: str | None = None,
    words: Sequence[tuple[str, Result]] = (),
    resolver: Resolver | None = None,
    patience: Patience = PATIENCE,
) -> Folded:
    """Read the report at `path`, called `shown` in what people see.

    `form` names its format; `empty_clean` says that an empty file means no findings, `words` what
    status words mean. `resolver` places its paths, which start at `base` where that is given;
    without one they are paths of the checkout as they are written. `patience` bounds the time that
    it takes. Never raises for what is in the
    file: errors travel as values.
    """
    try:
        return _folded(
            path,
            shown,
            matchers,
            form=form,
            empty_clean=empty_clean,
            base=base,
            words=words,
            resolver=resolver,
            patience=patience,
        )
    except Exception as error:  # noqa: BLE001 - it costs the rules that read this file, no other
        bug = Bug.of(error)
        tallies = ReportTallies(shown, matchers)
        tallies.problem(str(bug), 0, 0, unreadable=True)
        return Folded(tallies.finish(None), bug=bug)


def _folded(
    path: Path,
    shown: str,
    matchers: Sequence[Matcher],
    *,
    form: str | None,
    empty_clean: bool,
    base: str | None,
    words: Sequence[tuple[str, Result]],
    resolver: Resolver | None,
    patience: Patience,
) -> Folded:
    tallies = ReportTallies(shown, matchers)
    found: Format | None = None
    try:
        with patience.opened(path, form, words) as (found, evidence):
            tallies.place_by(as_written)
            if resolver:
                others = partial(paths_of, path, form, patience)
                placing = resolver.report(shown, packages=found.packages, base=base, others=others)
                tallies.place_by(placing.place)
            add = tallies.add
            for piece in evidence:
                add(piece)
    except EmptyReport as error:
        if empty_clean and form:
            found = by_name(form)
        else:
            message = error.message
            if form in FORMATS and FORMATS[form].empty_clean:
                message += "; if that means that it found nothing, say `empty: clean`"
            tallies.problem(message, 0, 0, unreadable=True)
    except ReportError as error:
        tallies.problem(error.message, error.line, error.column, unreadable=True)
    if found is None:
        return Folded(tallies.finish(None))
    return Folded(
        tallies.finish(
            found.kind,
            flaky=found.flaky,
            flaky_shown=found.flaky_shown,
            form=found.name,
            severities=found.severities,
        ),
        by_product=None if found.kind else found.title,
        listed=found.name if found.clean_list and not form else None,
        failed=tallies.failed,
        attempt=tallies.attempt,
    )


def paths_of(path: Path, form: str | None, patience: Patience) -> Iterator[str]:
    """Yield the paths that a report names, as it writes them, up to where it can be read."""
    with suppress(ReportError), patience.opened(path, form) as (_, evidence):
        for piece in evidence:
            if isinstance(piece, TestCase | Finding | Coverage) and piece.file:
                yield piece.file
