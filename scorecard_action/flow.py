"""The flow: find, read, tally, decide, compose. What is left of `submit` is sending and showing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scorecard_action import remarks
from scorecard_action.bugs import Bug
from scorecard_action.entities.targets import Target, Targets
from scorecard_action.judging import accepting, ending
from scorecard_action.judging.decide import Decision, decide, waiver_in_force
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import Rule, Waiver
from scorecard_action.model import Delivery, KeptReason, Outcome
from scorecard_action.outputs.text import sound
from scorecard_action.reading.dead import Read, dead
from scorecard_action.reading.gather import Place, gather
from scorecard_action.reading.unmatched import unmatched

_UNDECIDED = "not decided, and not sent: "


class Judged(NamedTuple):
    """A rule decided for an entity, with the tally that it was decided from."""

    target: Target
    tally: Tally
    absent: tuple[str, ...]
    decision: Decision
    waiver: Waiver | None = None


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


def evaluate(wanted: Targets, place: Place) -> Evaluation:
    """Find the reports of the targets, read each once, and decide every rule.

    Nothing that is in a report, or missing, raises: it becomes a state and a reason. Raises
    UsageError where patterns lead through too much to walk.
    """
    gathered = gather(wanted, place)
    bugs = [f"{bug.where}\n{bug.trace}" for bug in gathered.bugs]
    judged = []
    for target, tally, absent in zip(
        wanted.targets, gathered.tallies, gathered.absent, strict=True
    ):
        waiver = waiver_in_force(target.rule, target.entity, place.today)
        try:
            decision = decide(target.rule, tally, absent, waiver)
        except Exception as error:  # noqa: BLE001 - it costs this rule, not the others
            bug = Bug.of(error)
            decision = Decision(None, _undecided(bug), {}, ())
            bugs.append(_named(bug, target))
        judged.append(Judged(target, tally, absent, decision, waiver))
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
) -> list[Outcome]:
    """Compose the outcome of each decided rule, as decided now.

    Its remarks have at most so many characters, and link to the build: (label, URL) each. A rule
    whose outcome cannot be composed is kept, and added to `bugs`; raises without these.
    """
    at = place.now.astimezone(dt.UTC)
    composed = []
    for one in judged:
        try:
            outcome = _outcome(one, at, links, remarks_limit)
        except Exception as error:
            if bugs is None:
                raise
            bug = Bug.of(error)
            bugs.append(_named(bug, one.target))
            undecided = Decision(None, _undecided(bug), {}, ())
            outcome = _outcome(one._replace(decision=undecided), at, (), remarks_limit)
        composed.append(outcome)
    return composed


def _undecided(bug: Bug) -> str:
    return f"{_UNDECIDED}{bug}"


def _named(bug: Bug, target: Target) -> str:
    return f"rule {target.rule.label!r} for {target.entity}: {bug.where}\n{bug.trace}"


def _warnings(judged: Sequence[Judged], place: Place) -> list[str]:
    found = [warning for one in judged for warning in one.decision.warnings]
    for rule in dict.fromkeys(one.target.written for one in judged):
        found.extend(ending.doubts(rule, place.today))
    return found


def _outcome(
    one: Judged, at: dt.datetime, links: Sequence[tuple[str, str]], remarks_limit: int
) -> Outcome:
    rule, decision = one.target.rule, one.decision
    bounds: dict[str, dict[str, int | float]] = {"min": {}, "max": {}}
    for limit in decision.limits:
        number = int(limit.value) if limit.value == int(limit.value) else float(limit.value)
        bounds["min" if limit.least else "max"][limit.metric.name] = number
    if one.waiver and one.waiver.link:
        links = (("waiver", one.waiver.link), *links)
    links = (*accepting.links(rule, one.tally), *links)
    undecided = decision.state is None and decision.reason.startswith(_UNDECIDED)
    missing = decision.state is None and not undecided
    return Outcome(
        entity=sound(str(one.target.entity)),
        rule=sound(rule.label),
        rule_id=sound(rule.id) if rule.id else None,
        state=decision.state,
        reason=sound(decision.said),
        remarks=sound(
            remarks.compose(
                decision.reason, decision.examples, links, remarks_limit, beside=decision.beside
            )
        ),
        delivery=Delivery.KEPT if decision.state is None else Delivery.UNDELIVERED,
        measured={m.name: m.shown(value) for m, value in decision.measured.items()},
        limits=bounds,
        reports=tuple(map(sound, sorted(one.tally.files))),
        examples=tuple(map(sound, decision.examples)),
        decided_at=at,
        scorecard=sound(rule.scorecard) if rule.scorecard else None,
        kept_reason=KeptReason.MISSING if missing else None,
    )
