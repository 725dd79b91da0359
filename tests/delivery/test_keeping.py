"""When builds meet: table of who is kept, by what is known of both, and of what is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from scorecard_action.datadog.stored import Stored
from scorecard_action.delivery.keeping import is_older, kept, notes, outranked, warnings
from scorecard_action.delivery.newest import newest
from scorecard_action.model import Author, KeptReason, Outcome, State
from tests.datadog.helpers import NOW, outcome

LATER, FAILED = KeptReason.LATER_BUILD, KeptReason.FAILED_IN_THIS_BUILD
MINUTE = dt.timedelta(minutes=1)


def author(build: int, job: str | None = "a", attempt: int = 1, **more: Any) -> Author:
    """A build of its own commit, unless `more` says otherwise."""
    settings: dict[str, Any] = {
        "pipeline": "https://ci.example/runs/{order}",
        "order": build,
        "commit": f"{build:040}",
        "provider": "github",
        "label": "GitHub Actions",
        "number": str(build),
        **more,
    }
    return Author(build=str(build), job=job, attempt=attempt, **settings)


def decided(
    by: Author | None, state: State = State.PASS, minutes: float = 0, **more: Any
) -> Outcome:
    return outcome(state=state, author=by, decided_at=NOW + minutes * MINUTE, **more)


def there(by: Author | None, state: State = State.FAIL, minutes: float | None = -60) -> Stored:
    return Stored(state, None if minutes is None else NOW + minutes * MINUTE, by)


@pytest.mark.parametrize(
    ("stored", "ours", "expected"),
    [
        pytest.param(there(author(58)), decided(author(57)), LATER, id="a later build"),
        pytest.param(
            there(author(58), State.PASS), decided(author(57), State.FAIL), LATER, id="a later pass"
        ),
        pytest.param(there(author(56)), decided(author(57)), None, id="an earlier build"),
        pytest.param(
            there(author(58, commit="c" * 40)),
            decided(author(57, commit="c" * 40)),
            None,
            id="a later build of the same commit",
        ),
        pytest.param(
            there(author(58, pipeline="x/{order}")),
            decided(author(57)),
            None,
            id="another pipeline",
        ),
        pytest.param(
            there(author(58, order=None)), decided(author(57, order=None)), None, id="no order"
        ),
        pytest.param(there(None), decided(author(57)), None, id="no link"),
        pytest.param(there(author(58)), decided(None), None, id="no build of ours"),
        pytest.param(
            there(author(58)),
            decided(author(57, unclear="a child pipeline")),
            None,
            id="not comparable",
        ),
        pytest.param(there(author(57)), decided(author(57, "b")), FAILED, id="another job failed"),
        pytest.param(
            there(author(57)), decided(author(57, "b"), State.SKIP), FAILED, id="skip of another"
        ),
        pytest.param(
            there(author(57)), decided(author(57, "b"), State.FAIL), None, id="both failed"
        ),
        pytest.param(
            there(author(57), State.PASS),
            decided(author(57, "b"), State.FAIL),
            None,
            id="then fail",
        ),
        pytest.param(
            there(author(57), State.SKIP), decided(author(57, "b")), None, id="skip, then pass"
        ),
        pytest.param(there(author(57)), decided(author(57)), None, id="the same job again"),
        pytest.param(there(author(57)), decided(author(57, "b", 2)), None, id="the next attempt"),
        pytest.param(
            there(author(57, None)), decided(author(57, None)), FAILED, id="jobs that are not known"
        ),
    ],
)
def test_kept(stored: Stored, ours: Outcome, expected: KeptReason | None) -> None:
    found = kept(ours, stored)
    assert (found and found.reason) == expected


@pytest.mark.parametrize(
    ("committed", "stored", "expected"),
    [
        pytest.param(-30, -60, None, id="younger than the outcome: numbers began anew"),
        pytest.param(-90, -60, LATER, id="older: an old build again"),
        pytest.param(-60, -60, LATER, id="at the same time"),
        pytest.param(0, -60, None, id="made as the build decided"),
        # No commit is younger than its build: the clock that dated it is wrong.
        pytest.param(1, -60, LATER, id="in the future"),
        pytest.param(None, -60, LATER, id="not known"),
        pytest.param(-30, None, LATER, id="the outcome's time is not known"),
        pytest.param(-1, 60, LATER, id="the outcome is of the future"),
    ],
)
def test_a_younger_commit_heals_restarted_numbers(
    committed: float | None, stored: float | None, expected: KeptReason | None
) -> None:
    at = None if committed is None else NOW + committed * MINUTE
    found = kept(decided(author(57), committed_at=at), there(author(58), minutes=stored))
    assert (found and found.reason) == expected


@pytest.mark.parametrize(
    ("by", "ours", "why"),
    [
        pytest.param(author(58), author(57), "build 58 has reported since", id="number"),
        pytest.param(
            author(58, number=""), author(57), "build 58 has reported since", id="no number"
        ),
        pytest.param(
            author(58, number="9" * 500), author(57), "a later build has reported since", id="long"
        ),
        pytest.param(author(57), author(57, "b"), "job a failed in this build", id="job"),
        pytest.param(
            author(57, "https://ci.example/job/1"),
            author(57),
            "another job failed in this build",
            id="a job's link",
        ),
        pytest.param(author(57, None), author(57), "another job failed in this build", id="no job"),
    ],
)
def test_why(by: Author, ours: Author, why: str) -> None:
    found = kept(decided(ours), there(by))
    assert found
    assert found.why == why


@pytest.mark.parametrize(
    ("stored", "ours", "older"),
    [
        pytest.param(there(None, minutes=1), decided(None), True, id="newer"),
        pytest.param(there(None, minutes=-1), decided(None), False, id="older"),
        pytest.param(there(None, minutes=None), decided(None), False, id="no time"),
        pytest.param(there(author(57), minutes=1), decided(None), True, id="saved without a build"),
        pytest.param(
            there(author(56), minutes=1), decided(author(57)), False, id="an old build run again"
        ),
        pytest.param(
            there(author(58), minutes=1), decided(author(57)), True, id="by a later build"
        ),
        pytest.param(
            there(author(57), State.PASS, 1),
            decided(author(57, "b"), State.FAIL),
            False,
            id="a failure beside another job's pass",
        ),
        pytest.param(
            there(author(57), State.PASS, 1), decided(author(57), State.FAIL), True, id="same job"
        ),
        pytest.param(
            there(author(57, "b", 2), State.PASS, 1),
            decided(author(57), State.FAIL),
            True,
            id="the next attempt passed",
        ),
        pytest.param(
            there(author(56), minutes=1),
            decided(author(57, unclear="a child pipeline")),
            True,
            id="not comparable",
        ),
    ],
)
def test_is_older(stored: Stored, ours: Outcome, older: bool) -> None:
    assert is_older(ours, stored) is older


def named(one: Outcome, id_: str | None, name: str = "X") -> Outcome:
    return msgspec.structs.replace(one, rule=name, rule_id=id_)


FAIL_A = decided(author(57, "a"), State.FAIL)
PASS_B = decided(author(57, "b"), State.PASS, 1)
PASS_A = decided(author(57, "a"), State.PASS, 2)
OF_58 = decided(author(58), State.FAIL)
AGAIN_57 = decided(author(57), State.PASS, 1)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        pytest.param([FAIL_A, PASS_B], "+k", id="a failure, then another job's pass"),
        pytest.param([PASS_B, FAIL_A], "k+", id="in another order"),
        pytest.param([FAIL_A, PASS_B, PASS_A], "-k+", id="then the same job's pass"),
        pytest.param([OF_58, AGAIN_57], "+k", id="a later build, then an old one"),
        pytest.param(
            [OF_58, msgspec.structs.replace(AGAIN_57, committed_at=NOW + MINUTE / 2)],
            "-+",
            id="numbers that began anew",
        ),
        pytest.param([named(FAIL_A, "1"), named(PASS_B, None)], "+k", id="not looked up yet"),
        pytest.param([named(FAIL_A, None), named(PASS_B, "1")], "+k", id="looked up since"),
        pytest.param([named(FAIL_A, "1"), named(PASS_B, "2")], "++", id="two rules of one name"),
        pytest.param([named(FAIL_A, "1", "Y"), named(PASS_B, "1")], "+k", id="renamed"),
        pytest.param(
            [FAIL_A, msgspec.structs.replace(PASS_B, entity="b")], "++", id="two entities"
        ),
        pytest.param([decided(None, State.FAIL), decided(None, minutes=1)], "-+", id="no builds"),
    ],
)
def test_outcomes_beside_each_other(outcomes: list[Outcome], expected: str) -> None:
    lost, stays = outranked(outcomes), newest(outcomes)
    found = ["k" if i in lost else "-+"[stays[i]] for i in range(len(outcomes))]
    assert "".join(found) == expected
    assert not any(stays[i] for i in lost)


def test_what_is_said() -> None:
    at_58 = [
        msgspec.structs.replace(
            decided(author(57)),
            rule=f"R{n}",
            kept_reason=LATER,
            kept_why="build 58 has reported since",
        )
        for n in range(5)
    ]
    unknown = msgspec.structs.replace(
        decided(author(57, None)),
        kept_reason=FAILED,
        kept_why="another job failed in this build",
    )
    missing = msgspec.structs.replace(decided(author(57)), kept_reason=KeptReason.MISSING)
    first, second, third = warnings([*at_58, unknown, missing])
    assert first == (
        "5 outcomes not sent, as build 58 has reported since: 'R0' for my-service, 'R1' for"
        " my-service, 'R2' for my-service and 2 more (--force sends them)"
    )
    assert second.startswith("1 outcome not sent, as another job failed in this build: 'Rule r1'")
    assert "job-id" in third


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        pytest.param([decided(author(57))], "sent without knowing whether a later build", id="no"),
        pytest.param([decided(None)], "", id="nothing that could meet"),
        pytest.param(
            [decided(author(57, unclear="a child"))] * 2, "builds' outcomes: a child", id="why"
        ),
    ],
)
def test_what_is_sent_unseen(outcomes: list[Outcome], expected: str) -> None:
    lines = notes(outcomes, {("service:my-service", "r1")})
    assert expected in "\n".join(lines)
    assert bool(lines) is bool(expected)
    assert len(lines) == bool(expected)
