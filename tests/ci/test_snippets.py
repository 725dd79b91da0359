"""The snippets of docs/ci: their shell is run as its CI runs it, in that CI's environment.

The variables are those of each vendor's own page on them, with the values of a push to main. What
a CI would do (start the container, fill parameters in) is done here; the submit is a real one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests
from ruamel.yaml import YAML

from scorecard_action import __version__
from scorecard_action.ci.detect import detect
from scorecard_action.ci.provider import Provider
from scorecard_action.ci.providers import PROVIDERS
from scorecard_action.sandbox import running
from tests.ci.sources import SOURCES
from tests.cli.command import ROOT
from tests.tables import FULL_REFS

PAGES = ROOT / "docs/ci"
SHA = "3f2a9c1d5e6b7a8f90123456789abcdef0123456"
GIT = "https://github.com/acme/shop"
COMMIT = f"{GIT}/commit/{SHA}"
KEYS = {"DD_API_KEY": "an-api-key-of-the-test", "DD_APP_KEY": "an-app-key-of-the-test"}
RULES = [{"name": "Unit tests pass", "scorecard_name": "Quality"}]
MAPPING = "version: 1\nservice: shop\nrules: [{rule: Unit tests pass, reports: reports/*.xml}]\n"
JUNIT = '<testsuite><testcase classname="Cart" name="total"/></testsuite>'

# What names the branch in each.
BRANCHES = {
    "azure-pipelines": "BUILD_SOURCEBRANCH",
    "bitbucket": "BITBUCKET_BRANCH",
    "buildkite": "BUILDKITE_BRANCH",
    "circleci": "CIRCLE_BRANCH",
    "codebuild": "CODEBUILD_WEBHOOK_HEAD_REF",
    "drone": "DRONE_BRANCH",
    "teamcity": "teamcity.build.vcs.branch.Shop",
    "tekton": "params.branch",
    "travis": "TRAVIS_BRANCH",
    "woodpecker": "CI_COMMIT_BRANCH",
}


# Where a secret reaches every step of a job, once it is set up; elsewhere the snippet hands it on.
EVERYWHERE = {"bitbucket", "circleci", "travis"}


class Page(NamedTuple):
    """A page: where its first block has the shell, a push to main, what that links to, and what is
    different for a pull request.

    `set_by` gives the variables that the block itself sets, by what the CI fills in.
    """

    at: tuple[str | int, ...]
    push: dict[str, str]
    links: list[str]
    pull_request: dict[str, str]
    set_by: Callable[[str, dict[str, str]], dict[str, str]] = lambda _block, _push: {}


def _teamcity(block: str, parameters: dict[str, str]) -> dict[str, str]:
    """The `env.` parameters of a build configuration, with references to others filled in."""
    given = dict(re.findall(r'param\("([^"]+)", "([^"]*)"\)', block))
    given = {name: parameters.get(name, value) for name, value in given.items()}
    known = given | parameters

    def filled(value: str) -> str:
        return re.sub(
            r"%([^%]+)%",
            lambda found: known[found[1].replace("${DslContext.settingsRoot.id}", "Shop")],
            value,
        )

    return {
        name.removeprefix("env."): filled(value)
        for name, value in given.items()
        if name.startswith("env.")
    }


def _tekton(block: str, parameters: dict[str, str]) -> dict[str, str]:
    """The `env` of the step, with its substitutions."""
    (step,) = YAML(typ="safe").load(block)["spec"]["steps"]
    return {
        one["name"]: re.sub(r"\$\(([\w.-]+)\)", lambda found: parameters[found[1]], one["value"])
        for one in step["env"]
        if "value" in one
    }


# What is no variable of a step, but a parameter of TeamCity or Tekton, has a dot in its name.
ROWS = {
    "azure-pipelines": Page(
        ("steps", 2, "script"),
        {
            "TF_BUILD": "True",
            "BUILD_BUILDID": "57",
            "BUILD_DEFINITIONNAME": "shop",
            "BUILD_REASON": "IndividualCI",
            "BUILD_REPOSITORY_URI": GIT,
            "BUILD_SOURCEBRANCH": "refs/heads/main",
            "BUILD_SOURCEVERSION": SHA,
            "SYSTEM_JOBDISPLAYNAME": "Job",
            "SYSTEM_JOBID": "12f1170f",
            "SYSTEM_TASKINSTANCEID": "fe5b1f0c",
            "SYSTEM_TEAMFOUNDATIONSERVERURI": "https://dev.azure.com/acme/",
            "SYSTEM_TEAMPROJECTID": "a3a8",
        },
        [
            "https://dev.azure.com/acme/a3a8/_build/results?buildId=57",
            (
                "https://dev.azure.com/acme/a3a8/_build/results?buildId=57"
                "&view=logs&j=12f1170f&t=fe5b1f0c"
            ),
            COMMIT,
        ],
        {
            "BUILD_REASON": "PullRequest",
            "BUILD_SOURCEBRANCH": "refs/pull/12/merge",
            "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER": "12",
            "SYSTEM_PULLREQUEST_SOURCEBRANCH": "main",
            "SYSTEM_PULLREQUEST_TARGETBRANCH": "main",
        },
    ),
    "bitbucket": Page(
        ("pipelines", "default", 0, "step", "after-script"),
        {
            "CI": "true",
            "BITBUCKET_BRANCH": "main",
            "BITBUCKET_BUILD_NUMBER": "57",
            "BITBUCKET_COMMIT": SHA,
            "BITBUCKET_GIT_HTTP_ORIGIN": "https://bitbucket.org/acme/shop",
            "BITBUCKET_REPO_FULL_NAME": "acme/shop",
        },
        [
            "https://bitbucket.org/acme/shop/addon/pipelines/home#!/results/57",
            f"https://bitbucket.org/acme/shop/commits/{SHA}",
        ],
        {"BITBUCKET_PR_ID": "12", "BITBUCKET_PR_DESTINATION_BRANCH": "main"},
    ),
    "buildkite": Page(
        ("steps", 1, "command"),
        {
            "CI": "true",
            "BUILDKITE": "true",
            "BUILDKITE_BRANCH": "main",
            "BUILDKITE_BUILD_NUMBER": "57",
            "BUILDKITE_BUILD_URL": "https://buildkite.com/acme/shop/builds/57",
            "BUILDKITE_COMMIT": SHA,
            "BUILDKITE_JOB_ID": "e44f9784",
            "BUILDKITE_PIPELINE_DEFAULT_BRANCH": "main",
            "BUILDKITE_PIPELINE_SLUG": "shop",
            "BUILDKITE_PULL_REQUEST": "false",
            "BUILDKITE_REPO": "git@github.com:acme/shop.git",
            "BUILDKITE_STEP_KEY": "scorecard",
            "BUILDKITE_TAG": "",
        },
        [
            "https://buildkite.com/acme/shop/builds/57",
            "https://buildkite.com/acme/shop/builds/57#e44f9784",
            COMMIT,
        ],
        {"BUILDKITE_PULL_REQUEST": "12", "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main"},
    ),
    "circleci": Page(
        ("jobs", "test", "steps", 2, "run", "command"),
        {
            "CI": "true",
            "CIRCLECI": "true",
            "CIRCLE_BRANCH": "main",
            "CIRCLE_BUILD_URL": "https://circleci.com/gh/acme/shop/571",
            "CIRCLE_JOB": "test",
            "CIRCLE_PROJECT_REPONAME": "shop",
            "CIRCLE_REPOSITORY_URL": "git@github.com:acme/shop.git",
            "CIRCLE_SHA1": SHA,
            "CIRCLE_WORKFLOW_ID": "5d2d-c0de",
        },
        [
            "https://app.circleci.com/pipelines/workflows/5d2d-c0de",
            "https://circleci.com/gh/acme/shop/571",
            COMMIT,
        ],
        {
            "CIRCLE_BRANCH": "pull/12",
            "CIRCLE_PR_NUMBER": "12",
            "CIRCLE_PR_USERNAME": "mallory",
            "CIRCLE_PULL_REQUEST": f"{GIT}/pull/12",
        },
    ),
    "codebuild": Page(
        ("phases", "post_build", "commands"),
        {
            "AWS_REGION": "eu-west-1",
            "CODEBUILD_BUILD_ARN": "arn:aws:codebuild:eu-west-1:1:build/shop:c0de",
            "CODEBUILD_BUILD_ID": "shop:c0de",
            "CODEBUILD_BUILD_NUMBER": "57",
            "CODEBUILD_RESOLVED_SOURCE_VERSION": SHA,
            "CODEBUILD_SOURCE_REPO_URL": f"{GIT}.git",
            "CODEBUILD_WEBHOOK_EVENT": "PUSH",
            "CODEBUILD_WEBHOOK_HEAD_REF": "refs/heads/main",
            "CODEBUILD_WEBHOOK_TRIGGER": "branch/main",
        },
        [
            (
                "https://console.aws.amazon.com/codebuild/home?region=eu-west-1"
                "#/builds/shop:c0de/view/new"
            ),
            COMMIT,
        ],
        {
            "CODEBUILD_WEBHOOK_BASE_REF": "refs/heads/main",
            "CODEBUILD_WEBHOOK_EVENT": "PULL_REQUEST_UPDATED",
            "CODEBUILD_WEBHOOK_TRIGGER": "pr/12",
        },
    ),
    "drone": Page(
        ("steps", 1, "commands"),
        {
            "CI": "true",
            "DRONE": "true",
            "DRONE_BRANCH": "main",
            "DRONE_BUILD_EVENT": "push",
            "DRONE_BUILD_LINK": "https://drone.acme.example/acme/shop/57",
            "DRONE_BUILD_NUMBER": "57",
            "DRONE_COMMIT_REF": "refs/heads/main",
            "DRONE_COMMIT_SHA": SHA,
            "DRONE_GIT_HTTP_URL": f"{GIT}.git",
            "DRONE_REPO_BRANCH": "main",
            "DRONE_STEP_NAME": "scorecard",
        },
        ["https://drone.acme.example/acme/shop/57", COMMIT],
        {
            "DRONE_BUILD_EVENT": "pull_request",
            "DRONE_COMMIT_REF": "refs/pull/12/head",
            "DRONE_PULL_REQUEST": "12",
        },
    ),
    "teamcity": Page(
        ("scriptContent",),
        {
            "TEAMCITY_VERSION": "2025.11",
            "TEAMCITY_BUILDCONF_NAME": "Tests",
            "BUILD_URL": "https://teamcity.acme.example/build/57",
            "teamcity.build.vcs.branch.Shop": "refs/heads/main",
            "build.vcs.number": SHA,
            "vcsroot.url": GIT,
        },
        ["https://teamcity.acme.example/build/57", COMMIT],
        {
            "teamcity.build.vcs.branch.Shop": "refs/pull/12/head",
            "teamcity.pullRequest.number": "12",
        },
        _teamcity,
    ),
    "tekton": Page(
        ("spec", "steps", 0, "script"),
        {
            "context.taskRun.namespace": "ci",
            "params.branch": "main",
            "params.dashboard": "https://tekton.acme.example",
            "params.pull-request": "",
            "params.repository": GIT,
            "params.revision": SHA,
            "params.run": "shop-x7k2p",
        },
        ["https://tekton.acme.example/#/namespaces/ci/pipelineruns/shop-x7k2p", COMMIT],
        {"params.branch": "main", "params.pull-request": "12"},
        _tekton,
    ),
    "travis": Page(
        ("after_script",),
        {
            "CI": "true",
            "TRAVIS": "true",
            "TRAVIS_BRANCH": "main",
            "TRAVIS_BUILD_ID": "4711",
            "TRAVIS_BUILD_NUMBER": "57",
            "TRAVIS_BUILD_WEB_URL": "https://app.travis-ci.com/acme/shop/builds/4711",
            "TRAVIS_COMMIT": SHA,
            "TRAVIS_EVENT_TYPE": "push",
            "TRAVIS_JOB_NUMBER": "57.1",
            "TRAVIS_JOB_WEB_URL": "https://app.travis-ci.com/acme/shop/jobs/4712",
            "TRAVIS_PULL_REQUEST": "false",
            "TRAVIS_PULL_REQUEST_BRANCH": "",
            "TRAVIS_REPO_SLUG": "acme/shop",
            "TRAVIS_TAG": "",
        },
        [
            "https://app.travis-ci.com/acme/shop/builds/4711",
            "https://app.travis-ci.com/acme/shop/jobs/4712",
            COMMIT,
        ],
        {
            "TRAVIS_EVENT_TYPE": "pull_request",
            "TRAVIS_PULL_REQUEST": "12",
            "TRAVIS_PULL_REQUEST_BRANCH": "main",
        },
    ),
    "woodpecker": Page(
        ("steps", 1, "commands"),
        {
            "CI": "woodpecker",
            "CI_COMMIT_BRANCH": "main",
            "CI_COMMIT_REF": "refs/heads/main",
            "CI_COMMIT_SHA": SHA,
            "CI_PIPELINE_EVENT": "push",
            "CI_PIPELINE_NUMBER": "57",
            "CI_PIPELINE_URL": "https://ci.acme.example/repos/1/pipeline/57",
            "CI_REPO": "acme/shop",
            "CI_REPO_CLONE_URL": f"{GIT}.git",
            "CI_REPO_DEFAULT_BRANCH": "main",
            "CI_STEP_NAME": "scorecard",
            "CI_STEP_URL": "https://ci.acme.example/repos/1/pipeline/57/3",
        },
        [
            "https://ci.acme.example/repos/1/pipeline/57",
            "https://ci.acme.example/repos/1/pipeline/57/3",
            COMMIT,
        ],
        {
            "CI_COMMIT_PULL_REQUEST": "12",
            "CI_COMMIT_REF": "refs/pull/12/head",
            "CI_PIPELINE_EVENT": "pull_request",
        },
    ),
}
# The index, and the CIs whose examples have tests of their own.
OTHERS = {"README", "github", "gitlab", "jenkins"}

# Installers and agents, for which there is no network: they insist on what a page may ask of them.
TOOLS = {
    "scorecard-action": f'exec "{sys.executable}" -m scorecard_action "$@"',
    "pip": f'[ "$*" = "install scorecard-action=={__version__}" ]',
    "buildkite-agent": '[ "$1 $2 $4" = "artifact download ." ]',
}


def block(name: str) -> str:
    """The first block of a page that is a file of its CI."""
    found = re.search(r"```(?:yaml|kotlin)\n(.*?)```", (PAGES / f"{name}.md").read_text(), re.S)
    assert found
    return found[1]


def shell(name: str) -> str:
    """What the CI hands to the shell."""
    page, text = ROWS[name], block(name)
    if page.at == ("scriptContent",):
        return str(re.findall(r'scriptContent = "([^"]+)"', text)[-1])
    value: Any = YAML(typ="safe").load(text)
    for key in page.at:
        value = value[key]
    return "\n".join(value) if isinstance(value, list) else str(value)


class Done(NamedTuple):
    """What a step left: its exit code and output, and the remarks that arrived."""

    code: int
    out: str
    remarks: list[str]


@pytest.fixture
def step(tmp_path: Path) -> Iterator[Callable[..., Done]]:
    """Run a page's shell in a build with reports, against a local Scorecards API."""
    folder, tools = tmp_path / "build", tmp_path / "bin"
    (folder / "reports").mkdir(parents=True)
    (folder / "scorecard.datadog.yaml").write_text(MAPPING)
    (folder / "reports/junit.xml").write_text(JUNIT)
    tools.mkdir()
    for name, line in TOOLS.items():
        (tools / name).write_text(f"#!/bin/sh\n{line}\n")
        (tools / name).chmod(0o755)
    with running(rules=RULES) as url:

        def run(name: str, keys: dict[str, str] = KEYS, **changes: str) -> Done:
            page = ROWS[name]
            told = page.push | changes
            environ = {one: value for one, value in told.items() if "." not in one}
            environ |= page.set_by(block(name), told)
            environ |= {
                "PATH": f"{tools}:{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                "SCORECARD_API_URL": url,
                **keys,
            }
            done = subprocess.run(
                ["sh", "-e"],
                input=shell(name),
                cwd=folder,
                env=environ,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=120,
                check=False,
            )
            return Done(done.returncode, done.stdout, _remarks(url))

        yield run


def _remarks(url: str) -> list[str]:
    answer = requests.get(
        f"{url}/api/v2/scorecard/outcomes",
        headers={"DD-API-KEY": "k", "DD-APPLICATION-KEY": "k"},
        timeout=10,
    )
    return [item["attributes"]["remarks"] for item in answer.json()["data"]]


def test_every_page_is_run() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} - OTHERS == set(ROWS)


def test_each_provider_has_a_source() -> None:
    assert list(SOURCES) == sorted(row.name for row in PROVIDERS)


FULL = [(row, name) for row in PROVIDERS for name in FULL_REFS if f"{{{name}}}" in row.branch]


@pytest.mark.parametrize(("row", "name"), [pytest.param(*one, id=one[0].name) for one in FULL])
def test_what_the_table_says_of_tags_by_their_ref(row: Provider, name: str) -> None:
    environ = {marker: start or "x" for marker, start in row.markers}
    build = detect({**environ, name: "refs/tags/v1"}).build
    assert (build.provider, build.tag, build.branch) == (row.name, "v1", None)


@pytest.mark.parametrize("name", ROWS)
def test_a_push_to_main_is_sent_with_its_links(name: str, step: Callable[..., Done]) -> None:
    done = step(name)
    assert (done.code, "1 outcome sent" in done.out) == (0, True), done.out
    (remarks,) = done.remarks
    assert [unescape(url) for url in re.findall(r'href="([^"]+)"', remarks)] == ROWS[name].links


@pytest.mark.parametrize("name", ROWS)
def test_a_pull_request_is_a_dry_run(name: str, step: Callable[..., Done]) -> None:
    done = step(name, **ROWS[name].pull_request)
    assert (done.code, done.remarks) == (0, []), done.out
    assert "pull request 12: outcomes carry no branch" in done.out


@pytest.mark.parametrize("name", ROWS)
def test_another_branch_is_a_dry_run(name: str, step: Callable[..., Done]) -> None:
    full = "refs/heads/" if ROWS[name].push[BRANCHES[name]].startswith("refs/") else ""
    done = step(name, **{BRANCHES[name]: f"{full}feature/main"})
    assert (done.code, done.remarks) == (0, []), done.out
    assert "branch 'feature/main' is " in done.out


@pytest.mark.parametrize("name", ROWS)
def test_a_fork_has_no_keys_and_needs_none(name: str, step: Callable[..., Done]) -> None:
    # As a secret that there is not arrives: not at all, empty, or unfilled in Azure.
    absent = dict.fromkeys(KEYS, "")
    if name == "azure-pipelines":
        absent = {key: f"$({key})" for key in KEYS}
    done = step(name, absent, **ROWS[name].pull_request)
    assert (done.code, done.remarks) == (0, []), done.out
    assert "pull request 12: outcomes carry no branch" in done.out
    assert "not compared with Datadog" not in done.out


def test_a_key_that_azure_did_not_fill_in_is_none(step: Callable[..., Done]) -> None:
    done = step("azure-pipelines", {key: f"$({key})" for key in KEYS})
    assert (done.code, done.remarks) == (2, []), done.out
    assert "DD_API_KEY is what the CI did not fill in, so it counts as not set" in done.out
    assert "DD_API_KEY and DD_APP_KEY are not set, nor is DD_ACCESS_TOKEN, so" in done.out


@pytest.mark.parametrize("name", sorted(set(ROWS) - EVERYWHERE))
def test_the_snippet_hands_the_keys_to_the_step(name: str) -> None:
    assert set(KEYS) <= set(re.findall(r"\bDD_A\w+_KEY\b", block(name)))


@pytest.mark.parametrize("name", ROWS)
def test_a_page_says_what_a_user_asks(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text()
    heads = re.findall(r"^\*\*(.+?)\.\*\*", text, re.MULTILINE)
    asked = {"Secrets", "Pull requests and forks", "Links"}
    assert asked <= set(heads)
    assert [head for head in heads if re.fullmatch(r"What .+ does not say", head)]
    assert [head for head in heads if head in {"Several jobs", "Several steps"}]
    assert set(KEYS) <= set(re.findall(r"\bDD_A\w+_KEY\b", text))
    assert "scorecard-undelivered.json" in text
