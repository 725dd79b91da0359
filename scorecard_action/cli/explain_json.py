"""`explain --json`: what decided a rule for an entity, as one object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scorecard_action.cli import changed
from scorecard_action.flow import Judged
from scorecard_action.judging.decide import is_broken
from scorecard_action.judging.limits import Limit
from scorecard_action.judging.news import compared, known_again
from scorecard_action.judging.patch import Changes
from scorecard_action.mapping.types import Rule
from scorecard_action.model import Outcome
from scorecard_action.reading.record import Piece, Rank


class Explained(NamedTuple):
    """What is told of a rule for an entity: `active` are the entries of `accept` in force,
    `evidence` is what each report holds, `baseline` the file that it is compared with, if any; of
    each list of names the first `most` are told.
    """

    judged: Judged
    outcome: Outcome
    active: Sequence[int]
    evidence: Iterable[tuple[str, Iterable[Piece]]]
    changes: Changes
    baseline: str | None
    most: int


def document(told: Explained) -> dict[str, object]:
    """Return the object of a rule and an entity; what does not apply or is not known is null."""
    one, outcome = told.judged, told.outcome
    rule, decision = one.target.rule, one.decision
    return {
        "entity": outcome.entity,
        "rule": outcome.rule,
        "rule_id": outcome.rule_id,
        "state": outcome.state,
        "reason": outcome.reason,
        "remarks": outcome.remarks,
        "limits": [_limit(limit, one) for limit in decision.limits],
        "measured": outcome.measured,
        "enforce": rule.enforce,
        "waivers": [
            {
                "until": str(waiver.until),
                "reason": waiver.reason,
                "link": waiver.link,
                "in_force": waiver == one.waiver,
            }
            for waiver in rule.waivers
        ],
        "accepted": [_entry(rule, number, told) for number in range(len(rule.accept))],
        "baseline": _baseline(told),
        "changed_lines": _changed_lines(told),
        "absent": one.absent,
        "reports": [_report(path, pieces) for path, pieces in told.evidence],
        "problems": [
            {
                "file": problem.file,
                "line": problem.line or None,
                "column": problem.column or None,
                "message": problem.message,
            }
            for problem in one.tally.problems
        ],
    }


def _limit(limit: Limit, one: Judged) -> dict[str, object]:
    found = one.decision.measured.get(limit.metric)
    side = "min" if limit.least else "max"
    origin = one.target.rule.origins.get(f"{side}.{limit.metric}")
    return {
        "metric": limit.metric.name,
        "side": side,
        "value": limit.number,
        "of_baseline": limit.of_baseline,
        "measured": None if found is None else limit.metric.shown(found),
        "broken": is_broken(limit, one.decision.measured, one.tally),
        "origin": origin and {"file": origin.file, "line": origin.line},
    }


def _entry(rule: Rule, number: int, told: Explained) -> dict[str, object]:
    entry = rule.accept[number]
    return {
        "entry": str(entry.selector),
        "until": str(entry.until),
        "reason": entry.reason,
        "link": entry.link,
        "in_force": number in told.active,
        "accepted": told.judged.tally.accepted_by.get(number, 0),
    }


def _baseline(told: Explained) -> Mapping[str, object] | None:
    if told.baseline is None:
        return None
    tally, known, most = told.judged.tally, told.judged.known, told.most
    if known is None:
        return {"file": told.baseline, "state": None, "tests": None, "findings": None}
    news, again = compared(tally, known), known_again(tally, known)
    tests = {"new": news.new_failed, "new_names": news.tests(most), "known": again.tests[:most]}
    findings = {
        "new": news.new_findings,
        "new_errors": news.new_errors,
        "new_names": news.findings(most),
        "known": again.findings[:most],
    }
    return {
        "file": told.baseline,
        "state": known.state,
        "tests": None if news.failed is None else tests,
        "findings": None if news.found is None else findings,
    }


def _changed_lines(told: Explained) -> Mapping[str, object] | None:
    found = changed.judged(told.judged, told.changes)
    if found is None:
        return None
    covered, valid = min(found.counts)
    return {
        "lacking": found.lacking or None,
        "covered": covered,
        "valid": valid,
        "files": [
            {
                "path": one.path,
                "changed": one.changed.bit_count(),
                "covered": one.covered.bit_count(),
                "valid": one.valid.bit_count(),
                "uncovered": list(one.uncovered()),
            }
            for one in found.files
        ],
    }


def _report(path: str, pieces: Iterable[Piece]) -> dict[str, object]:
    counts = dict.fromkeys(Rank, 0)
    for piece in pieces:
        counts[piece.rank] += 1
    return {"path": path, **{rank.name.lower(): number for rank, number in counts.items()}}
