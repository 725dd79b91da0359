"""Every provider by a build as its own documentation describes it; then what goes wrong."""

from __future__ import annotations

import pytest

from scorecard_action.ci.detect import detect
from scorecard_action.ci.table_datadog import DATADOG
from scorecard_action.model import Build

# What the user may name (datadog-ci, helpers/user-provided-git.ts).
DD_CI = (
    "DD_CI_PROVIDER_NAME",
    "DD_CI_PIPELINE_ID",
    "DD_CI_PIPELINE_NAME",
    "DD_CI_PIPELINE_NUMBER",
    "DD_CI_PIPELINE_URL",
    "DD_CI_STAGE_NAME",
    "DD_CI_JOB_ID",
    "DD_CI_JOB_NAME",
    "DD_CI_JOB_URL",
    "DD_CI_WORKSPACE_PATH",
)
# "In CI at all" of ci-info.
ANY_CI = (
    "BUILD_ID",
    "BUILD_NUMBER",
    "CI_APP_ID",
    "CI_BUILD_ID",
    "CI_BUILD_NUMBER",
    "CI_NAME",
    "CONTINUOUS_INTEGRATION",
    "RUN_ID",
)
SHA = "3f2a9c1d5e6b7a8f90123456789abcdef0123456"


def build(environ: dict[str, str]) -> Build:
    return detect(environ).build


APPVEYOR = {
    "CI": "True",
    "APPVEYOR": "True",
    "APPVEYOR_REPO_NAME": "acme/shop",
    "APPVEYOR_REPO_PROVIDER": "github",
    "APPVEYOR_BUILD_ID": "4711",
    "APPVEYOR_BUILD_NUMBER": "57",
    "APPVEYOR_REPO_BRANCH": "main",
    "APPVEYOR_REPO_COMMIT": SHA,
    "APPVEYOR_BUILD_FOLDER": "C:\\projects\\shop",
}
AZURE = {
    "TF_BUILD": "True",
    "BUILD_DEFINITIONNAME": "shop-ci",
    "BUILD_BUILDID": "57",
    "SYSTEM_TEAMFOUNDATIONSERVERURI": "https://dev.azure.com/acme/",
    "SYSTEM_TEAMPROJECTID": "8d1f",
    "SYSTEM_JOBID": "12f1",
    "SYSTEM_TASKINSTANCEID": "9a2b",
    "SYSTEM_JOBDISPLAYNAME": "test",
    "BUILD_SOURCEBRANCH": "refs/heads/main",
    "BUILD_SOURCEVERSION": SHA,
    "BUILD_REPOSITORY_URI": "https://acme@dev.azure.com/acme/shop/_git/shop",
    "BUILD_SOURCESDIRECTORY": "/home/vsts/work/1/s",
}
GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/shop",
    "GITHUB_RUN_ID": "1658821493",
    "GITHUB_RUN_NUMBER": "57",
    "GITHUB_RUN_ATTEMPT": "2",
    "GITHUB_WORKFLOW": "CI",
    "GITHUB_JOB": "test",
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_SHA": SHA,
    "GITHUB_EVENT_NAME": "push",
    "GITHUB_WORKSPACE": "/github/workspace",
}
GITLAB = {
    "GITLAB_CI": "true",
    "CI_PROJECT_PATH": "acme/shop",
    "CI_PIPELINE_IID": "57",
    "CI_PIPELINE_URL": "https://gitlab.com/acme/shop/-/pipelines/4711",
    "CI_JOB_NAME": "test",
    "CI_JOB_URL": "https://gitlab.com/acme/shop/-/jobs/815",
    "CI_COMMIT_REF_NAME": "main",
    "CI_COMMIT_SHA": SHA,
    "CI_REPOSITORY_URL": "https://gitlab-ci-token:[MASKED]@gitlab.com/acme/shop.git",
    "CI_DEFAULT_BRANCH": "trunk",
    "CI_PROJECT_DIR": "/builds/acme/shop",
}
JENKINS = {
    "JENKINS_URL": "https://ci.acme.example/",
    "JOB_NAME": "shop/main",
    "BUILD_NUMBER": "57",
    "BUILD_URL": "https://ci.acme.example/job/shop/job/main/57/",
    "GIT_BRANCH": "main",
    "GIT_COMMIT": SHA,
    "GIT_URL": "git@github.com:acme/shop.git",
    "WORKSPACE": "/var/jenkins_home/workspace/shop_main",
}
BITBUCKET_URL = "https://bitbucket.org/acme/shop/addon/pipelines/home#!/results/57"
APPVEYOR_URL = "https://ci.appveyor.com/project/acme/shop/builds/4711"
AZURE_URL = "https://dev.azure.com/acme/8d1f/_build/results?buildId=57"

PROVIDER_ROWS = [
    pytest.param(
        APPVEYOR,
        Build(
            provider="appveyor",
            pipeline_name="acme/shop",
            pipeline_number="57",
            pipeline_url=APPVEYOR_URL,
            job_url=APPVEYOR_URL,
            branch="main",
            commit_sha=SHA,
            repository_url="https://github.com/acme/shop.git",
        ),
        "C:\\projects\\shop",
        id="appveyor",
    ),
    pytest.param(
        AZURE,
        Build(
            provider="azurepipelines",
            pipeline_name="shop-ci",
            pipeline_number="57",
            pipeline_url=AZURE_URL,
            job_name="test",
            job_url=AZURE_URL + "&view=logs&j=12f1&t=9a2b",
            branch="main",
            commit_sha=SHA,
            repository_url="https://dev.azure.com/acme/shop/_git/shop",
        ),
        "/home/vsts/work/1/s",
        id="azurepipelines",
    ),
    pytest.param(
        {
            "CI": "true",
            "BITBUCKET_COMMIT": SHA,
            "BITBUCKET_REPO_FULL_NAME": "acme/shop",
            "BITBUCKET_BUILD_NUMBER": "57",
            "BITBUCKET_BRANCH": "main",
            "BITBUCKET_GIT_SSH_ORIGIN": "git@bitbucket.org:acme/shop.git",
            "BITBUCKET_GIT_HTTP_ORIGIN": "http://bitbucket.org/acme/shop",
            "BITBUCKET_CLONE_DIR": "/opt/atlassian/pipelines/agent/build",
        },
        Build(
            provider="bitbucket",
            pipeline_name="acme/shop",
            pipeline_number="57",
            pipeline_url=BITBUCKET_URL,
            job_url=BITBUCKET_URL,
            branch="main",
            commit_sha=SHA,
            repository_url="git@bitbucket.org:acme/shop.git",
        ),
        "/opt/atlassian/pipelines/agent/build",
        id="bitbucket",
    ),
    pytest.param(
        {
            "BITRISE_BUILD_SLUG": "f00",
            "BITRISE_TRIGGERED_WORKFLOW_ID": "primary",
            "BITRISE_BUILD_NUMBER": "57",
            "BITRISE_BUILD_URL": "https://app.bitrise.io/build/f00",
            "BITRISE_GIT_BRANCH": "main",
            "GIT_CLONE_COMMIT_HASH": SHA,
            "GIT_REPOSITORY_URL": "git@github.com:acme/shop.git",
            "BITRISE_SOURCE_DIR": "/bitrise/src",
        },
        Build(
            provider="bitrise",
            pipeline_name="primary",
            pipeline_number="57",
            pipeline_url="https://app.bitrise.io/build/f00",
            branch="main",
            commit_sha=SHA,
            repository_url="git@github.com:acme/shop.git",
        ),
        "/bitrise/src",
        id="bitrise",
    ),
    pytest.param(
        {
            "BUDDY": "true",
            "BUDDY_PIPELINE_NAME": "Deploy",
            "BUDDY_EXECUTION_ID": "57",
            "BUDDY_EXECUTION_URL": "https://app.buddy.works/acme/shop/pipelines/pipeline/1/execution/57",
            "BUDDY_EXECUTION_BRANCH": "main",
            "BUDDY_EXECUTION_REVISION": SHA,
            "BUDDY_SCM_URL": "https://github.com/acme/shop",
        },
        Build(
            provider="buddy",
            pipeline_name="Deploy",
            pipeline_number="57",
            pipeline_url="https://app.buddy.works/acme/shop/pipelines/pipeline/1/execution/57",
            branch="main",
            commit_sha=SHA,
            repository_url="https://github.com/acme/shop",
        ),
        None,
        id="buddy",
    ),
    pytest.param(
        {
            "CI": "true",
            "BUILDKITE": "true",
            "BUILDKITE_PIPELINE_SLUG": "shop",
            "BUILDKITE_BUILD_NUMBER": "57",
            "BUILDKITE_BUILD_URL": "https://buildkite.com/acme/shop/builds/57",
            "BUILDKITE_JOB_ID": "e44f",
            "BUILDKITE_BRANCH": "main",
            "BUILDKITE_TAG": "",
            "BUILDKITE_COMMIT": SHA,
            "BUILDKITE_REPO": "git@github.com:acme/shop.git",
            "BUILDKITE_PULL_REQUEST": "false",
            "BUILDKITE_BUILD_CHECKOUT_PATH": "/var/lib/buildkite-agent/builds/1/acme/shop",
        },
        Build(
            provider="buildkite",
            pipeline_name="shop",
            pipeline_number="57",
            pipeline_url="https://buildkite.com/acme/shop/builds/57",
            job_url="https://buildkite.com/acme/shop/builds/57#e44f",
            branch="main",
            commit_sha=SHA,
            repository_url="git@github.com:acme/shop.git",
        ),
        "/var/lib/buildkite-agent/builds/1/acme/shop",
        id="buildkite",
    ),
    pytest.param(
        {
            "CI": "true",
            "CIRCLECI": "true",
            "CIRCLE_PROJECT_REPONAME": "shop",
            "CIRCLE_WORKFLOW_ID": "0d1e",
            "CIRCLE_BUILD_NUM": "57",
            "CIRCLE_BUILD_URL": "https://circleci.com/gh/acme/shop/57",
            "CIRCLE_JOB": "test",
            "CIRCLE_BRANCH": "main",
            "CIRCLE_SHA1": SHA,
            "CIRCLE_REPOSITORY_URL": "git@github.com:acme/shop.git",
            "CIRCLE_WORKING_DIRECTORY": "~/project",
            "HOME": "/home/circleci",
        },
        Build(
            provider="circleci",
            pipeline_name="shop",
            pipeline_url="https://app.circleci.com/pipelines/workflows/0d1e",
            job_name="test",
            job_url="https://circleci.com/gh/acme/shop/57",
            branch="main",
            commit_sha=SHA,
            repository_url="git@github.com:acme/shop.git",
        ),
        "/home/circleci/project",
        id="circleci",
    ),
    pytest.param(
        {
            "CF_BUILD_ID": "6410",
            "CF_BUILD_URL": "https://g.codefresh.io/build/6410",
            "CF_PIPELINE_NAME": "acme/shop",
            "CF_STEP_NAME": "test",
            "CF_BRANCH": "main",
        },
        Build(
            provider="codefresh",
            pipeline_name="acme/shop",
            pipeline_url="https://g.codefresh.io/build/6410",
            job_name="test",
            branch="main",
        ),
        None,
        id="codefresh",
    ),
    pytest.param(
        {
            "CODEBUILD_INITIATOR": "codepipeline/shop",
            "CODEBUILD_BUILD_ID": "shop:1",
            "CODEBUILD_SRC_DIR": "/codebuild/output/src1/src",
        },
        Build(provider="awscodepipeline"),
        "/codebuild/output/src1/src",
        id="awscodepipeline",
    ),
    pytest.param(
        {
            "CI": "true",
            "DRONE": "true",
            "DRONE_BUILD_NUMBER": "57",
            "DRONE_BUILD_LINK": "https://drone.acme.example/acme/shop/57",
            "DRONE_STEP_NAME": "test",
            "DRONE_BRANCH": "main",
            "DRONE_COMMIT_SHA": SHA,
            "DRONE_GIT_HTTP_URL": "https://github.com/acme/shop.git",
            "DRONE_WORKSPACE": "/drone/src",
        },
        Build(
            provider="drone",
            pipeline_number="57",
            pipeline_url="https://drone.acme.example/acme/shop/57",
            job_name="test",
            branch="main",
            commit_sha=SHA,
            repository_url="https://github.com/acme/shop.git",
        ),
        "/drone/src",
        id="drone",
    ),
    pytest.param(
        GITHUB,
        Build(
            provider="github",
            pipeline_name="CI",
            pipeline_number="57",
            pipeline_url="https://github.com/acme/shop/actions/runs/1658821493/attempts/2",
            job_name="test",
            job_url=f"https://github.com/acme/shop/commit/{SHA}/checks",
            branch="main",
            commit_sha=SHA,
            repository_url="https://github.com/acme/shop.git",
        ),
        "/github/workspace",
        id="github",
    ),
    pytest.param(
        GITLAB,
        Build(
            provider="gitlab",
            pipeline_name="acme/shop",
            pipeline_number="57",
            pipeline_url="https://gitlab.com/acme/shop/-/pipelines/4711",
            job_name="test",
            job_url="https://gitlab.com/acme/shop/-/jobs/815",
            branch="main",
            commit_sha=SHA,
            repository_url="https://gitlab.com/acme/shop.git",
        ),
        "/builds/acme/shop",
        id="gitlab",
    ),
    pytest.param(
        JENKINS,
        Build(
            provider="jenkins",
            pipeline_name="shop",
            pipeline_number="57",
            pipeline_url="https://ci.acme.example/job/shop/job/main/57/",
            branch="main",
            commit_sha=SHA,
            repository_url="git@github.com:acme/shop.git",
        ),
        "/var/jenkins_home/workspace/shop_main",
        id="jenkins",
    ),
    pytest.param(
        {
            "TEAMCITY_VERSION": "2024.12 (build 174331)",
            "TEAMCITY_BUILDCONF_NAME": "Unit tests",
            "BUILD_URL": "https://teamcity.acme.example/viewLog.html?buildId=57",
        },
        Build(
            provider="teamcity",
            job_name="Unit tests",
            job_url="https://teamcity.acme.example/viewLog.html?buildId=57",
        ),
        None,
        id="teamcity",
    ),
    pytest.param(
        {
            "CI": "true",
            "TRAVIS": "true",
            "TRAVIS_REPO_SLUG": "acme/shop",
            "TRAVIS_BUILD_NUMBER": "57",
            "TRAVIS_BUILD_WEB_URL": "https://app.travis-ci.com/acme/shop/builds/4711",
            "TRAVIS_JOB_WEB_URL": "https://app.travis-ci.com/acme/shop/jobs/815",
            "TRAVIS_BRANCH": "main",
            "TRAVIS_TAG": "",
            "TRAVIS_COMMIT": SHA,
            "TRAVIS_PULL_REQUEST": "false",
            "TRAVIS_EVENT_TYPE": "push",
            "TRAVIS_BUILD_DIR": "/home/travis/build/acme/shop",
        },
        Build(
            provider="travisci",
            pipeline_name="acme/shop",
            pipeline_number="57",
            pipeline_url="https://app.travis-ci.com/acme/shop/builds/4711",
            job_url="https://app.travis-ci.com/acme/shop/jobs/815",
            branch="main",
            commit_sha=SHA,
            repository_url="https://github.com/acme/shop.git",
        ),
        "/home/travis/build/acme/shop",
        id="travisci",
    ),
]


@pytest.mark.parametrize(("environ", "expected", "workspace"), PROVIDER_ROWS)
def test_a_branch_build_of_each_provider(environ, expected, workspace):
    context = detect(environ)
    assert context.build == expected
    assert (context.in_ci, context.is_pull_request, context.fork) == (True, False, False)
    assert context.workspace == workspace


def test_the_table_has_a_row_for_each_provider_of_datadog():
    assert {row.id for row in PROVIDER_ROWS} == {provider.name for provider in DATADOG}
    assert len(DATADOG) == 15


@pytest.mark.parametrize(
    ("environ", "number", "fork"),
    [
        pytest.param(
            {
                **APPVEYOR,
                "APPVEYOR_PULL_REQUEST_NUMBER": "12",
                "APPVEYOR_PULL_REQUEST_HEAD_REPO_NAME": "mallory/shop",
            },
            "12",
            True,
            id="appveyor-fork",
        ),
        pytest.param(
            {
                **APPVEYOR,
                "APPVEYOR_PULL_REQUEST_NUMBER": "12",
                "APPVEYOR_PULL_REQUEST_HEAD_REPO_NAME": "acme/shop",
            },
            "12",
            False,
            id="appveyor",
        ),
        pytest.param(
            {**AZURE, "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER": "12"}, "12", False, id="azure-github"
        ),
        pytest.param(
            {
                **AZURE,
                "BUILD_REASON": "PullRequest",
                "SYSTEM_PULLREQUEST_PULLREQUESTID": "12",
                "SYSTEM_PULLREQUEST_ISFORK": "True",
            },
            "12",
            True,
            id="azure-repos-fork",
        ),
        pytest.param({**AZURE, "BUILD_REASON": "PullRequest"}, "", False, id="azure-no-number"),
        pytest.param(
            {**AZURE, "BUILD_SOURCEBRANCH": "refs/pull/12/merge"}, "12", False, id="azure-ref"
        ),
        pytest.param(
            {"BITBUCKET_COMMIT": SHA, "BITBUCKET_PR_ID": "12"}, "12", False, id="bitbucket"
        ),
        pytest.param(
            {
                "BITRISE_BUILD_SLUG": "f00",
                "BITRISE_PULL_REQUEST": "12",
                "GIT_REPOSITORY_URL": "git@github.com:acme/shop.git",
                "BITRISEIO_PULL_REQUEST_REPOSITORY_URL": "https://github.com/mallory/shop.git",
            },
            "12",
            True,
            id="bitrise-fork",
        ),
        pytest.param({"BUDDY": "true", "BUDDY_RUN_PR_NO": "12"}, "12", False, id="buddy"),
        pytest.param(
            {
                "BUILDKITE": "true",
                "BUILDKITE_PULL_REQUEST": "12",
                "BUILDKITE_PULL_REQUEST_REPO": "git://github.com/Acme/shop.git",
                "BUILDKITE_REPO": "git@github.com:acme/shop.git",
            },
            "12",
            False,
            id="buildkite-same-repository-spelt-twice",
        ),
        pytest.param(
            {
                "BUILDKITE": "true",
                "BUILDKITE_PULL_REQUEST": "12",
                "BUILDKITE_PULL_REQUEST_REPO": "git://github.com/mallory/shop.git",
                "BUILDKITE_REPO": "git@github.com:acme/shop.git",
            },
            "12",
            True,
            id="buildkite-fork",
        ),
        pytest.param(
            {"CIRCLECI": "true", "CIRCLE_PR_NUMBER": "12", "CIRCLE_PR_USERNAME": "mallory"},
            "12",
            True,
            id="circleci-fork",
        ),
        pytest.param(
            {"CF_BUILD_ID": "1", "CF_PULL_REQUEST_NUMBER": "12", "CF_PULL_REQUEST_IS_FORK": "true"},
            "12",
            True,
            id="codefresh-fork",
        ),
        pytest.param(
            {"CODEBUILD_INITIATOR": "codepipeline/x", "CODEBUILD_SOURCE_VERSION": "pr/12"},
            "12",
            False,
            id="awscodepipeline",
        ),
        pytest.param({"DRONE": "true", "DRONE_PULL_REQUEST": "12"}, "12", False, id="drone"),
        pytest.param({**GITLAB, "CI_MERGE_REQUEST_IID": "12"}, "12", False, id="gitlab"),
        pytest.param(
            {
                **GITLAB,
                "CI_MERGE_REQUEST_IID": "12",
                "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "mallory/shop",
                "CI_MERGE_REQUEST_PROJECT_PATH": "acme/shop",
            },
            "12",
            True,
            id="gitlab-fork",
        ),
        pytest.param(
            {**GITLAB, "CI_EXTERNAL_PULL_REQUEST_IID": "12"}, "12", False, id="gitlab-ext"
        ),
        pytest.param({**JENKINS, "CHANGE_ID": "12"}, "12", False, id="jenkins"),
        pytest.param(
            {**JENKINS, "CHANGE_ID": "12", "CHANGE_FORK": "mallory"}, "12", True, id="j-fork"
        ),
        pytest.param(
            {**JENKINS, "ghprbPullId": "12"}, "12", False, id="jenkins-pull-request-builder"
        ),
        pytest.param(
            {
                **GITLAB,
                "CI_EXTERNAL_PULL_REQUEST_IID": "12",
                "CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY": "mallory/shop",
                "CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY": "acme/shop",
            },
            "12",
            True,
            id="gitlab-ext-fork",
        ),
        pytest.param(
            {
                **JENKINS,
                "ghprbPullId": "12",
                "ghprbAuthorRepoGitUrl": "https://github.com/mallory/shop.git",
                "ghprbGhRepository": "acme/shop",
            },
            "12",
            True,
            id="jenkins-pull-request-builder-fork",
        ),
        pytest.param(
            {
                **JENKINS,
                "ghprbPullId": "12",
                "ghprbAuthorRepoGitUrl": "https://github.com/acme/shop.git",
                "ghprbGhRepository": "acme/shop",
            },
            "12",
            False,
            id="jenkins-pull-request-builder-same",
        ),
        pytest.param(
            {
                **JENKINS,
                "gitlabMergeRequestIid": "12",
                "gitlabSourceRepoHttpUrl": "https://gitlab.com/mallory/shop.git",
                "gitlabTargetRepoHttpUrl": "https://gitlab.com/acme/shop.git",
            },
            "12",
            True,
            id="jenkins-gitlab-plugin-fork",
        ),
        pytest.param(
            {
                **JENKINS,
                "pullRequestId": "12",
                "sourceRepositoryOwner": "mallory",
                "destinationRepositoryOwner": "acme",
            },
            "12",
            True,
            id="jenkins-stash-fork",
        ),
        pytest.param(
            {
                "BUILDER_OUTPUT": "/b",
                "_PR_NUMBER": "12",
                "_HEAD_REPO_URL": "https://github.com/mallory/shop",
                "REPO_FULL_NAME": "acme/shop",
            },
            "12",
            True,
            id="cloud-build-fork",
        ),
        pytest.param(
            {"TEAMCITY_VERSION": "2024", "TEAMCITY_PULLREQUEST_NUMBER": "12"},
            "12",
            False,
            id="team",
        ),
        pytest.param(
            {
                "TRAVIS": "true",
                "TRAVIS_PULL_REQUEST": "12",
                "TRAVIS_PULL_REQUEST_SLUG": "mallory/shop",
                "TRAVIS_REPO_SLUG": "acme/shop",
            },
            "12",
            True,
            id="travis-fork",
        ),
    ],
)
def test_a_pull_request_build(environ, number, fork):
    context = detect(environ)
    assert context.build.pull_request == number
    assert context.is_pull_request
    assert context.fork is fork


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        pytest.param(GITLAB, "trunk", id="gitlab"),
        pytest.param(
            {"BUILDKITE": "true", "BUILDKITE_PIPELINE_DEFAULT_BRANCH": "trunk"},
            "trunk",
            id="buildkite",
        ),
        pytest.param({"DRONE": "true", "DRONE_REPO_BRANCH": "trunk"}, "trunk", id="drone"),
        pytest.param(JENKINS, None, id="jenkins-does-not-say"),
        pytest.param(
            {**JENKINS, "GIT_BRANCH": "origin/develop", "BRANCH_IS_PRIMARY": "true"},
            "develop",
            id="jenkins-primary",
        ),
        pytest.param(
            {**GITHUB, "GITHUB_REF": "refs/heads/develop", "GITHUB_EVENT_NAME": "schedule"},
            "develop",
            id="github-schedule",
        ),
        pytest.param(
            {"CI": "woodpecker", "CI_REPO_DEFAULT_BRANCH": "trunk"}, "trunk", id="woodpecker"
        ),
        pytest.param({"VELA": "1", "VELA_REPO_BRANCH": "trunk"}, "trunk", id="vela"),
        pytest.param({"CIRRUS_CI": "1", "CIRRUS_DEFAULT_BRANCH": "trunk"}, "trunk", id="cirrus"),
        pytest.param(
            {"NETLIFY": "true", "HEAD": "live", "CONTEXT": "production"}, "live", id="netlify"
        ),
        pytest.param(
            {"NETLIFY": "true", "HEAD": "x", "CONTEXT": "branch-deploy"}, None, id="netlify-branch"
        ),
        pytest.param(
            {"VERCEL": "1", "VERCEL_GIT_COMMIT_REF": "live", "VERCEL_ENV": "production"},
            "live",
            id="vercel",
        ),
        pytest.param({}, None, id="no-ci"),
    ],
)
def test_default_branch(environ, expected):
    assert detect(environ).default_branch == expected


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        pytest.param({}, False, id="empty"),
        pytest.param({"CI": ""}, False, id="blank"),
        pytest.param({"CI": "false"}, False, id="false"),
        pytest.param({"CI": "0"}, False, id="zero"),
        pytest.param({"CI": "true"}, True, id="true"),
        pytest.param({"CI": "1"}, True, id="one"),
        pytest.param({"CI": "a-name"}, True, id="a-name"),
        pytest.param({"GITLAB_CI": "", "JENKINS_URL": ""}, False, id="blank-markers"),
        pytest.param({"TF_BUILD": "False"}, False, id="marker-says-no"),
        pytest.param({"CODEBUILD_INITIATOR": "admin"}, False, id="an-initiator-alone"),
        pytest.param({"TASK_ID": "x"}, False, id="half-a-marker"),
        *(pytest.param({name: "0"}, True, id=name) for name in ANY_CI),
        pytest.param({"CI": "false", "BUILD_ID": "57"}, False, id="denied"),
        pytest.param({"BUILD_ID": ""}, False, id="blank-number"),
        *(pytest.param({name: "x"}, True, id=name) for name in DD_CI),
        pytest.param({"DD_CI_JOB_NAME": ""}, False, id="blank-of-datadog"),
    ],
)
def test_in_ci(environ, expected):
    context = detect(environ, terminal=True)
    assert context.in_ci is expected
    assert context.build.provider == environ.get("DD_CI_PROVIDER_NAME")
    assert detect(environ).in_ci, "nobody is at a terminal"


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        pytest.param(
            {"JOB_NAME": "shop/feature%2Fone", "GIT_BRANCH": "feature/one"},
            "pipeline_name",
            "shop",
            id="encoded-branch",
        ),
        pytest.param({"JOB_NAME": "team/shop/main"}, "pipeline_name", "team/shop", id="folder"),
        pytest.param(
            {"JOB_NAME": "main"}, "pipeline_name", "main", id="job-called-like-its-branch"
        ),
        pytest.param({"JOB_NAME": "shop/OS=linux,JDK=21"}, "pipeline_name", "shop", id="matrix"),
        pytest.param(
            {"GIT_BRANCH": "", "BRANCH_NAME": "main"}, "branch", "main", id="scripted-pipeline"
        ),
        pytest.param({"GIT_BRANCH": "detached"}, "branch", None, id="detached"),
        pytest.param({"GIT_BRANCH": "v1", "TAG_NAME": "v1"}, "tag", "v1", id="tag"),
        pytest.param(
            {"GIT_URL": "", "GIT_URL_1": "https://h/r.git"},
            "repository_url",
            "https://h/r.git",
            id="second-url",
        ),
        pytest.param(
            {"GIT_URL_1": "https://h/other.git"},
            "repository_url",
            "git@github.com:acme/shop.git",
            id="first-url-wins",
        ),
        pytest.param(
            {"BUILD_URL": "unconfigured-jenkins-location/job/x"},
            "pipeline_url",
            None,
            id="no-address",
        ),
    ],
)
def test_jenkins(changes, field, expected):
    assert getattr(build({**JENKINS, **changes}), field) == expected


def test_appveyor_knows_the_repository_on_github_only():
    found = build({**APPVEYOR, "APPVEYOR_REPO_PROVIDER": "bitBucket"})
    assert (found.repository_url, found.branch) == (None, "main")


def test_what_the_user_names_wins():
    context = detect(
        {
            **GITLAB,
            "CI_COMMIT_TAG": "v1",
            "DD_GIT_BRANCH": "refs/heads/release/1",
            "DD_GIT_TAG": "refs/tags/v2",
            "DD_GIT_COMMIT_SHA": "f" * 40,
            "DD_GIT_REPOSITORY_URL": "https://u:p@host/r.git",
        }
    )
    assert context.branch_named
    assert context.build.branch == "release/1"
    assert context.build.tag == "v2"
    assert context.build.commit_sha == "f" * 40
    assert context.build.repository_url == "https://host/r.git"
    assert context.build.pipeline_number == "57"


@pytest.mark.parametrize(
    ("named", "field", "expected"),
    [
        pytest.param({"DD_CI_PROVIDER_NAME": "Tekton"}, "provider", "Tekton", id="provider"),
        pytest.param({"DD_CI_PIPELINE_NAME": "n"}, "pipeline_name", "n", id="pipeline-name"),
        pytest.param({"DD_CI_PIPELINE_NUMBER": "9"}, "pipeline_number", "9", id="number"),
        pytest.param(
            {"DD_CI_PIPELINE_URL": "https://ci/9"}, "pipeline_url", "https://ci/9", id="url"
        ),
        pytest.param({"DD_CI_JOB_NAME": "j"}, "job_name", "j", id="job-name"),
        pytest.param({"DD_CI_JOB_URL": "https://ci/j"}, "job_url", "https://ci/j", id="job-url"),
        pytest.param(
            {"DD_CI_JOB_URL": "https://u:p@ci/j"}, "job_url", "https://ci/j", id="a-password"
        ),
    ],
)
@pytest.mark.parametrize("environ", [{}, GITLAB], ids=["no-ci", "gitlab"])
def test_the_links_that_the_user_names_win(environ, named, field, expected):
    assert getattr(build({**environ, **named}), field) == expected


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "$(Build.Url)"])
def test_no_link_of_the_user_leaves_the_providers(url):
    named = {"DD_CI_PIPELINE_URL": url, "DD_CI_JOB_URL": url}
    assert build({**GITLAB, **named}) == build(GITLAB)


def test_the_workspace_that_the_user_names_wins():
    assert detect({**GITLAB, "DD_CI_WORKSPACE_PATH": "/src"}).workspace == "/src"


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        pytest.param({"CI_JOB_NAME": "te\x1b[31mst\r\n"}, "job_name", "te[31mst", id="control"),
        pytest.param({"CI_JOB_NAME": "\u0085\x00"}, "job_name", None, id="nothing-left"),
        pytest.param({"CI_JOB_NAME": "a\udcffb"}, "job_name", "a\ufffdb", id="undecodable"),
        pytest.param({"CI_JOB_NAME": "x" * 5_000}, "job_name", "x" * 1_000, id="long"),
        pytest.param({"CI_COMMIT_REF_NAME": "b" * 5_000}, "branch", "b" * 1_000, id="long-branch"),
        pytest.param(
            {"CI_PIPELINE_URL": "https://h/" + "x" * 1_990},
            "pipeline_url",
            "https://h/" + "x" * 1_990,
            id="url-whole",
        ),
        pytest.param(
            {"CI_PIPELINE_URL": "https://h/" + "x" * 1_991}, "pipeline_url", None, id="url-too-long"
        ),
        pytest.param(
            {"CI_REPOSITORY_URL": "https://h/" + "x" * 9_000},
            "repository_url",
            None,
            id="repository-too-long",
        ),
        pytest.param({"CI_PIPELINE_URL": "javascript:alert(1)"}, "pipeline_url", None, id="script"),
        pytest.param({"CI_JOB_URL": "data:text/html,x"}, "job_url", None, id="data"),
        pytest.param({"CI_JOB_URL": 'https://h/"><script>'}, "job_url", None, id="markup"),
        pytest.param({"CI_JOB_URL": "https://h/a b"}, "job_url", None, id="blank"),
        pytest.param({"CI_JOB_URL": "https://"}, "job_url", None, id="no-host"),
        pytest.param({"CI_JOB_URL": "https:///x"}, "job_url", None, id="path-without-host"),
        pytest.param({"CI_JOB_URL": "http://[::1"}, "job_url", None, id="broken-host"),
        pytest.param({"CI_JOB_URL": "https://u:p@h/1"}, "job_url", "https://h/1", id="password"),
        pytest.param(
            {"CI_PROJECT_PATH": "{CI_JOB_URL}"},
            "pipeline_name",
            "{CI_JOB_URL}",
            id="no-second-pass",
        ),
        pytest.param({"CI_COMMIT_REF_NAME": "HEAD"}, "branch", None, id="detached"),
        pytest.param(
            {"CI_COMMIT_REF_NAME": "feature/origin/tags/x"},
            "branch",
            "feature/origin/tags/x",
            id="prefixes-inside",
        ),
    ],
)
def test_untrusted_values(changes, field, expected):
    assert getattr(build({**GITLAB, **changes}), field) == expected


def test_the_workspace_without_a_home_is_unknown():
    assert detect({"CIRCLECI": "true", "CIRCLE_WORKING_DIRECTORY": "~/project"}).workspace is None


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        pytest.param("main", True, id="branch"),
        pytest.param("refs/tags/v1", False, id="tag"),
        pytest.param("HEAD", False, id="detached"),
        pytest.param("", False, id="blank"),
    ],
)
def test_branch_named(named, expected):
    assert detect({**GITLAB, "DD_GIT_BRANCH": named}).branch_named is expected
