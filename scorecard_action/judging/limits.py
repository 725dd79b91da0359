"""Which limits hold for a rule: those of the mapping, and the defaults for each kind."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from scorecard_action.judging.metric import Metric
from scorecard_action.judging.patch import Patch
from scorecard_action.judging.select import Selection
from scorecard_action.mapping.types import Rule
from scorecard_action.metrics import ERRORS, FAILED, FINDINGS, METRICS, PASS_RATE, PATCH_COVERAGE
from scorecard_action.model import Kind


class Limit(NamedTuple):
    """One limit; `least` says that it is a minimum."""

    metric: Metric
    least: bool
    value: Decimal


def limits(rule: Rule, kinds: frozenset[Kind]) -> tuple[Limit, ...]:
    """Return the limits that a rule sets for these kinds of evidence, defaults filled in."""
    judged = [metric for metric in METRICS.values() if metric.kind in kinds]
    least: dict[Metric, Decimal | None] = {
        metric: Decimal(metric.least) for metric in judged if metric.least is not None
    }
    most: dict[Metric, Decimal | None] = {
        metric: Decimal(metric.most) for metric in judged if metric.most is not None
    }
    if rule.min.get(PASS_RATE) is not None:
        most.pop(FAILED, None)
    if Kind.LINT in kinds and _by_rule(rule):
        del most[ERRORS]
        most[FINDINGS] = Decimal(0)
    least |= rule.min
    most |= rule.max
    return tuple(
        Limit(metric, is_least, value)
        for is_least, values in ((True, least), (False, most))
        for metric, value in values.items()
        if value is not None and (metric.kind is None or metric.kind in kinds)
    )


def left_out(limits: tuple[Limit, ...], patch: Patch | None) -> tuple[Limit, ...]:
    """Return the limits without the one on changed lines, where coverage knows no such line."""
    if patch is None or not patch.unknown:
        return limits
    return tuple(limit for limit in limits if limit.metric is not PATCH_COVERAGE)


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
