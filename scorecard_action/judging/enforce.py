"""Which failed outcomes make the step exit with 1: what a rule's `enforce` says, over `--fail-on`.

A regression fails now and did not before. What was before is asked of those who may know it, the
first who does decides; where none does, the failure counts as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scorecard_action.mapping.types import Enforce
from scorecard_action.model import State

_SAID = {State.PASS: "passed", State.SKIP: "was skipped"}


class Before(NamedTuple):
    """The state of an outcome before this build; None where it is not known, and `why` not."""

    state: State | None
    why: str = ""


def wanted(enforce: Enforce | None, fail_on: Enforce) -> tuple[Enforce, str]:
    """Return which failure counts, and what says so, as it is written there."""
    if enforce is None:
        return fail_on, f"--fail-on {fail_on}"
    return enforce, f"enforce: {enforce}"


def why_exit_1(state: State | None, enforce: Enforce, asked: Sequence[Before]) -> str | None:
    """Say why an outcome of this state makes the step exit with 1; None where it does not.

    `asked` are the answers to what it was before, the best first. The text follows a name: `fails
    and passed before`.
    """
    if state is not State.FAIL or enforce is Enforce.NEVER:
        return None
    if enforce is Enforce.FAIL:
        return "fails"
    known = next((one.state for one in asked if one.state), None)
    if known is None:
        whys = ", and ".join(one.why for one in asked)
        return f"fails, and whether it did before is not known: {whys}"
    return f"fails and {_SAID[known]} before" if known in _SAID else None
