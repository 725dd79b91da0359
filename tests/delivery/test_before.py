"""What Datadog had of an outcome before this build."""

from __future__ import annotations

import datetime as dt

import pytest

from scorecard_action.ci.authors import author_in, same_build
from scorecard_action.ci.detect import Context, detect
from scorecard_action.ci.links import links
from scorecard_action.datadog.stored import Current, Stored
from scorecard_action.delivery.before import before
from scorecard_action.model import Author, Outcome, State
from scorecard_action.remarks import compose

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
KEY = ("service:cart", "rule-id")
OURS = Author("https://ci.example/{order}", "57", 57, job="test")
OTHERS = OURS._replace(build="56", order=56)


def outcome(
    entity: str = "service:cart", id_: str | None = "rule-id", *, author: bool = True
) -> Outcome:
    return Outcome(
        entity=entity,
        rule="Unit tests pass",
        rule_id=id_,
        state=State.FAIL,
        reason="",
        decided_at=NOW,
        author=OURS if author else None,
    )


def there(author: Author | None) -> Current:
    return Current({KEY: Stored(State.FAIL, NOW, author)})


NOBODY = Current({})
UNREAD = Current({}, frozenset({KEY}), "could not be read: 403")


@pytest.mark.parametrize(
    ("one", "found", "expected"),
    [
        pytest.param(outcome(), there(OTHERS), State.FAIL, id="another build"),
        pytest.param(outcome(), there(None), State.FAIL, id="by hand"),
        pytest.param(outcome(author=False), there(None), State.FAIL, id="no build is known"),
        pytest.param(outcome(), there(OURS), "what Datadog has was sent by this same", id="ours"),
        pytest.param(
            outcome(),
            there(OURS._replace(job="lint", attempt=3)),
            "what Datadog has was sent by this same build",
            id="another job and attempt",
        ),
        pytest.param(outcome(), None, "Datadog was not asked", id="not asked"),
        pytest.param(outcome(), NOBODY, "Datadog has no outcome of it", id="none"),
        pytest.param(outcome(), UNREAD, "could not be read: 403", id="unread"),
        pytest.param(outcome("queue:cart"), UNREAD, "for services only", id="no service"),
        pytest.param(outcome(id_=None), NOBODY, "the rule's id is not known", id="no id"),
    ],
)
def test_before(one: Outcome, found: Current | None, expected: State | str) -> None:
    state, why = before(one, found)
    if isinstance(expected, State):
        assert (state, why) == (expected, "")
    else:
        assert state is None
        assert expected in why


GITLAB = {
    "GITLAB_CI": "true",
    "CI_PIPELINE_URL": "https://gitlab.com/acme/shop/-/pipelines/1057",
    "CI_PIPELINE_ID": "1057",
    "CI_PIPELINE_IID": "57",
    "CI_JOB_NAME": "test",
    "CI_JOB_URL": "https://gitlab.com/acme/shop/-/jobs/7",
}


@pytest.mark.parametrize(
    ("number", "ours"),
    [
        pytest.param("57", True, id="this build"),
        pytest.param("56", False, id="another build"),
        pytest.param("57/", False, id="another address"),
    ],
)
def test_an_address_of_ones_own_is_known_again(number: str, *, ours: bool) -> None:
    """Such a build is compared with no other, but what it wrote itself is no state before it."""

    def run(number: str) -> Context:
        url = f"https://ci.example/runs?a=1&b={number}"
        return detect(GITLAB | {"DD_CI_PIPELINE_URL": url}, terminal=False)

    mine, there = run("57").author, run(number)
    assert mine is not None
    assert mine.unclear
    written = compose("1 failed", (), links(there.build, there.parts))
    assert same_build(author_in(written, mine), mine) is ours
