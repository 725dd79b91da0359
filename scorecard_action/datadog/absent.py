"""What to say of rules that Datadog does not have: which they are, once, and how to make them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scorecard_action.datadog.rules import Resolved, RuleRef

TWO_WAYS: Final = (
    "create it in Datadog under this very name (Scorecards: Create Rule), or give it"
    " `scorecard: NAME` and `define: {level: 1}` in the mapping, and run `scorecard-action rules"
    " apply`"
)
_NAMED: Final = 5  # rules named where Datadog has none at all


def problems(
    wanted: Sequence[RuleRef], resolved: Sequence[Resolved], *, any_rule: bool
) -> Iterator[str]:
    """Yield the problems of rules that were looked up, and at the end the ways out.

    Where Datadog has no rule at all (`any_rule` is False), that is said in place of one problem for
    each rule.
    """
    absent = [item for item, answer in zip(wanted, resolved, strict=True) if answer.absent]
    if absent and not any_rule:
        yield no_rules([item.name or "" for item in absent])
    for answer in resolved:
        if answer.problem and (any_rule or not answer.absent):
            yield answer.problem
    if absent and any_rule:
        yield ways(len(absent))


def no_rules(names: Sequence[str]) -> str:
    """Say that Datadog has no rule at all, and how to make those of these names."""
    listed = ", ".join(map(repr, dict.fromkeys(names[:_NAMED])))
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"Datadog has no rules yet, none of {listed}{more}. For each: {TWO_WAYS}"


def ways(count: int) -> str:
    """Say how rules are made that Datadog does not have, of which there are `count`."""
    lead = "to have that rule" if count == 1 else f"to have those {count:,} rules, for each"
    return f"{lead}: {TWO_WAYS}"
