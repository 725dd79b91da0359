"""When builds meet: which outcome stays of two that two builds, or two jobs of one, have decided.

Datadog has one outcome of a rule and entity, and the last one to come wins. A build that is run
again would hide what a later one found, and a job that passed the failure of another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from scorecard_action.ci.authors import Meeting, known_by, meeting
from scorecard_action.datadog.stored import Key, Stored, key_of
from scorecard_action.model import Author, KeptReason, Outcome, State
from scorecard_action.outputs import words

_NAMED = 3  # outcomes named in a warning
_NUMBER = 40  # characters of a build's number


class Kept(NamedTuple):
    """Why an outcome is not to be sent, also for a person: `build 58 has reported since`."""

    reason: KeptReason
    why: str


def kept(outcome: Outcome, there: Stored) -> Kept | None:
    """Whether what is `there` is to stay, and why; None where the outcome takes its place.

    A later build's stays, unless the commit of this one is younger: then the numbers began anew. A
    `fail` of this build and attempt stays, unless the same job has decided anew.
    """
    if outcome.author is None or outcome.state is None:
        return None
    met = meeting(there.author, outcome.author)
    if met is Meeting.LATER_BUILD and there.author and not _younger(outcome, there):
        return Kept(KeptReason.LATER_BUILD, f"{_build(there.author)} has reported since")
    if met is Meeting.SAME_BUILD and _hides(outcome.state, there.state):
        return Kept(KeptReason.FAILED_IN_THIS_BUILD, f"{_job(there.author)} failed in this build")
    return None


def is_older(outcome: Outcome, there: Stored) -> bool:
    """Whether an outcome of an earlier run was decided before what is `there` was stored.

    It counts as newer than that of an earlier build, and its failure as newer than what another job
    of the same build has.
    """
    if there.modified_at is None or there.modified_at <= outcome.decided_at:
        return False
    ours = outcome.author
    if ours is None or ours.unclear or outcome.state is None or there.author is None:
        return True
    # The other way round: what is there meets this outcome.
    met = meeting(ours, there.author)
    later = met is Meeting.LATER_BUILD
    return not (later or (met is Meeting.SAME_BUILD and _hides(there.state, outcome.state)))


def outranked(outcomes: Sequence[Outcome]) -> dict[int, Kept]:
    """Which of these outcomes would be kept if they were sent one after the other, as decided.

    By their places. A rule is known by its id or, where one of two has none yet, by its name.
    """
    lost: dict[int, Kept] = {}
    last: dict[tuple[str, ...], Outcome] = {}
    for i in sorted(range(len(outcomes)), key=lambda i: outcomes[i].decided_at):
        one = outcomes[i]
        entity, id_ = key_of(one)
        places: list[tuple[str, ...]] = [("name", entity, one.rule, one.scorecard or "")]
        places += [("id", entity, id_)] if id_ else []
        for place in places:
            there = last.get(place)
            if there is None or (id_ and there.rule_id and id_ != there.rule_id):
                continue
            if there.state and (found := kept(one, _as_stored(there))):
                lost[i] = found
                break
        else:
            last.update(dict.fromkeys(places, one))
    return lost


def warnings(outcomes: Iterable[Outcome]) -> list[str]:
    """What to say of the outcomes that are kept because of another build or job: a line a cause."""
    groups: dict[str, list[Outcome]] = {}
    unknown: list[str] = []
    for one in outcomes:
        if one.kept_reason in {KeptReason.LATER_BUILD, KeptReason.FAILED_IN_THIS_BUILD}:
            groups.setdefault(one.kept_why, []).append(one)
            failed = one.kept_reason is KeptReason.FAILED_IN_THIS_BUILD
            if failed and one.author and one.author.job is None:
                unknown.append(known_by(one.author))
    lines = []
    for why, group in groups.items():
        named = [f"{one.rule!r} for {words.entity_name(one.entity)}" for one in group[:_NAMED]]
        more = len(group) - _NAMED
        lines.append(
            f"{words.count(len(group), 'outcome')} not sent, as {why}: {', '.join(named)}"
            f"{f' and {more:,} more' if more > 0 else ''} (--force sends them)"
        )
    lines += [
        f"the job of this build is not known, so it counts as another one: {how}"
        for how in dict.fromkeys(unknown)
    ]
    return lines


def notes(outcomes: Iterable[Outcome], unread: Set[Key]) -> list[str]:
    """What to say of outcomes that are sent although it is not known what they may hide."""
    due = [(one, one.author) for one in outcomes if one.due and one.author]
    unclear = dict.fromkeys(author.unclear for _, author in due if author.unclear)
    lines = [f"not compared with other builds' outcomes: {why}" for why in unclear]
    unseen = sum(not author.unclear and key_of(one) in unread for one, author in due)
    if unseen:
        lines.append(
            f"{words.count(unseen, 'outcome')} to be sent without knowing whether a later build has"
            " reported, or another job of this one has failed: what Datadog has was not read"
        )
    return lines


def _as_stored(outcome: Outcome) -> Stored:
    return Stored(outcome.state or State.SKIP, outcome.decided_at, outcome.author)


def _hides(state: State, there: State) -> bool:
    return there is State.FAIL and state is not State.FAIL


def _younger(outcome: Outcome, there: Stored) -> bool:
    """Whether the outcome's commit was made after what is there was stored.

    A commit that was made after its build is dated by a clock that is wrong, and says nothing.
    """
    at, stored = outcome.committed_at, there.modified_at
    return at is not None and stored is not None and stored < at <= outcome.decided_at


def _build(author: Author) -> str:
    number = author.number or author.build
    return f"build {number}" if len(number) <= _NUMBER else "a later build"


def _job(author: Author | None) -> str:
    # The job may be known by its link alone.
    named = author and author.job and "/" not in author.job and len(author.job) <= _NUMBER
    return f"job {author.job}" if author and named else "another job"
