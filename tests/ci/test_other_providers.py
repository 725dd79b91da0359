"""The vendors that Datadog does not detect: by their marker, and what they tell of a build."""

from __future__ import annotations

import pytest

from scorecard_action.ci.detect import detect
from scorecard_action.ci.links import links
from scorecard_action.ci.table_narrow import NARROW
from scorecard_action.ci.table_others import OTHERS

SHA = "3f2a9c1d5e6b7a8f90123456789abcdef0123456"
PIPELINE = {"pipeline_number": "57", "pipeline_url": "https://ci/57"}

# provider -> (variables of a push to main, what the build is then but for branch and commit)
BUILDS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "agola": ({"AGOLA_GIT_REF": "refs/heads/main", "AGOLA_GIT_BRANCH": "main"}, {}),
    "alpic": ({"ALPIC_HOST": "h"}, {}),
    "appcenter": ({"APPCENTER_BUILD_ID": "57", "APPCENTER_BRANCH": "main"}, {}),
    "appcircle": (
        {
            "AC_APPCIRCLE": "true",
            "AC_GIT_PR": "false",
            "AC_GIT_BRANCH": "main",
            "AC_GIT_URL": "https://github.com/acme/shop",
            "AC_BUILD_NUMBER": "57",
        },
        {"pipeline_number": "57", "repository_url": "https://github.com/acme/shop"},
    ),
    "awscodebuild": (
        {
            "CODEBUILD_BUILD_ARN": "arn:aws:codebuild:eu-west-1:1:build/shop:1",
            "CODEBUILD_BUILD_ID": "shop:1",
            "CODEBUILD_BUILD_NUMBER": "57",
            "AWS_REGION": "eu-west-1",
            "CODEBUILD_WEBHOOK_EVENT": "PUSH",
            "CODEBUILD_WEBHOOK_TRIGGER": "branch/main",
            "CODEBUILD_WEBHOOK_HEAD_REF": "refs/heads/main",
        },
        {
            "pipeline_number": "57",
            "pipeline_url": "https://console.aws.amazon.com/codebuild/home?region=eu-west-1"
            "#/builds/shop:1/view/new",
        },
    ),
    "bamboo": (
        {
            "bamboo_planKey": "SHOP-CART",
            "bamboo_buildNumber": "57",
            "bamboo_buildResultsUrl": "https://ci/57",
            "bamboo_planRepository_branchName": "main",
        },
        {"pipeline_name": "SHOP-CART", **PIPELINE},
    ),
    "capawesome": ({"CAPAWESOME_CLOUD": "true"}, {}),
    "cirrus": (
        {
            "CIRRUS_CI": "true",
            "CIRRUS_BRANCH": "main",
            "CIRRUS_BUILD_ID": "57",
            "CIRRUS_TASK_ID": "58",
        },
        {
            "pipeline_url": "https://cirrus-ci.com/build/57",
            "job_url": "https://cirrus-ci.com/task/58",
        },
    ),
    "cloudbuild": (
        {
            "BUILDER_OUTPUT": "/builder/outputs",
            "BRANCH_NAME": "main",
            "LOCATION": "global",
            "BUILD_ID": "b-57",
            "PROJECT_ID": "acme",
        },
        {
            "pipeline_url": "https://console.cloud.google.com/cloud-build/builds"
            ";region=global/b-57?project=acme"
        },
    ),
    "cloudflarepages": ({"CF_PAGES": "1", "CF_PAGES_BRANCH": "main"}, {}),
    "cloudflareworkers": ({"WORKERS_CI": "1", "WORKERS_CI_BRANCH": "main"}, {}),
    "codemagic": (
        {"CM_BUILD_ID": "57", "CM_PROJECT_ID": "p", "CM_BRANCH": "main"},
        {"pipeline_url": "https://codemagic.io/app/p/build/57"},
    ),
    "codeship": ({"CI_NAME": "codeship", "CI_BRANCH": "main"}, {}),
    "dsari": ({"DSARI": "true"}, {}),
    "earthly": ({"EARTHLY_CI": "true"}, {}),
    "eas": ({"EAS_BUILD": "true"}, {}),
    "forgejo": (
        {
            "FORGEJO_ACTIONS": "true",
            "GITEA_ACTIONS": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_SERVER_URL": "https://forge.acme.example",
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_RUN_ID": "57",
            "GITHUB_REF": "refs/heads/main",
        },
        {"pipeline_url": "https://forge.acme.example/acme/shop/actions/runs/57"},
    ),
    "gerrit": ({"GERRIT_PROJECT": "shop", "GERRIT_REFNAME": "main"}, {}),
    "gitea": ({"GITEA_ACTIONS": "true", "GITHUB_REF": "refs/heads/main"}, {}),
    "gocd": (
        {
            "GO_SERVER_URL": "https://127.0.0.1:8154/go",
            "GO_PIPELINE_LABEL": "1.1.57",
            "GO_PIPELINE_NAME": "shop",
            "GO_PIPELINE_COUNTER": "57",
            "GO_STAGE_NAME": "dev",
            "GO_STAGE_COUNTER": "1",
            "GO_JOB_NAME": "linux-firefox",
        },
        {
            "pipeline_number": "57",
            "pipeline_url": "https://127.0.0.1:8154/go/pipelines/value_stream_map/shop/57",
            "job_url": "https://127.0.0.1:8154/go/tab/build/detail/shop/57/dev/1/linux-firefox",
        },
    ),
    "harness": (
        {"HARNESS_BUILD_ID": "57", "DRONE_COMMIT_BRANCH": "main", "CI_BUILD_LINK": "https://ci/57"},
        {"pipeline_url": "https://ci/57"},
    ),
    "heroku": ({"HEROKU_TEST_RUN_ID": "57", "HEROKU_TEST_RUN_BRANCH": "main"}, {}),
    "hudson": ({"HUDSON_URL": "http://h/", "GIT_BRANCH": "origin/main"}, {}),
    "layerci": ({"LAYERCI": "true", "LAYERCI_BRANCH": "main"}, {}),
    "magnum": ({"MAGNUM": "true"}, {}),
    "netlify": (
        {"NETLIFY": "true", "HEAD": "main", "SITE_NAME": "shop", "DEPLOY_ID": "57"},
        {"pipeline_url": "https://app.netlify.com/sites/shop/deploys/57"},
    ),
    "nevercode": ({"NEVERCODE": "true", "NEVERCODE_BRANCH": "main"}, {}),
    "prow": (
        {"PROW_JOB_ID": "x", "JOB_TYPE": "postsubmit", "PULL_BASE_REF": "main", "BUILD_ID": "57"},
        {"pipeline_number": "57"},
    ),
    "releasehub": ({"RELEASE_BUILD_ID": "57"}, {}),
    "render": ({"RENDER": "true", "RENDER_GIT_BRANCH": "main", "IS_PULL_REQUEST": "false"}, {}),
    "rwx": ({"RWX": "true"}, {}),
    "sail": ({"SAILCI": "true", "SAIL_COMMIT_BRANCH": "main"}, {}),
    "screwdriver": (
        {"SCREWDRIVER": "true", "GIT_BRANCH": "origin/main", "SD_UI_BUILD_URL": "https://ci/57"},
        {"pipeline_url": "https://ci/57"},
    ),
    "semaphore": (
        {
            "SEMAPHORE": "true",
            "SEMAPHORE_GIT_BRANCH": "main",
            "SEMAPHORE_ORGANIZATION_URL": "https://example.semaphoreci.com",
            "SEMAPHORE_WORKFLOW_ID": "65c398bb",
            "SEMAPHORE_JOB_ID": "a26d42cf",
        },
        {
            "pipeline_url": "https://example.semaphoreci.com/workflows/65c398bb",
            "job_url": "https://example.semaphoreci.com/jobs/a26d42cf",
        },
    ),
    "sourcehut": (
        {"CI_NAME": "sourcehut", "JOB_ID": "57", "JOB_URL": "https://ci/57"},
        PIPELINE,
    ),
    "strider": ({"STRIDER": "true"}, {}),
    "taskcluster": ({"TASK_ID": "x", "RUN_ID": "0"}, {}),
    "vela": (
        {
            "VELA": "true",
            "VELA_BUILD_BRANCH": "main",
            "VELA_BUILD_NUMBER": "57",
            "VELA_BUILD_LINK": "https://ci/57",
        },
        PIPELINE,
    ),
    "vercel": (
        {
            "VERCEL": "1",
            "VERCEL_GIT_COMMIT_REF": "main",
            "VERCEL_GIT_PROVIDER": "github",
            "VERCEL_GIT_REPO_OWNER": "acme",
            "VERCEL_GIT_REPO_SLUG": "shop",
        },
        {"repository_url": "https://github.com/acme/shop"},
    ),
    "woodpecker": (
        {
            "CI": "woodpecker",
            "CI_REPO": "acme/shop",
            "CI_COMMIT_BRANCH": "main",
            "CI_PIPELINE_NUMBER": "57",
            "CI_PIPELINE_URL": "https://ci/57",
            "CI_STEP_URL": "https://ci/57/2",
        },
        {"pipeline_name": "acme/shop", "job_url": "https://ci/57/2", **PIPELINE},
    ),
    "xcodecloud": (
        {"CI_XCODE_PROJECT": "x", "CI_BRANCH": "main", "CI_BUILD_NUMBER": "57", "CI": "TRUE"},
        {"pipeline_number": "57"},
    ),
    "xcodeserver": ({"XCS": "1"}, {}),
}
# Nothing in their environment says which branch is built.
SILENT = {
    "alpic",
    "capawesome",
    "dsari",
    "earthly",
    "eas",
    "gocd",
    "magnum",
    "releasehub",
    "rwx",
    "sourcehut",
    "strider",
    "taskcluster",
    "xcodeserver",
}


@pytest.mark.parametrize("provider", BUILDS)
def test_a_push_to_main(provider):
    environ, expected = BUILDS[provider]
    context = detect(environ, terminal=True)
    assert context.in_ci, "a marker wins over a terminal"
    assert context.build.provider == provider
    assert not context.is_pull_request
    assert context.branch == (None if provider in SILENT else "main")
    assert {name: getattr(context.build, name) for name in expected} == expected


def test_the_table_has_a_build_for_each_provider():
    assert list(BUILDS) == sorted(row.name for row in (*NARROW, *OTHERS))


def test_the_labels_are_the_providers_own_words():
    environ, _ = BUILDS["woodpecker"]
    told = [label for label, _ in links(detect(environ).build)]
    assert told == ["Woodpecker CI build 57", "job"]


@pytest.mark.parametrize(
    ("environ", "tag"),
    [
        pytest.param({"AGOLA_GIT_REF": "refs/tags/v1", "AGOLA_GIT_TAG": "v1"}, "v1", id="agola"),
        pytest.param({"CIRRUS_CI": "1", "CIRRUS_TAG": "v1"}, "v1", id="cirrus"),
        pytest.param(
            {"CODEBUILD_BUILD_ID": "1", "CODEBUILD_WEBHOOK_HEAD_REF": "refs/tags/v1"},
            "v1",
            id="codebuild",
        ),
        pytest.param({"BUILDER_OUTPUT": "1", "TAG_NAME": "v1"}, "v1", id="cloud-build"),
        pytest.param({"CM_BUILD_ID": "1", "CM_TAG": "v1"}, "v1", id="codemagic"),
        pytest.param({"HARNESS_BUILD_ID": "1", "DRONE_TAG": "v1"}, "v1", id="harness"),
        pytest.param({"SEMAPHORE": "1", "SEMAPHORE_GIT_TAG_NAME": "v1"}, "v1", id="semaphore"),
        pytest.param({"VELA": "1", "VELA_BUILD_TAG": "v1"}, "v1", id="vela"),
        pytest.param({"CI": "woodpecker", "CI_COMMIT_TAG": "v1"}, "v1", id="woodpecker"),
        pytest.param({"CI_XCODE_PROJECT": "1", "CI_TAG": "v1"}, "v1", id="xcode-cloud"),
    ],
)
def test_a_tag(environ, tag):
    assert detect(environ, head="refs/heads/main").build.tag == tag
    assert detect(environ, head="refs/heads/main").branch is None
