"""The providers that Datadog does not detect: those of watson/ci-info, by their own documentation.

Where a column is empty the vendor gives no variable for it; `DD_GIT_…` and `DD_CI_…` fill it in.
"""

from __future__ import annotations

import re
from typing import Final

from scorecard_action.ci.provider import Meets, Provider, Review, Shard, Told
from scorecard_action.ci.table_datadog import (
    CODEBUILD_REVIEW,
    DATADOG,
    GERRIT_REVIEW,
)

_ROWS = {row.name: row for row in DATADOG}
_CLOUD_BUILD = (
    "https://console.cloud.google.com/cloud-build/builds;region={LOCATION}/{BUILD_ID}"
    "?project={PROJECT_ID}"
)
_CODEBUILD = (
    "https://console.aws.amazon.com/codebuild/home?region={AWS_REGION}"
    "#/builds/{CODEBUILD_BUILD_ID}/view/new"
)

_GOCD = (
    "{GO_SERVER_URL}/tab/build/detail/{GO_PIPELINE_NAME}/{GO_PIPELINE_COUNTER}"
    "/{GO_STAGE_NAME}/{GO_STAGE_COUNTER}/{GO_JOB_NAME}"
)

OTHERS: Final = (
    Provider(
        name="agola",
        label="Agola",
        markers=(("AGOLA_GIT_REF", ""),),
        branch=("{AGOLA_GIT_BRANCH}",),
        tag=("{AGOLA_GIT_TAG}",),
        commit_sha=("{AGOLA_GIT_COMMITSHA}",),
        reviews=(Review(number=("{AGOLA_PULL_REQUEST_ID}",), ref=("{AGOLA_GIT_REF}",)),),
    ),
    Provider(name="alpic", label="Alpic", markers=(("ALPIC_HOST", ""),)),
    Provider(
        name="appcenter",
        label="App Center",
        markers=(("APPCENTER_BUILD_ID", ""),),
        pipeline_number=("{APPCENTER_BUILD_ID}",),
        branch=("{APPCENTER_BRANCH}",),
        workspace=("{APPCENTER_SOURCE_DIRECTORY}",),
    ),
    Provider(
        name="appcircle",
        label="Appcircle",
        markers=(("AC_APPCIRCLE", ""),),
        pipeline_number=("{AC_BUILD_NUMBER}",),
        branch=("{AC_GIT_BRANCH}",),
        commit_sha=("{AC_GIT_COMMIT}",),
        repository_url=("{AC_GIT_URL}",),
        reviews=(Review(number=("{AC_PULL_NUMBER}",), signs=(("AC_GIT_PR", ""),)),),
        workspace=("{AC_REPOSITORY_DIR}",),
    ),
    Provider(
        name="bamboo",
        label="Bamboo",
        markers=(("bamboo_planKey", ""),),
        pipeline_name=("{bamboo_planName}", "{bamboo_planKey}"),
        pipeline_number=("{bamboo_buildNumber}",),
        pipeline_url=("{bamboo_buildResultsUrl}",),
        job_name=("{bamboo_shortJobName}",),
        branch=("{bamboo_planRepository_branchName}", "{bamboo_planRepository_branch}"),
        commit_sha=("{bamboo_planRepository_revision}",),
        repository_url=("{bamboo_planRepository_repositoryUrl}",),
        reviews=(
            Review(
                number=("{bamboo_repository_pr_key}",),
                signs=(
                    ("bamboo_repository_pr_targetBranch", ""),
                    ("bamboo_repository_pr_sourceBranch", ""),
                ),
            ),
        ),
        workspace=("{bamboo_build_working_directory}",),
        meets=Meets(
            Told.LINK,
            order="bamboo_buildNumber",
            # The link is that of the job: /browse/SHOP-CART-JOB1-57
            within=re.compile(r"/browse/\w++-\w++-(\w++-)\d+$"),
        ),
    ),
    Provider(name="capawesome", label="Capawesome Cloud", markers=(("CAPAWESOME_CLOUD", ""),)),
    Provider(
        name="cirrus",
        label="Cirrus CI",
        markers=(("CIRRUS_CI", ""),),
        pipeline_name=("{CIRRUS_REPO_FULL_NAME}",),
        pipeline_url=("https://cirrus-ci.com/build/{CIRRUS_BUILD_ID}",),
        job_name=("{CIRRUS_TASK_NAME}",),
        job_url=("https://cirrus-ci.com/task/{CIRRUS_TASK_ID}",),
        branch=("{CIRRUS_BRANCH}",),
        tag=("{CIRRUS_TAG}",),
        commit_sha=("{CIRRUS_CHANGE_IN_REPO}",),
        repository_url=("{CIRRUS_REPO_CLONE_URL}",),
        reviews=(
            Review(
                number=("{CIRRUS_PR}",),
                signs=(("CIRRUS_BASE_BRANCH", ""),),
                ref=("{CIRRUS_BRANCH}",),
            ),
        ),
        default_branch=("{CIRRUS_DEFAULT_BRANCH}",),
        workspace=("{CIRRUS_WORKING_DIR}",),
        # The ids of builds do not count up.
        meets=Meets(Told.LINK, build="CIRRUS_BUILD_ID"),
        # The total is that of all tasks of the build.
        shard=Shard("CI_NODE_INDEX", "CI_NODE_TOTAL", first=0),
    ),
    Provider(
        name="cloudbuild",
        label="Google Cloud Build",
        markers=(("BUILDER_OUTPUT", ""),),
        # Substitutions are variables only where a step maps them.
        pipeline_name=("{TRIGGER_NAME}",),
        pipeline_url=(_CLOUD_BUILD,),
        branch=("{_HEAD_BRANCH}", "{BRANCH_NAME}"),
        tag=("{TAG_NAME}",),
        commit_sha=("{COMMIT_SHA}",),
        reviews=(
            Review(number=("{_PR_NUMBER}",), signs=(("_HEAD_BRANCH", ""), ("_BASE_BRANCH", ""))),
        ),
        fork=(("_HEAD_REPO_URL", "REPO_FULL_NAME"),),
        meets=Meets(Told.LINK, build="BUILD_ID"),
    ),
    Provider(
        name="cloudflarepages",
        label="Cloudflare Pages",
        markers=(("CF_PAGES", ""),),
        branch=("{CF_PAGES_BRANCH}",),
        commit_sha=("{CF_PAGES_COMMIT_SHA}",),
    ),
    Provider(
        name="cloudflareworkers",
        label="Cloudflare Workers",
        markers=(("WORKERS_CI", ""),),
        branch=("{WORKERS_CI_BRANCH}",),
        commit_sha=("{WORKERS_CI_COMMIT_SHA}",),
    ),
    Provider(
        name="awscodebuild",
        label="AWS CodeBuild",
        markers=(("CODEBUILD_BUILD_ARN", ""), ("CODEBUILD_BUILD_ID", "")),
        pipeline_number=("{CODEBUILD_BUILD_NUMBER}",),
        pipeline_url=("{CODEBUILD_PUBLIC_BUILD_URL}", _CODEBUILD),
        # CODEBUILD_SOURCE_VERSION may be a branch or a commit, and does not say which.
        branch=("{CODEBUILD_WEBHOOK_HEAD_REF}",),
        commit_sha=("{CODEBUILD_RESOLVED_SOURCE_VERSION}",),
        repository_url=("{CODEBUILD_SOURCE_REPO_URL}",),
        reviews=(CODEBUILD_REVIEW,),
        workspace=("{CODEBUILD_SRC_DIR}",),
        meets=Meets(Told.ALONE, order="CODEBUILD_BUILD_NUMBER", build="CODEBUILD_BUILD_ID"),
    ),
    Provider(
        name="codemagic",
        label="Codemagic",
        markers=(("CM_BUILD_ID", ""), ("FCI_BUILD_ID", "")),
        pipeline_number=("{BUILD_NUMBER}",),
        pipeline_url=("https://codemagic.io/app/{CM_PROJECT_ID}/build/{CM_BUILD_ID}",),
        branch=("{CM_BRANCH}", "{FCI_BRANCH}"),
        tag=("{CM_TAG}", "{FCI_TAG}"),
        commit_sha=("{CM_COMMIT}", "{FCI_COMMIT}"),
        reviews=(
            Review(
                number=("{CM_PULL_REQUEST_NUMBER}", "{FCI_PULL_REQUEST_NUMBER}"),
                signs=(
                    ("CM_PULL_REQUEST", ""),
                    ("CM_PULL_REQUEST_DEST", ""),
                    ("FCI_PULL_REQUEST", ""),
                ),
            ),
        ),
        workspace=("{CM_BUILD_DIR}", "{FCI_BUILD_DIR}"),
        # BUILD_NUMBER counts by workflow, and the link does not name that.
        meets=Meets(Told.ALONE, build="CM_BUILD_ID"),
    ),
    Provider(
        name="codeship",
        label="Codeship",
        markers=(("CI_NAME", "codeship"),),
        branch=("{CI_BRANCH}",),
        commit_sha=("{CI_COMMIT_ID}",),
    ),
    Provider(name="dsari", label="dsari", markers=(("DSARI", ""),)),
    Provider(name="earthly", label="Earthly", markers=(("EARTHLY_CI", ""),)),
    Provider(
        name="eas",
        label="Expo Application Services",
        markers=(("EAS_BUILD", ""),),
        commit_sha=("{EAS_BUILD_GIT_COMMIT_HASH}",),
    ),
    Provider(
        name="gerrit",
        label="Gerrit",
        markers=(("GERRIT_PROJECT", ""),),
        branch=("{GERRIT_BRANCH}", "{GERRIT_REFNAME}"),
        commit_sha=("{GERRIT_PATCHSET_REVISION}", "{GERRIT_NEWREV}"),
        reviews=(GERRIT_REVIEW,),
    ),
    Provider(
        name="gocd",
        label="GoCD",
        markers=(("GO_PIPELINE_LABEL", ""),),
        pipeline_name=("{GO_PIPELINE_NAME}",),
        pipeline_number=("{GO_PIPELINE_COUNTER}",),
        pipeline_url=(
            "{GO_SERVER_URL}/pipelines/value_stream_map/{GO_PIPELINE_NAME}/{GO_PIPELINE_COUNTER}",
        ),
        job_name=("{GO_JOB_NAME}",),
        job_url=(_GOCD,),
        # Set where a pipeline has one material.
        commit_sha=("{GO_REVISION}",),
        meets=Meets(
            Told.LINK, order="GO_PIPELINE_COUNTER", shares=True, attempt="GO_STAGE_COUNTER"
        ),
        shard=Shard("GO_JOB_RUN_INDEX", "GO_JOB_RUN_COUNT", first=1),
    ),
    Provider(
        name="heroku",
        label="Heroku CI",
        markers=(("HEROKU_TEST_RUN_ID", ""), ("NODE", "/app/.heroku/node/bin/node")),
        branch=("{HEROKU_TEST_RUN_BRANCH}",),
        commit_sha=("{HEROKU_TEST_RUN_COMMIT_VERSION}",),
        shard=Shard("CI_NODE_INDEX", "CI_NODE_TOTAL", first=0),
    ),
    _ROWS["jenkins"]._replace(name="hudson", label="Hudson", markers=(("HUDSON_URL", ""),)),
    Provider(
        name="layerci",
        label="LayerCI",
        markers=(("LAYERCI", ""),),
        branch=("{LAYERCI_BRANCH}",),
        reviews=(Review(number=("{LAYERCI_PULL_REQUEST}",)),),
    ),
    Provider(name="magnum", label="Magnum CI", markers=(("MAGNUM", ""),)),
    Provider(
        name="netlify",
        label="Netlify",
        markers=(("NETLIFY", ""),),
        pipeline_url=("https://app.netlify.com/sites/{SITE_NAME}/deploys/{DEPLOY_ID}",),
        branch=("{HEAD}", "{BRANCH}"),
        commit_sha=("{COMMIT_REF}",),
        repository_url=("{REPOSITORY_URL}",),
        reviews=(
            # REVIEW_ID alone proves nothing.
            Review(signs=(("PULL_REQUEST", ""), ("CONTEXT", "deploy-preview")), ref=("{BRANCH}",)),
        ),
        primary=(("CONTEXT", "production"),),
        meets=Meets(Told.ALONE, build="DEPLOY_ID"),
    ),
    Provider(
        name="nevercode",
        label="Nevercode",
        markers=(("NEVERCODE", ""),),
        branch=("{NEVERCODE_BRANCH}",),
        commit_sha=("{NEVERCODE_COMMIT}",),
        reviews=(Review(signs=(("NEVERCODE_PULL_REQUEST", ""),)),),
    ),
    Provider(name="releasehub", label="ReleaseHub", markers=(("RELEASE_BUILD_ID", ""),)),
    Provider(
        name="render",
        label="Render",
        markers=(("RENDER", ""),),
        branch=("{RENDER_GIT_BRANCH}",),
        commit_sha=("{RENDER_GIT_COMMIT}",),
        reviews=(Review(signs=(("IS_PULL_REQUEST", ""),)),),
    ),
    Provider(name="rwx", label="RWX", markers=(("RWX", ""),)),
    Provider(
        name="sail",
        label="Sail CI",
        markers=(("SAILCI", ""),),
        branch=("{SAIL_COMMIT_BRANCH}",),
        commit_sha=("{SAIL_COMMIT_SHA}",),
        reviews=(Review(number=("{SAIL_PULL_REQUEST_NUMBER}",)),),
    ),
    Provider(
        name="screwdriver",
        label="Screwdriver",
        markers=(("SCREWDRIVER", ""),),
        pipeline_number=("{SD_BUILD_ID}",),
        pipeline_url=("{SD_UI_BUILD_URL}",),
        job_name=("{SD_JOB_NAME}",),
        branch=("{GIT_BRANCH}",),
        remote=True,
        commit_sha=("{SD_BUILD_SHA}",),
        repository_url=("{SCM_URL}",),
        reviews=(
            Review(
                number=("{SD_PULL_REQUEST}",),
                signs=(("PR_BASE_BRANCH_NAME", ""), ("PR_BRANCH_NAME", "")),
                ref=("{GIT_BRANCH}",),
            ),
        ),
        workspace=("{SD_SOURCE_DIR}",),
        # Each job is a build with a page of its own.
        meets=Meets(Told.ALONE, order="SD_BUILD_ID"),
    ),
    Provider(
        name="semaphore",
        label="Semaphore",
        markers=(("SEMAPHORE", ""),),
        pipeline_name=("{SEMAPHORE_PROJECT_NAME}",),
        pipeline_url=("{SEMAPHORE_ORGANIZATION_URL}/workflows/{SEMAPHORE_WORKFLOW_ID}",),
        job_name=("{SEMAPHORE_JOB_NAME}",),
        job_url=("{SEMAPHORE_ORGANIZATION_URL}/jobs/{SEMAPHORE_JOB_ID}",),
        branch=("{SEMAPHORE_GIT_PR_BRANCH}", "{SEMAPHORE_GIT_BRANCH}", "{BRANCH_NAME}"),
        tag=("{SEMAPHORE_GIT_TAG_NAME}",),
        commit_sha=("{SEMAPHORE_GIT_SHA}",),
        repository_url=("{SEMAPHORE_GIT_URL}",),
        reviews=(
            # PULL_REQUEST_NUMBER is of the deprecated Classic.
            Review(
                number=("{SEMAPHORE_GIT_PR_NUMBER}", "{PULL_REQUEST_NUMBER}"),
                signs=(("SEMAPHORE_GIT_REF_TYPE", "pull-request"),),
                ref=("{SEMAPHORE_GIT_REF}",),
            ),
        ),
        fork=(("SEMAPHORE_GIT_PR_SLUG", "SEMAPHORE_GIT_REPO_SLUG"),),
        workspace=("~/{SEMAPHORE_GIT_DIR}",),
        meets=Meets(Told.LINK, build="SEMAPHORE_WORKFLOW_ID", shares=True),
        shard=Shard("SEMAPHORE_JOB_INDEX", "SEMAPHORE_JOB_COUNT", first=1),
    ),
    Provider(
        name="sourcehut",
        label="SourceHut",
        markers=(("CI_NAME", "sourcehut"),),
        pipeline_number=("{JOB_ID}",),
        pipeline_url=("{JOB_URL}",),
        meets=Meets(Told.ALONE, order="JOB_ID"),
    ),
    Provider(name="strider", label="Strider CD", markers=(("STRIDER", ""),)),
    # The first run of a task is number 0.
    Provider(
        name="taskcluster",
        label="Taskcluster",
        markers=(("TASK_ID", ""),),
        beside=("RUN_ID",),
    ),
    Provider(
        name="vela",
        label="Vela",
        markers=(("VELA", ""),),
        pipeline_name=("{VELA_REPO_FULL_NAME}",),
        pipeline_number=("{VELA_BUILD_NUMBER}",),
        pipeline_url=("{VELA_BUILD_LINK}",),
        branch=("{VELA_PULL_REQUEST_SOURCE}", "{VELA_BUILD_BRANCH}"),
        tag=("{VELA_BUILD_TAG}",),
        commit_sha=("{VELA_BUILD_COMMIT}",),
        repository_url=("{VELA_REPO_CLONE}", "{VELA_REPO_LINK}"),
        reviews=(
            # A comment on a pull request starts a build with the same variables.
            Review(
                number=("{VELA_BUILD_PULL_REQUEST}", "{VELA_PULL_REQUEST}"),
                signs=(
                    ("VELA_BUILD_EVENT", "pull_request"),
                    ("VELA_PULL_REQUEST_SOURCE", ""),
                    ("VELA_PULL_REQUEST_TARGET", ""),
                ),
                ref=("{VELA_BUILD_REF}",),
            ),
        ),
        default_branch=("{VELA_REPO_BRANCH}",),
        workspace=("{VELA_BUILD_WORKSPACE}",),
        meets=Meets(Told.LINK, order="VELA_BUILD_NUMBER"),
    ),
    Provider(
        name="vercel",
        label="Vercel",
        markers=(("VERCEL", ""), ("NOW_BUILDER", "")),
        branch=("{VERCEL_GIT_COMMIT_REF}",),
        commit_sha=("{VERCEL_GIT_COMMIT_SHA}",),
        repository_url=("https://github.com/{VERCEL_GIT_REPO_OWNER}/{VERCEL_GIT_REPO_SLUG}",),
        repository_if=("VERCEL_GIT_PROVIDER", "github"),
        reviews=(Review(number=("{VERCEL_GIT_PULL_REQUEST_ID}",)),),
        primary=(("VERCEL_ENV", "production"),),
    ),
    Provider(
        name="xcodecloud",
        label="Xcode Cloud",
        markers=(("CI_XCODE_PROJECT", ""),),
        pipeline_name=("{CI_WORKFLOW}",),
        pipeline_number=("{CI_BUILD_NUMBER}",),
        pipeline_url=("{CI_BUILD_URL}",),
        branch=("{CI_PULL_REQUEST_SOURCE_BRANCH}", "{CI_BRANCH}"),
        tag=("{CI_TAG}",),
        commit_sha=("{CI_PULL_REQUEST_SOURCE_COMMIT}", "{CI_COMMIT}"),
        reviews=(
            Review(
                number=("{CI_PULL_REQUEST_NUMBER}",),
                signs=(("CI_PULL_REQUEST_TARGET_REPO", ""),),
            ),
        ),
        fork=(("CI_PULL_REQUEST_SOURCE_REPO", "CI_PULL_REQUEST_TARGET_REPO"),),
        workspace=("{CI_PRIMARY_REPOSITORY_PATH}",),
        meets=Meets(Told.LINK, order="CI_BUILD_NUMBER", build="CI_BUILD_ID"),
    ),
    Provider(name="xcodeserver", label="Xcode Server", markers=(("XCS", ""),)),
)
