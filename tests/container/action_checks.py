"""The built image as GitHub's runner runs it, for everything that can start a workflow.

tests/container/run.sh runs this file beside image_checks.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.container.runner import WORKSPACE, Runner
from tests.runner.events import EVENTS, RUN, Event
from tests.runner.jobs import KEYS, Files, as_variables, assert_told, datadog, inputs, read_action
from tests.tables import ROOT

pytest_plugins = ["tests.container.fixtures"]
ACTION = read_action(ROOT / "action.yml")
# The runner mounts its own folders below /github: actions/runner, ContainerActionHandler.
PLACES = {
    "HOME": "/github/home",
    "GITHUB_WORKSPACE": WORKSPACE,
    "RUNNER_WORKSPACE": "/home/runner/work/checkout",
    "RUNNER_TEMP": "/github/runner_temp",
    "RUNNER_TOOL_CACHE": "/opt/hostedtoolcache",
    "PATH": "/opt/hostedtoolcache/node/20.19.5/x64/bin:/usr/local/bin:/usr/bin:/bin",
}


@pytest.fixture
def url() -> Iterator[str]:
    with datadog() as address:
        yield address


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_is_sent_or_shown(
    run: Runner, entrypoint: list[str], tmp_path: Path, url: str, event: Event
) -> None:
    files = Files(tmp_path / "runner", event)
    values = inputs(ACTION, {"api-url": url}, event.contexts())
    env = {
        **event.variables(),
        **PLACES,
        **files.variables("/github/file_commands", "/github/workflow"),
        **as_variables(values),
        # An expression that names a secret that there is not makes an empty variable.
        **(KEYS if event.secrets else dict.fromkeys(KEYS, "")),
    }
    mounts = {
        "/github/file_commands": files.commands,
        "/github/workflow": files.workflow,
    }
    done = run(entrypoint, 0, env, owner=1001, mounts=mounts)
    assert done.returncode == 0, done.stderr
    assert_told(event, files, url, done.stdout + done.stderr)


def test_an_input_that_is_none_of_the_actions_is_an_error(
    run: Runner, entrypoint: list[str]
) -> None:
    event = Event(name="push")
    values = inputs(ACTION, {"dry_run": "true"}, event.contexts())
    done = run(entrypoint, 0, {**event.variables(), **PLACES, **as_variables(values)})
    assert done.returncode == 2
    assert "dry-run" in done.stderr


def test_the_page_of_the_run_is_the_one_expected() -> None:
    assert Event(name="push").links[0] == f"[GitHub Actions build 57](<{RUN}/attempts/1>)"
