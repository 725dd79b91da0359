"""README, CHANGELOG, action.yml, `--help`, examples and code say the same."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from scorecard_action import __version__
from scorecard_action.cli import COMMANDS, run
from scorecard_action.mapping.loader import load, loads
from scorecard_action.model import Build, Run
from scorecard_action.outputs.github import outputs_of
from scorecard_action.reports.formats import FORMATS
from scorecard_action.sandbox import running
from tests import tables
from tests.test_pages import blocks

ROOT = tables.ROOT
ACTION = YAML(typ="safe", pure=True).load((ROOT / "action.yml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", tables.PAGES, ids=lambda page: page.name)
def test_the_tables_are_those_of_the_code(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "<!-- /" in text
    assert tables.written(text) == text, "run `python -m tests.tables`"


def test_the_readme_counts_the_formats() -> None:
    assert f"\n{len(FORMATS)} formats of" in README


def test_every_key_of_a_rule_is_in_the_readme() -> None:
    schema = json.loads((ROOT / "scorecard.schema.json").read_text(encoding="utf-8"))
    table = README.split("| key of a rule |")[1].split("\n\n")[0]
    explained = {
        key for row in table.splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1])
    }
    assert set(schema["$defs"]["RuleEntry"]["properties"]) <= explained


SOURCE = "\n".join(
    file.read_text(encoding="utf-8") for file in (ROOT / "scorecard_action").rglob("*.py")
)
# texts as they are said: put together, without the marks of code in them
SOURCE = re.sub(r'"\n\s*f?"|[`"]', "", SOURCE).replace("{{", "{").replace("}}", "}")


QUOTED = re.findall(
    "“(.+?)”",
    "".join(
        (ROOT / page).read_text("utf-8")
        for page in ("docs/states.md", "docs/troubleshooting.md", "CHANGELOG.md")
    ),
)
# What the pages say already and the code does not yet; a text leaves the list when it is there.


@pytest.mark.parametrize("text", dict.fromkeys(QUOTED))
def test_what_the_pages_quote_is_said(text: str) -> None:
    pieces = [piece.strip() for piece in text.replace("`", "").split("…") if piece.strip()]
    assert pieces
    said = all(piece in SOURCE for piece in pieces)
    assert said


def test_every_option_of_submit_is_an_input_with_its_words() -> None:
    options = {tables.long_name(option): option for option in tables.options("submit")}
    inputs = {name: given["description"] for name, given in ACTION["inputs"].items()}
    assert set(inputs) == {"command", "arguments", *options}
    assert {name: inputs[name] for name in options} == {
        name: tables.described(option) for name, option in options.items()
    }


# Values that only GitHub's runner has, so that a default in action.yml is the way to them; nobody
# is to set them, so neither --help nor the README's table of options names them.
FILLED_IN = {"job-id": "${{ job.check_run_id }}", "matrix": "${{ toJSON(matrix) }}"}


def test_inputs_have_no_default_of_their_own_but_what_the_runner_fills_in() -> None:
    given = {name: one["default"] for name, one in ACTION["inputs"].items() if "default" in one}
    assert given == FILLED_IN
    assert {key for one in ACTION["inputs"].values() for key in one} == {"description", "default"}


def test_what_the_runner_fills_in_is_hidden() -> None:
    hidden = {tables.long_name(option) for option in tables.options("submit") if option.hidden}
    assert hidden == set(FILLED_IN)
    assert [name for name in hidden if f"--{name}" in README] == []


def test_the_outputs_are_those_written() -> None:
    assert set(ACTION["outputs"]) == set(outputs_of(Run(Build(), ())))


def test_no_input_takes_a_key() -> None:
    assert [name for name in ACTION["inputs"] if "key" in name] == []


def test_every_command_is_listed() -> None:
    files = (ROOT / "scorecard_action/cli").glob("*.py")
    commands = {path.stem for path in files if "\ndef command(" in path.read_text("utf-8")}
    assert commands == set(COMMANDS)


def test_the_command_input_names_commands() -> None:
    named = re.findall(r"\b[a-z]+\b", ACTION["inputs"]["command"]["description"].split(":")[1])
    assert set(named) - {"or", "default"} <= set(COMMANDS)


RULE = {"rule": "R", "reports": "a.xml"}
# A rule in which a key of each table of docs/mapping.md has its place.
PLACES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "rule": lambda key: key,
    "report": lambda key: {"reports": [{"path": "a", "format": "lint-text", **key}]},
    "select": lambda key: {"only": key},
    "limits": lambda key: {"max": key},
    "waiver": lambda key: {"waive": {"until": "2027-01-31", "reason": "r", **key}},
    "definition": lambda key: {"scorecard": "Quality", "define": {"level": 2, **key}},
}


def examples() -> list[Any]:
    """Each example of docs/mapping.md, and the table it is in."""
    page = (ROOT / "docs/mapping.md").read_text(encoding="utf-8")
    rows = []
    for table in tables.KEYS:
        shown = page.partition(f"<!-- keys-{table} -->")[2].partition("<!-- /")[0]
        for row in shown.splitlines()[3:]:
            cell = row.strip("| ").rpartition(" | ")[2]
            rows += [
                pytest.param(table, text, id=f"{table}-{text}")
                for text in re.findall(r"`(.+?)`(?=,|$)", cell)
            ]
    return rows


@pytest.mark.parametrize(("table", "text"), examples())
def test_every_example_of_a_key_loads(table: str, text: str) -> None:
    key = YAML(typ="safe", pure=True).load(f"{{{text}}}")
    top = key if table == "file" else {"services": ["cart"]}
    rule = RULE if table == "file" else RULE | PLACES[table](key)
    mapping = json.dumps({"version": 1, "rules": [rule], **top}, default=str)
    assert loads(mapping, "docs/mapping.md").rules


def mappings() -> list[str]:
    return [block for _, block in blocks("yaml") if "version: 1\n" in block]


@pytest.mark.parametrize("text", mappings())
def test_every_mapping_that_is_shown_is_sound(text: str) -> None:
    mapping = loads(text, "README.md")
    assert mapping.service == "checkout" or mapping.services == "auto"


def test_the_examples_mapping_is_sound() -> None:
    mapping = load(ROOT / "examples/checkout/scorecard.datadog.yaml")
    assert len(mapping.rules) == 5


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in changelog or "## [Unreleased]" in changelog


def test_the_run_in_the_readme_is_what_the_example_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "examples/checkout", tmp_path / "checkout")
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    for name, value in {
        "COLUMNS": "120",
        "DD_API_KEY": "an-api-key-of-the-test",
        "DD_APP_KEY": "an-app-key-of-the-test",
        "GITHUB_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "acme/checkout",
        "GITHUB_RUN_ID": "1184",
        "GITHUB_RUN_NUMBER": "57",
        "GITHUB_JOB": "test",
        "GITHUB_SHA": "3f2a9c1d8e5b4a7c9f0e1d2c3b4a5968778695a4",
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_WORKSPACE": "/build/checkout",
    }.items():
        monkeypatch.setenv(name, value)
    mapping = load(ROOT / "examples/checkout/scorecard.datadog.yaml")
    rules = [{"name": rule.label, "scorecard_name": "Quality"} for rule in mapping.rules]
    monkeypatch.chdir(tmp_path / "checkout")
    with running(rules=rules) as url:
        assert run(["submit", "--api-url", url]) == 0
    printed = capsys.readouterr().out.replace(" (new)", "")
    assert printed.strip() == README.split("```text\n")[1].split("```")[0].strip()
