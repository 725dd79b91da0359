"""Which parts of a mapping do nothing: globs, `exclude` and `only` that match nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from scorecard_action.entities.targets import Target
from scorecard_action.globs.globs import Glob
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import Missing, Rule

# Finding nothing of a severity, or of a linter's rule, is what a clean build looks like.
_HUNTED: Final = frozenset({"severity", "rule"})


class Read(NamedTuple):
    """What one target read: its tally, and the entries of `reports` that found no file."""

    target: Target
    tally: Tally
    absent: Sequence[str]


def dead(
    read: Sequence[Read], excluding: Collection[Rule], everywhere: Collection[Glob]
) -> Iterator[str]:
    """Yield a warning for each part of the mapping that does nothing.

    `excluding` are the rules whose `exclude` left a file out, `everywhere` the `exclude` at the top
    of the mapping. A rule that fails for want of a report says so itself.
    """
    by_rule: dict[Rule, list[Read]] = {}
    for one in read:
        by_rule.setdefault(one.target.written, []).append(one)
    for rule, ones in by_rule.items():
        for text in (*_absent(rule, ones), *_unselecting(rule, ones)):
            yield f"rule {rule.label!r}: {text}"
        if rule not in excluding and set(rule.exclude) - set(everywhere):
            yield f"rule {rule.label!r}: `exclude` excludes no file: mend it, or take it out"
    if everywhere and by_rule and not excluding:
        yield "`exclude` at the top of the mapping excludes no report: mend it, or take it out"


def _absent(rule: Rule, ones: Sequence[Read]) -> Iterator[str]:
    if rule.missing is not Missing.FAIL:
        told = dict.fromkeys(text for one in ones for text in one.absent)
        yield from list(told)[:3]


def _unselecting(rule: Rule, ones: Sequence[Read]) -> Iterator[str]:
    fields = {name for selector in rule.only for name in selector.names}
    if not rule.only or fields & _HUNTED:
        return
    blind = [one.target.entity for one in ones if _there(one.tally) and not _selected(one.tally)]
    if blind:
        more = f" and {len(blind) - 1:,} more" if blind[1:] else ""
        yield (
            f"`only` selects nothing of the reports of {blind[0]}{more}:"
            " `scorecard-action explain` shows what they hold"
        )


def _there(tally: Tally) -> bool:
    return bool(tally.all_tests or tally.all_findings or tally.coverage.named)


def _selected(tally: Tally) -> bool:
    return bool(tally.own or tally.findings or tally.accepted or tally.coverage.names)
