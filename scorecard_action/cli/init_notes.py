"""What `init` tells beside the draft: of the files, of Datadog's rules, and of the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from scorecard_action.datadog.absent import ways
from scorecard_action.drafting.draft import RuleDraft
from scorecard_action.drafting.groups import Group, Groups
from scorecard_action.drafting.steps import Found
from scorecard_action.drafting.survey import MAX_LOOKED, Survey
from scorecard_action.drafting.unused import Unused
from scorecard_action.outputs.text import printable
from scorecard_action.outputs.words import count

_MOST: Final = 10  # files named one by one


def left_out(seen: Survey, groups: Groups) -> Iterator[str]:
    """Yield what was not looked at, or found and left out: the draft says it too."""
    if seen.cut:
        yield f"more than {MAX_LOOKED:,} files may be reports: only the first were looked at"
    if seen.test_data:
        example = printable(seen.test_data[0])
        more = f"{count(len(seen.test_data), 'report')} in folders of test data were left out"
        yield f"{more}, such as {example}"
    if groups.unowned:
        example = printable(groups.unowned[0])
        more = f"{count(len(groups.unowned), 'report')} in no service's folder were left out"
        yield f"{more}, such as {example}"
    if groups.unnamed:
        example = printable(groups.unnamed[0])
        more = f"{count(len(groups.unnamed), 'report')} with a name that no pattern can tell from"
        yield f"{more} another file's were left out, such as {example}"
    if groups.left:
        yield f"{count(groups.left, 'more report')} found: too many sorts for one draft"


def found(rules: Sequence[RuleDraft], beside: Sequence[Unused]) -> Iterator[str]:
    """Yield which reports tell the same as others, and which files are of no use."""
    for rule in rules:
        paths = sorted(path for group in rule.others for path in _paths(group))
        if paths:
            first = next(_paths(rule.group))
            yield f"not drafted twice: {_few(paths)}: the same as {printable(first)}"
    for one in beside[:_MOST]:
        yield f"not used: {printable(one.path)}: {one.why}; {one.cure}"
    if len(beside) > _MOST:
        yield f"not used: {len(beside) - _MOST:,} more files that look like reports"
    if not rules:
        yield (
            "no report was found: let your tests and linters write theirs (`scorecard-action"
            " inspect --formats` lists the formats), and run `scorecard-action init --force`"
        )


def in_datadog(rules: Sequence[RuleDraft], *, known: bool, define: bool) -> Iterator[str]:
    """Yield which rules are Datadog's, and what is to become of the others.

    `known` says that Datadog's rules were read, `define` that the others are defined.
    """
    taken = [repr(printable(rule.name)) for rule in rules if rule.name]
    if taken:
        yield f"rules of Datadog that were taken: {', '.join(taken)}"
    others = [rule for rule in rules if not rule.name]
    if not others:
        return
    names = ", ".join(repr(printable(rule.group.name)) for rule in others)
    if define:
        what = "not in Datadog" if known else "defined"
        yield f"{what}: {names}; `scorecard-action rules apply` makes them (`rules plan` shows it)"
    elif known:
        yield f"not in Datadog: {names}; {ways(len(others))} (`init --define` writes that)"
    else:
        yield (
            "the rules' names are proposals: with DD_API_KEY and DD_APP_KEY set they are those of"
            " Datadog, where it has such rules; `--define` drafts rules to be made there"
        )


def steps(found: Sequence[Found]) -> Iterator[str]:
    """Yield the step of each CI, for its file."""
    for one in found:
        yield ""
        yield f"next, the step of {one.step.label} ({one.why}), {one.step.where}:"
        yield ""
        yield one.step.text.rstrip("\n")


def _paths(group: Group) -> Iterator[str]:
    return (one.path for some in group.seen.values() for one in some)


def _few(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _MOST:,} more" if len(paths) > _MOST else ""
    return f"{', '.join(map(printable, paths[:_MOST]))}{more}"
