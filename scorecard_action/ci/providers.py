"""The CI providers: one table of the variables that each of them sets.

The columns lead to the values of Datadog's own CI tags (ci.pipeline.url, git.branch …), so that
links agree with its CI pages. A cell is a tuple of templates; the first whose `{VARIABLE}`s are
all set gives the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

Cell = tuple[str, ...]
Sign = tuple[str, str]


class Provider(NamedTuple):
    """One row. A sign is a variable and how its value begins.

    Any of `markers` tells the provider, any of `pull_request_signs` a pull request whose number
    may be unknown; `repository_url` holds only with `repository_if`. `fork` names a variable that
    is true for a fork, or two that differ for one. `ref` may be the ref of a pull request.
    """

    name: str
    label: str
    markers: tuple[Sign, ...]
    pipeline_name: Cell = ()
    pipeline_number: Cell = ()
    pipeline_url: Cell = ()
    job_name: Cell = ()
    job_url: Cell = ()
    branch: Cell = ()
    tag: Cell = ()
    commit_sha: Cell = ()
    repository_url: Cell = ()
    repository_if: Sign | None = None
    pull_request: Cell = ()
    pull_request_signs: tuple[Sign, ...] = ()
    ref: Cell = ()
    fork: tuple[str, ...] = ()
    default_branch: Cell = ()
    workspace: Cell = ()


_APPVEYOR = "https://ci.appveyor.com/project/{APPVEYOR_REPO_NAME}/builds/{APPVEYOR_BUILD_ID}"
_AZURE = (
    "{SYSTEM_TEAMFOUNDATIONSERVERURI}{SYSTEM_TEAMPROJECTID}/_build/results?buildId={BUILD_BUILDID}"
)
_BITBUCKET = (
    "https://bitbucket.org/{BITBUCKET_REPO_FULL_NAME}"
    "/addon/pipelines/home#!/results/{BITBUCKET_BUILD_NUMBER}"
)
_GITHUB = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}"

# The order decides where variables of several are set; it is that of the markers' names.
PROVIDERS = (
    Provider(
        name="appveyor",
        label="AppVeyor",
        markers=(("APPVEYOR", ""),),
        pipeline_name=("{APPVEYOR_REPO_NAME}",),
        pipeline_number=("{APPVEYOR_BUILD_NUMBER}",),
        pipeline_url=(_APPVEYOR,),
        job_url=(_APPVEYOR,),
        branch=("{APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH}", "{APPVEYOR_REPO_BRANCH}"),
        tag=("{APPVEYOR_REPO_TAG_NAME}",),
        commit_sha=("{APPVEYOR_REPO_COMMIT}",),
        repository_url=("https://github.com/{APPVEYOR_REPO_NAME}.git",),
        repository_if=("APPVEYOR_REPO_PROVIDER", "github"),
        pull_request=("{APPVEYOR_PULL_REQUEST_NUMBER}",),
        fork=("APPVEYOR_PULL_REQUEST_HEAD_REPO_NAME", "APPVEYOR_REPO_NAME"),
        workspace=("{APPVEYOR_BUILD_FOLDER}",),
    ),
    Provider(
        name="azurepipelines",
        label="Azure Pipelines",
        markers=(("TF_BUILD", ""),),
        pipeline_name=("{BUILD_DEFINITIONNAME}",),
        pipeline_number=("{BUILD_BUILDID}",),
        pipeline_url=(_AZURE,),
        job_name=("{SYSTEM_JOBDISPLAYNAME}",),
        job_url=(_AZURE + "&view=logs&j={SYSTEM_JOBID}&t={SYSTEM_TASKINSTANCEID}",),
        branch=(
            "{SYSTEM_PULLREQUEST_SOURCEBRANCH}",
            "{BUILD_SOURCEBRANCH}",
            "{BUILD_SOURCEBRANCHNAME}",
        ),
        commit_sha=("{SYSTEM_PULLREQUEST_SOURCECOMMITID}", "{BUILD_SOURCEVERSION}"),
        repository_url=("{SYSTEM_PULLREQUEST_SOURCEREPOSITORYURI}", "{BUILD_REPOSITORY_URI}"),
        # Azure Repos has an id only; the number is that of GitHub.
        pull_request=(
            "{SYSTEM_PULLREQUEST_PULLREQUESTNUMBER}",
            "{SYSTEM_PULLREQUEST_PULLREQUESTID}",
        ),
        pull_request_signs=(
            ("BUILD_REASON", "PullRequest"),
            ("SYSTEM_PULLREQUEST_SOURCEBRANCH", ""),
        ),
        ref=("{BUILD_SOURCEBRANCH}",),
        fork=("SYSTEM_PULLREQUEST_ISFORK",),
        workspace=("{BUILD_SOURCESDIRECTORY}",),
    ),
    Provider(
        name="bitbucket",
        label="Bitbucket Pipelines",
        markers=(("BITBUCKET_COMMIT", ""),),
        pipeline_name=("{BITBUCKET_REPO_FULL_NAME}",),
        pipeline_number=("{BITBUCKET_BUILD_NUMBER}",),
        pipeline_url=(_BITBUCKET,),
        job_url=(_BITBUCKET,),
        branch=("{BITBUCKET_BRANCH}",),
        tag=("{BITBUCKET_TAG}",),
        commit_sha=("{BITBUCKET_COMMIT}",),
        repository_url=("{BITBUCKET_GIT_SSH_ORIGIN}", "{BITBUCKET_GIT_HTTP_ORIGIN}"),
        pull_request=("{BITBUCKET_PR_ID}",),
        workspace=("{BITBUCKET_CLONE_DIR}",),
    ),
    Provider(
        name="bitrise",
        label="Bitrise",
        markers=(("BITRISE_BUILD_SLUG", ""),),
        pipeline_name=("{BITRISE_TRIGGERED_WORKFLOW_ID}",),
        pipeline_number=("{BITRISE_BUILD_NUMBER}",),
        pipeline_url=("{BITRISE_BUILD_URL}",),
        branch=("{BITRISE_GIT_BRANCH}",),
        tag=("{BITRISE_GIT_TAG}",),
        commit_sha=("{BITRISE_GIT_COMMIT}", "{GIT_CLONE_COMMIT_HASH}"),
        repository_url=("{GIT_REPOSITORY_URL}",),
        pull_request=("{BITRISE_PULL_REQUEST}",),
        fork=("BITRISEIO_PULL_REQUEST_REPOSITORY_URL", "GIT_REPOSITORY_URL"),
        workspace=("{BITRISE_SOURCE_DIR}",),
    ),
    Provider(
        name="buddy",
        label="Buddy",
        markers=(("BUDDY", ""),),
        pipeline_name=("{BUDDY_PIPELINE_NAME}",),
        pipeline_number=("{BUDDY_EXECUTION_ID}",),
        pipeline_url=("{BUDDY_EXECUTION_URL}",),
        branch=("{BUDDY_EXECUTION_BRANCH}",),
        tag=("{BUDDY_EXECUTION_TAG}",),
        commit_sha=("{BUDDY_EXECUTION_REVISION}",),
        repository_url=("{BUDDY_SCM_URL}",),
        pull_request=("{BUDDY_RUN_PR_NO}", "{BUDDY_EXECUTION_PULL_REQUEST_NO}"),
    ),
    Provider(
        name="buildkite",
        label="Buildkite",
        markers=(("BUILDKITE", ""),),
        pipeline_name=("{BUILDKITE_PIPELINE_SLUG}",),
        pipeline_number=("{BUILDKITE_BUILD_NUMBER}",),
        pipeline_url=("{BUILDKITE_BUILD_URL}",),
        job_url=("{BUILDKITE_BUILD_URL}#{BUILDKITE_JOB_ID}",),
        branch=("{BUILDKITE_BRANCH}",),
        tag=("{BUILDKITE_TAG}",),
        commit_sha=("{BUILDKITE_COMMIT}",),
        repository_url=("{BUILDKITE_REPO}",),
        pull_request=("{BUILDKITE_PULL_REQUEST}",),
        fork=("BUILDKITE_PULL_REQUEST_REPO", "BUILDKITE_REPO"),
        default_branch=("{BUILDKITE_PIPELINE_DEFAULT_BRANCH}",),
        workspace=("{BUILDKITE_BUILD_CHECKOUT_PATH}",),
    ),
    Provider(
        name="circleci",
        label="CircleCI",
        markers=(("CIRCLECI", ""),),
        pipeline_name=("{CIRCLE_PROJECT_REPONAME}",),
        pipeline_url=("https://app.circleci.com/pipelines/workflows/{CIRCLE_WORKFLOW_ID}",),
        job_name=("{CIRCLE_JOB}",),
        job_url=("{CIRCLE_BUILD_URL}",),
        branch=("{CIRCLE_BRANCH}",),
        tag=("{CIRCLE_TAG}",),
        commit_sha=("{CIRCLE_SHA1}",),
        repository_url=("{CIRCLE_REPOSITORY_URL}",),
        pull_request=("{CIRCLE_PR_NUMBER}", "{CIRCLE_PULL_REQUEST}", "{CIRCLE_PULL_REQUESTS}"),
        # Set for pull requests of forks only.
        fork=("CIRCLE_PR_USERNAME",),
        workspace=("{CIRCLE_WORKING_DIRECTORY}",),
    ),
    Provider(
        name="codefresh",
        label="Codefresh",
        markers=(("CF_BUILD_ID", ""),),
        pipeline_name=("{CF_PIPELINE_NAME}",),
        pipeline_url=("{CF_BUILD_URL}",),
        job_name=("{CF_STEP_NAME}",),
        branch=("{CF_BRANCH}",),
        pull_request=("{CF_PULL_REQUEST_NUMBER}", "{CF_PULL_REQUEST_ID}"),
        fork=("CF_PULL_REQUEST_IS_FORK",),
    ),
    Provider(
        name="awscodepipeline",
        label="AWS CodePipeline",
        markers=(("CODEBUILD_INITIATOR", "codepipeline"),),
        ref=("{CODEBUILD_SOURCE_VERSION}",),
        workspace=("{CODEBUILD_SRC_DIR}",),
    ),
    Provider(
        name="drone",
        label="Drone",
        markers=(("DRONE", ""),),
        pipeline_number=("{DRONE_BUILD_NUMBER}",),
        pipeline_url=("{DRONE_BUILD_LINK}",),
        job_name=("{DRONE_STEP_NAME}",),
        branch=("{DRONE_BRANCH}",),
        tag=("{DRONE_TAG}",),
        commit_sha=("{DRONE_COMMIT_SHA}",),
        repository_url=("{DRONE_GIT_HTTP_URL}",),
        pull_request=("{DRONE_PULL_REQUEST}",),
        pull_request_signs=(("DRONE_BUILD_EVENT", "pull_request"),),
        default_branch=("{DRONE_REPO_BRANCH}",),
        workspace=("{DRONE_WORKSPACE}",),
    ),
    Provider(
        name="github",
        label="GitHub Actions",
        markers=(("GITHUB_ACTIONS", ""), ("GITHUB_ACTION", ""), ("GITHUB_SHA", "")),
        pipeline_name=("{GITHUB_WORKFLOW}",),
        pipeline_number=("{GITHUB_RUN_NUMBER}",),
        pipeline_url=(
            _GITHUB + "/actions/runs/{GITHUB_RUN_ID}/attempts/{GITHUB_RUN_ATTEMPT}",
            _GITHUB + "/actions/runs/{GITHUB_RUN_ID}",
        ),
        job_name=("{GITHUB_JOB}",),
        job_url=(
            _GITHUB + "/actions/runs/{GITHUB_RUN_ID}/job/{JOB_CHECK_RUN_ID}",
            _GITHUB + "/commit/{GITHUB_SHA}/checks",
        ),
        branch=("{GITHUB_HEAD_REF}", "{GITHUB_REF}"),
        commit_sha=("{GITHUB_SHA}",),
        repository_url=(_GITHUB + ".git",),
        pull_request_signs=(("GITHUB_EVENT_NAME", "pull_request"), ("GITHUB_HEAD_REF", "")),
        ref=("{GITHUB_REF}",),
        workspace=("{GITHUB_WORKSPACE}",),
    ),
    Provider(
        name="gitlab",
        label="GitLab CI",
        markers=(("GITLAB_CI", ""),),
        pipeline_name=("{CI_PROJECT_PATH}",),
        pipeline_number=("{CI_PIPELINE_IID}",),
        pipeline_url=("{CI_PIPELINE_URL}",),
        job_name=("{CI_JOB_NAME}",),
        job_url=("{CI_JOB_URL}",),
        branch=("{CI_COMMIT_REF_NAME}",),
        tag=("{CI_COMMIT_TAG}",),
        commit_sha=("{CI_COMMIT_SHA}",),
        repository_url=("{CI_REPOSITORY_URL}",),
        pull_request=("{CI_MERGE_REQUEST_IID}", "{CI_EXTERNAL_PULL_REQUEST_IID}"),
        pull_request_signs=(
            ("CI_PIPELINE_SOURCE", "merge_request_event"),
            ("CI_PIPELINE_SOURCE", "external_pull_request_event"),
        ),
        fork=("CI_MERGE_REQUEST_SOURCE_PROJECT_PATH", "CI_MERGE_REQUEST_PROJECT_PATH"),
        default_branch=("{CI_DEFAULT_BRANCH}",),
        workspace=("{CI_PROJECT_DIR}",),
    ),
    Provider(
        name="jenkins",
        label="Jenkins",
        markers=(("JENKINS_URL", ""),),
        pipeline_name=("{JOB_NAME}",),
        pipeline_number=("{BUILD_NUMBER}",),
        pipeline_url=("{BUILD_URL}",),
        # A scripted pipeline has no GIT_BRANCH; a multibranch job still names its branch.
        branch=("{GIT_BRANCH}", "{BRANCH_NAME}"),
        tag=("{TAG_NAME}",),
        commit_sha=("{GIT_COMMIT}",),
        repository_url=("{GIT_URL}", "{GIT_URL_1}"),
        # After CHANGE_ID, what the GitHub Pull Request Builder and GitLab plugins set.
        pull_request=("{CHANGE_ID}", "{ghprbPullId}", "{gitlabMergeRequestIid}"),
        ref=("{GIT_BRANCH}",),
        fork=("CHANGE_FORK",),
        workspace=("{WORKSPACE}",),
    ),
    Provider(
        name="teamcity",
        label="TeamCity",
        markers=(("TEAMCITY_VERSION", ""),),
        job_name=("{TEAMCITY_BUILDCONF_NAME}",),
        job_url=("{BUILD_URL}",),
        pull_request=("{TEAMCITY_PULLREQUEST_NUMBER}",),
    ),
    Provider(
        name="travisci",
        label="Travis CI",
        markers=(("TRAVIS", ""),),
        pipeline_name=("{TRAVIS_REPO_SLUG}",),
        pipeline_number=("{TRAVIS_BUILD_NUMBER}",),
        pipeline_url=("{TRAVIS_BUILD_WEB_URL}",),
        job_url=("{TRAVIS_JOB_WEB_URL}",),
        branch=("{TRAVIS_PULL_REQUEST_BRANCH}", "{TRAVIS_BRANCH}"),
        tag=("{TRAVIS_TAG}",),
        commit_sha=("{TRAVIS_COMMIT}",),
        repository_url=("https://github.com/{TRAVIS_REPO_SLUG}.git",),
        pull_request=("{TRAVIS_PULL_REQUEST}",),
        pull_request_signs=(("TRAVIS_EVENT_TYPE", "pull_request"),),
        fork=("TRAVIS_PULL_REQUEST_SLUG", "TRAVIS_REPO_SLUG"),
        workspace=("{TRAVIS_BUILD_DIR}",),
    ),
)

LABELS = {provider.name: provider.label for provider in PROVIDERS}

_VARIABLE = re.compile(r"\{(\w+)\}")


def fill(cell: Cell, get: Callable[[str], str]) -> str:
    """The first template of the cell whose variables are all set, filled in; else empty.

    `get` gives a variable's value, empty where it is unset.
    """
    return next(filter(None, (_filled(template, get) for template in cell)), "")


def _filled(template: str, get: Callable[[str], str]) -> str:
    values = {name: get(name) for name in _VARIABLE.findall(template)}
    if not all(values.values()):
        return ""
    # One pass: a value that looks like a variable stays as it is.
    return _VARIABLE.sub(lambda match: values[match.group(1)], template)
