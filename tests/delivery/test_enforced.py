"""Which failures make the step exit with 1, as a user of GitHub Actions meets a Scorecards API."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scorecard_action.sandbox.rows import NewOutcome
from tests.delivery.building import api, build, rules
from tests.delivery.conftest import Step, Submit

REGRESSION = ("--fail-on", "regression")
WRONG = "exit 1: rule 'Rule 0' for s0 fails and "
NOT_KNOWN = f"{WRONG[:-5]}, and whether it did before is not known: "
NO_BASELINE = ", and no baseline has it (--fail-on regression)"


def fails(**more: Any) -> Step:
    return Step(57, "fail", arguments=REGRESSION)._replace(**more)


def line(out: str) -> str:
    """What the terminal says of the exit code, its lines joined."""
    found = re.search(r"^exit \d.*", out, re.DOTALL | re.MULTILINE)
    return " ".join(found[0].split()) if found else ""


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param(
            [Step(56, "pass")], fails(), f"{WRONG}passed before (--fail-on regression)", id="pass"
        ),
        pytest.param(
            [Step(56, "skip")],
            fails(),
            f"{WRONG}was skipped before (--fail-on regression)",
            id="skip",
        ),
        pytest.param([Step(56, "fail")], fails(), "", id="fail"),
        pytest.param([Step(56, "pass")], fails(state="pass"), "", id="passes now"),
        pytest.param([Step(56, "pass")], fails(state="skip"), "", id="is skipped now"),
        pytest.param(
            [], fails(), f"{NOT_KNOWN}Datadog has no outcome of it{NO_BASELINE}", id="new"
        ),
        pytest.param(
            [Step(56, "pass"), Step(57, "fail")],
            fails(job="2"),
            f"{NOT_KNOWN}what Datadog has was sent by this same build{NO_BASELINE}",
            id="another job of this build failed",
        ),
        pytest.param(
            [Step(56, "fail"), Step(57, "pass")],
            fails(job="2"),
            f"{NOT_KNOWN}what Datadog has was sent by this same build{NO_BASELINE}",
            id="another job of this build passed",
        ),
        pytest.param(
            [Step(56, "pass"), Step(57, "fail")],
            fails(attempt=2),
            f"{NOT_KNOWN}what Datadog has was sent by this same build{NO_BASELINE}",
            id="an earlier attempt of this build",
        ),
        pytest.param(
            [Step(57, "fail", attempt=2)],
            fails(attempt=1),
            f"{NOT_KNOWN}what Datadog has was sent by this same build{NO_BASELINE}",
            id="a later attempt of this build",
        ),
        pytest.param(
            [Step(58, "pass")],
            fails(),
            f"{WRONG}passed before (--fail-on regression)",
            id="kept, a later build passed",
        ),
        pytest.param([Step(58, "fail")], fails(), "", id="kept, a later build failed"),
        pytest.param(
            [Step(56, "pass", commit="c" * 40)],
            fails(commit="c" * 40),
            f"{WRONG}passed before (--fail-on regression)",
            id="another build of this commit",
        ),
    ],
)
@pytest.mark.parametrize(
    "more",
    [
        pytest.param((), id="sent"),
        pytest.param(("--endpoint", "async"), id="async"),
        pytest.param(("--skip-unchanged",), id="skip-unchanged"),
        pytest.param(("--force",), id="force"),
        pytest.param(("--dry-run",), id="dry-run"),
    ],
)
def test_what_datadog_had_before_decides(
    submit: Submit, before: list[Step], now: Step, expected: str, more: tuple[str, ...]
) -> None:
    with api(rules(1)) as server:
        for step in before:
            assert submit(server.url, step)[0] == 0
        code, out, err = submit(server.url, now._replace(arguments=(*now.arguments, *more)))
    assert (code, line(out)) == (int(bool(expected)), expected)
    assert ("::error" in err) is bool(expected)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        pytest.param("403-outcomes", "Datadog answered 403", id="no scope"),
        pytest.param("429-outcomes", "Datadog answered 429", id="too many"),
        pytest.param("500-outcomes", "Datadog answered 500", id="error"),
        pytest.param("reset-outcomes", "", id="reset"),
        pytest.param("hang-outcomes", "", id="hang"),
        pytest.param("slow-outcomes=1", "", id="slow"),
        pytest.param("truncate-outcomes", "", id="truncate"),
        pytest.param("not-an-answer-outcomes", "", id="not an answer"),
        pytest.param("huge-outcomes", "", id="huge"),
    ],
)
def test_what_could_not_be_read_is_not_known_and_all_is_sent(
    submit: Submit, monkeypatch: pytest.MonkeyPatch, fault: str, why: str
) -> None:
    monkeypatch.setattr("tests.delivery.building.FastClock.pace", 20.0)
    with api(rules(1)) as server:
        assert submit(server.url, Step(56, "fail"))[0] == 0
        with api(store=server.store, faults=[fault]) as faulty:
            code, out, _ = submit(faulty.url, fails())
            assert (code, faulty.writes) == (1, 1)
    said = line(out)
    assert said.startswith(f"{NOT_KNOWN}the outcomes that Datadog has now could not all be read: ")
    assert why in said
    assert said.endswith(NO_BASELINE)


def test_without_keys_datadog_is_not_asked(submit: Submit) -> None:
    with api(rules(1)) as server:
        assert submit(server.url, Step(56, "fail"))[0] == 0
        asked = len(server.requests)
        code, out, _ = submit(server.url, fails(arguments=(*REGRESSION, "--dry-run"), keys=False))
        assert len(server.requests) == asked
    assert (code, line(out)) == (1, f"{NOT_KNOWN}Datadog was not asked{NO_BASELINE}")


def test_a_rule_that_could_not_be_looked_up(tmp_path: Path, submit: Submit) -> None:
    build(tmp_path, 1, 1, pinned=False, leaky=False)
    with api(rules(1)) as server:
        assert submit(server.url, Step(56, "fail"))[0] == 0
        server.refused = {"GET rules": 403}
        code, out, _ = submit(server.url, fails())
    assert code == 4
    assert line(out) == (
        "exit 4 (1 for this alone): rule 'Rule 0' for s0 fails, and whether it did before is not"
        f" known: the rule's id is not known, by which Datadog can be asked{NO_BASELINE}"
    )


def test_every_outcome_has_its_own_before(tmp_path: Path, submit: Submit) -> None:
    """Of two services and two rules, those count that passed before."""
    build(tmp_path, 2, 2, leaky=False)
    with api(rules(2)) as server:
        assert submit(server.url, Step(56, "fail"))[0] == 0
        server.store.put_outcomes(
            [NewOutcome(str(rules(2)[1]["id"]), "service:s0", "pass", "by hand")]
        )
        code, out, _ = submit(server.url, fails())
    assert code == 1
    assert (
        line(out) == "exit 1: rule 'Rule 1' for s0 fails and passed before (--fail-on regression)"
    )
