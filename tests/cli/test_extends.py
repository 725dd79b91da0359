"""`--extends`, its variable and its input, on every command that reads the mapping."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scorecard_action.cli.inputs import command_line
from tests.cli.command import command, submit

BASE = "version: 1\nrules:\n  - {rule: %s, reports: a.xml}\n"
JUNIT = '<testsuite name="s"><testcase name="t"/></testsuite>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    (work / ".git").mkdir()
    (work / "scorecard.datadog.yaml").write_text("version: 1\nservice: checkout\n")
    (work / "a.xml").write_text(JUNIT)
    for name in ("one", "two"):
        (work / f"{name} of us.yaml").write_text(BASE % name)
        (tmp_path / f"{name}.yaml").write_text(BASE % f"outer {name}")
    return work


@pytest.mark.parametrize(
    ("arguments", "env", "states"),
    [
        pytest.param(["--extends", "one of us.yaml"], {}, {"one": "pass"}, id="option"),
        pytest.param(
            ["--extends", "one of us.yaml", "--extends", "../two.yaml"],
            {},
            {"one": "pass", "outer two": "pass"},
            id="two options",
        ),
        pytest.param(
            [],
            {"SCORECARD_EXTENDS": "one of us.yaml\n\n  two of us.yaml \n"},
            {"one": "pass", "two": "pass"},
            id="one on each line of the variable",
        ),
        pytest.param(
            ["--extends", "two of us.yaml"],
            {"SCORECARD_EXTENDS": "one of us.yaml"},
            {"two": "pass"},
            id="the command line wins",
        ),
    ],
)
def test_submit(
    arguments: list[str], env: dict[str, str], states: dict[str, str], folder: Path
) -> None:
    done = submit(folder, *arguments, env=env)
    assert (done.code, done.states) == (0, states)


def test_an_empty_variable_is_unset(folder: Path) -> None:
    done = command("check", cwd=folder, env={"SCORECARD_EXTENDS": ""})
    assert b"the mapping has no 'rules'" in done.stderr


def test_the_input_is_split_on_newlines() -> None:
    given = {"INPUT_EXTENDS": "one of us.yaml\n\n../two.yaml\n"}
    assert command_line(given) == ["submit", "--extends=one of us.yaml", "--extends=../two.yaml"]


def test_it_starts_at_the_working_directory(folder: Path) -> None:
    done = command("check", "-C", "work", "--extends", "../one.yaml", cwd=folder.parent)
    assert "rule: outer one" in done.stdout.decode()
    assert "from ../one.yaml:3: rule, reports" in done.stdout.decode()


def test_explain_says_where_a_rule_stands(folder: Path) -> None:
    done = command("explain", "one", "--extends", "one of us.yaml", cwd=folder)
    assert "  from one of us.yaml:3: rule, reports\n" in done.stdout.decode()


def test_a_baseline_has_the_rules_that_are_below(folder: Path) -> None:
    below = {"SCORECARD_EXTENDS": "one of us.yaml"}
    for arguments, env in ((("--extends", "one of us.yaml"), {}), ((), below)):
        done = command("baseline", "-o", "-", *arguments, cwd=folder, env=env)
        assert done.returncode == 0
        assert [one["rule"] for one in json.loads(done.stdout)["rules"]] == ["one"]


def test_rules_reads_what_is_below(folder: Path) -> None:
    (folder / "one of us.yaml").write_text("version: 1\nrulez: []\n")
    done = command("rules", "plan", "--extends", "one of us.yaml", cwd=folder)
    assert done.returncode == 2
    assert b"one of us.yaml:2:1: unknown key 'rulez'" in done.stderr


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "https://user:hunter2hunter2@x.example/base.yaml",
            "--extends or SCORECARD_EXTENDS names a URL, and none is fetched:"
            " https://user:***@x.example/base.yaml\n"
            "  have a step before this one fetch it, and name the file",
            id="an address",
        ),
        pytest.param(
            "nope.yaml",
            "cannot read the mapping 'nope.yaml' that --extends or SCORECARD_EXTENDS names:"
            " No such file or directory",
            id="not there",
        ),
    ],
)
def test_what_cannot_be_read_ends_the_run(name: str, expected: str, folder: Path) -> None:
    done = command("submit", "--dry-run", "--extends", name, cwd=folder)
    assert done.returncode == 2
    assert done.stderr.decode().strip() == f"error: {expected}"


def test_a_mistake_outside_shows_no_line_of_the_file(folder: Path) -> None:
    (folder.parent / "one.yaml").write_text("version: 1\nhunter2: 1\n")
    env = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(folder), "CI": "true"}
    done = submit(folder, "--extends", "../one.yaml", env=env)
    assert done.code == 2
    assert "../one.yaml:2:1: a mistake here" in done.err
    assert "hunter2" not in done.err + done.out + done.summary + done.raw


def test_a_mistake_below_is_annotated_in_its_own_file(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared/base.yaml").write_text("version: 1\nrulez: []\n")
    (folder / "scorecard.datadog.yaml").write_text("version: 1\nextends: shared/base.yaml\n")
    env = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(folder), "CI": "true"}
    done = submit(folder, env=env)
    assert (
        "::error file=shared/base.yaml,line=2,col=1,title=Scorecard::unknown key"
        in done.out + done.err
    )
    assert "2 | rulez: []" in done.summary


def test_workspaces_of_a_ci_hold_several_checkouts(folder: Path) -> None:
    (folder / "scorecard.datadog.yaml").write_text(
        "version: 1\nservice: checkout\nextends: ../one.yaml\n"
    )
    assert command("check", cwd=folder).returncode == 2
    env = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(folder.parent), "CI": "true"}
    done = command("check", cwd=folder, env=env)
    assert done.returncode == 0, done.stderr.decode()
    assert "../one.yaml lies outside the repository and nothing here names its" in (
        done.stderr.decode()
    )
