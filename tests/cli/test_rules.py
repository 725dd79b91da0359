"""`rules` against the sandbox, over real HTTP: what is shown, what is there afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from ruamel.yaml import YAML

from scorecard_action.cli import run
from scorecard_action.cli.inputs import run_action
from scorecard_action.sandbox import running
from tests.datadog.helpers import API, APP, assert_no_keys
from tests.datadog.server import Server, answer

RULES: list[dict[str, Any]] = [
    {
        "id": "no-lint-errors0b",
        "name": "No lint errors",
        "scorecard_name": "Quality",
        "owner": "platform",
        "description": "As it is",
        "level": 2,
    },
    {"id": "old-0000000000c", "name": "Old", "scorecard_name": "Quality"},
    {"id": "elsewhere-0000d", "name": "Deploys", "scorecard_name": "Readiness"},
]
NEW = """\
  - rule: Unit tests pass
    scorecard: Quality
    reports: x
    define: {description: "All: of them", level: 1, owner: qa, scope: "kind:service"}
"""
CHANGED = "  - {rule: No lint errors, reports: x, define: {level: 1, enabled: false}}\n"
NAMED = "  - {rule: No lint errors, reports: x}\n"


class Workspace:
    """A folder with a mapping, and how to run the command in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.out = self.err = ""

    def mapping(self, rules: str) -> None:
        text = f"version: 1\nservice: cart\nrules:\n{rules}"
        (self.folder / "scorecard.datadog.yaml").write_text(text, encoding="utf-8")

    def rules(self, *arguments: str) -> int:
        code = run(["rules", *arguments])
        shown = self._capsys.readouterr()
        self.out, self.err = shown.out, shown.err
        assert_no_keys(self.out, self.err)
        return code


@pytest.fixture
def work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Workspace:
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.setenv("DD_API_KEY", API)
    monkeypatch.setenv("DD_APP_KEY", APP)
    monkeypatch.chdir(tmp_path)
    workspace = Workspace(tmp_path, capsys)
    workspace.mapping(NEW + CHANGED)
    return workspace


@pytest.fixture
def api(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with running(rules=RULES) as url:
        monkeypatch.setenv("SCORECARD_API_URL", url)
        yield url


def there(url: str) -> dict[str, dict[str, Any]]:
    found = requests.get(
        f"{url}/api/v2/scorecard/rules",
        headers={"DD-API-KEY": "k", "DD-APPLICATION-KEY": "k"},
        timeout=10,
    ).json()
    attributes = ("scorecard_name", "description", "level", "owner", "scope_query", "enabled")
    return {
        item["attributes"]["name"]: {
            "id": item["id"],
            **{name: item["attributes"].get(name) for name in attributes},
        }
        for item in found["data"]
    }


def test_a_plan_shows_and_changes_nothing(work: Workspace, api: str) -> None:
    before = there(api)
    assert work.rules("plan") == 0
    assert (
        work.out
        == """\
scorecard.datadog.yaml: rules: 1 to create, 1 to update
create     Unit tests pass (Quality)
             description: "All: of them"
             level: 1
             owner: qa
             scope: "kind:service"
             enabled: true
update     No lint errors (Quality) id no-lint-errors0b
             level: 2 -> 1
             enabled: true -> false
"""
    )
    assert there(api) == before


def test_apply_brings_it_about_and_prints_the_ids(work: Workspace, api: str) -> None:
    before = there(api)
    assert work.rules("apply") == 0
    after = there(api)
    new = after.pop("Unit tests pass")
    assert new == {
        "id": new["id"],
        "scorecard_name": "Quality",
        "description": "All: of them",
        "level": 1,
        "owner": "qa",
        "scope_query": "kind:service",
        "enabled": True,
    }
    before["No lint errors"] |= {"level": 1, "enabled": False}
    assert after == before
    pins = work.out[work.out.index("# pin these") :]
    assert YAML(typ="safe", pure=True).load(pins) == [
        {"rule": "Unit tests pass", "id": new["id"]},
        {"rule": "No lint errors", "id": "no-lint-errors0b"},
    ]
    assert work.rules("apply") == 0
    assert work.out.splitlines()[0] == "scorecard.datadog.yaml: rules: 2 unchanged"
    assert "created" not in work.out
    work.mapping(f"  - {{id: {new['id']}, rule: Renamed, reports: x, define: {{level: 1}}}}\n")
    assert work.rules("apply") == 0
    assert there(api)["Renamed"] == new
    assert "# pin these" not in work.out


def test_rules_without_a_definition_are_named(work: Workspace, api: str) -> None:
    work.mapping(NAMED + "  - {rule: Deplois, reports: x}\n  - {id: gone, reports: x}\n")
    assert work.rules("plan") == 0
    assert (
        work.out
        == """\
scorecard.datadog.yaml: rules: none defined
found      No lint errors (Quality) id no-lint-errors0b: in Datadog, not defined here
absent     Deplois: not in Datadog, not defined here; did you mean 'Deploys' (Readiness)?
absent     gone: not in Datadog, not defined here
"""
    )
    assert "no rule has a `define`" in work.err


PRUNE = ("--prune", "--scorecard", "Quality")


def test_prune_lists_first_and_needs_yes(work: Workspace, api: str) -> None:
    before = there(api)
    assert work.rules("plan", *PRUNE) == 0
    assert "delete     Old (Quality) id old-0000000000c\n" in work.out
    assert work.rules("apply", *PRUNE) == 2
    assert "delete     Old (Quality) id old-0000000000c\n" in work.out
    assert "--prune would delete 1 rule" in work.err
    assert there(api) == before
    assert work.rules("apply", *PRUNE, "--yes") == 0
    assert "deleted: Old (Quality) id old-0000000000c\n" in work.out
    assert sorted(there(api)) == ["Deploys", "No lint errors", "Unit tests pass"]


def test_prune_with_nothing_to_delete_needs_no_yes(work: Workspace, api: str) -> None:
    work.mapping(NAMED + "  - {rule: Old, reports: x}\n")
    assert work.rules("apply", *PRUNE) == 0
    assert sorted(there(api)) == ["Deploys", "No lint errors", "Old"]


def test_a_scorecard_that_is_not_there_is_told(work: Workspace, api: str) -> None:
    assert work.rules("plan", "--prune", "--scorecard", "Qualitz") == 0
    assert "'Qualitz', so nothing is deleted: name it as Datadog does; did you mean 'Quality'?" in (
        work.err
    )


MISUSES = [
    pytest.param([], "Missing argument", id="no action"),
    pytest.param(["destroy"], "'destroy' is not one of 'plan', 'apply'", id="another action"),
    pytest.param(["apply", "--prune"], "--prune needs --scorecard NAME", id="prune alone"),
    pytest.param(["apply", "--prune", "--scorecard", " "], "needs --scorecard", id="blank"),
    pytest.param(["apply", "--scorecard", "Q"], "--prune was not given", id="scorecard alone"),
    pytest.param(["apply", "--yes"], "--yes goes with", id="yes alone"),
    pytest.param(["plan", *PRUNE, "--yes"], "--yes goes with", id="yes to a plan"),
    pytest.param(["plan", "--mapping", "none.yaml"], "none.yaml", id="no mapping"),
]


@pytest.mark.parametrize(("arguments", "words"), MISUSES)
def test_misuse(work: Workspace, api: str, arguments: list[str], words: str) -> None:
    before = there(api)
    assert work.rules(*arguments) == 2
    assert words in work.err
    assert there(api) == before


def test_a_new_rule_needs_a_scorecard(work: Workspace, api: str) -> None:
    work.mapping(CHANGED + "  - {rule: New, reports: x, define: {level: 1}}\n")
    before = there(api)
    assert work.rules("apply") == 2
    assert "scorecard.datadog.yaml:5: rule 'New': Datadog has no rule of this name" in work.err
    assert there(api) == before


def test_keys_are_needed(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DD_API_KEY")
    monkeypatch.delenv("DD_APP_KEY")
    assert work.rules("plan") == 2
    assert "DD_API_KEY and DD_APP_KEY are not set" in work.err


def test_partial_failures_are_told_and_the_rest_is_done(work: Workspace, api: str) -> None:
    work.mapping("  - {rule: X, id: gone, reports: x, define: {level: 1}}\n" + CHANGED)
    assert work.rules("plan") == 4
    assert work.rules("apply", *PRUNE, "--yes") == 4
    assert "Datadog has no rule with the id 'gone'" in work.err
    assert there(api)["No lint errors"]["level"] == 1
    assert "Old" in there(api)
    assert "not deleted, after the failure above: Old" in work.out


def test_a_refused_rule(work: Workspace, api: str) -> None:
    # another rule of the scorecard has the name already: the sandbox refuses it
    work.mapping("  - {rule: Old, id: no-lint-errors0b, reports: x, define: {level: 1}}\n" + NEW)
    assert work.rules("apply") == 4
    assert 'attribute "name" must be unique' in work.err
    assert "Unit tests pass" in there(api)
    assert "no-lint-errors0b" not in work.out[work.out.index("# pin these") :]


BUILT_IN = {
    "id": "b",
    "type": "rule",
    "attributes": {"name": "Owner", "scorecard_name": "Quality", "custom": False, "level": 1},
}


def test_built_in_rules_are_neither_changed_nor_deleted(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replies(_: object) -> Any:
        pages.append(1)
        return answer(200, {"data": [BUILT_IN] if len(pages) == 1 else []})

    pages: list[int] = []
    with Server(replies) as server:
        monkeypatch.setenv("SCORECARD_API_URL", server.url)
        work.mapping("  - {rule: Owner, reports: x, define: {level: 2}}\n")
        assert work.rules("apply") == 4
        assert "built into Datadog" in work.err
        pages.clear()
        work.mapping("  - {rule: Other, reports: x}\n")
        assert work.rules("apply", *PRUNE, "--yes") == 0
        assert {request.method for request in server.requests} == {"GET"}


HOSTILE = "\x1b[31m::error::" + API + "\u202e\n##[error]"


def test_hostile_answers_are_shown_harmless(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = {"name": "Tests", "scorecard_name": HOSTILE, "owner": HOSTILE, "custom": True}
    pages = [[{"id": HOSTILE, "attributes": rule}], []]
    with Server([answer(200, {"data": data}) for data in pages]) as server:
        monkeypatch.setenv("SCORECARD_API_URL", server.url)
        work.mapping("  - {rule: Tests, reports: x, define: {owner: qa}}\n")
        assert work.rules("plan") == 0
    assert "***" in work.out
    assert not set(work.out + work.err) & {"\x1b", "\u202e", "\r"}
    assert not any(line.lstrip().startswith("::") for line in work.out.splitlines())
    assert "##[" not in work.out


@pytest.mark.parametrize(
    ("status", "code"), [pytest.param(403, 4, id="refused"), pytest.param(500, 5, id="down")]
)
def test_a_list_that_cannot_be_read(
    work: Workspace, monkeypatch: pytest.MonkeyPatch, status: int, code: int
) -> None:
    with Server(lambda _: answer(status, {"errors": ["no"]})) as server:
        monkeypatch.setenv("SCORECARD_API_URL", server.url)
        assert work.rules("plan", "--timeout", "1") == code
    assert "Datadog answered" in work.err


def test_as_an_action(work: Workspace, api: str) -> None:
    (work.folder / "sub").mkdir()
    (work.folder / "scorecard.datadog.yaml").rename(work.folder / "sub/map.yaml")
    inputs = {
        "INPUT_COMMAND": "rules",
        "INPUT_ARGUMENTS": "apply",
        "INPUT_WORKING-DIRECTORY": "sub",
        "INPUT_MAPPING": "map.yaml",
    }
    assert run_action([], inputs) == 0
    assert "Unit tests pass" in there(api)
