"""Options, the action's inputs and what is written follow from the table of outputs."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
import pytest

import scorecard_action.cli
from scorecard_action.cli import cli, options, run, show, submit
from scorecard_action.errors import Problem
from scorecard_action.model import Run
from scorecard_action.outputs.table import OUTPUTS, Output

MAPPING = "version: 1\nservice: s\nrules:\n  - {rule: U, reports: u.xml}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in set(os.environ) - {"PATH"}:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    return tmp_path


@pytest.mark.parametrize("name", ["submit", "resend"])
def test_each_option_of_the_table_is_one_of_the_command(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    given = {
        long: parameter.help
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for long in parameter.opts
    }
    assert {row.option: row.help for row in OUTPUTS if row.option}.items() <= given.items()


def test_each_row_is_asked_for_in_one_way() -> None:
    assert [bool(row.option) != bool(row.variable) for row in OUTPUTS] == [True] * len(OUTPUTS)
    assert len({row.name for row in OUTPUTS}) == len(OUTPUTS)


def shout(run: Run) -> str:
    return f"{run.outcomes[0].rule}!\n"


def complain(problems: object) -> str:
    return "no!\n"


TOY = Output("toy", shout, option="--toy", help="Shout it.", stdout=True, errors=complain)


@pytest.fixture
def toy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One more row, and `submit` loaded anew: nothing else knows of it."""
    for module in (show, options):
        monkeypatch.setattr(module, "OUTPUTS", (*OUTPUTS, TOY))
    monkeypatch.setattr(scorecard_action.cli, "submit", submit)
    monkeypatch.delitem(sys.modules, "scorecard_action.cli.submit")
    return folder


@pytest.mark.parametrize("file", ["x/toy.txt", "-"])
def test_a_row_more_is_an_output_more(
    toy: Path, capfd: pytest.CaptureFixture[str], file: str
) -> None:
    assert run(["submit", "--dry-run", "--toy", file]) == 0
    out = capfd.readouterr().out
    assert (out == "U!\n") is (file == "-")
    if file != "-":
        assert (toy / file).read_text() == "U!\n"
    (toy / "scorecard.datadog.yaml").write_text("version: 2\n")
    assert run(["submit", "--toy", "mistakes"]) == 2
    assert (toy / "mistakes").read_text() == "no!\n"


def test_one_that_an_option_names_must_be_written(folder: Path) -> None:
    assert run(["submit", "--dry-run", "--json", "."]) == 74
    # Any other code but 0 comes first.
    assert run(["submit", "--dry-run", "--json", ".", "--fail-on", "fail"]) == 1
    assert run(["submit", "--dry-run", "--json", ".", "--fail-on", "fail", "--exit-zero"]) == 74


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        pytest.param(["--json", "scorecard-undelivered.json"], {}, id="the saved file"),
        pytest.param(["--json", "x", "--save-undelivered", "./a/../x"], {}, id="spelled otherwise"),
        pytest.param(["--json", "x"], {"GITHUB_OUTPUT": "x"}, id="one of the CI"),
        pytest.param([], {"GITHUB_OUTPUT": "scorecard-undelivered.json"}, id="saved by the CI"),
    ],
)
def test_one_file_for_two_outputs_is_a_usage_error(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    variables: dict[str, str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run(["submit", "--dry-run", *arguments]) == 2
    assert "is named twice" in capsys.readouterr().err
    assert not (folder / "scorecard-undelivered.json").exists()


def test_devices_and_the_files_of_the_ci_may_be_named_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.setenv(name, "one")
    arguments = ["--json", os.devnull, "--save-undelivered", os.devnull]
    assert run(["submit", "--dry-run", *arguments]) == 0


@pytest.mark.parametrize("broken", ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"])
def test_one_of_the_ci_that_cannot_be_written_is_a_warning(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    broken: str,
) -> None:
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.setenv(name, "no/folder/x" if name == broken else "written")
    assert run(["submit", "--dry-run", "--json", "result.json"]) == 0
    error = "warning: GitHub's files cannot be written: no/folder/x: No such file or directory"
    assert error in capsys.readouterr().err.splitlines()
    assert (folder / "written").stat().st_size
    assert json.loads((folder / "result.json").read_text())["submitted"] == 0


def test_mistakes_of_the_mapping_go_to_the_outputs_that_tell_of_them() -> None:
    problems = [Problem("m.yaml", 1, 2, "no")]
    told = {row.name: row.errors(problems) for row in OUTPUTS if row.errors}
    assert list(told) == ["summary", "json"]
    assert "1&#58;2** no" in told["summary"]
    assert json.loads(told["json"])["errors"][0]["message"] == "no"
