"""Pull requests, merge queues and what comes after a merge: provider by provider.

Each build names `main` as its branch wherever the provider's variables can, and in DD_GIT_BRANCH:
only what says that it is under review keeps it from being sent.
"""

from __future__ import annotations

import pytest

from scorecard_action.ci.branches import dry_run_reason
from scorecard_action.ci.detect import detect
from scorecard_action.ci.providers import PROVIDERS
from scorecard_action.globs.globs import Glob

ALL = (Glob("**"),)
JENKINS = {"JENKINS_URL": "https://ci.acme.example/", "GIT_BRANCH": "origin/main"}
GERRIT = {"GERRIT_CHANGE_NUMBER": "12", "GERRIT_PATCHSET_NUMBER": "2", "GERRIT_BRANCH": "main"}
GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/heads/main"}
GITLAB = {"GITLAB_CI": "true", "CI_COMMIT_REF_NAME": "main"}
FORGEJO = {"FORGEJO_ACTIONS": "true", "GITEA_ACTIONS": "true", **GITHUB}
QUEUE = "gh-readonly-queue/main/pr-12-3f2a9c1d5e6b7a8f90123456789abcdef0123456"

# (provider, variables, the pull request's number)
PULL_REQUESTS = [
    ("agola", {"AGOLA_GIT_REF": "refs/pull/12/head"}, "12"),
    ("agola", {"AGOLA_GIT_REF": "refs/heads/main", "AGOLA_PULL_REQUEST_ID": "12"}, "12"),
    ("appcircle", {"AC_APPCIRCLE": "true", "AC_GIT_PR": "true"}, ""),
    ("appcircle", {"AC_APPCIRCLE": "true", "AC_GIT_PR": "true", "AC_PULL_NUMBER": "12"}, "12"),
    ("appveyor", {"APPVEYOR": "True", "APPVEYOR_PULL_REQUEST_NUMBER": "12"}, "12"),
    ("awscodebuild", {"CODEBUILD_BUILD_ID": "a:1", "CODEBUILD_SOURCE_VERSION": "pr/12"}, "12"),
    ("awscodebuild", {"CODEBUILD_BUILD_ARN": "arn", "CODEBUILD_WEBHOOK_TRIGGER": "pr/12"}, "12"),
    *(
        ("awscodebuild", {"CODEBUILD_BUILD_ID": "a:1", "CODEBUILD_WEBHOOK_EVENT": event}, "")
        for event in (
            "PULL_REQUEST_CREATED",
            "PULL_REQUEST_UPDATED",
            "PULL_REQUEST_REOPENED",
            "PULL_REQUEST_CLOSED",
        )
    ),
    (
        "awscodepipeline",
        {
            "CODEBUILD_INITIATOR": "codepipeline/x",
            "CODEBUILD_WEBHOOK_EVENT": "PULL_REQUEST_UPDATED",
        },
        "",
    ),
    ("azurepipelines", {"TF_BUILD": "True", "BUILD_REASON": "PullRequest"}, ""),
    ("azurepipelines", {"TF_BUILD": "True", "BUILD_REASON": "ValidateShelveset"}, ""),
    ("azurepipelines", {"TF_BUILD": "True", "SYSTEM_PULLREQUEST_PULLREQUESTID": "12"}, "12"),
    ("azurepipelines", {"TF_BUILD": "1", "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"}, ""),
    ("azurepipelines", {"TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/pull/12/merge"}, "12"),
    ("bamboo", {"bamboo_planKey": "A-B", "bamboo_repository_pr_key": "12"}, "12"),
    ("bamboo", {"bamboo_planKey": "A-B", "bamboo_repository_pr_targetBranch": "main"}, ""),
    ("bitbucket", {"BITBUCKET_COMMIT": "x", "BITBUCKET_PR_ID": "12"}, "12"),
    ("bitbucket", {"BITBUCKET_COMMIT": "x", "BITBUCKET_PR_DESTINATION_BRANCH": "main"}, ""),
    ("bitrise", {"BITRISE_IO": "true", "BITRISE_PULL_REQUEST": "12"}, "12"),
    ("bitrise", {"BITRISE_BUILD_SLUG": "x", "BITRISEIO_GIT_BRANCH_DEST": "main"}, ""),
    ("buddy", {"BUDDY": "true", "BUDDY_RUN_PR_NO": "12"}, "12"),
    ("buddy", {"BUDDY_WORKSPACE_ID": "1", "BUDDY_EXECUTION_PULL_REQUEST_ID": "12"}, "12"),
    ("buddy", {"BUDDY": "true", "BUDDY_RUN_PR_BASE_BRANCH": "main"}, ""),
    ("buildkite", {"BUILDKITE": "true", "BUILDKITE_PULL_REQUEST": "12"}, "12"),
    ("buildkite", {"BUILDKITE": "true", "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main"}, ""),
    ("circleci", {"CIRCLECI": "true", "CIRCLE_PR_NUMBER": "12", "CIRCLE_BRANCH": "main"}, "12"),
    ("circleci", {"CIRCLECI": "true", "CIRCLE_PR_USERNAME": "mallory"}, ""),
    ("cirrus", {"CIRRUS_CI": "true", "CIRRUS_PR": "12"}, "12"),
    ("cirrus", {"CIRRUS_CI": "true", "CIRRUS_BRANCH": "pull/12"}, "12"),
    ("cirrus", {"CIRRUS_CI": "true", "CIRRUS_BASE_BRANCH": "main"}, ""),
    ("cloudbuild", {"BUILDER_OUTPUT": "/b", "_PR_NUMBER": "12"}, "12"),
    ("cloudbuild", {"BUILDER_OUTPUT": "/b", "_BASE_BRANCH": "main"}, ""),
    ("circleci", {"CIRCLECI": "true", "CIRCLE_BRANCH": "pull/12"}, "12"),
    ("codefresh", {"CF_BUILD_ID": "1", "CF_PULL_REQUEST_NUMBER": "12"}, "12"),
    ("codefresh", {"CF_BUILD_ID": "1", "CF_PULL_REQUEST_TARGET": "main"}, ""),
    ("codemagic", {"CM_BUILD_ID": "1", "CM_PULL_REQUEST": "true"}, ""),
    ("codemagic", {"CM_BUILD_ID": "1", "CM_PULL_REQUEST_NUMBER": "12"}, "12"),
    ("codemagic", {"FCI_BUILD_ID": "1", "FCI_PULL_REQUEST": "true"}, ""),
    ("drone", {"DRONE": "true", "DRONE_BUILD_EVENT": "pull_request", "DRONE_BRANCH": "main"}, ""),
    ("drone", {"DRONE": "true", "DRONE_PULL_REQUEST": "12"}, "12"),
    ("drone", {"DRONE": "true", "DRONE_COMMIT_REF": "refs/pull/12/head"}, "12"),
    ("forgejo", {**FORGEJO, "GITHUB_EVENT_NAME": "pull_request"}, ""),
    ("gerrit", {"GERRIT_PROJECT": "shop", **GERRIT, "GERRIT_EVENT_TYPE": "comment-added"}, "12"),
    ("gitea", {"GITEA_ACTIONS": "true", **GITHUB, "GITHUB_HEAD_REF": "main"}, ""),
    *(
        ("github", {**GITHUB, "GITHUB_EVENT_NAME": event}, "")
        for event in (
            "pull_request",
            "pull_request_target",
            "pull_request_review",
            "pull_request_review_comment",
        )
    ),
    ("github", {**GITHUB, "GITHUB_BASE_REF": "main"}, ""),
    ("github", {**GITHUB, "GITHUB_REF": "refs/pull/12/merge"}, "12"),
    ("gitlab", {**GITLAB, "CI_PIPELINE_SOURCE": "merge_request_event"}, ""),
    ("gitlab", {**GITLAB, "CI_PIPELINE_SOURCE": "external_pull_request_event"}, ""),
    ("gitlab", {**GITLAB, "CI_MERGE_REQUEST_IID": "12"}, "12"),
    ("gitlab", {**GITLAB, "CI_EXTERNAL_PULL_REQUEST_IID": "12"}, "12"),
    ("gitlab", {**GITLAB, "CI_MERGE_REQUEST_REF_PATH": "refs/merge-requests/12/head"}, "12"),
    ("harness", {"HARNESS_BUILD_ID": "1", "DRONE_PULL_REQUEST": "12", "DRONE": "true"}, "12"),
    ("harness", {"HARNESS_BUILD_ID": "1", "DRONE_BUILD_EVENT": "pull_request"}, ""),
    ("hudson", {"HUDSON_URL": "http://h/", "CHANGE_ID": "12"}, "12"),
    ("jenkins", {**JENKINS, "CHANGE_ID": "12"}, "12"),
    ("jenkins", {**JENKINS, "CHANGE_TARGET": "main"}, ""),
    ("jenkins", {**JENKINS, "ghprbPullId": "12"}, "12"),
    ("jenkins", {**JENKINS, "gitlabMergeRequestIid": "12", "gitlabActionType": "MERGE"}, "12"),
    ("jenkins", {**JENKINS, "gitlabActionType": "NOTE"}, ""),
    *(
        ("jenkins", {**JENKINS, **GERRIT, "GERRIT_EVENT_TYPE": event}, "12")
        for event in ("patchset-created", "comment-added", "wip-state-changed", "change-abandoned")
    ),
    ("jenkins", {**JENKINS, "GERRIT_REFSPEC": "refs/changes/12/12/2"}, ""),
    ("jenkins", {**JENKINS, "BITBUCKET_PULL_REQUEST_ID": "12"}, "12"),
    (
        "jenkins",
        {
            **JENKINS,
            "BITBUCKET_PULL_REQUEST_ID": "12",
            "BITBUCKET_X_EVENT": "pullrequest:updated",
        },
        "12",
    ),
    ("jenkins", {**JENKINS, "pullRequestId": "12", "targetBranch": "main"}, "12"),
    ("layerci", {"LAYERCI": "true", "LAYERCI_PULL_REQUEST": "https://h/acme/shop/pull/12"}, "12"),
    ("netlify", {"NETLIFY": "true", "PULL_REQUEST": "true", "HEAD": "main"}, ""),
    ("netlify", {"NETLIFY": "true", "CONTEXT": "deploy-preview", "BRANCH": "pull/12/head"}, "12"),
    ("nevercode", {"NEVERCODE": "true", "NEVERCODE_PULL_REQUEST": "true"}, ""),
    ("prow", {"PROW_JOB_ID": "x", "JOB_TYPE": "presubmit", "PULL_BASE_REF": "main"}, ""),
    ("prow", {"PROW_JOB_ID": "x", "PULL_NUMBER": "12", "PULL_BASE_REF": "main"}, "12"),
    ("render", {"RENDER": "true", "IS_PULL_REQUEST": "true"}, ""),
    ("sail", {"SAILCI": "true", "SAIL_PULL_REQUEST_NUMBER": "12"}, "12"),
    ("screwdriver", {"SCREWDRIVER": "true", "SD_PULL_REQUEST": "12"}, "12"),
    ("screwdriver", {"SCREWDRIVER": "true", "PR_BASE_BRANCH_NAME": "main"}, ""),
    ("semaphore", {"SEMAPHORE": "true", "SEMAPHORE_GIT_REF_TYPE": "pull-request"}, ""),
    ("semaphore", {"SEMAPHORE": "true", "SEMAPHORE_GIT_PR_NUMBER": "12"}, "12"),
    ("semaphore", {"SEMAPHORE": "true", "PULL_REQUEST_NUMBER": "12"}, "12"),
    ("teamcity", {"TEAMCITY_VERSION": "2024", "TEAMCITY_PULLREQUEST_NUMBER": "12"}, "12"),
    ("teamcity", {"TEAMCITY_VERSION": "2024", "TEAMCITY_PULLREQUEST_TARGET_BRANCH": "main"}, ""),
    ("teamcity", {"TEAMCITY_VERSION": "2024", "BUILD_IS_PERSONAL": "true"}, ""),
    ("travisci", {"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "12", "TRAVIS_BRANCH": "main"}, "12"),
    ("travisci", {"TRAVIS": "true", "TRAVIS_EVENT_TYPE": "pull_request"}, ""),
    ("vela", {"VELA": "true", "VELA_BUILD_EVENT": "pull_request"}, ""),
    ("vela", {"VELA": "1", "VELA_BUILD_EVENT": "comment", "VELA_BUILD_PULL_REQUEST": "12"}, "12"),
    ("vela", {"VELA": "true", "VELA_PULL_REQUEST_TARGET": "main"}, ""),
    ("vercel", {"VERCEL": "1", "VERCEL_GIT_PULL_REQUEST_ID": "12"}, "12"),
    ("woodpecker", {"CI": "woodpecker", "CI_COMMIT_PULL_REQUEST": "12"}, "12"),
    *(
        ("woodpecker", {"CI_SYSTEM_NAME": "woodpecker", "CI_PIPELINE_EVENT": event}, "")
        for event in ("pull_request", "pull_request_closed", "pull_request_metadata")
    ),
    ("woodpecker", {"CI": "woodpecker", "CI_BUILD_EVENT": "pull_request"}, ""),
    ("xcodecloud", {"CI_XCODE_PROJECT": "x", "CI_PULL_REQUEST_NUMBER": "12"}, "12"),
    ("xcodecloud", {"CI_XCODE_PROJECT": "x", "CI_PULL_REQUEST_TARGET_REPO": "acme/shop"}, ""),
    (None, {"CI": "true", "DD_PR_NUMBER": "12"}, "12"),
    (None, {"CI": "true", "DD_GIT_BRANCH": "refs/pull/12/head"}, "12"),
    (None, {"CI": "true", "DD_GIT_BRANCH": "refs/heads/pull/12/merge"}, "12"),
    (None, {"DD_GIT_PULL_REQUEST_BASE_BRANCH": "main"}, ""),
    ("gitlab", {**GITLAB, "DD_PR_NUMBER": "12"}, "12"),
    ("github", {**GITHUB, "DD_GIT_PULL_REQUEST_BASE_BRANCH": "main"}, ""),
]


def ids(rows):
    return [f"{row[0]}-{'-'.join(sorted(row[1]))}-{number}" for number, row in enumerate(rows)]


@pytest.mark.parametrize("more", [{}, {"DD_GIT_BRANCH": "main"}], ids=["", "branch-named"])
@pytest.mark.parametrize(("provider", "environ", "number"), PULL_REQUESTS, ids=ids(PULL_REQUESTS))
def test_a_pull_request_is_a_dry_run_whatever_the_branch_is(provider, environ, number, more):
    context = detect({**more, **environ}, terminal=True)
    assert context.build.provider == provider
    assert context.build.pull_request == number
    for branches in (None, ALL, (Glob("main"),)):
        reason = dry_run_reason(context, branches)
        assert reason is not None
        assert reason.startswith(f"pull request {number}".strip() + ": outcomes carry no branch")


def test_each_provider_that_tells_pull_requests_has_a_row():
    telling = {row.name for row in PROVIDERS if row.reviews}
    assert {provider for provider, _, _ in PULL_REQUESTS if provider} == telling


MERGE_QUEUES = [
    ("buildkite", {"BUILDKITE": "true", "BUILDKITE_MERGE_QUEUE_BASE_BRANCH": "main"}, ""),
    ("github", {**GITHUB, "GITHUB_EVENT_NAME": "merge_group"}, ""),
    ("github", {**GITHUB, "GITHUB_REF": f"refs/heads/{QUEUE}"}, "12"),
    ("gitlab", {**GITLAB, "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train"}, ""),
    (
        "gitlab",
        {**GITLAB, "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train", "CI_MERGE_REQUEST_IID": "12"},
        "12",
    ),
    ("prow", {"PROW_JOB_ID": "x", "JOB_TYPE": "batch", "PULL_BASE_REF": "main"}, ""),
    # pushes to the queue, as other CIs see them
    ("appveyor", {"APPVEYOR": "True", "APPVEYOR_REPO_BRANCH": QUEUE}, "12"),
    ("azurepipelines", {"TF_BUILD": "1", "BUILD_SOURCEBRANCH": f"refs/heads/{QUEUE}"}, "12"),
    ("buildkite", {"BUILDKITE": "true", "BUILDKITE_BRANCH": QUEUE}, "12"),
    ("circleci", {"CIRCLECI": "true", "CIRCLE_BRANCH": QUEUE}, "12"),
    ("cirrus", {"CIRRUS_CI": "true", "CIRRUS_BRANCH": QUEUE}, "12"),
    ("drone", {"DRONE": "true", "DRONE_BRANCH": QUEUE}, "12"),
    ("jenkins", {"JENKINS_URL": "x", "GIT_BRANCH": f"origin/{QUEUE}"}, "12"),
    ("semaphore", {"SEMAPHORE": "true", "SEMAPHORE_GIT_BRANCH": QUEUE}, "12"),
    ("travisci", {"TRAVIS": "true", "TRAVIS_BRANCH": QUEUE}, "12"),
    ("woodpecker", {"CI": "woodpecker", "CI_COMMIT_BRANCH": QUEUE}, "12"),
    (None, {"DD_GIT_BRANCH": QUEUE}, "12"),
    (None, {"DD_GIT_BRANCH": "gh-readonly-queue/main"}, ""),
]


@pytest.mark.parametrize(("provider", "environ", "number"), MERGE_QUEUES, ids=ids(MERGE_QUEUES))
def test_a_merge_queue_is_a_dry_run(provider, environ, number):
    context = detect(environ)
    assert (context.build.provider, context.build.pull_request) == (provider, number)
    named = f"merge queue (pull request {number}): " if number else "merge queue: "
    for branches in (None, ALL):
        assert (dry_run_reason(context, branches) or "").startswith(named)


def test_the_queue_is_seen_where_git_alone_tells_the_branch():
    context = detect({"TEAMCITY_VERSION": "2024"}, head=f"refs/heads/{QUEUE}")
    assert context.merge_queue


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param({**JENKINS, **GERRIT, "GERRIT_EVENT_TYPE": "change-merged"}, id="gerrit"),
        pytest.param(
            {**JENKINS, "GERRIT_EVENT_TYPE": "ref-updated", "GERRIT_REFNAME": "main"},
            id="gerrit-ref-updated",
        ),
        pytest.param(
            {"JENKINS_URL": "x", **GERRIT, "GERRIT_EVENT_TYPE": "change-merged"},
            id="gerrit-names-the-branch",
        ),
        pytest.param(
            {
                **JENKINS,
                "BITBUCKET_PULL_REQUEST_ID": "12",
                "BITBUCKET_X_EVENT": "pullrequest:fulfilled",
            },
            id="bitbucket-cloud",
        ),
        pytest.param(
            {**JENKINS, "BITBUCKET_PULL_REQUEST_ID": "12", "BITBUCKET_X_EVENT": "pr:merged"},
            id="bitbucket-server",
        ),
        pytest.param(
            {
                "CODEBUILD_BUILD_ID": "a:1",
                "CODEBUILD_WEBHOOK_EVENT": "PULL_REQUEST_MERGED",
                "CODEBUILD_WEBHOOK_TRIGGER": "pr/12",
                "DD_GIT_BRANCH": "main",
            },
            id="codebuild",
        ),
        # words for "no pull request"
        pytest.param(
            {"TRAVIS": "1", "TRAVIS_PULL_REQUEST": "false", "TRAVIS_BRANCH": "main"}, id="t"
        ),
        pytest.param(
            {"BUILDKITE": "1", "BUILDKITE_PULL_REQUEST": "false", "BUILDKITE_BRANCH": "main"},
            id="buildkite",
        ),
        pytest.param(
            {"CM_BUILD_ID": "1", "CM_PULL_REQUEST": "false", "CM_BRANCH": "main"}, id="codemagic"
        ),
        pytest.param(
            {"SCREWDRIVER": "true", "SD_PULL_REQUEST": "", "GIT_BRANCH": "origin/main"}, id="screw"
        ),
        pytest.param(
            {"VELA": "true", "VELA_BUILD_PULL_REQUEST": "0", "VELA_BUILD_BRANCH": "main"}, id="vela"
        ),
        pytest.param(
            {"NETLIFY": "true", "PULL_REQUEST": "false", "REVIEW_ID": "", "HEAD": "main"}, id="net"
        ),
        pytest.param({**GITLAB, "CI_OPEN_MERGE_REQUESTS": "acme/shop!12"}, id="gitlab-open"),
        pytest.param(
            {"PROW_JOB_ID": "x", "JOB_TYPE": "postsubmit", "PULL_BASE_REF": "main"}, id="prow"
        ),
        # an expression that the CI did not fill in
        pytest.param(
            {
                "TF_BUILD": "1",
                "BUILD_SOURCEBRANCH": "refs/heads/main",
                "DD_PR_NUMBER": "$(System.X)",
            },
            id="azure-unfilled",
        ),
        pytest.param(
            {
                "HARNESS_BUILD_ID": "1",
                "DRONE_PULL_REQUEST": "<+codebase.prNumber>",
                "DRONE_COMMIT_BRANCH": "main",
            },
            id="harness-unfilled",
        ),
        pytest.param(
            {
                "CF_BUILD_ID": "1",
                "CF_BRANCH": "main",
                "DD_PR_NUMBER": "${{CF_PULL_REQUEST_NUMBER}}",
            },
            id="codefresh-unfilled",
        ),
        pytest.param({**GITLAB, "DD_PR_NUMBER": "$CI_MERGE_REQUEST_IID"}, id="gitlab-unfilled"),
        pytest.param({"DD_PR_NUMBER": "", "DD_GIT_BRANCH": "main"}, id="blank"),
        pytest.param({"DD_PR_NUMBER": "false", "DD_GIT_BRANCH": "main"}, id="false"),
    ],
)
def test_no_pull_request(environ):
    context = detect(environ)
    assert context.build.pull_request is None
    assert dry_run_reason(context, None) is None


@pytest.mark.parametrize(
    ("environ", "provider"),
    [
        pytest.param(FORGEJO, "forgejo", id="forgejo-before-gitea-and-github"),
        pytest.param({"GITEA_ACTIONS": "true", **GITHUB}, "gitea", id="gitea-before-github"),
        pytest.param({"HARNESS_BUILD_ID": "1", "DRONE": "true"}, "harness", id="before-drone"),
        pytest.param({"CI": "woodpecker", **GITLAB}, "woodpecker", id="before-gitlab"),
        pytest.param({"PROW_JOB_ID": "x", "BUILD_ID": "57", **JENKINS}, "prow", id="prow"),
        pytest.param({"TASK_ID": "x", "RUN_ID": "0"}, "taskcluster", id="first-run"),
        pytest.param({"TASK_ID": "x", "RUN_ID": "1", **GITHUB}, "github", id="words-of-anybody"),
        pytest.param({"CODEBUILD_BUILD_ID": "a:1", **GITHUB}, "github", id="a-runner-in-codebuild"),
        pytest.param({**JENKINS, "HUDSON_URL": "x"}, "jenkins", id="jenkins-is-a-hudson"),
        pytest.param({**JENKINS, "GERRIT_PROJECT": "shop"}, "jenkins", id="gerrit-in-jenkins"),
        pytest.param({"CI_NAME": "codeship"}, "codeship", id="codeship"),
        pytest.param({"CI_NAME": "sourcehut"}, "sourcehut", id="sourcehut"),
        pytest.param({"NODE": "/app/.heroku/node/bin/node"}, "heroku", id="heroku"),
        pytest.param({"NODE": "/usr/bin/node"}, None, id="any-node"),
        pytest.param({"RENDER": "true", **GITLAB}, "gitlab", id="a-word-of-anybody"),
    ],
)
def test_the_narrow_marker_is_asked_first(environ, provider):
    assert detect(environ).build.provider == provider
