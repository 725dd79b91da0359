"""Which limits hold for a rule: those of the mapping, and the defaults for each kind."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from scorecard_action.judging.known import Known
from scorecard_action.judging.metric import Metric
from scorecard_action.judging.patch import Patch
from scorecard_action.judging.select import Selection
from scorecard_action.mapping.types import BASELINE, Bound, Rule
from scorecard_action.metrics import (
    ERRORS,
    FAILED,
    FINDINGS,
    METRICS,
    NEW_ERRORS,
    NEW_FAILED,
    NEW_FINDINGS,
    PASS_RATE,
    PASSED,
    PATCH_COVERAGE,
)
from scorecard_action.model import Kind


class Limit(NamedTuple):
    """One limit; `least` says that it is a minimum.

    `of_baseline`: it is what an earlier build measured, None where no baseline says it.
    """

    metric: Metric
    least: bool
    value: Decimal | Fraction | None
    of_baseline: bool = False

    @property
    def number(self) -> int | float | None:
        """The value as JSON has it: what was measured is rounded as people see it."""
        if isinstance(self.value, Fraction):
            return self.metric.shown(self.value)
        if self.value is None:
            return None
        return int(self.value) if self.value == int(self.value) else float(self.value)


def limits(rule: Rule, kinds: frozenset[Kind], known: Known | None = None) -> tuple[Limit, ...]:
    """Return the limits that a rule sets for these kinds of evidence, defaults filled in.

    `known` is what an earlier build measured of the rule: what the word `baseline` stands for.
    """
    judged = [metric for metric in METRICS.values() if metric.kind in kinds]
    least: dict[Metric, Bound | None] = {
        metric: Decimal(metric.least) for metric in judged if metric.least is not None
    }
    most: dict[Metric, Bound | None] = {
        metric: Decimal(metric.most) for metric in judged if metric.most is not None
    }
    if rule.min.get(PASS_RATE) is not None or _compares(rule, (FAILED, NEW_FAILED), (PASSED,)):
        most.pop(FAILED, None)
    if _compares(rule, (FINDINGS, ERRORS, NEW_FINDINGS, NEW_ERRORS)):
        most.pop(ERRORS, None)
    elif Kind.LINT in kinds and _by_rule(rule):
        del most[ERRORS]
        most[FINDINGS] = Decimal(0)
    least |= rule.min
    most |= rule.max
    return tuple(
        _limit(metric, value, known, least=is_least)
        for is_least, values in ((True, least), (False, most))
        for metric, value in values.items()
        if value is not None and (metric.kind is None or metric.kind in kinds)
    )


def left_out(limits: tuple[Limit, ...], patch: Patch | None) -> tuple[Limit, ...]:
    """Return the limits without the one on changed lines, where coverage knows no such line."""
    if patch is None or not patch.unknown:
        return limits
    return tuple(limit for limit in limits if limit.metric is not PATCH_COVERAGE)


def _limit(metric: Metric, value: Bound, known: Known | None, *, least: bool) -> Limit:
    if value != BASELINE:
        return Limit(metric, least, value)
    then = known.measured.get(metric.name) if known else None
    return Limit(metric, least, then, of_baseline=True)


def _compares(rule: Rule, most: Iterable[Metric], least: Iterable[Metric] = ()) -> bool:
    """Say whether a limit holds one of these to what an earlier build had: as a maximum, or as a
    minimum. The other way round it says nothing of what got worse.
    """
    return any(
        value is not None and (value == BASELINE or metric.compares)
        for limits, metrics in ((rule.max, most), (rule.min, least))
        for metric in metrics
        for value in (limits.get(metric),)
    )


def needed(rule: Rule) -> frozenset[Kind]:
    """Return the kinds that a rule's limits name: it is not decided without them."""
    named = {
        metric.kind
        for limits in (rule.min, rule.max)
        for metric, value in limits.items()
        if value is not None
    }
    return frozenset(kind for kind in named if kind is not None)


def needed_evidence(rule: Rule) -> frozenset[Kind]:
    """Return the kinds that a rule's limits, or fields of its `only`, name."""
    return needed(rule) | Selection(rule.only, rule.except_).needs


def judged(rule: Rule) -> frozenset[Kind]:
    """Return the kinds that a rule is decided by where its reports hold them: coverage only by a
    limit.
    """
    selection = Selection(rule.only, rule.except_)
    kinds = frozenset(kind for kind in Kind if selection.judges(kind))
    return kinds if Kind.COVERAGE in needed(rule) else kinds - {Kind.COVERAGE}


def _by_rule(rule: Rule) -> bool:
    """Say whether `only` picks findings that may not be there at all, and no limit says more."""
    fields = {name for selector in rule.only for name in selector.names}
    limited = any(metric.kind is Kind.LINT for metric in (*rule.min, *rule.max))
    return not limited and not fields.isdisjoint({"rule", "severity"})
