"""GitLab's examples and the component, run by gitlab-ci-local against the sandbox.

It stands in for GitLab and a runner: it reads the YAML (by GitLab's own JSON schema), works out
needs, inputs and artifacts, and runs the scripts; here in a shell, as there is no Docker, with our
command on the PATH. It reads no `workflow`, and keeps no two pipelines apart by `resource_group`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from scorecard_action.sandbox import running
from tests.examples import recipe, service

LOCAL = service.ROOT / "tests/examples/gitlab/node_modules/.bin/gitlab-ci-local"
pytestmark = pytest.mark.skipif(
    not (LOCAL.exists() and shutil.which("node") and shutil.which("rsync")),
    reason="gitlab-ci-local is not installed: make .venv/examples/ready, and apt-get install rsync",
)
# It says that it is no GitLab, by this.
QUIRKS = {"GITLAB_CI": "true"}
MERGE_REQUEST = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_MERGE_REQUEST_IID": "7",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "faster-cart",
}


class Pipeline:
    """What a pipeline printed, with the result of each job, and the artifacts of one."""

    def __init__(self, tree: Path, given: Mapping[str, str]) -> None:
        """Run the pipeline of a checkout with variables as the project or the runner gives them."""
        self.tree = tree
        words = [
            *("--force-shell-executor", "--shell-isolation", "--no-color"),
            # What it cannot know of a copy that was never cloned from a GitLab.
            *(f"--variable={name}={value}" for name, value in given.items()),
        ]
        done = subprocess.run(
            [LOCAL, *words],
            cwd=tree,
            env=service.environment(tree.parent, {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
        self.said = done.stdout + done.stderr

    def failed(self, job: str) -> bool:
        """Whether a job failed; it is an error when it did not run."""
        result = [line for line in self.said.splitlines() if line.startswith(f"{job} ")]
        finished = [line for line in result if " finished in " in line]
        assert len(finished) == 1, self.said
        return " FAIL " in finished[0]

    def kept(self, job: str) -> set[str]:
        """The files among the artifacts of a job."""
        folder = self.tree / ".gitlab-ci-local/artifacts" / job
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def tree(tmp_path: Path, example: str, mapping: str | None = None) -> Path:
    """A checkout whose pipeline is the example, or the text."""
    text = (service.ROOT / example).read_text("utf-8") if "\n" not in example else example
    folder = service.checkout(tmp_path / "checkout", mapping)
    (folder / ".gitlab-ci.yml").write_text(text, "utf-8")
    subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
    return folder


def test_the_example_sends_what_a_failed_test_job_reports(tmp_path: Path) -> None:
    with running(rules=service.rules(*service.STATES)) as url:
        built = Pipeline(
            tree(tmp_path, "examples/gitlab-ci.yml"),
            {**QUIRKS, **service.KEYS, "SCORECARD_API_URL": url},
        )
        arrived = service.outcomes(url)
    assert built.failed("test")
    assert not built.failed("scorecard"), built.said
    assert {rule: state for rule, (state, _) in arrived.items()} == service.STATES
    assert all("GitLab" in said for _, said in arrived.values())
    assert built.kept("test") == {
        f"reports/{n}" for n in ("junit.xml", "coverage.xml", "ruff.sarif")
    }
    assert not built.kept("scorecard")


def test_a_merge_request_is_shown_and_needs_no_keys(tmp_path: Path) -> None:
    with running(rules=service.rules(*service.STATES)) as url:
        given = {**QUIRKS, **MERGE_REQUEST, "SCORECARD_API_URL": url}
        built = Pipeline(tree(tmp_path, "examples/gitlab-ci.yml"), given)
        assert service.outcomes(url) == {}
    assert not built.failed("scorecard"), built.said
    assert "pull request" in built.said or "merge request" in built.said, built.said


def test_another_branch_is_a_dry_run(tmp_path: Path) -> None:
    """GitLab would make no pipeline: `workflow` is one thing that gitlab-ci-local does not read."""
    folder = tree(tmp_path, "examples/gitlab-ci.yml")
    subprocess.run(["git", "switch", "-q", "-c", "faster-cart"], cwd=folder, check=True)
    with running() as url:
        built = Pipeline(folder, {**QUIRKS, **service.KEYS, "SCORECARD_API_URL": url})
    assert not built.failed("scorecard"), built.said
    assert "dry run, nothing sent: branch 'faster-cart'" in built.said


def test_what_datadog_did_not_take_is_kept(tmp_path: Path) -> None:
    with running(faults=["no-route"]) as url:
        given = {**QUIRKS, **service.KEYS, "SCORECARD_API_URL": url}
        built = Pipeline(tree(tmp_path, "examples/gitlab-ci.yml"), given)
    assert built.failed("scorecard")
    assert built.kept("scorecard") == {"scorecard-undelivered.json"}


def component(tmp_path: Path, inputs: str = "") -> Path:
    """The example of the component, in a checkout that is also the component's repository."""
    text = (service.ROOT / "examples/gitlab-component.yml").read_text("utf-8")
    text, count = re.subn(
        r"\$CI_SERVER_FQDN/[\w-]+/scorecard-action/scorecard@[\d.]+",
        "git.acme.example/acme/checkout/scorecard@$CI_COMMIT_SHA",
        text,
    )
    assert count == 1
    text = text.replace("    inputs:\n", f"    inputs:\n{inputs}")
    folder = tree(tmp_path, text)
    shutil.copytree(service.ROOT / "templates", folder / "templates")
    subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
    return folder


def test_the_component_sends_and_takes_inputs(tmp_path: Path) -> None:
    with running(rules=service.rules(*service.STATES)) as url:
        given = {**QUIRKS, **service.KEYS, "SCORECARD_API_URL": url}
        built = Pipeline(component(tmp_path), given)
        arrived = service.states(url)
    assert arrived == service.STATES
    assert built.failed("scorecard")  # by its input fail-on
    assert not built.kept("scorecard")


def test_an_input_is_no_part_of_a_script(tmp_path: Path) -> None:
    odd = """it's "$(touch broken-out)"; touch broken-out #"""
    inputs = f"      mapping: {json.dumps(odd)}\n      job-name: quality\n"
    with running() as url:
        given = {**QUIRKS, **service.KEYS, "SCORECARD_API_URL": url}
        built = Pipeline(component(tmp_path, inputs), given)
    assert built.failed("quality")
    assert f"{odd}" in built.said
    assert not list(tmp_path.rglob("broken-out"))


def test_the_component_keeps_what_datadog_did_not_take(tmp_path: Path) -> None:
    with running(faults=["no-route"]) as url:
        given = {**QUIRKS, **service.KEYS, "SCORECARD_API_URL": url}
        built = Pipeline(component(tmp_path), given)
    assert built.failed("scorecard")
    assert built.kept("scorecard") == {"scorecard-undelivered.json"}


@recipe.LEGS
def test_the_reports_of_several_jobs_meet(
    tmp_path: Path, lost: str, expected: dict[str, str], reasons: dict[str, str]
) -> None:
    folder = tree(tmp_path, "examples/gitlab-fan-in.yml", recipe.MAPPING)
    with running(rules=service.rules(*recipe.STATES)) as url:
        given = {**QUIRKS, **service.KEYS, "SCORECARD_API_URL": url, "LOST": lost}
        built = Pipeline(folder, given)
        arrived = service.outcomes(url)
    assert not built.failed("scorecard"), built.said
    recipe.check(arrived, expected, reasons)
