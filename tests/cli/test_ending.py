"""An error that ends the run is told on the page, at its line, and in the JSON asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from scorecard_action.cli import run
from scorecard_action.cli.inputs import run_action

WRONG = "version: 1\nservice: s\nrules:\n  - rule: U\n    reports: a.xml\n    reprots: b.xml\n"
RIGHT = WRONG.replace("    reprots: b.xml\n", "")
SAVED = "scorecard-undelivered.json"
TITLE = "## ❌ Scorecard: ended by 1 error\n"
REPROTS = "unknown key 'reprots' in rule 'U' - did you mean 'reports'?"
HINT = (
    " - set DD_API_KEY and DD_APP_KEY, or DD_ACCESS_TOKEN alone; with _FILE behind its name, each"
    " is a file that holds it (README: Where keys come from)"
)
BAD_VALUE = (
    "Invalid value for '--endpoint' (env var: 'SCORECARD_ENDPOINT'): 'x' is not one of 'auto',"
    " 'batch', 'async'."
)
AZURE = "##vso[task.logissue type=error;sourcepath=cart/wrong.yaml;linenumber=6;columnnumber=5]"
KEYS = "DD_API_KEY and DD_APP_KEY are not set, nor is DD_ACCESS_TOKEN, so nothing can be "


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a service in a folder, in a step of a push to main on GitHub."""
    for name in set(os.environ) - {"PATH"}:
        monkeypatch.delenv(name)
    top = tmp_path / "checkout"
    (top / ".git").mkdir(parents=True)
    (top / "cart").mkdir()
    (top / "cart/scorecard.datadog.yaml").write_text(RIGHT)
    (top / "cart/wrong.yaml").write_text(WRONG)
    (tmp_path / "outside.yaml").write_text(WRONG)
    for name, value in {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_WORKSPACE": str(top),
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_REF_NAME": "main",
        "GITHUB_EVENT_NAME": "push",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(top)
    return top


def commands(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith(("::", "##"))]


def errors(file: Path) -> list[tuple[object, ...]]:
    told = json.loads(file.read_text())["errors"]
    return [(one["file"], one["line"], one["column"], one["message"]) for one in told]


@pytest.mark.parametrize(
    ("arguments", "place", "message"),
    [
        pytest.param(
            ["submit", "-C", "cart", "--mapping", "wrong.yaml"],
            "file=cart/wrong.yaml,line=6,col=5,",
            REPROTS,
            id="a mapping below -C",
        ),
        pytest.param(
            ["check", "--mapping", "cart/wrong.yaml"],
            "file=cart/wrong.yaml,line=6,col=5,",
            REPROTS,
            id="another command",
        ),
        pytest.param(
            ["submit", "--mapping", "../outside.yaml"], "", REPROTS, id="outside the repository"
        ),
        pytest.param(["submit", "-C", "cart"], "", f"{KEYS}sent", id="keys"),
        pytest.param(["check", "-C", "cart", "--online"], "", f"{KEYS}looked up", id="check"),
        pytest.param(["submit", "--mapping", "none.yaml"], "", "cannot read", id="no such file"),
        pytest.param(["submit", "-C", "nowhere"], "", "cannot work in nowhere", id="no folder"),
        pytest.param(
            ["submit", "--timeout", "soon"], "", "Invalid value for '--timeout'", id="a bad value"
        ),
        pytest.param(["submit", "--dryrun"], "", "No such option", id="no option"),
        pytest.param(["submti"], "", "No such command", id="no command"),
        pytest.param(["explain"], "", "Missing argument 'RULE'", id="a missing argument"),
    ],
)
def test_on_github(
    checkout: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: Sequence[str],
    place: str,
    message: str,
) -> None:
    assert run(arguments) == 2
    (line,) = commands(capsys.readouterr().err)
    assert line.startswith(f"::error {place}title=Scorecard::{message.split(':', maxsplit=1)[0]}")
    text = (checkout.parent / "summary.md").read_text()
    assert text.startswith(TITLE)
    assert ("<pre>6 |     reprots: b.xml\n        ^</pre>" in text) is bool(place)


@pytest.mark.parametrize(
    ("arguments", "file", "told"),
    [
        pytest.param(
            ["submit", "-C", "cart", "--mapping", "wrong.yaml", "--json", "r.json"],
            "cart/r.json",
            ("wrong.yaml", 6, 5, REPROTS),
            id="mapping",
        ),
        pytest.param(
            ["resend", "none.json", "--json=r.json"],
            "r.json",
            (None, None, None, f"{KEYS}sent{HINT}"),
            id="keys",
        ),
        pytest.param(
            ["--json", "r.json", "-C", "cart", "--endpoint", "x"],
            "cart/r.json",
            (None, None, None, BAD_VALUE),
            id="a bad value, before the folder is entered",
        ),
    ],
)
def test_json(
    checkout: Path, arguments: Sequence[str], file: str, told: tuple[object, ...]
) -> None:
    assert run(arguments) == 2
    assert errors(checkout / file) == [told]


def test_a_folder_is_entered_once(checkout: Path) -> None:
    (checkout / "cart/cart").mkdir()
    assert run(["submit", "-C", "cart", "--mapping", "wrong.yaml", "--json", "r.json"]) == 2
    assert errors(checkout / "cart/r.json") == [("wrong.yaml", 6, 5, REPROTS)]


def test_json_alone_is_on_stdout(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["submit", "--mapping", "cart/wrong.yaml", "--json", "-"]) == 2
    assert json.loads(capsys.readouterr().out)["errors"][0]["message"] == REPROTS


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        pytest.param(["submit", "--save-undelivered", "saved", "--json"], "saved", id="named"),
        pytest.param(["submit", "--json"], SAVED, id="by default"),
        pytest.param(["submit", "--mapping", "cart/wrong.yaml", "--json"], SAVED, id="a mistake"),
        pytest.param(["submit", "--endpoint", "x", "--json"], SAVED, id="a bad value"),
        pytest.param(["resend", "saved", "--json"], "saved", id="resend"),
        pytest.param(["resend", "--batch-size", "x", "--json"], SAVED, id="resend by default"),
    ],
)
def test_no_saved_batch_is_overwritten(checkout: Path, arguments: Sequence[str], file: str) -> None:
    (checkout / file).write_text("what an earlier run could not send")
    assert run([*arguments, file]) == 2
    assert (checkout / file).read_text() == "what an earlier run could not send"
    assert (checkout.parent / "summary.md").read_text().startswith(TITLE)


@pytest.mark.parametrize(
    ("inputs", "message", "file"),
    [
        pytest.param(
            {"INPUT_FAILON": "fail", "INPUT_JSON": "r.json", "INPUT_WORKING-DIRECTORY": "cart"},
            "there is no input failon",
            "cart/r.json",
            id="unknown",
        ),
        pytest.param({"INPUT_DRY-RUN": "maybe"}, "input dry-run", None, id="no flag"),
        pytest.param({"INPUT_COMMAND": "sumbit"}, "input command", None, id="no command"),
        pytest.param(
            {"INPUT_COMMAND": "inspect", "INPUT_JSON": "true", "INPUT_FAILON": "x"},
            "there is no input failon",
            None,
            id="a flag is no file",
        ),
    ],
)
def test_inputs(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    inputs: dict[str, str],
    message: str,
    file: str | None,
) -> None:
    for name, value in inputs.items():
        monkeypatch.setenv(name, value)
    before = set(checkout.iterdir())
    assert run_action([], os.environ) == 2
    (line,) = commands(capsys.readouterr().err)
    assert line.startswith(f"::error title=Scorecard::{message}")
    assert (checkout.parent / "summary.md").read_text().startswith(TITLE)
    if file:
        assert errors(checkout / file)[0][3].startswith(message)  # type: ignore[attr-defined]
    assert set(checkout.iterdir()) == before


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        pytest.param({}, [], id="no CI"),
        pytest.param(
            {"TF_BUILD": "True"},
            [AZURE + REPROTS],
            id="Azure Pipelines",
        ),
        pytest.param({"TEAMCITY_VERSION": "2024.1"}, [], id="TeamCity"),
    ],
)
def test_elsewhere(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    expected: list[str],
) -> None:
    for name in [name for name in os.environ if name.startswith("GITHUB_")]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run(["submit", "--mapping", "cart/wrong.yaml"]) == 2
    assert commands(capsys.readouterr().err) == expected
    assert not (checkout.parent / "summary.md").exists()


def test_no_key_is_told(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = "0123456789abcdef0123456789abcdef"
    monkeypatch.setenv("DD_API_KEY", key)
    (checkout / "cart/wrong.yaml").write_text(WRONG.replace("b.xml", key))
    assert run(["submit", "--mapping", "cart/wrong.yaml", "--json", "r.json"]) == 2
    summary = (checkout.parent / "summary.md").read_text()
    assert "reprots: " in summary
    assert key not in summary + (checkout / "r.json").read_text() + capsys.readouterr().err


def test_what_ends_well_leaves_no_error(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["submit", "-C", "cart", "--dry-run", "--json", "r.json"]) == 0
    assert "outcomes" in json.loads((checkout / "cart/r.json").read_text())
    assert not commands(capsys.readouterr().err)
