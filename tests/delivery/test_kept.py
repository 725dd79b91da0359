"""Builds that meet at a Scorecards API, as a user of GitHub Actions meets them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scorecard_action.datadog.outcomes import BATCH_PATH
from scorecard_action.delivery.undelivered import load, to_json
from scorecard_action.model import Outcome
from scorecard_action.sandbox.rows import NewOutcome
from tests.datadog.server import Reply, Request, Server, answer
from tests.delivery.building import Api, FastClock, api, build, result, rules, saved
from tests.delivery.conftest import Command, Step, Submit

RULE = str(rules(1)[0]["id"])
FILE = "scorecard-undelivered.json"
NOBODY = "http://127.0.0.1:1"


def only(folder: Path) -> dict[str, Any]:
    (found,) = result(folder)["outcomes"]
    return dict(found)


LATER = ("kept", "later-build")
FAILED = ("kept", "failed-in-this-build")
SENT = ("sent", None)
HOURS_AGO = "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("steps", "expected", "state"),
    [
        pytest.param([Step(58, "fail"), Step(57, "pass")], LATER, "fail", id="an old build again"),
        pytest.param([Step(58, "pass"), Step(57, "fail")], LATER, "pass", id="and it fails"),
        pytest.param([Step(57, "fail"), Step(58, "pass")], SENT, "pass", id="in order"),
        pytest.param(
            [Step(58, "fail", commit="c" * 40), Step(57, "pass", commit="c" * 40)],
            SENT,
            "pass",
            id="two builds of one commit",
        ),
        pytest.param(
            [Step(58, "fail"), Step(57, "pass", committed=HOURS_AGO)],
            LATER,
            "fail",
            id="its commit is older than the outcome",
        ),
        pytest.param(
            [Step(58, "fail"), Step(57, "pass", committed="now")],
            SENT,
            "pass",
            id="its commit is younger than the outcome",
        ),
        pytest.param(
            [Step(58, "fail"), Step(57, "pass", committed="2999-01-01T00:00:00Z")],
            LATER,
            "fail",
            id="its commit is of the future",
        ),
        pytest.param(
            [Step(58, "fail"), Step(57, "pass", arguments=("--force",))], SENT, "pass", id="forced"
        ),
        pytest.param(
            [Step(57, "fail"), Step(57, "pass", "2")], FAILED, "fail", id="another job failed"
        ),
        pytest.param(
            [Step(57, "fail"), Step(57, "skip", "2")], FAILED, "fail", id="and this one skips"
        ),
        pytest.param(
            [Step(57, "fail"), Step(57, "pass", "2", arguments=("--force",))],
            SENT,
            "pass",
            id="another job failed, forced",
        ),
        pytest.param([Step(57, "pass"), Step(57, "fail", "2")], SENT, "fail", id="this job fails"),
        pytest.param([Step(57, "fail"), Step(57, "pass")], SENT, "pass", id="the same job again"),
        pytest.param(
            [Step(57, "fail"), Step(57, "pass", "2", 2)], SENT, "pass", id="the next attempt"
        ),
        pytest.param(
            [Step(57, "fail", "2", 2), Step(57, "pass", "1")],
            FAILED,
            "fail",
            id="an earlier attempt comes late",
        ),
        pytest.param(
            [Step(57, "fail", ""), Step(57, "pass", "")], FAILED, "fail", id="jobs are not known"
        ),
        pytest.param(
            [Step(57, "fail"), Step(57, "fail", "2", arguments=("--skip-unchanged",))],
            ("unchanged", None),
            "fail",
            id="both fail, and what is unchanged is left out",
        ),
        pytest.param(
            [Step(57, "fail"), Step(57, "pass", "2", arguments=("--skip-unchanged",))],
            FAILED,
            "fail",
            id="kept, and what is unchanged is left out",
        ),
    ],
)
def test_two_builds(
    tmp_path: Path,
    submit: Submit,
    steps: list[Step],
    expected: tuple[str, str | None],
    state: str,
) -> None:
    with api(rules(1)) as server:
        for step in steps:
            at = dt.datetime.now(dt.UTC).isoformat()
            run = step._replace(committed=step.committed.replace("now", at))
            assert submit(server.url, run)[0] == 0
        assert server.stored == {("service:s0", RULE): state}
        assert server.writes == (2 if expected == SENT else 1)
    found = only(tmp_path)
    assert (found["delivery"], found["kept_reason"]) == expected
    # What was decided is told as it was decided.
    assert found["state"] == steps[-1].state
    assert found["previous"] == (steps[0].state if expected[0] != "unchanged" else "fail")
    assert result(tmp_path)["submitted"] == (expected == SENT)
    assert saved(tmp_path) == set()


def test_every_output_says_it(tmp_path: Path, submit: Submit) -> None:
    with api(rules(1)) as server:
        assert submit(server.url, Step(58, "pass"))[0] == 0
        for name in ("github-output", "github-summary"):
            (tmp_path / name).unlink()
        code, out, err = submit(server.url, Step(57, "fail", arguments=("--fail-on", "fail")))
    # The state is the one decided, and so is the exit code.
    assert code == 1
    assert "(kept: build 58 has reported since)" in out
    assert "1 failed; nothing sent to Datadog, 1 kept" in out
    warning = "1 outcome not sent, as build 58 has reported since: 'Rule 0' for s0 (--force sends"
    assert warning in out
    assert err == (
        "::error file=scorecard.datadog.yaml,line=4,col=1,title=Scorecard::"
        "exit 1: rule 'Rule 0' for s0 fails (--fail-on fail)\n"
    )
    assert warning in result(tmp_path)["warnings"][-1] + "em)"
    summary = (tmp_path / "github-summary").read_text().replace("&#58;", ":").splitlines()
    assert summary[0] == "## ❌ Scorecard of s0: 1 failed"
    assert summary[2] == ("⏸️ 1 outcome kept as Datadog has it: 1 as build 58 has reported since.")
    outputs = (tmp_path / "github-output").read_text().splitlines()
    values = {
        line.partition("<<")[0]: outputs[i + 1] for i, line in enumerate(outputs) if "<<" in line
    }
    assert (values["kept"], values["submitted"], values["failed"]) == ("1", "0", "1")
    assert json.loads(values["outcomes"])[0]["kept_reason"] == "later-build"


def test_how_to_make_a_job_known(submit: Submit) -> None:
    with api(rules(1)) as server:
        submit(server.url, Step(57, "fail", ""))
        assert "job-id" in submit(server.url, Step(57, "pass", ""))[1]
        assert "job-id" not in submit(server.url, Step(57, "pass", "7"))[1]


@pytest.mark.parametrize(
    ("arguments", "said"), [((), True), (("--force",), False)], ids=["plain", "forced"]
)
def test_without_the_scope_to_read_all_is_sent_and_it_is_said(
    submit: Submit, arguments: tuple[str, ...], said: bool
) -> None:
    with api(rules(1)) as server:
        submit(server.url, Step(58, "fail"))
        server.refused = {"GET outcomes": 403}
        code, _, err = submit(server.url, Step(57, "pass", arguments=arguments))
        assert (code, server.stored) == (0, {("service:s0", RULE): "pass"})
    assert "could not all be read: Datadog answered 403" in err
    assert ("1 outcome to be sent without knowing whether a later build has" in err) is said


FAULTS = ("429-read", "500-read", "reset-read", "truncate-read", "negative-chunk-read")


@pytest.mark.parametrize("fault", [*FAULTS, "no-route-read", "not-an-answer-read"])
def test_whatever_goes_wrong_with_reading_all_is_sent(submit: Submit, fault: str) -> None:
    with api(rules(1)) as server:
        submit(server.url, Step(58, "fail"))
        with api(store=server.store, faults=[fault]) as faulty:
            code, _, err = submit(faulty.url, Step(57, "pass"))
            assert (code, faulty.writes) == (0, 1)
            assert faulty.stored == {("service:s0", RULE): "pass"}
    assert "could not all be read" in err
    assert "1 outcome to be sent without knowing" in err


def listing(items: Callable[[int], list[dict[str, Any]]], taken: list[str]) -> Any:
    """Lists outcomes, a page a second, and notes which services were written."""

    def reply(request: Request) -> Reply:
        if request.path == BATCH_PATH:
            sent = request.json["data"]["attributes"]["results"]
            taken.extend(one["service_name"] for one in sent)
            return answer(200, {"data": [], "meta": {"total_received": len(sent)}})
        if not request.path.endswith("/outcomes"):
            return answer(200, {"data": []})
        FastClock().sleep(1)
        return answer(200, {"data": items(int(request.query["page[offset]"]))})

    return reply


def of_58(number: int) -> dict[str, Any]:
    link = "https://github.com/acme/shop/actions/runs/1058/attempts/1"
    return {
        "id": f"o{number}",
        "attributes": {
            "service_name": f"s{number}",
            "state": "fail",
            "modified_at": "2026-01-01T00:00:00Z",
            "remarks": f'<a href="{link}">GitHub Actions build 58</a>',
        },
        "relationships": {"rule": {"data": {"id": RULE}}},
    }


def test_what_cannot_be_read_in_five_seconds_is_sent(tmp_path: Path, submit: Submit) -> None:
    """A list of all, a page a second: the first hundreds are kept, the others sent with a note."""
    build(tmp_path, 900, 1, leaky=False)
    taken: list[str] = []
    pages = listing(lambda at: [of_58(n) for n in range(at, min(at + 100, 900))], taken)
    with Server(pages) as server:
        code, out, err = submit(server.url, Step(57, "pass"))
    kept = [one for one in result(tmp_path)["outcomes"] if one["delivery"] == "kept"]
    assert code == 0
    assert len(kept) in {400, 500}
    assert len(taken) == 900 - len(kept)
    assert {one["entity"] for one in kept}.isdisjoint(f"service:{name}" for name in taken)
    assert f"{len(taken)} outcomes to be sent without knowing whether a later build" in err
    assert f"{len(kept)} outcomes not sent, as build 58 has reported since" in out


def test_a_list_without_an_end_costs_five_seconds(tmp_path: Path, submit: Submit) -> None:
    taken: list[str] = []
    endless = listing(lambda at: [of_58(1000 + at + n) for n in range(100)], taken)
    with Server(endless) as server:
        code, _, err = submit(server.url, Step(57, "pass"))
    assert (code, taken) == (0, ["s0"])
    assert sum(request.path.endswith("/outcomes") for request in server.requests) <= 6
    assert "1 outcome to be sent without knowing" in err


def test_one_request_more_than_to_send(submit: Submit) -> None:
    with api(rules(1)) as server:
        submit(server.url, Step(57, "pass"))
        before = len(server.requests)
        submit(server.url, Step(58, "pass"))
        asked = [f"{one.method} {Path(one.path).name}" for one in server.requests[before:]]
    assert asked == ["GET rules", "GET rules", "GET outcomes", "POST batch"]


def test_two_at_once_leave_the_failure_or_know_nothing_of_each_other(
    tmp_path: Path, submit: Submit
) -> None:
    """It is no lock: of two that read before either has sent, the last one wins."""
    with api(rules(1)) as server:

        def gate(number: int, done: bool) -> None:
            method, path = server.requests[number - 1]
            if done and (method, Path(path).name) == ("GET", "outcomes"):
                server.gate = lambda number, done: None
                other(server)

        server.gate = gate
        code, out, _ = submit(server.url, Step(57, "pass", "1"))
        assert (code, server.stored) == (0, {("service:s0", RULE): "pass"})
        # And the one that reads after the other has sent leaves it.
        other(server)
        submit(server.url, Step(57, "pass", "1"))
        assert server.stored == {("service:s0", RULE): "fail"}
    assert "kept" not in out


def other(server: Api) -> None:
    """Another job of build 57 fails, and is stored."""
    link = '<a href="https://github.com/acme/shop/actions/runs/1057/attempts/1">'
    job = '<a href="https://github.com/acme/shop/actions/runs/1057/job/2">job test</a>'
    remarks = f"{link}GitHub Actions build 57</a> · {job}"
    server.store.put_outcomes([NewOutcome(RULE, "service:s0", "fail", remarks)])


def test_a_saved_outcome_meets_a_newer_build(
    tmp_path: Path, submit: Submit, command: Command
) -> None:
    assert submit(NOBODY, Step(57, "pass", arguments=("--timeout", "1")))[0] == 5
    (tmp_path / FILE).rename(tmp_path / "old.json")
    with api(rules(1)) as server:
        assert submit(server.url, Step(58, "fail"))[0] == 0
        code, out, err = command(server.url, "resend", "old.json", "--json", "result.json")
        assert (code, server.stored) == (0, {("service:s0", RULE): "fail"})
        assert server.writes == 1
    assert "1 outcome of old.json not sent, and taken out of it" in err
    assert "kept: build 58 has reported since" in out
    assert only(tmp_path)["kept_reason"] == "later-build"
    assert not (tmp_path / "old.json").exists()


@pytest.mark.parametrize(
    ("first", "arguments", "state"),
    [
        pytest.param(Step(58, "fail"), ("--force",), "pass", id="forced"),
        pytest.param(Step(56, "fail"), (), "pass", id="an old build was run again meanwhile"),
    ],
)
def test_a_saved_outcome_that_is_sent(
    submit: Submit, command: Command, first: Step, arguments: tuple[str, ...], state: str
) -> None:
    assert submit(NOBODY, Step(57, "pass", arguments=("--timeout", "1")))[0] == 5
    with api(rules(1)) as server:
        other_file = ("--save-undelivered", "other.json")
        assert submit(server.url, first._replace(arguments=other_file))[0] == 0
        assert command(server.url, "resend", *arguments)[0] == 0
        assert server.stored == {("service:s0", RULE): state}


def test_saved_outcomes_of_two_jobs(tmp_path: Path, submit: Submit, command: Command) -> None:
    """Neither reached Datadog: the failure is what is left of them."""
    for step in (Step(57, "fail", "1"), Step(57, "pass", "2")):
        assert submit(NOBODY, step._replace(arguments=("--timeout", "1")))[0] == 5
    (left,) = load(tmp_path / FILE)
    assert left.state == "fail"
    with api(rules(1)) as server:
        assert command(server.url, "resend")[0] == 0
        assert server.stored == {("service:s0", RULE): "fail"}
    assert saved(tmp_path) == set()


@pytest.mark.parametrize(
    ("arguments", "state"), [((), "fail"), (("--force",), "pass")], ids=["plain", "forced"]
)
def test_a_file_that_was_joined(
    tmp_path: Path,
    submit: Submit,
    command: Command,
    arguments: tuple[str, ...],
    state: str,
) -> None:
    """The outcomes of two jobs of one build: the failure is sent, or with --force the newest."""
    joined: list[Outcome] = []
    for step in (Step(57, "fail", "1"), Step(57, "pass", "2")):
        assert submit(NOBODY, step._replace(arguments=("--timeout", "1")))[0] == 5
        joined += load(tmp_path / FILE)
        (tmp_path / FILE).unlink()
    (tmp_path / FILE).write_bytes(to_json(joined))
    with api(rules(1)) as server:
        code, _, err = command(server.url, "resend", *arguments)
        assert (code, server.stored) == (0, {("service:s0", RULE): state})
        assert server.writes == 1
    assert ("not sent, and taken out of it" in err) is (state == "fail")
    assert saved(tmp_path) == set()


def edited(outcome: Outcome, **fields: Any) -> bytes:
    document = json.loads(to_json([outcome]))
    document["outcomes"][0].update(fields)
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        pytest.param({"author": None}, 0, id="none"),
        pytest.param({"author": ["x", "y"]}, 0, id="short"),
        pytest.param({"author": ["{order}{order}", "1", 5, 1, None, None, "github"]}, 0, id="form"),
        pytest.param({"author": ["((((", "1", -1, -1, "", "", "nobody", "("]}, 0, id="a pattern"),
        pytest.param({"author": ["x", "y", "z"]}, 2, id="no number"),
        pytest.param({"author": "x"}, 2, id="no author"),
        pytest.param({"author": {"pipeline": "x"}}, 2, id="an object"),
        pytest.param({"committed_at": "0001-01-01T00:00:00+14:00"}, 0, id="the first day"),
        pytest.param({"committed_at": "2026-01-01T00:00:00"}, 0, id="no zone"),
        pytest.param({"committed_at": "soon"}, 2, id="no time"),
        pytest.param({"kept_reason": "missing", "kept_why": "x", "delivery": "kept"}, 0, id="kept"),
        pytest.param({"kept_reason": "odd"}, 2, id="odd reason"),
    ],
)
def test_a_file_that_was_edited(
    tmp_path: Path, submit: Submit, command: Command, fields: dict[str, Any], code: int
) -> None:
    assert submit(NOBODY, Step(57, "pass", arguments=("--timeout", "1")))[0] == 5
    (one,) = load(tmp_path / FILE)
    (tmp_path / FILE).write_bytes(edited(one, **fields))
    with api(rules(1)) as server:
        assert submit(server.url, Step(58, "fail", arguments=("--save-undelivered", "x")))[0] == 0
        found, _, err = command(server.url, "resend")
    assert found == code
    assert "bug" not in err


def test_a_file_of_an_earlier_version_has_no_authors(
    tmp_path: Path, submit: Submit, command: Command
) -> None:
    assert submit(NOBODY, Step(57, "pass", arguments=("--timeout", "1")))[0] == 5
    document = json.loads((tmp_path / FILE).read_bytes())
    for name in ("author", "committed_at", "kept_reason", "kept_why"):
        del document["outcomes"][0][name]
    (tmp_path / FILE).write_text(json.dumps(document))
    (one,) = load(tmp_path / FILE)
    assert msgspec.structs.asdict(one)["author"] is None
    with api(rules(1)) as server:
        assert command(server.url, "resend")[0] == 0
        assert server.stored == {("service:s0", RULE): "pass"}
