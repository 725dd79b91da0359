"""The flow: find, read, tally, decide, compose. What is left of `submit` is sending and showing."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from scorecard_action import remarks
from scorecard_action.bugs import Bug
from scorecard_action.entities.targets import Target, Targets
from scorecard_action.judging import accepting, ending
from scorecard_action.judging.decide import Decision, decide, waiver_in_force
from scorecard_action.judging.knowing import known_now
from scorecard_action.judging.known import Known, Mask
from scorecard_action.judging.patch import NOT_GIVEN, Changes
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import Rule, Waiver
from scorecard_action.model import Delivery, KeptReason, Outcome
from scorecard_action.outputs.text import sound
from scorecard_action.reading.dead import Read, dead
from scorecard_action.reading.gather import Place, gather
from scorecard_action.reading.unmatched import unmatched

Page = Callable[[str, int, int], str | None]
"""Gives the address, if there is one, of the lines first to last of a file of the repository."""


def no_page(_path: str, _first: int, _last: int) -> None:
    """Give no address."""


_UNDECIDED = "not decided, and not sent: "


class Judged(NamedTuple):
    """A rule decided for an entity, with the tally that it was decided from.

    `known` is what an earlier build measured of it, where there is a baseline that has it.
    """

    target: Target
    tally: Tally
    absent: tuple[str, ...]
    decision: Decision
    waiver: Waiver | None = None
    known: Known | None = None


class Evaluation(NamedTuple):
    """Everything that the reports say, before anything is sent."""

    judged: tuple[Judged, ...]
    warnings: tuple[str, ...]
    unreadable: bool
    """Some report of a rule that is not waived could not be read (exit 3)."""
    due: tuple[str, ...] = ()
    """What is waived or accepted until a day that is near, the nearest first."""
    bugs: tuple[str, ...] = ()
    """What to report: each fault of this program that was met, which cost what it names alone."""


Earlier = Callable[[Target], Known | None]
"""Says what an earlier build measured of a rule for an entity: a baseline."""


def evaluate(
    wanted: Targets,
    place: Place,
    earlier: Earlier | None = None,
    *,
    changes: Changes = NOT_GIVEN,
    compared: bool = False,
    mask: Mask | None = None,
) -> Evaluation:
    """Find the reports of the targets, read each once, and decide every rule.

    `earlier` is the baseline to compare with, `changes` are the lines that the build changed;
    `compared` makes a baseline: each rule is decided against what it measures itself, which is its
    `known` then. `mask` takes keys out of what is compared with a baseline, which was written
    without them.

    Nothing that is in a report, or missing, raises: it becomes a state and a reason. Raises
    UsageError where patterns lead through too much to walk.
    """
    known = [earlier(target) if earlier else None for target in wanted.targets]
    numbers = {i for i, one in enumerate(known) if compared or one is not None}
    gathered = gather(wanted, place, numbers)
    bugs = [f"{bug.where}\n{bug.trace}" for bug in gathered.bugs]
    judged = []
    for target, tally, absent, before in zip(
        wanted.targets, gathered.tallies, gathered.absent, known, strict=True
    ):
        waiver = waiver_in_force(target.rule, target.entity, place.today)
        now = before
        try:
            if before is not None and mask:
                tally.mask(mask)
            decision = decide(target.rule, tally, absent, waiver, before, changes=changes)
            if compared:
                now = known_now(decision.measured, tally)
                decision = decide(target.rule, tally, absent, waiver, now, changes=changes)
                now = msgspec.structs.replace(now, state=decision.state)
        except Exception as error:  # noqa: BLE001 - it costs this rule, not the others
            bug = Bug.of(error)
            decision = Decision(None, _undecided(bug), {}, ())
            bugs.append(_named(bug, target))
        judged.append(Judged(target, tally, absent, decision, waiver, now))
    warnings = [*wanted.warnings, *gathered.warnings]
    try:
        warnings += _warnings(judged, place)
        read = [Read(one.target, one.tally, one.absent) for one in judged]
        warnings += dead(read, gathered.excluding, wanted.exclude)
        warnings += unmatched(read, place.today, whole=wanted.whole)
    except Exception as error:  # noqa: BLE001 - what only informs decides nothing
        bug = Bug.of(error)
        bugs.append(f"{bug.where}\n{bug.trace}")
    unreadable = any(
        problem.unreadable for one in judged if one.waiver is None for problem in one.tally.problems
    )
    return Evaluation(
        tuple(judged),
        tuple(dict.fromkeys(warnings)),
        unreadable,
        due=due(dict.fromkeys(one.target.written for one in judged), place.today),
        bugs=tuple(bugs),
    )


def due(rules: Iterable[Rule], today: dt.date) -> tuple[str, ...]:
    """Return what of these rules is waived or accepted until a day that is near, the nearest
    first.
    """
    return tuple(
        text for _, text in sorted(one for rule in rules for one in ending.due(rule, today))
    )


def outcomes(
    judged: Sequence[Judged],
    place: Place,
    links: Sequence[tuple[str, str]] = (),
    remarks_limit: int = remarks.LIMIT,
    bugs: list[str] | None = None,
    *,
    page: Page = no_page,
) -> list[Outcome]:
    """Compose the outcome of each decided rule, as decided now.

    Its remarks have at most so many characters, and link to the build: (label, URL) each; `page`
    links lines of a file. A rule whose outcome cannot be composed is kept, and added to `bugs`;
    raises without these.
    """
    at = place.now.astimezone(dt.UTC)
    composed = []
    for one in judged:
        try:
            outcome = _outcome(one, at, links, remarks_limit, _pages(one, place, page))
        except Exception as error:
            if bugs is None:
                raise
            bug = Bug.of(error)
            bugs.append(_named(bug, one.target))
            undecided = Decision(None, _undecided(bug), {}, ())
            outcome = _outcome(one._replace(decision=undecided), at, (), remarks_limit)
        composed.append(outcome)
    return composed


def is_undecided(decision: Decision) -> bool:
    """Say whether a fault of this program kept the rule from being decided."""
    return decision.state is None and decision.reason.startswith(_UNDECIDED)


def _undecided(bug: Bug) -> str:
    return f"{_UNDECIDED}{bug}"


def _named(bug: Bug, target: Target) -> str:
    return f"rule {target.rule.label!r} for {target.entity}: {bug.where}\n{bug.trace}"


def _warnings(judged: Sequence[Judged], place: Place) -> list[str]:
    found = [warning for one in judged for warning in one.decision.warnings]
    for rule in dict.fromkeys(one.target.written for one in judged):
        found.extend(ending.doubts(rule, place.today))
    return found


def _pages(one: Judged, place: Place, page: Page) -> dict[str, str]:
    """Return the page of each example that is lines of a file of the repository."""
    pages = {}
    for text, path, first, last in one.decision.uncovered:
        there = posixpath.relpath(posixpath.join(place.checkout.top, path), place.checkout.root)
        if url := page(there, first, last):
            pages[text] = url
    return pages


def _outcome(
    one: Judged,
    at: dt.datetime,
    links: Sequence[tuple[str, str]],
    remarks_limit: int,
    pages: Mapping[str, str] | None = None,
) -> Outcome:
    rule, decision = one.target.rule, one.decision
    bounds: dict[str, dict[str, int | float]] = {"min": {}, "max": {}}
    for limit in decision.limits:
        if limit.number is not None:
            bounds["min" if limit.least else "max"][limit.metric.name] = limit.number
    if one.waiver and one.waiver.link:
        links = (("waiver", one.waiver.link), *links)
    links = (*accepting.links(rule, one.tally), *links)
    missing = decision.state is None and not is_undecided(decision)
    told = remarks.compose(
        decision.reason,
        decision.examples,
        links,
        remarks_limit,
        pages=pages,
        beside=decision.beside,
    )
    return Outcome(
        entity=sound(str(one.target.entity)),
        rule=sound(rule.label),
        rule_id=sound(rule.id) if rule.id else None,
        state=decision.state,
        reason=sound(decision.said),
        remarks=sound(told),
        delivery=Delivery.KEPT if decision.state is None else Delivery.UNDELIVERED,
        measured={m.name: m.shown(value) for m, value in decision.measured.items()},
        limits=bounds,
        reports=tuple(map(sound, sorted(one.tally.files))),
        examples=tuple(map(sound, decision.examples)),
        decided_at=at,
        scorecard=sound(rule.scorecard) if rule.scorecard else None,
        kept_reason=KeptReason.MISSING if missing else None,
    )
