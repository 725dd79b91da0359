"""Which outcomes make `submit` exit with 1, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scorecard_action.cli import EXIT_BUG, console
from scorecard_action.delivery.before import before
from scorecard_action.delivery.pending import Delivered
from scorecard_action.errors import Problem
from scorecard_action.flow import Judged
from scorecard_action.judging.enforce import Before, wanted, why_exit_1
from scorecard_action.mapping.types import Enforce, Rule
from scorecard_action.model import State
from scorecard_action.outputs.words import count, entity_name

# Outcomes named; the others are counted.
MOST = 5


class Counted(NamedTuple):
    """An outcome that makes the step exit with 1: where its rule is, and why as a sentence."""

    file: str
    line: int
    why: str


def counted(judged: Sequence[Judged], delivered: Delivered, fail_on: Enforce) -> list[Counted]:
    """Return the outcomes that count: those of `delivered`, in the order of what was `judged`.

    `fail_on` holds for rules that do not say.
    """
    found = []
    for one, outcome in zip(judged, delivered.outcomes, strict=True):
        enforce, said = wanted(one.target.rule.enforce, fail_on)
        asked: tuple[Before, ...] = ()
        if enforce is Enforce.REGRESSION:
            asked = (before(outcome, delivered.found), _in_baseline(one))
        if why := why_exit_1(outcome.state, enforce, asked):
            name = entity_name(outcome.entity)
            text = f"rule {outcome.rule!r} for {name} {why} ({said})"
            rule = one.target.rule
            found.append(Counted(rule.file, rule.line, text))
    return found


def said(found: Sequence[Counted], code: int, *, exit_zero: bool) -> tuple[str, ...]:
    """Say it, a line each; `code` is the largest of all, which `exit_zero` may have turned to 0."""
    lead = "exit 1" if code == 1 else f"exit {code} (1 for this alone)"
    lead += ", which --exit-zero makes 0" if exit_zero and code != EXIT_BUG else ""
    more = len(found) - MOST
    lines = [f"{lead}: {one.why}" for one in found[:MOST]]
    return (*lines, *([f"{lead}: {count(more, 'more outcome')}"] if more > 0 else []))


def problems(found: Sequence[Counted], lines: Sequence[str]) -> list[Problem]:
    """Return what is said as errors, each at its rule in the mapping."""
    places = [(one.file, one.line) for one in found[:MOST]]
    places += [("", 0)] * (len(lines) - len(places))
    return [
        Problem(console.masked(file), line, 1 if line else 0, console.masked(text))
        for (file, line), text in zip(places, lines, strict=True)
    ]


def described(rule: Rule) -> Iterator[str]:
    """Yield what a rule says of it, for `check`."""
    if rule.enforce:
        yield f"enforce: {rule.enforce}"


def explained(one: Judged) -> Iterator[str]:
    """Yield what a rule's `enforce` makes of its outcome: `enforce: fail (exit 1)`."""
    enforce, state = one.target.rule.enforce, one.decision.state
    if enforce is None:
        return
    if enforce is Enforce.REGRESSION and state is State.FAIL:
        known = _in_baseline(one)
        baseline = f"the baseline says {known.state}" if known.state else known.why
        yield f"enforce: {enforce} (exit 1 unless it failed before in Datadog; {baseline})"
    else:
        counts = why_exit_1(state, enforce, ())
        yield f"enforce: {enforce} ({'exit 1' if counts else 'not exit 1'})"


def _in_baseline(one: Judged) -> Before:
    if one.known is None:
        return Before(None, "no baseline has it")
    return Before(one.known.state, "the baseline has no state of it")
