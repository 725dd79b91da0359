"""`resend` and what is left for it, as a user meets them."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from pathlib import Path

import msgspec
import pytest

from scorecard_action.delivery.undelivered import load, to_json, update
from scorecard_action.model import State
from tests.delivery.building import api, build, result, rules, saved
from tests.delivery.conftest import Command
from tests.delivery.test_undelivered import one

RULE = str(rules(1)[0]["id"])
FILE = "scorecard-undelivered.json"
NOBODY = "http://127.0.0.1:1"
HOUR = dt.timedelta(hours=1)


def test_a_rule_is_looked_up_by_name_in_its_scorecard(tmp_path: Path, command: Command) -> None:
    build(tmp_path, 1, 1)
    (tmp_path / "scorecard.datadog.yaml").write_text(
        "version: 1\nservice: s0\nrules:\n"
        "  - {rule: Twice, scorecard: Readiness, reports: unit.xml}\n"
    )
    assert command(NOBODY, "submit")[0] == 5
    (waiting,) = load(tmp_path / FILE)
    assert (waiting.rule, waiting.rule_id, waiting.scorecard) == ("Twice", None, "Readiness")
    twice = [
        {"id": f"twice-in-{name}", "name": "Twice", "scorecard_name": name}
        for name in ("Quality", "Readiness")
    ]
    with api(twice) as server:
        code, out, _ = command(server.url, "resend", FILE, "--json", "result.json")
        assert (code, set(server.stored)) == (0, {("service:s0", "twice-in-Readiness")})
    assert not (tmp_path / FILE).exists()
    assert "1 outcome sent to Datadog" in out
    assert result(tmp_path)["outcomes"][0]["delivery"] == "sent"


@pytest.mark.parametrize(
    ("age", "arguments", "state", "writes"),
    [
        pytest.param(HOUR, (), "fail", 0, id="Datadog has a newer one"),
        pytest.param(HOUR, ("--force",), "pass", 1, id="forced"),
        pytest.param(-HOUR, (), "pass", 1, id="Datadog has an older one"),
    ],
)
def test_what_is_older_than_the_current_outcome(
    tmp_path: Path,
    command: Command,
    age: dt.timedelta,
    arguments: tuple[str, ...],
    state: str,
    writes: int,
) -> None:
    update(
        tmp_path / FILE, [one("service:s0", RULE, at=dt.datetime.now(dt.UTC) - age)], frozenset()
    )
    with api(rules(1)) as server:
        newer = one("service:s0", RULE, state=State.FAIL)
        update(tmp_path / "newer.json", [newer], frozenset())
        assert command(server.url, "resend", "newer.json")[0] == 0
        before = server.writes
        code, _, err = command(server.url, "resend", *arguments)
        assert code == 0
        assert server.writes - before == writes
        assert server.stored == {("service:s0", RULE): state}
    assert not (tmp_path / FILE).exists()
    assert ("Datadog has newer outcomes in place of 1 outcome" in err) is (not writes)


def test_without_the_scope_to_read_it_sends_and_says_so(tmp_path: Path, command: Command) -> None:
    update(tmp_path / FILE, [one("service:s0", RULE)], frozenset())
    with api(rules(1)) as server:
        server.refused = {"GET outcomes": 403, "GET rules": 403}
        code, _, err = command(server.url, "resend")
        assert (code, len(server.stored)) == (0, 1)
    assert "could not all be read: Datadog answered 403" in err


@pytest.mark.parametrize(
    ("faults", "refused", "code"),
    [
        pytest.param(["500"], {}, 5, id="not reached"),
        pytest.param(["401"], {}, 4, id="no right"),
        pytest.param([f"reject-rule={RULE}"], {}, 4, id="refused"),
    ],
)
def test_what_remains_stays_in_the_file(
    tmp_path: Path, command: Command, faults: list[str], refused: dict[str, int], code: int
) -> None:
    update(tmp_path / FILE, [one("service:s0", RULE)], frozenset())
    with api(rules(1), faults) as server:
        assert command(server.url, "resend")[0] == code
        assert command(server.url, "resend", "--exit-zero")[0] == 0
    assert saved(tmp_path) == {("service:s0", RULE)}


@pytest.mark.parametrize("content", [None, "", "{}", '{"version": 9}'])
def test_no_such_file(tmp_path: Path, command: Command, content: str | None) -> None:
    if content is not None:
        (tmp_path / "x.json").write_text(content)
    code, _, err = command(NOBODY, "resend", "x.json")
    assert code == 2
    assert "x.json" in err


def test_runs_for_several_services_share_the_file(tmp_path: Path, command: Command) -> None:
    pairs = build(tmp_path, 2, 2)
    assert command(NOBODY, "submit", "--service", "s0")[0] == 5
    assert command(NOBODY, "submit", "--service", "s1")[0] == 5
    assert saved(tmp_path) == pairs
    with api(rules(2)) as server:
        code, _, err = command(server.url, "submit", "--service", "s0")
        assert code == 0
        assert "2 outcomes of earlier runs not sent by this one" in err
        assert len(saved(tmp_path)) == 2
        assert command(server.url, "resend")[0] == 0
        assert set(server.stored) == pairs
    assert saved(tmp_path) == set()


@pytest.mark.parametrize("place", ["no/such/folder/x.json", "precious.json"])
def test_where_nothing_can_be_saved_it_is_printed(
    tmp_path: Path, command: Command, place: str
) -> None:
    pairs = build(tmp_path, 2, 2)
    (tmp_path / "precious.json").write_text("{}")
    with api(rules(2), ["500"]) as server:
        code, out, err = command(
            server.url, "submit", "--save-undelivered", place, "--json", "result.json"
        )
    assert code == 5
    said = err.index("will be printed as JSON")
    assert said < err.index("trying again")
    assert "the last line of stdout" in err
    assert (tmp_path / "precious.json").read_text() == "{}"
    assert result(tmp_path)["undelivered_file"] is None
    (tmp_path / "copied.json").write_text(out.splitlines()[-1])
    assert saved(tmp_path, "copied.json") == pairs
    with api(rules(2)) as server:
        assert command(server.url, "resend", "copied.json")[0] == 0
        assert set(server.stored) == pairs


def test_nothing_is_printed_where_all_is_delivered(tmp_path: Path, command: Command) -> None:
    build(tmp_path, 1, 1)
    with api(rules(1)) as server:
        code, out, _ = command(server.url, "submit", "--save-undelivered", "no/folder/x.json")
    assert code == 0
    assert "{" not in out


def test_from_another_folder_the_file_has_its_whole_path(tmp_path: Path, command: Command) -> None:
    (tmp_path / "sub").mkdir()
    build(tmp_path / "sub", 1, 1)
    code, out, _ = command(NOBODY, "submit", "-C", "sub", "--timeout", "1")
    assert code == 5
    assert f"scorecard-action resend {tmp_path / 'sub' / FILE}" in out
    assert json.loads((tmp_path / "sub" / FILE).read_text())["version"] == 1


def test_an_older_outcome_never_wins(tmp_path: Path, command: Command) -> None:
    """By hand: two of one rule, the newer first, and a third that has no id yet."""
    at = dt.datetime.now(dt.UTC)
    newer = one("service:s0", RULE, at=at, state=State.FAIL)
    older = one("service:s0", RULE, at=at - HOUR)
    oldest = msgspec.structs.replace(
        one("service:s0", RULE, at=at - 2 * HOUR), rule="Rule 0", rule_id=None
    )
    (tmp_path / FILE).write_bytes(to_json([newer, older, oldest]))
    with api(rules(1)) as server:
        code, _, err = command(server.url, "resend", "--batch-size", "1")
        assert code == 0
        assert server.stored == {("service:s0", RULE): "fail"}
        assert server.writes == 1
    assert "newer outcomes in place of 2 outcomes: not sent" in err
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("endpoint", ["batch", "async"])
def test_two_files_joined(tmp_path: Path, command: Command, endpoint: str) -> None:
    at = dt.datetime.now(dt.UTC)
    first = [one("service:s0", RULE, at=at), one("service:s1", RULE, at=at - HOUR)]
    second = [
        one("s0", RULE, at=at - HOUR, state=State.FAIL),
        one("s1", RULE, at=at, state=State.FAIL),
    ]
    (tmp_path / FILE).write_bytes(to_json([*first, *second]))
    with api(rules(1)) as server:
        assert command(server.url, "resend", "--endpoint", endpoint)[0] == 0
        assert server.stored == {("service:s0", RULE): "pass", ("service:s1", RULE): "fail"}
    assert not (tmp_path / FILE).exists()


def test_what_is_refused_is_named_with_ways_out_and_can_be_dropped(
    tmp_path: Path, command: Command
) -> None:
    gone = one("service:s0", "no-such-rule-id")
    update(tmp_path / FILE, [gone, one("service:s0", RULE)], frozenset())
    with api(rules(1)) as server:
        code, _, err = command(server.url, "resend")
        assert code == 4
        for part in ("'Rule no-such-rule-id'", "rules apply", "mend its name", "--drop"):
            assert part in err
        assert saved(tmp_path) == {("service:s0", "no-such-rule-id")}
        code, _, err = command(server.url, "resend", "--drop")
        assert code == 0
        assert "1 outcome that Datadog does not take: forgotten" in err
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("faults", [["500"], ["401"]])
def test_what_is_not_refused_is_not_dropped(
    tmp_path: Path, command: Command, faults: list[str]
) -> None:
    update(tmp_path / FILE, [one("service:s0", RULE)], frozenset())
    with api(rules(1), faults) as server:
        code, _, err = command(server.url, "resend", "--drop")
    assert code == (5 if faults == ["500"] else 4)
    assert "forgotten" not in err
    assert saved(tmp_path) == {("service:s0", RULE)}


def test_what_cannot_be_sent_is_not_announced_on_each_build(
    tmp_path: Path, command: Command
) -> None:
    build(tmp_path, 1, 1)
    renamed = one("service:s0", "id-of-old", at=dt.datetime.now(dt.UTC) - HOUR)
    waiting = one("service:s9", RULE, at=dt.datetime.now(dt.UTC) - HOUR)
    update(tmp_path / FILE, [renamed, waiting], frozenset())
    with api(rules(1)) as server:
        first, second = (command(server.url, "submit")[2] for _ in range(2))
    assert "the mapping has no such rule: 'Rule id-of-old'" in first
    assert "--drop" in first
    assert "id-of-old" not in second
    for err in (first, second):
        assert "1 outcome of earlier runs not sent by this one" in err
    assert saved(tmp_path) == {("service:s0", "id-of-old"), ("service:s9", RULE)}


def test_a_file_that_came_with_the_checkout_is_not_ours(tmp_path: Path, command: Command) -> None:
    build(tmp_path, 1, 1)
    theirs = to_json([one("service:s0", RULE, state=State.PASS)])
    (tmp_path / FILE).write_bytes(theirs)
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", FILE], cwd=tmp_path, check=True)
    with api(rules(1), ["500"]) as server:
        code, out, err = command(server.url, "submit")
        assert code == 5
        assert "came with the checkout" in err
        assert "of earlier runs" not in err
        (tmp_path / "copied.json").write_text(out.splitlines()[-1])
        assert {o.state for o in load(tmp_path / "copied.json")} == {State.FAIL}
        code, _, err = command(server.url, "resend")
        assert code == 2
        assert "came with the checkout" in err
        assert server.stored == {}
    assert (tmp_path / FILE).read_bytes() == theirs


def test_what_only_informs_does_not_decide_a_dry_run(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, 1, 1)
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    code, _, err = command("https://127.0.0.1:1", "submit", "--dry-run")
    assert code == 0
    assert "not compared with Datadog: no certificate is in '/dev/null'" in err
    code, _, err = command("https://127.0.0.1:1", "submit")
    assert code == 2
    assert "trying again" not in err
