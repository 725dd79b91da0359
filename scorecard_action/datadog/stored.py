"""The outcomes that Datadog has now: what a run would change, and who wrote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from scorecard_action.model import Author, Entity, Outcome, State

Key = tuple[str, str]
"""An entity (`service:cart`) and a rule's id."""


class Stored(NamedTuple):
    """An outcome that Datadog has. The time is in UTC, None where it is not known; `author` is
    who wrote it, as far as its remarks say that in the form of the outcome that it was read for.
    """

    state: State
    modified_at: dt.datetime | None = None
    author: Author | None = None


class Current(NamedTuple):
    """What Datadog has. Of the keys that are `unread` nothing is known, and `note` says why."""

    outcomes: Mapping[Key, Stored]
    unread: frozenset[Key] = frozenset()
    note: str = ""

    def of(self, outcome: Outcome) -> Stored | None:
        """What Datadog has for the rule and entity of this outcome."""
        return self.outcomes.get(key_of(outcome))

    def tells_of(self, outcome: Outcome) -> bool:
        """Whether Datadog would have been found to have an outcome of this rule and entity."""
        return bool(outcome.rule_id) and key_of(outcome) not in self.unread


def key_of(outcome: Outcome) -> Key:
    """The key of an outcome; the id is empty where it is not known."""
    return str(Entity.parse(outcome.entity)), outcome.rule_id or ""
