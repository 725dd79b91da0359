"""Which limits hold for a rule: those of the mapping, and the defaults for each kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from scorecard_action.mapping.types import KIND_OF, Metric, Rule
from scorecard_action.model import Kind

_NONE: Final = Decimal(0)


class Limit(NamedTuple):
    """One limit; `least` says that it is a minimum."""

    metric: Metric
    least: bool
    value: Decimal


def limits(rule: Rule, kinds: frozenset[Kind]) -> tuple[Limit, ...]:
    """Return the limits that a rule sets for these kinds of evidence, defaults filled in."""
    least: dict[Metric, Decimal | None] = {}
    most: dict[Metric, Decimal | None] = {}
    if Kind.TESTS in kinds:
        least[Metric.TESTS] = Decimal(1)
        if rule.min.get(Metric.PASS_RATE) is None:
            most[Metric.FAILED] = _NONE
    if Kind.LINT in kinds:
        fields = {name for selector in rule.only for name in selector.names}
        own = {metric for metric in (*rule.min, *rule.max) if KIND_OF[metric] is Kind.LINT}
        by_rule = not own and not fields.isdisjoint({"rule", "severity"})
        most[Metric.FINDINGS if by_rule else Metric.ERRORS] = _NONE
    least |= rule.min
    most |= rule.max
    return tuple(
        Limit(metric, is_least, value)
        for is_least, values in ((True, least), (False, most))
        for metric, value in values.items()
        if value is not None and (KIND_OF[metric] is None or KIND_OF[metric] in kinds)
    )


def needed(rule: Rule) -> frozenset[Kind]:
    """Return the kinds that a rule's limits name: it is not decided without them."""
    named = {
        KIND_OF[metric]
        for limits in (rule.min, rule.max)
        for metric, value in limits.items()
        if value is not None
    }
    return frozenset(kind for kind in named if kind is not None)
