"""What a build measured, as a baseline keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from scorecard_action.baselines.keys import Key
from scorecard_action.flow import Judged, is_undecided
from scorecard_action.judging.known import Known, Mask, findings_masked, tests_masked


class Measured(NamedTuple):
    """What is known of each rule by now, and why less is of some.

    `unread` are the rules of which a report could not be read, or whose tool did not finish:
    nothing is kept of them. Of the `bare` there is no whole evidence: they have a state alone.
    """

    entries: dict[Key, Known]
    unread: dict[Key, str]
    bare: dict[Key, str]

    def has(self, key: Key) -> bool:
        """Say whether something is known of this rule, or why not."""
        return key in self.entries or key in self.unread


def measured(judged: Iterable[Judged], mask: Mask) -> Measured:
    """Return what a build measured, evaluated as `compared`. `mask` takes keys out of a text."""
    found = Measured({}, {}, {})
    for one in judged:
        key = Key.of(one.target).masked(mask)
        if found.has(key):
            # two that differ in a secret alone: later builds could not tell which is which
            found.entries.pop(key, None)
            found.bare.pop(key, None)
            found.unread[key] = "another rule has this name once keys are taken out of it"
        elif one.known is None or one.tally.problems or is_undecided(one.decision):
            found.unread[key] = one.decision.reason
        elif one.absent or one.decision.lacks:
            found.bare[key] = one.decision.reason
            found.entries[key] = Known(one.known.state)
        else:
            found.entries[key] = replace(
                one.known,
                failed=tests_masked(one.known.failed, mask),
                findings=findings_masked(one.known.findings, mask),
            )
    return found
