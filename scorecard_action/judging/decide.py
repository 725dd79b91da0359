"""Decide the state of one rule for one entity: a pure function of what was found.

A pass is a positive claim: every entry found its reports, each was read to its end, they hold
evidence of every kind needed, and every limit holds. The order of the checks is the contract.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from scorecard_action.errors import locate
from scorecard_action.judging import reasons
from scorecard_action.judging.limits import Limit, limits, needed
from scorecard_action.judging.measure import Measured, measure
from scorecard_action.judging.select import Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import FIELDS, KIND_OF, Metric, Missing, Rule, Waiver
from scorecard_action.model import Entity, Kind, State


class Decision(NamedTuple):
    """A state (None: nothing to send, `missing: keep`), why, and what it rests on.

    `examples` name the failures or findings that broke a limit. `waived` holds the state that the
    rule would have without its waiver.
    """

    state: State | None
    reason: str
    measured: Measured
    limits: tuple[Limit, ...]
    examples: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    waived: State | None = None


def decide(
    rule: Rule, tally: Tally, absent: Sequence[str], waiver: Waiver | None = None
) -> Decision:
    """Decide a rule from the tally of its reports.

    `absent` says of each entry of `reports` that found no file what it looked for. `waiver` is the
    one in force today, if any.
    """
    decision = _decide(rule, tally, absent)
    if waiver is None:
        return decision
    return decision._replace(
        state=State.SKIP,
        reason=reasons.waived(waiver, decision.state, decision.reason),
        waived=decision.state or State.SKIP,
    )


def waiver_in_force(rule: Rule, entity: Entity, today: dt.date) -> Waiver | None:
    """Return the rule's waiver that covers this entity today (UTC), if any."""
    for waiver in rule.waivers:
        covers = waiver.services is None or entity in map(Entity.parse, waiver.services)
        if covers and today <= waiver.until:
            return waiver
    return None


def _decide(rule: Rule, tally: Tally, absent: Sequence[str]) -> Decision:
    selection = Selection(rule.only, rule.except_)
    kinds, warnings = _judged(rule, tally, selection)
    in_force = limits(rule, kinds | needed(rule))
    measured = measure(tally, kinds, by_file=_by_file(selection))
    decision = Decision(None, "", measured, in_force, warnings=warnings)

    if tally.problems:
        return decision._replace(state=State.FAIL, reason=_unfinished(tally))

    broken = [limit for limit in in_force if _is_broken(limit, measured, tally)]
    if broken:
        why = sorted(tally.whys)[:3] if Kind.TESTS in kinds else []
        return decision._replace(
            state=State.FAIL,
            reason="; ".join((*(reasons.broken(limit, measured) for limit in broken), *why)),
            examples=_examples(broken, tally),
        )

    lacking = [*absent, *_lacking(rule, tally, selection, kinds, measured)]
    if lacking:
        state = {Missing.FAIL: State.FAIL, Missing.SKIP: State.SKIP, Missing.KEEP: None}
        return decision._replace(
            state=state[rule.missing], reason=f"no evidence: {'; '.join(lacking)}"
        )

    if Kind.TESTS in kinds and tally.skipped and not (tally.passed or tally.failed):
        skipped = "the only test was" if tally.skipped == 1 else f"all {tally.skipped:,} tests were"
        return decision._replace(state=State.SKIP, reason=f"{skipped} skipped")

    return decision._replace(
        state=State.PASS, reason=reasons.held(in_force, measured, tally, kinds)
    )


def _judged(
    rule: Rule, tally: Tally, selection: Selection
) -> tuple[frozenset[Kind], tuple[str, ...]]:
    """Return the kinds of evidence that the rule judges, and a warning for each left out."""
    judged, warnings = set(), []
    for kind in sorted(tally.kinds):
        if not selection.judges(kind):
            fields = ", ".join(sorted(selection.fields - FIELDS[kind]))
            why = f"`only` names {fields}, which {kind} do not have"
            warnings.append(f"rule {rule.label!r} leaves out the {kind} of its reports: {why}")
        elif kind is Kind.COVERAGE and Kind.COVERAGE not in needed(rule):
            why = "set `min: {line_coverage: …}` to judge it"
            warnings.append(f"rule {rule.label!r} leaves out the coverage of its reports: {why}")
        else:
            judged.add(kind)
    if Kind.COVERAGE in judged:
        warnings.extend(_overlaps(rule, tally))
    return frozenset(judged), tuple(warnings)


def _overlaps(rule: Rule, tally: Tally) -> list[str]:
    both = sorted(file for file, coverage in tally.coverage.files.items() if coverage.overlaps)
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


def _is_broken(limit: Limit, measured: Measured, tally: Tally) -> bool:
    """Say whether what was found breaks the limit; finding nothing at all is no evidence."""
    value = measured.get(limit.metric)
    if value is None:
        return False
    if not limit.least:
        return value > limit.value
    if limit.metric is Metric.REPORTS and not tally.files:
        return False
    if KIND_OF[limit.metric] is Kind.TESTS and not measured[Metric.TESTS]:
        return False
    return value < limit.value


def _examples(broken: Sequence[Limit], tally: Tally) -> tuple[str, ...]:
    sources: list[str] = []
    for limit in broken:
        match limit.metric:
            case Metric.FAILED | Metric.PASS_RATE | Metric.PASSED:
                sources.append("failed")
            case Metric.ERRORS | Metric.WARNINGS | Metric.NOTES:
                sources.append(limit.metric.value)
            case Metric.FINDINGS:
                sources.extend(("errors", "warnings", "notes"))
            case _:
                pass
    return tuple(
        text for source in dict.fromkeys(sources) for _, _, text in tally.examples.get(source, ())
    )


def _lacking(
    rule: Rule,
    tally: Tally,
    selection: Selection,
    kinds: frozenset[Kind],
    measured: Measured,
) -> list[str]:
    """Say what evidence is missing: each reason stands for itself."""
    if not tally.files:
        return []  # the entries that found no file say so
    lacking = [
        f"no report holds {reasons.KIND_WORDS[kind]}"
        for kind in sorted((needed(rule) | selection.needs) - tally.kinds)
    ]
    lacking += _unselected(tally, selection, kinds)
    if not kinds and not lacking:
        lacking.append("the reports hold nothing that this rule judges")
    if not lacking:
        lacking += [
            reasons.not_supplied(limit.metric)
            for limit in limits(rule, kinds)
            if limit.metric not in measured
            and not (limit.metric is Metric.PASS_RATE and tally.skipped)
        ]
    return lacking


def _unselected(tally: Tally, selection: Selection, kinds: frozenset[Kind]) -> list[str]:
    found: list[str] = []
    none = "`only` and `except` select none of"
    if Kind.TESTS in kinds and not tally.own and not tally.failed:
        if tally.all_tests:
            found.append(f"{none} {tally.all_tests:,} tests")
        else:
            found.append("the reports hold no test")
    if Kind.LINT in kinds:
        tools = any("tool" in one.names for one in selection.only)
        by_file = bool(selection.only) and all(one.names == {"file"} for one in selection.only)
        if tools and not tally.tool_named:
            found.append("no report names a tool that `only` selects")
        elif by_file and _all_absolute(tally) and not tally.findings:
            found.append("`only` selects no file, and all paths in the reports are absolute")
    if Kind.COVERAGE in kinds and not tally.coverage.files and tally.coverage.named:
        found.append(f"{none} {tally.coverage.named:,} covered files")
    if not found:
        return []
    seen = "; ".join(
        f"{field}: {', '.join(reasons.nearest(field, names, selection))}"
        for field, names in sorted(tally.names.items())
        if names
    )
    return ["; ".join(found) + (f" (seen: {seen})" if seen else "")]


def _all_absolute(tally: Tally) -> bool:
    """Say whether findings name files, and none of them below the checkout."""
    return bool(tally.all_findings) and tally.findings_absolute and not tally.findings_relative
