"""The providers that Datadog itself detects, with the values of its own CI tags.

DataDog/datadog-ci, packages/base/src/helpers/ci.ts; so that links agree with Datadog's CI pages.
What the providers say of pull requests, merge queues and default branches is from their own pages.
"""

from __future__ import annotations

import re
from typing import Final

from scorecard_action.ci.provider import ANY_NUMBER, Meets, Provider, Review, Shard, Told

_APPVEYOR = "https://ci.appveyor.com/project/{APPVEYOR_REPO_NAME}/builds/{APPVEYOR_BUILD_ID}"
_AZURE = (
    "{SYSTEM_TEAMFOUNDATIONSERVERURI}{SYSTEM_TEAMPROJECTID}/_build/results?buildId={BUILD_BUILDID}"
)
_BITBUCKET = (
    "https://bitbucket.org/{BITBUCKET_REPO_FULL_NAME}"
    "/addon/pipelines/home#!/results/{BITBUCKET_BUILD_NUMBER}"
)
_GITHUB = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}"

# A change that was merged is no longer under review; one that was closed never came to its branch.
CODEBUILD_REVIEW: Final = Review(
    signs=(("CODEBUILD_WEBHOOK_EVENT", "PULL_REQUEST_"),),
    ref=("{CODEBUILD_SOURCE_VERSION}", "{CODEBUILD_WEBHOOK_TRIGGER}"),
    unless=(("CODEBUILD_WEBHOOK_EVENT", "PULL_REQUEST_MERGED"),),
)
DRONE_REVIEW: Final = Review(
    number=("{DRONE_PULL_REQUEST}",),
    signs=(("DRONE_BUILD_EVENT", "pull_request"),),
    ref=("{DRONE_COMMIT_REF}",),
)
GERRIT_REVIEW: Final = Review(
    number=("{GERRIT_CHANGE_NUMBER}",),
    signs=(("GERRIT_PATCHSET_NUMBER", ""), ("GERRIT_REFSPEC", "refs/changes/")),
    unless=(("GERRIT_EVENT_TYPE", "change-merged"), ("GERRIT_EVENT_TYPE", "ref-updated")),
)
# GITHUB_JOB is the same in all legs of a matrix.
GITHUB_MEETS: Final = Meets(Told.LINK, order="GITHUB_RUN_ID", attempt="GITHUB_RUN_ATTEMPT")

DATADOG: Final = (
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
        reviews=(
            Review(
                number=("{APPVEYOR_PULL_REQUEST_NUMBER}",),
                signs=(("APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH", ""),),
            ),
        ),
        fork=(("APPVEYOR_PULL_REQUEST_HEAD_REPO_NAME", "APPVEYOR_REPO_NAME"),),
        workspace=("{APPVEYOR_BUILD_FOLDER}",),
        meets=Meets(Told.LINK, order="APPVEYOR_BUILD_ID"),
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
        # Not BUILD_SOURCEBRANCHNAME: it is `main` for feature/main.
        branch=("{SYSTEM_PULLREQUEST_SOURCEBRANCH}", "{BUILD_SOURCEBRANCH}"),
        commit_sha=("{SYSTEM_PULLREQUEST_SOURCECOMMITID}", "{BUILD_SOURCEVERSION}"),
        repository_url=("{SYSTEM_PULLREQUEST_SOURCEREPOSITORYURI}", "{BUILD_REPOSITORY_URI}"),
        reviews=(
            Review(
                # Azure Repos has an id only; the number is that of GitHub.
                number=(
                    "{SYSTEM_PULLREQUEST_PULLREQUESTNUMBER}",
                    "{SYSTEM_PULLREQUEST_PULLREQUESTID}",
                ),
                signs=(
                    ("BUILD_REASON", "PullRequest"),
                    ("BUILD_REASON", "ValidateShelveset"),
                    ("BUILD_REASON", "CheckInShelveset"),
                    ("SYSTEM_PULLREQUEST_SOURCEBRANCH", ""),
                    ("SYSTEM_PULLREQUEST_TARGETBRANCH", ""),
                ),
                ref=("{BUILD_SOURCEBRANCH}",),
            ),
        ),
        fork=(("SYSTEM_PULLREQUEST_ISFORK",),),
        workspace=("{BUILD_SOURCESDIRECTORY}",),
        meets=Meets(
            Told.NAME,
            order="BUILD_BUILDID",
            shares=True,
            attempt="SYSTEM_JOBATTEMPT",
        ),
        shard=Shard("SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE", first=1),
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
        reviews=(
            Review(number=("{BITBUCKET_PR_ID}",), signs=(("BITBUCKET_PR_DESTINATION_BRANCH", ""),)),
        ),
        workspace=("{BITBUCKET_CLONE_DIR}",),
        meets=Meets(Told.LINK, order="BITBUCKET_BUILD_NUMBER"),
        shard=Shard("BITBUCKET_PARALLEL_STEP", "BITBUCKET_PARALLEL_STEP_COUNT", first=0),
    ),
    Provider(
        name="bitrise",
        label="Bitrise",
        markers=(("BITRISE_BUILD_SLUG", ""), ("BITRISE_IO", "")),
        pipeline_name=("{BITRISE_TRIGGERED_WORKFLOW_ID}",),
        pipeline_number=("{BITRISE_BUILD_NUMBER}",),
        pipeline_url=("{BITRISE_BUILD_URL}",),
        branch=("{BITRISE_GIT_BRANCH}",),
        tag=("{BITRISE_GIT_TAG}",),
        commit_sha=("{BITRISE_GIT_COMMIT}", "{GIT_CLONE_COMMIT_HASH}"),
        repository_url=("{GIT_REPOSITORY_URL}",),
        reviews=(
            Review(number=("{BITRISE_PULL_REQUEST}",), signs=(("BITRISEIO_GIT_BRANCH_DEST", ""),)),
        ),
        fork=(("BITRISEIO_PULL_REQUEST_REPOSITORY_URL", "GIT_REPOSITORY_URL"),),
        workspace=("{BITRISE_SOURCE_DIR}",),
        # The number counts the builds of an app, and the link does not say of which.
        meets=Meets(Told.ALONE, build="BITRISE_BUILD_SLUG"),
    ),
    Provider(
        name="buddy",
        label="Buddy",
        markers=(("BUDDY", ""), ("BUDDY_WORKSPACE_ID", "")),
        pipeline_name=("{BUDDY_PIPELINE_NAME}",),
        pipeline_number=("{BUDDY_EXECUTION_ID}",),
        pipeline_url=("{BUDDY_EXECUTION_URL}",),
        branch=("{BUDDY_EXECUTION_BRANCH}",),
        tag=("{BUDDY_EXECUTION_TAG}",),
        commit_sha=("{BUDDY_EXECUTION_REVISION}",),
        repository_url=("{BUDDY_SCM_URL}",),
        reviews=(
            Review(
                number=(
                    "{BUDDY_RUN_PR_NO}",
                    "{BUDDY_EXECUTION_PULL_REQUEST_NO}",
                    "{BUDDY_EXECUTION_PULL_REQUEST_ID}",
                ),
                signs=(("BUDDY_RUN_PR_BASE_BRANCH", ""),),
            ),
        ),
        meets=Meets(Told.LINK, order="BUDDY_EXECUTION_ID"),
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
        reviews=(
            Review(
                number=("{BUILDKITE_PULL_REQUEST}",),
                signs=(("BUILDKITE_PULL_REQUEST_BASE_BRANCH", ""),),
            ),
            Review(
                signs=(
                    ("BUILDKITE_MERGE_QUEUE_BASE_BRANCH", ""),
                    ("BUILDKITE_MERGE_QUEUE_BASE_COMMIT", ""),
                ),
                queue=True,
            ),
        ),
        fork=(("BUILDKITE_PULL_REQUEST_REPO", "BUILDKITE_REPO"),),
        default_branch=("{BUILDKITE_PIPELINE_DEFAULT_BRANCH}",),
        workspace=("{BUILDKITE_BUILD_CHECKOUT_PATH}",),
        meets=Meets(
            Told.NAME,
            order="BUILDKITE_BUILD_NUMBER",
            # All jobs of a matrix have the key of their step; the label names the leg.
            name=("{BUILDKITE_STEP_KEY}",),
            leg=("{BUILDKITE_LABEL}",),
            shares=True,
            attempt="BUILDKITE_RETRY_COUNT",
            first=0,
            known_by="a `key` of the step makes a job known",
        ),
        shard=Shard("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", first=0),
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
        reviews=(
            Review(
                number=("{CIRCLE_PR_NUMBER}",),
                signs=(("CIRCLE_PR_USERNAME", ""),),
                # the branch of a fork's is called `pull/7`
                ref=("{CIRCLE_BRANCH}",),
            ),
            Review(number=("{CIRCLE_PULL_REQUEST}", "{CIRCLE_PULL_REQUESTS}"), of_branch=True),
        ),
        # Set for pull requests of forks only.
        fork=(("CIRCLE_PR_USERNAME",),),
        workspace=("{CIRCLE_WORKING_DIRECTORY}",),
        meets=Meets(
            Told.NAME,
            build="CIRCLE_WORKFLOW_ID",
            # The containers of one job share its name and its page.
            shares=True,
        ),
        shard=Shard("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", first=0),
    ),
    Provider(
        name="codefresh",
        label="Codefresh",
        markers=(("CF_BUILD_ID", ""),),
        pipeline_name=("{CF_PIPELINE_NAME}",),
        pipeline_url=("{CF_BUILD_URL}",),
        job_name=("{CF_STEP_NAME}",),
        branch=("{CF_BRANCH}",),
        reviews=(
            Review(
                number=("{CF_PULL_REQUEST_NUMBER}", "{CF_PULL_REQUEST_ID}"),
                signs=(("CF_PULL_REQUEST_TARGET", ""),),
            ),
        ),
        fork=(("CF_PULL_REQUEST_IS_FORK",),),
        meets=Meets(Told.LINK, build="CF_BUILD_ID"),
    ),
    Provider(
        name="awscodepipeline",
        label="AWS CodePipeline",
        markers=(("CODEBUILD_INITIATOR", "codepipeline"),),
        reviews=(CODEBUILD_REVIEW,),
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
        reviews=(DRONE_REVIEW,),
        default_branch=("{DRONE_REPO_BRANCH}",),
        workspace=("{DRONE_WORKSPACE}",),
        meets=Meets(Told.LINK, order="DRONE_BUILD_NUMBER"),
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
        reviews=(
            Review(
                signs=(
                    ("GITHUB_EVENT_NAME", "pull_request"),
                    ("GITHUB_HEAD_REF", ""),
                    ("GITHUB_BASE_REF", ""),
                ),
                ref=("{GITHUB_REF}",),
            ),
            Review(signs=(("GITHUB_EVENT_NAME", "merge_group"),), queue=True),
        ),
        # A schedule runs on the default branch alone.
        primary=(("GITHUB_EVENT_NAME", "schedule"),),
        event_file=True,
        workspace=("{GITHUB_WORKSPACE}",),
        meets=GITHUB_MEETS._replace(
            known_by="the input `job-id: ${{ job.check_run_id }}`, or JOB_CHECK_RUN_ID in the"
            " environment, makes a job known"
        ),
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
        # CI_OPEN_MERGE_REQUESTS proves nothing: branch pipelines have it too.
        reviews=(
            Review(signs=(("CI_MERGE_REQUEST_EVENT_TYPE", "merge_train"),), queue=True),
            Review(
                number=("{CI_MERGE_REQUEST_IID}", "{CI_EXTERNAL_PULL_REQUEST_IID}"),
                signs=(
                    ("CI_PIPELINE_SOURCE", "merge_request_event"),
                    ("CI_PIPELINE_SOURCE", "external_pull_request_event"),
                ),
                ref=("{CI_MERGE_REQUEST_REF_PATH}", "{CI_COMMIT_REF_NAME}"),
            ),
        ),
        fork=(
            ("CI_MERGE_REQUEST_SOURCE_PROJECT_PATH", "CI_MERGE_REQUEST_PROJECT_PATH"),
            (
                "CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY",
                "CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY",
            ),
        ),
        default_branch=("{CI_DEFAULT_BRANCH}",),
        workspace=("{CI_PROJECT_DIR}",),
        meets=Meets(
            # The name holds the leg: `test 1/4`, `test: [linux]`.
            Told.NAME,
            order="CI_PIPELINE_ID",
            child=(("CI_PIPELINE_SOURCE", "parent_pipeline"),),
            # GitLab 18.9 and later.
            parent=("{CI_UPSTREAM_PIPELINE_ID}",),
        ),
        shard=Shard("CI_NODE_INDEX", "CI_NODE_TOTAL", first=1),
    ),
    Provider(
        name="jenkins",
        label="Jenkins",
        markers=(("JENKINS_URL", ""),),
        pipeline_name=("{JOB_NAME}",),
        pipeline_number=("{BUILD_NUMBER}",),
        pipeline_url=("{BUILD_URL}",),
        # A scripted pipeline has no GIT_BRANCH; a multibranch job still names its branch.
        # After a change is merged, Gerrit's trigger checks it out detached.
        branch=("{GIT_BRANCH}", "{BRANCH_NAME}", "{GERRIT_BRANCH}", "{GERRIT_REFNAME}"),
        remote=True,
        bare=("{BRANCH_NAME}",),
        tag=("{TAG_NAME}",),
        commit_sha=("{GIT_COMMIT}",),
        repository_url=("{GIT_URL}", "{GIT_URL_1}"),
        reviews=(
            # Branch sources: GitHub, Bitbucket, GitLab, Gitea, Gerrit.
            Review(
                number=("{CHANGE_ID}",),
                signs=(("CHANGE_TARGET", ""), ("CHANGE_BRANCH", "")),
                ref=("{GIT_BRANCH}",),
            ),
            # GitHub Pull Request Builder.
            Review(number=("{ghprbPullId}",), signs=(("ghprbTargetBranch", ""),)),
            # GitLab plugin.
            Review(
                number=("{gitlabMergeRequestIid}",),
                signs=(("gitlabActionType", "MERGE"), ("gitlabActionType", "NOTE")),
            ),
            GERRIT_REVIEW,
            # Bitbucket Push and Pull Request; Cloud and Server name the event of a merge.
            Review(
                number=("{BITBUCKET_PULL_REQUEST_ID}",),
                unless=(
                    ("BITBUCKET_X_EVENT", "pullrequest:fulfilled"),
                    ("BITBUCKET_X_EVENT", "pr:merged"),
                ),
            ),
            # Stash and Bitbucket Pull Request Builder.
            Review(number=("{pullRequestId}",)),
        ),
        primary=(("BRANCH_IS_PRIMARY", ""),),
        # Branch sources; the plugins above, in their order, where they say it.
        fork=(
            ("CHANGE_FORK",),
            ("ghprbAuthorRepoGitUrl", "ghprbGhRepository"),
            ("gitlabSourceRepoHttpUrl", "gitlabTargetRepoHttpUrl"),
            ("sourceRepositoryOwner", "destinationRepositoryOwner"),
        ),
        workspace=("{WORKSPACE}",),
        meets=Meets(
            Told.LINK,
            order="BUILD_NUMBER",
            # A matrix project: …/job/shop/os=linux,python=3.12/57/
            within=re.compile(r"(?<!/job)/([^/?#=]++=[^/?#]*+/)\d+/?$"),
        ),
    ),
    Provider(
        name="teamcity",
        label="TeamCity",
        markers=(("TEAMCITY_VERSION", ""),),
        job_name=("{TEAMCITY_BUILDCONF_NAME}",),
        job_url=("{BUILD_URL}",),
        reviews=(
            Review(
                number=("{TEAMCITY_PULLREQUEST_NUMBER}",),
                # A personal build is of changes that are on no branch.
                signs=(("TEAMCITY_PULLREQUEST_TARGET_BRANCH", ""), ("BUILD_IS_PERSONAL", "")),
            ),
        ),
        meets=Meets(Told.ALONE, order=ANY_NUMBER),
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
        reviews=(
            Review(
                number=("{TRAVIS_PULL_REQUEST}",),
                signs=(("TRAVIS_EVENT_TYPE", "pull_request"), ("TRAVIS_PULL_REQUEST_BRANCH", "")),
            ),
        ),
        fork=(("TRAVIS_PULL_REQUEST_SLUG", "TRAVIS_REPO_SLUG"),),
        workspace=("{TRAVIS_BUILD_DIR}",),
        meets=Meets(
            Told.LINK,
            order="TRAVIS_BUILD_ID",
            name=("{TRAVIS_JOB_NAME}",),
            leg=("{TRAVIS_JOB_NUMBER}",),
        ),
    ),
)
