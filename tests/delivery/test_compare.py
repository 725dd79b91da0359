"""What Datadog had before: shown in each line, never in the way of the sending."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from scorecard_action.delivery import deliver
from tests.delivery.building import Api, api, build, environment, result, rules, saved
from tests.delivery.conftest import Command

PASSING = '<testsuite><testcase classname="C" name="t"/></testsuite>'
FAILING = '<testsuite><testcase classname="C" name="t"><failure/></testcase></testsuite>'


def notes(out: str) -> list[str]:
    """What is in parentheses at the end of the lines of outcomes."""
    lines = [line for line in out.splitlines() if line[:4] in {"PASS", "FAIL", "SKIP"}]
    found = [line.rpartition("(")[2].rstrip(")") if line.endswith(")") else "" for line in lines]
    return ["" if note.startswith("limit") else note for note in found]


@pytest.mark.parametrize("pinned", [True, False])
def test_new_unchanged_and_changed(tmp_path: Path, command: Command, pinned: bool) -> None:
    build(tmp_path, 1, 2, pinned=pinned)
    with api(rules(2)) as server:
        seen = []
        for text in (PASSING, PASSING, FAILING):
            (tmp_path / "unit.xml").write_text(text)
            dry = command(server.url, "submit", "--dry-run", "--json", "result.json")
            assert dry[0] == 0
            expected = notes(dry[1])
            previous = [one["previous"] for one in result(tmp_path)["outcomes"]]
            seen.append((expected, previous))
            code, out, _ = command(server.url, "submit")
            assert code == 0
            # What is the same and was stored within this second may be what was just sent.
            if expected == ["unchanged"] * 2:
                assert set(notes(out)) <= {"unchanged", ""}
            else:
                assert notes(out) == expected
    assert seen == [
        (["new"] * 2, [None] * 2),
        (["unchanged"] * 2, ["pass"] * 2),
        (["pass -> fail"] * 2, ["pass"] * 2),
    ]


@pytest.mark.parametrize("status", [403, 429, 500])
@pytest.mark.parametrize("dry", [True, False])
def test_it_is_left_out_with_a_note(
    tmp_path: Path, command: Command, status: int, dry: bool
) -> None:
    build(tmp_path, 1, 2, leaky=False)
    with api(rules(2)) as server:
        server.refused = {"GET outcomes": status}
        code, out, err = command(server.url, "submit", *(["--dry-run"] if dry else []))
        assert code == 0
        assert len(server.stored) == (0 if dry else 2)
    assert f"could not all be read: Datadog answered {status}" in err
    assert "new" not in out
    assert "error" not in err


def test_a_list_that_never_ends_costs_its_budget_and_delays_nothing(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, 1, 2)
    monkeypatch.setattr(deliver, "BUDGET", 0.2)
    over = threading.Event()
    with api(rules(2)) as server:

        def gate(number: int, done: bool) -> None:
            if server.requests[number - 1] == ("GET", "/api/v2/scorecard/outcomes"):
                over.wait(60)

        server.gate = gate
        code, out, err = command(server.url, "submit")
        # Only now is the list let go.
        over.set()
        assert code == 0
        assert len(server.stored) == 2
    assert "could not all be read: no whole answer from Datadog within 0.2 s" in err
    assert set(notes(out)) == {""}


def test_skip_unchanged(tmp_path: Path, command: Command) -> None:
    build(tmp_path, 3, 2, leaky=False)
    with api(rules(2)) as server:
        assert command(server.url, "submit", "--service", "s0")[0] == 0
        code, out, _ = command(server.url, "submit", "--skip-unchanged", "--json", "result.json")
        assert code == 0
        assert len(server.stored) == 6
        assert server.writes == 2
        assert [one["delivery"] for one in result(tmp_path)["outcomes"]].count("unchanged") == 2
        assert result(tmp_path)["submitted"] == 4
        assert "4 outcomes sent to Datadog, 2 unchanged" in out
        command(server.url, "submit", "--skip-unchanged")
        assert server.writes == 2
    assert saved(tmp_path) == set()


def test_skip_unchanged_without_the_scope_sends_all(tmp_path: Path, command: Command) -> None:
    build(tmp_path, 1, 2)
    with api(rules(2)) as server:
        server.refused = {"GET outcomes": 403}
        assert command(server.url, "submit", "--skip-unchanged")[0] == 0
        assert len(server.stored) == 2


@pytest.mark.parametrize("status", [403, 500])
def test_without_the_list_of_rules_what_has_an_id_is_sent(
    tmp_path: Path, command: Command, status: int
) -> None:
    build(tmp_path, 1, 2)
    mapping = tmp_path / "scorecard.datadog.yaml"
    mapping.write_text(mapping.read_text() + "  - {rule: By name, reports: unit.xml}\n")
    with api(rules(2)) as server:
        server.refused = {"GET rules": status}
        code, _, err = command(server.url, "submit")
        assert code == (4 if status == 403 else 5)
        assert {rule for _, rule in server.stored} == {str(rule["id"]) for rule in rules(2)}
    assert "rules could not be looked up by name" in err
    assert saved(tmp_path) == {("service:s0", "By name")}


@pytest.mark.parametrize(("status", "said"), [(403, False), (500, True)])
def test_ids_are_not_checked_where_rules_cannot_be_listed(
    tmp_path: Path, command: Command, status: int, said: bool
) -> None:
    build(tmp_path, 1, 2)
    with api(rules(2)) as server:
        server.refused = {"GET rules": status}
        code, _, err = command(server.url, "submit")
        assert (code, len(server.stored)) == (0, 2)
        assert sum(request.path.endswith("/rules") for request in server.requests) == 1
    assert ("rule ids are not checked" in err) is said


def test_an_id_that_is_not_known(tmp_path: Path, command: Command) -> None:
    build(tmp_path, 1, 2)
    mapping = tmp_path / "scorecard.datadog.yaml"
    text = mapping.read_text() + "  - {rule: Rule 00, id: wrong-id-00000, reports: unit.xml}\n"
    mapping.write_text(text)
    with api(rules(2)) as server:
        code, _, err = command(server.url, "submit")
        assert (code, len(server.stored), server.writes) == (4, 2, 1)
    assert "this rule id is not known here; rules with a similar name: 'Rule 0' (Quality)" in err
    assert saved(tmp_path) == {("service:s0", "wrong-id-00000")}


def requests_of(server: Api) -> list[str]:
    return sorted(f"{one.method} {one.path.rpartition('/')[2]}" for one in server.requests)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # A list ends with an empty page; reading goes on beside the rest.
        pytest.param((), ["GET outcomes", "GET rules", "GET rules", "POST batch"], id="submit"),
        pytest.param(("--dry-run",), ["GET outcomes", "GET rules", "GET rules"], id="dry run"),
    ],
)
def test_the_requests_of_a_first_run(
    tmp_path: Path, command: Command, arguments: tuple[str, ...], expected: list[str]
) -> None:
    build(tmp_path, 1, 2)
    with api(rules(2)) as server:
        command(server.url, "submit", *arguments)
        assert requests_of(server) == expected


@pytest.mark.parametrize(
    ("variables", "note"),
    [
        pytest.param({"DD_APP_KEY": ""}, "DD_APP_KEY is not set", id="half a pair"),
        pytest.param({"DD_APP_KEY": "a b"}, "this is not a key", id="no key"),
        pytest.param({"DD_SITE": "nowhere", "SCORECARD_API_URL": ""}, "unknown Datadog", id="site"),
    ],
)
def test_a_dry_run_needs_nothing(
    tmp_path: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    note: str,
) -> None:
    build(tmp_path, 1, 1)
    monkeypatch.setattr(
        "tests.delivery.conftest.environment",
        lambda url, folder: {**environment(url, folder), **variables},
    )
    code, _, err = command("http://127.0.0.1:1", "submit", "--dry-run", "--json", "result.json")
    assert code == 0
    assert "not compared with Datadog: " in err
    assert note in err
