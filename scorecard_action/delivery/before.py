"""What Datadog had of an outcome before this build, for what is only a failure if it is new."""

from __future__ import annotations

from scorecard_action.ci.authors import same_build
from scorecard_action.datadog.stored import Current
from scorecard_action.judging.enforce import Before
from scorecard_action.model import Entity, Outcome


def before(outcome: Outcome, found: Current | None) -> Before:
    """The state that Datadog had, as it was `found` before sending (None: it was not asked).

    What this same build wrote, in whichever job and attempt, says nothing of before it.
    """
    if found is None:
        return Before(None, "Datadog was not asked")
    stored = found.of(outcome)
    if stored and outcome.author and same_build(stored.author, outcome.author):
        return Before(None, "what Datadog has was sent by this same build")
    if stored:
        return Before(stored.state)
    if Entity.parse(outcome.entity).kind != "service":
        return Before(None, "Datadog can be asked for services only")
    if not outcome.rule_id:
        return Before(None, "the rule's id is not known, by which Datadog can be asked")
    if found.tells_of(outcome):
        return Before(None, "Datadog has no outcome of it")
    return Before(None, found.note or "what Datadog has was not read")
