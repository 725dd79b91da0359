"""What the runner does around an action's step: inputs, variables, files; then what came back."""

from __future__ import annotations

import html
import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from scorecard_action.sandbox import running
from tests.runner.events import Event
from tests.runner.expressions import fill
from tests.sandbox.client import OUTCOMES, call, new_rule

KEYS = {"DD_API_KEY": "a" * 32, "DD_APP_KEY": "b" * 40}
EXAMPLE = {
    "Unit tests pass": "fail",
    "No lint errors": "fail",
    "Line coverage": "pass",
    "Cart articles are checked": "pass",
    "Payment contract holds": "skip",
}
COUNTS = {"passed": "2", "failed": "2", "skipped": "1"}


def read_action(path: Path) -> dict[str, Any]:
    found = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def inputs(
    action: Mapping[str, Any], given: Mapping[str, str], contexts: Mapping[str, Any]
) -> dict[str, str]:
    """Return every input: as given (also one that the action has not), else its default."""
    defaults = {name: str(one.get("default") or "") for name, one in action["inputs"].items()}
    return {name: fill(text, contexts) for name, text in defaults.items()} | dict(given)


def as_variables(values: Mapping[str, str]) -> dict[str, str]:
    """Inputs as the runner passes them to a docker action: upper case, blanks as `_`."""
    return {f"INPUT_{name.upper().replace(' ', '_')}": value for name, value in values.items()}


class Files:
    """The step's files, in a folder of the runner: event, outputs, summary."""

    def __init__(self, folder: Path, event: Event) -> None:
        self.folder = folder
        self.commands = folder / "file_commands"
        self.workflow = folder / "workflow"
        for one in (self.commands, self.workflow):
            one.mkdir(parents=True)
        for name in ("set_output_1", "step_summary_1", "add_path_1", "set_env_1"):
            (self.commands / name).touch()
        text = json.dumps(event.document(), indent=2)
        (self.workflow / "event.json").write_text(text, "utf-8")

    def variables(self, commands: str, workflow: str) -> dict[str, str]:
        """Return where the step sees them, by the folders that it sees."""
        return {
            "GITHUB_OUTPUT": f"{commands}/set_output_1",
            "GITHUB_STEP_SUMMARY": f"{commands}/step_summary_1",
            "GITHUB_PATH": f"{commands}/add_path_1",
            "GITHUB_ENV": f"{commands}/set_env_1",
            "GITHUB_EVENT_PATH": f"{workflow}/event.json",
        }

    @property
    def summary(self) -> str:
        return (self.commands / "step_summary_1").read_text("utf-8")

    @property
    def outputs(self) -> dict[str, str]:
        return read_outputs((self.commands / "set_output_1").read_text("utf-8"))


def run_step(
    step: Mapping[str, Any], contexts: Mapping[str, Any], env: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a step of a composite action in `folder`, as the runner runs `shell: bash`."""
    assert step["shell"] == "bash"
    script = Path(env["RUNNER_TEMP"]) / "script.sh"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(fill(step["run"], contexts), "utf-8")
    own = {name: fill(str(text), contexts) for name, text in step.get("env", {}).items()}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder,
        env={**env, **own},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def read_outputs(text: str) -> dict[str, str]:
    """Read `name=value` lines and `name<<DELIMITER` blocks, as the runner does.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, equals, value = line.partition("=")
        block, arrows, delimiter = line.partition("<<")
        if arrows and (not equals or len(block) < len(name)):
            held = []
            for inner in lines:
                if inner == delimiter:
                    break
                held.append(inner)
            else:
                raise ValueError(f"{block}: no line {delimiter}")
            found[block] = "\n".join(held)
        else:
            assert equals or not line, line
            found[name] = value
    return found


@contextmanager
def datadog() -> Iterator[str]:
    """Yield the URL of a local Scorecards API that has the example's rules."""
    with running() as url:
        for rule in EXAMPLE:
            new_rule(url, rule)
        yield url


def stored(url: str) -> list[str]:
    """Return the states that it has, in order."""
    return sorted(one["attributes"]["state"] for one in call("GET", url + OUTCOMES).json()["data"])


def assert_told(event: Event, files: Files, url: str, log: str) -> None:
    """The outputs, the summary and what Datadog has are those of this event."""
    sent = event.reason is None
    outputs = files.outputs
    assert {name: outputs[name] for name in COUNTS} == COUNTS
    assert outputs["submitted"] == ("5" if sent else "0")
    outcomes = json.loads(outputs["outcomes"])
    assert {one["rule"]: one["state"] for one in outcomes} == EXAMPLE
    assert {one["delivery"] for one in outcomes} == {"sent" if sent else "dry_run"}
    summary = html.unescape(files.summary)  # as a reader sees it
    told = "5 outcomes sent to Datadog" if event.reason is None else event.reason
    assert told.lower() in summary.lower()
    for link in event.links:
        assert link in summary
    if sent:
        assert all(
            link.partition("<")[2].rstrip(">)") in json.dumps(outcomes) for link in event.links
        )
    assert stored(url) == (sorted(EXAMPLE.values()) if sent else [])
    for key in KEYS.values():
        assert key not in log + summary + json.dumps(outputs)
