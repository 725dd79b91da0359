"""`resend` and what is left for it, as a user meets them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from scorecard_action.delivery.undelivered import load, update
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
