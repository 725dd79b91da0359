"""Jenkins' examples and the shared step, run by Groovy: stubs record steps, `sh` really runs."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scorecard_action.sandbox import running
from tests.examples import recipe, service

pytestmark = pytest.mark.skipif(
    not shutil.which("groovy"), reason="Groovy is not installed: apt-get install groovy"
)
EXAMPLES = service.ROOT / "examples"
JENKINS = {
    "JENKINS_URL": "https://jenkins.acme.example/",
    "JOB_NAME": "checkout/main",
    "BUILD_URL": "https://jenkins.acme.example/job/checkout/job/main/57/",
    "BUILD_ID": "57",
    "BUILD_NUMBER": "57",
    "BUILD_TAG": "jenkins-checkout-main-57",
    "BRANCH_NAME": "main",
    "BRANCH_IS_PRIMARY": "true",
    "GIT_BRANCH": "main",
    "GIT_URL": "https://git.acme.example/acme/checkout.git",
}
REPORTS = {f"reports/{name}" for name in ("junit.xml", "coverage.xml", "ruff.sarif")}


@dataclass(frozen=True)
class Built:
    """A build that has run: its exit code (2 for a step that is not known), and its record."""

    code: int
    said: str
    folder: Path

    @property
    def steps(self) -> list[dict[str, Any]]:
        lines = (self.folder / "record.json").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def all(self, step: str, key: str) -> list[str]:
        return [one[key] for one in self.steps if one["step"] == step]

    @property
    def archive(self) -> set[str]:
        top = self.folder / "archive"
        return {str(path.relative_to(top)) for path in top.rglob("*") if path.is_file()}


def build(
    tmp_path: Path, pipeline: str, given: Mapping[str, str], mapping: str | None = None
) -> Built:
    """Run the text of a Jenkinsfile on a checkout of the service."""
    folder = tmp_path / "build"
    folder.mkdir()
    (tmp_path / "Jenkinsfile").write_text(pipeline, "utf-8")
    done = subprocess.run(
        [
            *("groovy", service.ROOT / "tests/examples/jenkins/run.groovy"),
            *(tmp_path / "Jenkinsfile", service.checkout(tmp_path / "checkout", mapping), folder),
            service.ROOT / "vars",
        ],
        cwd=tmp_path,
        env=service.environment(tmp_path, {**JENKINS, **given}),
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return Built(done.returncode, done.stdout + done.stderr, folder)


def example(name: str) -> str:
    return (EXAMPLES / name).read_text("utf-8")


def test_the_example_sends_what_a_failed_test_stage_reports(tmp_path: Path) -> None:
    with running(rules=service.rules(*service.STATES)) as url:
        built = build(tmp_path, example("Jenkinsfile"), {"SCORECARD_API_URL": url})
        arrived = service.outcomes(url)
    assert built.all("sh", "script") == ["make reports", "scorecard-action submit"], built.said
    assert built.all("failure", "message") == ["script returned exit code 2"]  # make's
    assert {rule: state for rule, (state, _) in arrived.items()} == service.STATES, built.said
    assert all("Jenkins build 57" in said for _, said in arrived.values())
    assert built.all("inside", "arguments") == ["--entrypoint=''"]
    assert built.archive == REPORTS


def test_what_datadog_did_not_take_is_kept(tmp_path: Path) -> None:
    with running(faults=["no-route"]) as url:
        built = build(tmp_path, example("Jenkinsfile"), {"SCORECARD_API_URL": url})
    assert built.code == 1
    assert built.archive == {*REPORTS, "scorecard-undelivered.json"}


def test_a_change_request_is_shown(tmp_path: Path) -> None:
    change = {"BRANCH_NAME": "PR-7", "CHANGE_ID": "7", "CHANGE_TARGET": "main"}
    with running(rules=service.rules(*service.STATES)) as url:
        built = build(tmp_path, example("Jenkinsfile"), {"SCORECARD_API_URL": url, **change})
        assert service.states(url) == {}
    assert "dry run, nothing sent: pull request 7" in built.said


COMPARED = """\
version: 1
service: checkout
baseline: scorecard-baseline.json
rules:
  - rule: Unit tests pass
    reports: reports/junit.xml
    max: {new_failed: 0}
"""
UNREAD = "  - {rule: No lint errors, reports: Makefile}\n"
BASELINE = "scorecard-baseline.json"


def test_a_build_is_compared_with_the_last_one_of_main(tmp_path: Path) -> None:
    text = example("Jenkinsfile.baseline")
    with running(rules=service.rules("Unit tests pass", "No lint errors")) as url:
        given, state = {"SCORECARD_API_URL": url, "LAST": ""}, {}
        for name, mapping, branch in (
            ("first", COMPARED, "main"),
            ("second", COMPARED, "main"),
            ("change", COMPARED, "PR-7"),
            ("unread", COMPARED + UNREAD, "main"),
        ):
            (tmp_path / name).mkdir()
            built = build(tmp_path / name, text, {**given, "BRANCH_NAME": branch}, mapping)
            assert BASELINE in built.archive, built.said
            state[name] = "PASS" if "PASS  Unit tests pass" in built.said else "FAIL"
            wrote = any("baseline -o" in script for script in built.all("sh", "script"))
            assert wrote is (name in {"first", "second"}), built.said
            if branch == "main":
                given["LAST"] = str(built.folder / "archive")
    # what failed in the first is known from then on, also behind a build that could not be read
    assert state == {"first": "FAIL", "second": "PASS", "change": "PASS", "unread": "PASS"}
    second = (tmp_path / "second/build/archive" / BASELINE).read_bytes()
    assert (tmp_path / "unread/build/archive" / BASELINE).read_bytes() == second


@recipe.LEGS
def test_the_reports_of_several_jobs_meet(
    tmp_path: Path, lost: str, expected: dict[str, str], reasons: dict[str, str]
) -> None:
    with running(rules=service.rules(*recipe.STATES)) as url:
        given = {"SCORECARD_API_URL": url, "LOST": lost}
        built = build(tmp_path, example("Jenkinsfile.fan-in"), given, recipe.MAPPING)
        arrived = service.outcomes(url)
    recipe.check(arrived, expected, reasons)
    assert built.all("sh", "script")[-1] == "scorecard-action submit"


def step(*arguments: str) -> str:
    """A pipeline that has the shared step, with these arguments, after its tests."""
    call = f"scorecard({', '.join(arguments)})"
    return (
        "pipeline { agent any\nstages { stage('Test') { steps { sh 'make reports' } } }\n"
        f"post {{ always {{ {call} }} }} }}"
    )


def test_the_step_sends(tmp_path: Path) -> None:
    with running(rules=service.rules(*service.STATES)) as url:
        built = build(tmp_path, step("service: 'checkout'"), {"SCORECARD_API_URL": url})
        assert service.states(url) == service.STATES, built.said
    assert built.all("inside", "arguments") == ["--entrypoint=''"]
    assert built.all("secret", "id") == ["datadog-api-key", "datadog-app-key"]
    assert built.archive == set()


def test_the_step_keeps_what_datadog_did_not_take_and_fails(tmp_path: Path) -> None:
    with running(faults=["no-route"]) as url:
        built = build(tmp_path, step("image: ''"), {"SCORECARD_API_URL": url})
    assert built.all("inside", "image") == []
    assert len(built.all("failure", "message")) == 2
    assert built.archive == {"scorecard-undelivered.json"}


ODD = """it's "$(touch broken-out)" `touch broken-out`; touch broken-out #\n\\"""
# What the step is called with, and what is then run.
CALLS = {
    "failOn: 'fail'": "--fail-on=fail",
    "'fail-on': 'fail'": "--fail-on=fail",
    "dryRun: true": "--dry-run",
    "dryRun: false, service: null, json: '', mapping: \"${''}\", api: []": "",
    "service: ['a', 'b']": "--service=a --service=b",
    "timeout: 30": "--timeout=30",
    "timeout: 0": "--timeout=0",
    '"timeout": "${10 + 20}"': "--timeout=30",
    "mapping: '-x'": "--mapping=-x",
    "mapping: 'a b'": "'--mapping=a b'",
    "mapping: 'it\\'s'": r"'--mapping=it'\''s'",
    "mapping: '$HOME'": "'--mapping=$HOME'",
    "'x;y': 'z'": "'--x;y=z'",
    "mapping: params.MAPPING": "'--mapping=" + ODD.replace("'", r"'\''") + "'",
}


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A build that calls the step in each of these ways."""
    calls = "\n".join(f"catchError(message: '') {{ scorecard({call}) }}" for call in CALLS)
    pipeline = f"pipeline {{ agent any\nstages {{ stage('All') {{ steps {{\n{calls}\n}} }} }} }}"
    with running() as url:
        given = {"MAPPING": ODD, "SCORECARD_API_URL": url}
        return build(tmp_path_factory.mktemp("called"), pipeline, given)


@pytest.mark.parametrize("call", CALLS)
def test_arguments_are_words(called: Built, call: str) -> None:
    ran = dict(zip(CALLS, called.all("sh", "script"), strict=True))
    assert ran[call] == f"scorecard-action submit {CALLS[call]}".strip()


def test_a_parameter_is_no_part_of_a_script(called: Built) -> None:
    assert "broken-out" in called.said
    assert not list(called.folder.rglob("broken-out"))
