"""The step for a CI is the one of the examples, and the CI is that of the files."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from scorecard_action.ci.providers import LABELS
from scorecard_action.drafting.steps import STEPS, steps_for
from tests import tables

EXAMPLES = {
    "github": "examples/github.yml",
    "gitlab": "examples/gitlab-ci.yml",
    "jenkins": "examples/Jenkinsfile",
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_step_is_that_of_the_example(name: str) -> None:
    (step,) = (step for step in STEPS if step.name == name)
    lines = (tables.ROOT / EXAMPLES[name]).read_text("utf-8").splitlines()
    length = len(step.text.splitlines())
    parts = (
        textwrap.dedent("\n".join(lines[start : start + length])) for start in range(len(lines))
    )
    assert step.text.rstrip("\n") in parts


def test_every_step_is_of_a_provider_that_is_known() -> None:
    assert {step.name for step in STEPS} <= set(LABELS)
    assert len({step.name for step in STEPS}) == len(STEPS)
    assert {step.label for step in STEPS} <= set(LABELS.values())


@pytest.mark.parametrize(
    ("files", "provider", "expected", "why"),
    [
        pytest.param([".github/workflows/ci.yml"], "", ["github"], "ci.yml", id="github"),
        pytest.param([".gitlab-ci.yml"], "", ["gitlab"], ".gitlab-ci.yml", id="gitlab"),
        pytest.param(["Jenkinsfile"], "github", ["jenkins"], "Jenkinsfile", id="jenkins"),
        pytest.param([".circleci/config.yml"], "", ["circleci"], "config.yml", id="circleci"),
        pytest.param(["azure-pipelines.yml"], "", ["azurepipelines"], "azure-", id="azure"),
        pytest.param(["bitbucket-pipelines.yml"], "", ["bitbucket"], "bitbucket-", id="bitbucket"),
        pytest.param([".buildkite/pipeline.yml"], "", ["buildkite"], "pipeline", id="buildkite"),
        pytest.param([".travis.yml"], "", ["travisci"], ".travis.yml", id="travis"),
        pytest.param([".drone.yml"], "", ["drone"], ".drone.yml", id="drone"),
        pytest.param([".woodpecker/test.yaml"], "", ["woodpecker"], "test.yaml", id="woodpecker"),
        pytest.param(
            [".github/workflows/ci.yml", "Jenkinsfile"], "", ["github", "jenkins"], "", id="two"
        ),
        pytest.param([".github/dependabot.yml"], "gitlab", ["gitlab"], "a build of GitLab",
                     id="by the environment"),
        pytest.param([], "teamcity", ["github"], "nothing here says", id="without a step"),
        pytest.param([], "", ["github"], "nothing here says", id="nothing"),
    ],
)  # fmt: skip
def test_the_ci_is_that_of_the_files(
    tmp_path: Path, files: list[str], provider: str, expected: list[str], why: str
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    found = steps_for(tmp_path, provider)
    assert [one.step.name for one in found] == expected
    assert why in found[0].why


def test_a_ci_is_set_up_at_the_root_of_the_checkout(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "Jenkinsfile").write_text("")
    (tmp_path / "services/cart").mkdir(parents=True)
    (found,) = steps_for(tmp_path / "services/cart", "")
    assert found.step.name == "jenkins"
