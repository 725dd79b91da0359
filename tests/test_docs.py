"""README, CHANGELOG, action.yml, `--help`, examples and code say the same."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from scorecard_action import __version__
from scorecard_action.cli import COMMANDS, run
from scorecard_action.errors import MappingError
from scorecard_action.mapping.loader import Below, load, loads
from scorecard_action.model import Build, Run
from scorecard_action.outputs.github import outputs_of
from scorecard_action.reports.formats import FORMATS
from tests import tables
from tests.test_pages import blocks
from tools import picture

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


def test_every_table_is_on_a_page() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in tables.PAGES)
    assert sorted(re.findall(r"^<!-- ([a-z-]+) -->$", pages, re.MULTILINE)) == sorted(tables.TABLES)


def test_every_key_of_a_rule_is_in_a_table() -> None:
    shown = tables.keys_table("RuleEntry")
    assert set(tables.SCHEMA["$defs"]["RuleEntry"]["properties"]) == set(
        re.findall(r"^\| `(\w+)`", shown, re.MULTILINE)
    )


SOURCE = "\n".join(
    file.read_text(encoding="utf-8") for file in (ROOT / "scorecard_action").rglob("*.py")
)
# texts as they are said: put together, without the marks of code in them
SOURCE = re.sub(r'"\n\s*f?"|[`"]', "", SOURCE).replace("{{", "{").replace("}}", "}")


QUOTED = re.findall(
    "“(.+?)”",
    "".join(
        (ROOT / page).read_text("utf-8")
        for page in ("README.md", "docs/states.md", "docs/troubleshooting.md", "CHANGELOG.md")
    ),
)
# What the pages say already and the code does not yet; a text leaves the list when it is there.


@pytest.mark.parametrize("text", dict.fromkeys(QUOTED))
def test_what_the_pages_quote_is_said(text: str) -> None:
    pieces = [piece.strip() for piece in text.replace("`", "").split("…") if piece.strip()]
    assert pieces
    said = all(piece in SOURCE for piece in pieces)
    assert said


def headings(text: str) -> set[str]:
    return {line.lstrip("#").strip() for line in text.splitlines() if line.startswith("##")}


NAMED = re.findall(r"\(README: ([^)\n]+)\)", SOURCE)


@pytest.mark.parametrize("name", dict.fromkeys(NAMED))
def test_what_messages_name_is_a_heading_of_the_readme(name: str) -> None:
    assert name in headings(README)


def test_messages_name_headings() -> None:
    assert NAMED
    examples = [path.read_text("utf-8") for path in (ROOT / "examples").iterdir() if path.is_file()]
    assert set(re.findall(r"\(README: ([^)\n]+)\)", "".join(examples))) <= headings(README)


def test_links_within_the_readme_lead_to_headings() -> None:
    known = {heading.lower().replace(" ", "-") for heading in headings(README)}
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= known


def test_every_message_that_misses_keys_names_both_ways() -> None:
    pages = (ROOT / "scorecard_action").rglob("*.py")
    own = [path for path in pages if "are not set" in path.read_text("utf-8")]
    assert [path.name for path in own] == ["keys.py"]


def test_every_option_of_submit_is_an_input_with_its_words() -> None:
    options = {tables.long_name(option): option for option in tables.options("submit")}
    inputs = {name: given["description"] for name, given in ACTION["inputs"].items()}
    assert set(inputs) == {"command", "arguments", *options}
    assert {name: inputs[name] for name in options} == {
        name: tables.described(option) for name, option in options.items()
    }


# Values that only GitHub's runner has, so that a default in action.yml is the way to them; nobody
# is to set them, so neither --help nor the docs/options.md names them.
FILLED_IN = {"job-id": "${{ job.check_run_id }}", "matrix": "${{ toJSON(matrix) }}"}


def test_inputs_have_no_default_of_their_own_but_what_the_runner_fills_in() -> None:
    given = {name: one["default"] for name, one in ACTION["inputs"].items() if "default" in one}
    assert given == FILLED_IN
    assert {key for one in ACTION["inputs"].values() for key in one} == {"description", "default"}


def test_what_the_runner_fills_in_is_hidden() -> None:
    hidden = {tables.long_name(option) for option in tables.options("submit") if option.hidden}
    assert hidden == set(FILLED_IN)
    pages = README + (ROOT / "docs/options.md").read_text("utf-8")
    assert [name for name in hidden if f"--{name}" in pages] == []


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
    "accept": lambda key: {"accept": {"file": "a", "until": "2027-01-31", "reason": "r", **key}},
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
def test_every_example_of_a_key_loads(table: str, text: str, tmp_path: Path) -> None:
    key = YAML(typ="safe", pure=True).load(f"{{{text}}}")
    if table == "base":
        key = {"extends": {"path": "shared/base.yaml", **key}}
    top = key if table in {"file", "base"} else {"services": ["cart"]}
    rule = RULE | PLACES[table](key) if table in PLACES else RULE
    mapping = json.dumps({"version": 1, "rules": [rule], **top}, default=str)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/base.yaml").touch()  # whose sum is that of the example
    if "extends" in key:
        with pytest.raises(MappingError, match="holds nothing"):
            loads(mapping, "m", path=str(tmp_path / "m"), below=Below((), lambda: str(tmp_path)))
    else:
        assert loads(mapping, "docs/mapping.md").rules


def mappings() -> list[str]:
    # Those of one page lie over each other: tests.mapping.test_organisation has them.
    shown = [block for page, block in blocks("yaml") if page.name != "organisation.md"]
    return [block for block in shown if "version: 1\n" in block]


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


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What `submit` prints for examples/checkout, and the job summary that it writes."""
    return picture.run(tmp_path_factory.mktemp("example"))


def test_the_run_in_the_readme_is_what_the_example_prints(example: tuple[str, str]) -> None:
    assert README.split("```text\n")[1].split("```")[0].strip() == example[0].strip()


def test_the_picture_is_of_the_summary_that_is_written(example: tuple[str, str]) -> None:
    drawn = picture.text_of(picture.PICTURE.read_bytes())
    assert drawn == example[1], "run `make picture`"


@pytest.mark.parametrize(
    ("mistake", "code", "said"),
    [
        pytest.param(("reports/*.sarif", "report/*.sarif"), 0, "no evidence: no file", id="glob"),
        pytest.param(("min: {tests", "minn: {tests"), 2, "scorecard.datadog.yaml:20", id="key"),
    ],
)
def test_what_the_readme_says_of_a_mistake_is_said(
    mistake: tuple[str, str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (row,) = re.findall(rf"\n\| `({re.escape(said)}[^`]+)` \|", README)
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "examples/checkout", folder)
    mapping = folder / "scorecard.datadog.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace(*mistake), "utf-8")
    monkeypatch.setenv("COLUMNS", "200")
    assert run(["submit", "--dry-run", "-C", str(folder)]) == code
    assert row in "".join(capsys.readouterr())


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 200


def test_the_badge_is_of_a_workflow() -> None:
    (name,) = set(re.findall(r"actions/workflows/([\w.]+)", README.split("\n\n")[1]))
    assert (ROOT / ".github/workflows" / name).is_file()


def steps() -> list[str]:
    """The step for GitHub, GitLab and Jenkins, as the README has it."""
    return re.findall(r"```(?:yaml|groovy)\n(.*?)```", README.split("\n## 3. ")[1], re.DOTALL)


def shown_yaml(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def test_the_step_for_github_is_the_examples() -> None:
    (step,) = shown_yaml(steps()[0])
    example = shown_yaml((ROOT / "examples/github.yml").read_text("utf-8"))
    assert [one for one in example["jobs"]["test"]["steps"] if one.get("name") == step["name"]] == [
        step
    ]


def test_the_job_for_gitlab_is_in_the_example() -> None:
    job = shown_yaml(steps()[1])["scorecard"]
    example = shown_yaml((ROOT / "examples/gitlab-ci.yml").read_text("utf-8"))["scorecard"]
    assert job == {key: example[key] for key in job}


def test_the_step_for_jenkins_is_in_the_example() -> None:
    example = (ROOT / "examples/Jenkinsfile").read_text("utf-8")
    lines = [line.strip() for line in example.splitlines()]
    step = [line.strip() for line in steps()[2].splitlines()]
    assert any(lines[at : at + len(step)] == step for at in range(len(lines)))
