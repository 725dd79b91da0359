"""Decide the state of one rule for one entity: a pure function of what was found.

A pass is a positive claim: every entry found its reports, each was read to its end, they hold
evidence of every kind needed, and every limit holds. The order of the checks is the contract.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from scorecard_action.errors import locate
from scorecard_action.judging import accepting, bands, examples, least_covered, reasons
from scorecard_action.judging.file_coverage import FileCoverage
from scorecard_action.judging.known import Known
from scorecard_action.judging.lacking import lacking
from scorecard_action.judging.limits import Limit, left_out, limits, needed
from scorecard_action.judging.metric import Found, Measured
from scorecard_action.judging.news import compared
from scorecard_action.judging.patch import (
    NOT_GIVEN,
    Changes,
    Patch,
    Uncovered,
    none_changed,
    patch,
)
from scorecard_action.judging.select import Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import FIELDS, Missing, Rule, Waiver
from scorecard_action.metrics import (
    BRANCH_COVERAGE,
    FAILED,
    FILE_LINE_COVERAGE,
    FLAKY,
    LINE_COVERAGE,
    NEW_FAILED,
    PASS_RATE,
    PASSED,
    PATCH_COVERAGE,
    TESTS,
    measure,
)
from scorecard_action.model import Entity, Kind, State

MAX_NOTICES: Final = 20
# what differs where it is not sure which file a name means
_COUNTED: Final = {LINE_COVERAGE: FileCoverage.lines, BRANCH_COVERAGE: FileCoverage.ways}


class Decision(NamedTuple):
    """A state (None: nothing to send, `missing: keep`), why, and what it rests on.

    `examples` name the failures or findings that broke a limit; those that are lines of files are
    in `uncovered` too. `beside` says what `accept` accepted. `waived` holds the state that the rule
    would have without its waiver. `lacks` says that it rests on missing evidence.
    """

    state: State | None
    reason: str
    measured: Measured
    limits: tuple[Limit, ...]
    examples: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    waived: State | None = None
    uncovered: tuple[Uncovered, ...] = ()
    lacks: bool = False
    beside: str = ""

    @property
    def said(self) -> str:
        """The whole reason, with what is said beside it."""
        return f"{self.reason}; {self.beside}" if self.beside else self.reason


def decide(
    rule: Rule,
    tally: Tally,
    absent: Sequence[str],
    waiver: Waiver | None = None,
    known: Known | None = None,
    *,
    changes: Changes = NOT_GIVEN,
) -> Decision:
    """Decide a rule from the tally of its reports.

    `absent` says of each entry of `reports` that found no file what it looked for. `waiver` is the
    one in force today, if any; `known` what an earlier build measured, where it is compared with;
    `changes` are the lines that the build changed.
    """
    decision = _decide(rule, tally, absent, known, changes)
    decision = decision._replace(beside=accepting.said(rule, tally))
    if waiver is None:
        return decision
    return decision._replace(
        state=State.SKIP,
        reason=reasons.waived(waiver, decision.state, decision.said),
        beside="",
        waived=decision.state or State.SKIP,
    )


def waiver_in_force(rule: Rule, entity: Entity, today: dt.date) -> Waiver | None:
    """Return the rule's waiver that covers this entity today (UTC), if any."""
    for waiver in rule.waivers:
        covers = waiver.services is None or entity in map(Entity.parse, waiver.services)
        if covers and today <= waiver.until:
            return waiver
    return None


def _decide(
    rule: Rule, tally: Tally, absent: Sequence[str], known: Known | None, changes: Changes
) -> Decision:
    selection = Selection(rule.only, rule.except_)
    kinds, warnings = _judged(rule, tally, selection)
    changed = patch(tally.coverage, changes) if Kind.COVERAGE in kinds else None
    news = compared(tally, known) if known else None
    said = limits(rule, kinds | needed(rule), known)
    in_force = left_out(said, changed)
    warnings = (
        *warnings,
        *_notices(tally, kinds),
        *(f"rule {rule.label!r}: {text}" for text in _slips(tally, selection, kinds, in_force)),
    )
    found = Found(tally, _by_file(selection), changed, news)
    measured = measure(found, kinds)
    decision = Decision(None, "", measured, in_force, warnings=warnings)

    if tally.problems:
        return decision._replace(state=State.FAIL, reason=_unfinished(tally))

    missing = [*absent, *lacking(rule, found, selection, kinds, measured, known=known)]
    broken = [limit for limit in in_force if is_broken(limit, measured, tally)]
    if broken:
        why = sorted(tally.whys)[:3] if Kind.TESTS in kinds else []
        uncovered = examples.uncovered(broken, changed)
        return decision._replace(
            state=State.FAIL,
            reason="; ".join(
                [
                    *(reasons.broken(limit, measured) for limit in broken),
                    *why,
                    *_overruled(broken, tally),
                    *reasons.all_known(broken, rule, news),
                    *_doubt(tally, in_force, changed),
                ]
            ),
            examples=(*examples.broke(broken, tally, news), *(one.text for one in uncovered)),
            uncovered=uncovered,
            lacks=bool(missing),
        )

    if missing:
        state = {Missing.FAIL: State.FAIL, Missing.SKIP: State.SKIP, Missing.KEEP: None}
        return decision._replace(
            state=state[rule.missing], reason=f"no evidence: {'; '.join(missing)}", lacks=True
        )

    if Kind.TESTS in kinds and tally.tests and not (tally.passed or tally.failed):
        return decision._replace(state=State.SKIP, reason=reasons.none_ran(tally))

    unchanged = [none_changed(changed)] if changed and in_force != said else []
    if unchanged and not in_force:
        return decision._replace(state=State.SKIP, reason=unchanged[0])

    return decision._replace(
        state=State.PASS,
        reason="; ".join(
            [
                reasons.held(in_force, measured, tally, kinds),
                *unchanged,
                *_doubt(tally, in_force, changed),
            ]
        ),
    )


def _judged(
    rule: Rule, tally: Tally, selection: Selection
) -> tuple[frozenset[Kind], tuple[str, ...]]:
    """Return the kinds of evidence that the rule judges, and a warning for each left out."""
    judged, warnings = set(), []
    for kind in sorted(tally.kinds):
        if not selection.judges(kind):
            fields = ", ".join(sorted(selection.fields - FIELDS[kind]))
            why = f"`only` names {fields}, which {kind} do not have; a rule of its own judges it"
            warnings.append(f"rule {rule.label!r} leaves out the {kind} of its reports: {why}")
        elif kind is Kind.COVERAGE and Kind.COVERAGE not in needed(rule):
            why = "set `min: {line_coverage: …}` to judge it"
            warnings.append(f"rule {rule.label!r} leaves out the coverage of its reports: {why}")
        else:
            judged.add(kind)
    if Kind.COVERAGE in judged:
        warnings.extend(_overlaps(rule, tally))
    return frozenset(judged), tuple(warnings)


def _notices(tally: Tally, kinds: frozenset[Kind]) -> Iterator[str]:
    """Yield what a person should know of the reports, each thing once: what they say themselves,
    and those of tests or coverage that hold nothing, among others that do.
    """
    said = {message: set(places) for message, places in tally.notices.items()}
    for kind in kinds - {Kind.LINT}:
        for one in tally.nothing.get(kind, ()) if _holds_something(tally, kind) else ():
            said.setdefault(one.message, set()).add(locate(one.file, one.line))
    for message, places in sorted(said.items())[:MAX_NOTICES]:
        first, *others = sorted(places)
        more = f" (and {len(others):,} more)" if others else ""
        yield f"{first}: {message}{more}"


def _holds_something(tally: Tally, kind: Kind) -> bool:
    return bool(tally.all_tests if kind is Kind.TESTS else tally.coverage.reports)


def _slips(
    tally: Tally, selection: Selection, kinds: frozenset[Kind], in_force: Sequence[Limit]
) -> Iterator[str]:
    """Yield which words of the rule decide less than they seem to: it may be a slip."""
    if Kind.LINT in kinds:
        if tally.sayable and (never := selection.texts("severity") - tally.sayable):
            yield reasons.not_sayable(never)
        if not tally.unlisted and (unknown := selection.all_texts("rule") - tally.rules):
            named = " or ".join(map(repr, sorted(unknown)))
            yield f"no `rule` that the reports list is called {named}: is it misspelt?"
        for band in dict.fromkeys(limit.metric.name for limit in in_force):
            if band in tally.can_say and (silent := bands.silent(tally, band)):
                yield reasons.not_all_can_say(band, silent)
    if tally.unmarked and any(limit.metric is FLAKY for limit in in_force):
        first, *more = sorted(tally.unmarked)
        others = f" (and {len(more):,} more)" if more else ""
        yield (
            f"the limit on flaky tests may see none in {first}{others}: nothing in it shows that"
            " its producer marks a test that passed only when run again"
        )


def _doubt(tally: Tally, in_force: Sequence[Limit], changed: Patch | None) -> Iterator[str]:
    """Say that reports may speak of one file or of several, where a limit may see a difference."""
    limited = {limit.metric for limit in in_force}
    for metric, count in _COUNTED.items():
        if metric in limited and (both := tally.coverage.both(count)):
            yield reasons.two_readings(metric, tally.coverage.doubtful, *both)
    if FILE_LINE_COVERAGE in limited and (both := least_covered.both(tally.coverage)):
        yield reasons.two_readings(FILE_LINE_COVERAGE, tally.coverage.doubtful, *both)
    if PATCH_COVERAGE in limited and changed and (both := changed.both):
        yield reasons.two_readings(PATCH_COVERAGE, changed.doubtful, *both)


def _overlaps(rule: Rule, tally: Tally) -> list[str]:
    both = sorted(file for file, coverage in tally.coverage.by_name() if coverage.overlaps)
    if not both:
        return []
    more = f" and {len(both) - 1:,} more files" if both[1:] else ""
    text = (
        f"rule {rule.label!r}: several reports cover {both[0]}{more} without saying which lines; "
        "the larger count stands for both. Merge the reports first "
        "(`coverage combine`, `nyc merge`, `jacoco:report-aggregate`)"
    )
    return [text]


def _by_file(selection: Selection) -> bool:
    return any("file" in selector.names for selector in (*selection.only, *selection.except_))


def _unfinished(tally: Tally) -> str:
    first = tally.problems[0]
    more = tally.problem_count - 1
    others = f" (and {more:,} more {'problem' if more == 1 else 'problems'})" if more > 0 else ""
    return f"{locate(first.file, first.line, first.column)}: {first.message}{others}"


def is_broken(limit: Limit, measured: Measured, tally: Tally) -> bool:
    """Say whether what was found breaks the limit; finding nothing at all is no evidence."""
    value = measured.get(limit.metric)
    if value is None or limit.value is None:
        return False
    if not limit.least:
        return value > limit.value
    if limit.metric.kind is None and not tally.files:
        return False
    if limit.metric.kind is Kind.TESTS and not measured[TESTS]:
        return False
    return value < limit.value


def _overruled(broken: Sequence[Limit], tally: Tally) -> Iterator[str]:
    """Name a test that passed after all, where failed tests break a limit."""
    if tally.overruled and any(
        limit.metric in {FAILED, PASSED, PASS_RATE, NEW_FAILED} for limit in broken
    ):
        yield reasons.overruled(tally.overruled)
