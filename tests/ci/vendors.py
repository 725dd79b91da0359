"""A build of each provider that has a link, with addresses as its vendor documents them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scorecard_action.ci.detect import Context, detect
from scorecard_action.ci.links import links
from scorecard_action.model import Author
from scorecard_action.remarks import compose

OURS, THEIRS = "3f2a9c1d5e6b7a8f90123456789abcdef0123456", "b" * 40
GIT = "https://github.com/acme/shop.git"

# What tells a job of a provider: its name; the link of its page; its build, which is one job; a
# part of its build's link; nothing.
NAME, PAGE, ALONE, PART, NOTHING = "name", "page", "alone", "part", "nothing"


class Run(NamedTuple):
    """A job of a build. `page` numbers the job's page, `run` the build in what is no number."""

    number: int = 57
    job: str = "test"
    page: int = 1
    attempt: int = 1
    sha: str = OURS
    shop: str = "shop"
    host: str = "ci.acme.example"

    @property
    def run(self) -> str:
        return f"5d2d{self.number:04}-c0de"


class Vendor(NamedTuple):
    """What a provider's build has in its environment, and what its links tell."""

    environ: Callable[[Run], dict[str, str]]
    told: str
    ordered: bool = True
    hosted: bool = False
    attempts: bool = False


def _actions(marker: str) -> Callable[[Run], dict[str, str]]:
    def environ(run: Run) -> dict[str, str]:
        return {
            "GITHUB_ACTIONS": "true",
            marker: "true",
            "GITHUB_SERVER_URL": f"https://{run.host}",
            "GITHUB_REPOSITORY": f"acme/{run.shop}",
            "GITHUB_RUN_ID": f"1840{run.number}",
            "GITHUB_RUN_NUMBER": f"{run.number}",
            "GITHUB_RUN_ATTEMPT": f"{run.attempt}",
            "GITHUB_JOB": "test",
            "GITHUB_SHA": run.sha,
            "JOB_CHECK_RUN_ID": f"5172524{run.page}",
        }

    return environ


VENDORS: dict[str, Vendor] = {
    "appveyor": Vendor(
        lambda run: {
            "APPVEYOR": "True",
            "APPVEYOR_REPO_PROVIDER": "github",
            "APPVEYOR_REPO_NAME": f"acme/{run.shop}",
            "APPVEYOR_BUILD_ID": f"4700{run.number}",
            "APPVEYOR_BUILD_NUMBER": f"{run.number}",
            "APPVEYOR_REPO_COMMIT": run.sha,
        },
        NOTHING,
        hosted=True,
    ),
    "awscodebuild": Vendor(
        lambda run: {
            "CODEBUILD_BUILD_ARN": "arn:aws:codebuild:eu-west-1:1:build/shop:1",
            "CODEBUILD_BUILD_ID": f"{run.shop}:{run.run}",
            "CODEBUILD_BUILD_NUMBER": f"{run.number}",
            "CODEBUILD_RESOLVED_SOURCE_VERSION": run.sha,
            "CODEBUILD_SOURCE_REPO_URL": GIT,
            "AWS_REGION": "eu-west-1",
        },
        ALONE,
        hosted=True,
    ),
    "azurepipelines": Vendor(
        lambda run: {
            "TF_BUILD": "True",
            "SYSTEM_TEAMFOUNDATIONSERVERURI": f"https://{run.host}/acme/",
            "SYSTEM_TEAMPROJECTID": f"a3a8b1c2-{run.shop}",
            "BUILD_BUILDID": f"{run.number}",
            "SYSTEM_JOBDISPLAYNAME": run.job,
            "SYSTEM_JOBID": f"12f1170f-54f2-53f3-20dd-22fc7dff55f{run.page}",
            "SYSTEM_TASKINSTANCEID": f"fe5b1f0c-{run.page}",
            "SYSTEM_JOBATTEMPT": f"{run.attempt}",
            "BUILD_SOURCEVERSION": run.sha,
            "BUILD_REPOSITORY_URI": GIT,
        },
        NAME,
    ),
    "bamboo": Vendor(
        lambda run: {
            "bamboo_planKey": f"SHOP-{run.shop.upper()}",
            "bamboo_buildNumber": f"{run.number}",
            "bamboo_buildResultsUrl": (
                f"https://{run.host}/browse/SHOP-{run.shop.upper()}-{run.job.upper()}-{run.number}"
            ),
            "bamboo_planRepository_revision": run.sha,
            "bamboo_planRepository_repositoryUrl": GIT,
        },
        PART,
    ),
    "bitbucket": Vendor(
        lambda run: {
            "BITBUCKET_COMMIT": run.sha,
            "BITBUCKET_REPO_FULL_NAME": f"acme/{run.shop}",
            "BITBUCKET_BUILD_NUMBER": f"{run.number}",
            "BITBUCKET_GIT_HTTP_ORIGIN": f"https://bitbucket.org/acme/{run.shop}",
        },
        NOTHING,
        hosted=True,
    ),
    "bitrise": Vendor(
        lambda run: {
            "BITRISE_BUILD_SLUG": run.run,
            "BITRISE_BUILD_URL": f"https://app.bitrise.io/build/{run.run}",
            "BITRISE_BUILD_NUMBER": f"{run.number}",
            "BITRISE_GIT_COMMIT": run.sha,
            "GIT_REPOSITORY_URL": GIT,
        },
        ALONE,
        ordered=False,
        hosted=True,
    ),
    "buddy": Vendor(
        lambda run: {
            "BUDDY": "true",
            "BUDDY_EXECUTION_ID": f"{run.number}",
            "BUDDY_EXECUTION_URL": (
                f"https://app.buddy.works/acme/{run.shop}/pipelines/pipeline/37/execution/{run.number}"
            ),
            "BUDDY_EXECUTION_REVISION": run.sha,
            "BUDDY_SCM_URL": GIT,
        },
        NOTHING,
        hosted=True,
    ),
    "buildkite": Vendor(
        lambda run: {
            "BUILDKITE": "true",
            "BUILDKITE_BUILD_NUMBER": f"{run.number}",
            "BUILDKITE_BUILD_URL": f"https://buildkite.com/acme/{run.shop}/builds/{run.number}",
            "BUILDKITE_JOB_ID": f"e44f9784-e20e-4b93-a21d-f41fd5869db{run.page}",
            "BUILDKITE_STEP_KEY": run.job,
            "BUILDKITE_LABEL": f":pytest: {run.job}",
            "BUILDKITE_RETRY_COUNT": f"{run.attempt - 1}",
            "BUILDKITE_COMMIT": run.sha,
            "BUILDKITE_REPO": GIT,
        },
        NAME,
        hosted=True,
    ),
    "circleci": Vendor(
        lambda run: {
            "CIRCLECI": "true",
            "CIRCLE_WORKFLOW_ID": run.run,
            "CIRCLE_JOB": run.job,
            "CIRCLE_BUILD_URL": f"https://circleci.com/gh/acme/{run.shop}/{run.number}{run.page}",
            "CIRCLE_NODE_INDEX": "0",
            "CIRCLE_NODE_TOTAL": "1",
            "CIRCLE_SHA1": run.sha,
            "CIRCLE_REPOSITORY_URL": GIT,
        },
        NAME,
        ordered=False,
        hosted=True,
    ),
    "cirrus": Vendor(
        lambda run: {
            "CIRRUS_CI": "true",
            "CIRRUS_BUILD_ID": f"5723508097{run.number}",
            "CIRRUS_TASK_ID": f"4712{run.number}{run.page}",
            "CIRRUS_TASK_NAME": run.job,
            "CIRRUS_CHANGE_IN_REPO": run.sha,
            "CIRRUS_REPO_CLONE_URL": GIT,
        },
        PAGE,
        ordered=False,
        hosted=True,
    ),
    "cloudbuild": Vendor(
        lambda run: {
            "BUILDER_OUTPUT": "/builder/outputs",
            "LOCATION": "global",
            "BUILD_ID": run.run,
            "PROJECT_ID": run.shop,
            "COMMIT_SHA": run.sha,
        },
        NOTHING,
        ordered=False,
        hosted=True,
    ),
    "codefresh": Vendor(
        lambda run: {
            "CF_BUILD_ID": run.run,
            "CF_BUILD_URL": f"https://g.codefresh.io/build/{run.run}",
            "CF_STEP_NAME": run.job,
        },
        NOTHING,
        ordered=False,
        hosted=True,
    ),
    "codemagic": Vendor(
        lambda run: {
            "CM_BUILD_ID": run.run,
            "CM_PROJECT_ID": f"5c9c064{run.shop}",
            "BUILD_NUMBER": f"{run.number}",
            "CM_COMMIT": run.sha,
        },
        ALONE,
        ordered=False,
        hosted=True,
    ),
    "drone": Vendor(
        lambda run: {
            "DRONE": "true",
            "DRONE_BUILD_NUMBER": f"{run.number}",
            "DRONE_BUILD_LINK": f"https://{run.host}/acme/{run.shop}/{run.number}",
            "DRONE_STEP_NAME": run.job,
            "DRONE_COMMIT_SHA": run.sha,
            "DRONE_GIT_HTTP_URL": GIT,
        },
        NOTHING,
    ),
    "forgejo": Vendor(_actions("FORGEJO_ACTIONS"), NOTHING, attempts=True),
    "gitea": Vendor(_actions("GITEA_ACTIONS"), NOTHING, attempts=True),
    "github": Vendor(_actions("CI"), PAGE, attempts=True),
    "gitlab": Vendor(
        lambda run: {
            "GITLAB_CI": "true",
            "CI_PIPELINE_ID": f"1200{run.number}",
            "CI_PIPELINE_IID": f"{run.number}",
            "CI_PIPELINE_URL": f"https://{run.host}/acme/{run.shop}/-/pipelines/1200{run.number}",
            "CI_JOB_NAME": run.job,
            "CI_JOB_URL": f"https://{run.host}/acme/{run.shop}/-/jobs/9900{run.page}",
            "CI_COMMIT_SHA": run.sha,
            "CI_REPOSITORY_URL": f"https://gitlab-ci-token:t@{run.host}/acme/{run.shop}.git",
        },
        NAME,
    ),
    "gocd": Vendor(
        lambda run: {
            "GO_SERVER_URL": f"https://{run.host}/go",
            "GO_PIPELINE_LABEL": f"1.0.{run.number}",
            "GO_PIPELINE_NAME": run.shop,
            "GO_PIPELINE_COUNTER": f"{run.number}",
            "GO_STAGE_NAME": "test",
            "GO_STAGE_COUNTER": f"{run.attempt}",
            "GO_JOB_NAME": f"{run.job}-{run.page}",
            "GO_REVISION": run.sha,
            "DD_GIT_REPOSITORY_URL": GIT,
        },
        PAGE,
    ),
    "harness": Vendor(
        lambda run: {
            "HARNESS_BUILD_ID": f"{run.number}",
            "DRONE_BUILD_NUMBER": f"{run.number}",
            "HARNESS_EXECUTION_ID": run.run,
            "CI_BUILD_LINK": (
                "https://app.harness.io/ng/#/account/a/ci/orgs/o/projects/p/pipelines/"
                f"{run.shop}/executions/{run.run}/pipeline"
            ),
            "DRONE_COMMIT_SHA": run.sha,
            "DRONE_GIT_HTTP_URL": GIT,
        },
        NOTHING,
        hosted=True,
    ),
    "hudson": Vendor(
        lambda run: {
            "HUDSON_URL": f"https://{run.host}/",
            "BUILD_URL": f"https://{run.host}/job/{run.shop}/{run.number}/",
            "BUILD_NUMBER": f"{run.number}",
            "GIT_COMMIT": run.sha,
            "GIT_URL": GIT,
        },
        NOTHING,
    ),
    "jenkins": Vendor(
        lambda run: {
            "JENKINS_URL": f"https://{run.host}/",
            "JOB_NAME": f"{run.shop}/main",
            "BUILD_URL": f"https://{run.host}/job/{run.shop}/job/main/{run.number}/",
            "BUILD_NUMBER": f"{run.number}",
            "BRANCH_NAME": "main",
            "GIT_COMMIT": run.sha,
            "GIT_URL": GIT,
        },
        NOTHING,
    ),
    "netlify": Vendor(
        lambda run: {
            "NETLIFY": "true",
            "SITE_NAME": run.shop,
            "DEPLOY_ID": run.run,
            "COMMIT_REF": run.sha,
            "REPOSITORY_URL": GIT,
        },
        ALONE,
        ordered=False,
        hosted=True,
    ),
    "screwdriver": Vendor(
        lambda run: {
            "SCREWDRIVER": "true",
            "SD_BUILD_ID": f"{run.number}",
            "SD_UI_BUILD_URL": f"https://{run.host}/pipelines/{len(run.shop)}/builds/{run.number}",
            "SD_BUILD_SHA": run.sha,
            "SCM_URL": GIT,
        },
        ALONE,
    ),
    "semaphore": Vendor(
        lambda run: {
            "SEMAPHORE": "true",
            "SEMAPHORE_ORGANIZATION_URL": f"https://{run.host}",
            "SEMAPHORE_PROJECT_NAME": run.shop,
            "SEMAPHORE_WORKFLOW_ID": run.run,
            "SEMAPHORE_JOB_ID": f"a26d42cf-{run.page}",
            "SEMAPHORE_JOB_NAME": run.job,
            "SEMAPHORE_GIT_SHA": run.sha,
            "SEMAPHORE_GIT_URL": GIT,
        },
        PAGE,
        ordered=False,
    ),
    "sourcehut": Vendor(
        lambda run: {
            "CI_NAME": "sourcehut",
            "JOB_ID": f"{run.number}",
            "JOB_URL": f"https://{run.host}/~{run.shop}/job/{run.number}",
        },
        ALONE,
    ),
    "teamcity": Vendor(
        lambda run: {
            "TEAMCITY_VERSION": "2025.11",
            "TEAMCITY_BUILDCONF_NAME": run.job,
            "BUILD_URL": (
                f"https://{run.host}/viewLog.html?buildId={run.number}&buildTypeId={run.shop}_Test"
            ),
        },
        ALONE,
    ),
    "travisci": Vendor(
        lambda run: {
            "TRAVIS": "true",
            "TRAVIS_BUILD_ID": f"2501{run.number}",
            "TRAVIS_BUILD_NUMBER": f"{run.number}",
            "TRAVIS_REPO_SLUG": f"acme/{run.shop}",
            "TRAVIS_BUILD_WEB_URL": (
                f"https://app.travis-ci.com/github/acme/{run.shop}/builds/2501{run.number}"
            ),
            "TRAVIS_JOB_WEB_URL": (
                f"https://app.travis-ci.com/github/acme/{run.shop}/jobs/60{run.page}"
            ),
            "TRAVIS_COMMIT": run.sha,
        },
        PAGE,
        hosted=True,
    ),
    "vela": Vendor(
        lambda run: {
            "VELA": "true",
            "VELA_BUILD_NUMBER": f"{run.number}",
            "VELA_BUILD_LINK": f"https://{run.host}/acme/{run.shop}/{run.number}",
            "VELA_BUILD_COMMIT": run.sha,
            "VELA_REPO_CLONE": GIT,
        },
        NOTHING,
    ),
    "woodpecker": Vendor(
        lambda run: {
            "CI": "woodpecker",
            "CI_PIPELINE_NUMBER": f"{run.number}",
            "CI_PIPELINE_URL": f"https://{run.host}/repos/{len(run.shop)}/pipeline/{run.number}",
            "CI_STEP_NAME": run.job,
            "CI_STEP_URL": (
                f"https://{run.host}/repos/{len(run.shop)}/pipeline/{run.number}/{run.page}"
            ),
            "CI_COMMIT_SHA": run.sha,
            "CI_REPO_CLONE_URL": GIT,
        },
        PAGE,
    ),
    "xcodecloud": Vendor(
        lambda run: {
            "CI_XCODE_PROJECT": "Shop.xcodeproj",
            "CI_BUILD_ID": run.run,
            "CI_BUILD_NUMBER": f"{run.number}",
            "CI_BUILD_URL": (
                f"https://appstoreconnect.apple.com/teams/t/apps/{run.shop}/ci/builds/{run.run}"
            ),
            "CI_COMMIT": run.sha,
        },
        NOTHING,
        hosted=True,
    ),
}

BEFORE = (
    ("CartTest.total", f"https://github.com/acme/shop/blob/{OURS}/test_cart.py#L3"),
    ("tracker.example", "https://tracker.example/T-12"),
)


def context(name: str, run: Run, **more: str) -> Context:
    return detect({**VENDORS[name].environ(run), **more}, terminal=True)


def remarks_of(here: Context) -> str:
    """What a build writes, with the links of examples and of a waiver before its own."""
    return compose("2 of 412 tests failed", ["a <b>"], [*BEFORE, *links(here.build, here.parts)])


def author(here: Context) -> Author:
    assert here.author is not None
    return here.author
