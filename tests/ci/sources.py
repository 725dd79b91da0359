"""Where each provider says what its builds have in their environment."""

from __future__ import annotations

from typing import Final

# The list of markers that many libraries share; for what its vendor has no page on, or has no more.
CI_INFO: Final = "https://github.com/watson/ci-info/blob/master/vendors.json"
_CODEBUILD = "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html"

SOURCES: Final = {
    "agola": CI_INFO,
    "alpic": CI_INFO,
    "appcenter": "https://learn.microsoft.com/appcenter/build/custom/variables/",
    "appcircle": (
        "https://docs.appcircle.io/environment-variables/appcircle-specific-environment-variables"
    ),
    "appveyor": "https://www.appveyor.com/docs/environment-variables/",
    "awscodebuild": _CODEBUILD,
    "awscodepipeline": _CODEBUILD,
    "azurepipelines": "https://learn.microsoft.com/azure/devops/pipelines/build/variables",
    "bamboo": "https://confluence.atlassian.com/bamboo/bamboo-variables-289277087.html",
    "bitbucket": "https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/",
    "bitrise": ("https://devcenter.bitrise.io/en/references/available-environment-variables.html"),
    "buddy": "https://buddy.works/docs/pipelines/environment-variables",
    "buildkite": "https://buildkite.com/docs/pipelines/configure/environment-variables",
    "capawesome": CI_INFO,
    "circleci": "https://circleci.com/docs/variables",
    "cirrus": "https://cirrus-ci.org/guide/writing-tasks/#environment-variables",
    "cloudbuild": (
        "https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values"
    ),
    "cloudflarepages": (
        "https://developers.cloudflare.com/pages/configuration/build-configuration/"
    ),
    "cloudflareworkers": ("https://developers.cloudflare.com/workers/ci-cd/builds/configuration/"),
    "codefresh": "https://codefresh.io/docs/docs/pipelines/variables/",
    "codemagic": ("https://docs.codemagic.io/yaml-basic-configuration/environment-variables/"),
    "codeship": CI_INFO,
    "drone": "https://docs.drone.io/pipeline/environment/reference/",
    "dsari": CI_INFO,
    "earthly": CI_INFO,
    "eas": CI_INFO,
    "forgejo": "https://forgejo.org/docs/latest/user/actions/reference/",
    "gerrit": "https://plugins.jenkins.io/gerrit-trigger/",
    "gitea": "https://docs.gitea.com/usage/actions/actions-variables",
    "github": "https://docs.github.com/en/actions/reference/workflows-and-actions/variables",
    "gitlab": "https://docs.gitlab.com/ci/variables/predefined_variables/",
    "gocd": "https://docs.gocd.org/current/faq/dev_use_current_revision_in_build.html",
    "harness": (
        "https://developer.harness.io/docs/continuous-integration/troubleshoot-ci/ci-env-var"
    ),
    "heroku": "https://devcenter.heroku.com/articles/heroku-ci",
    "hudson": CI_INFO,
    "jenkins": "https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables",
    "layerci": CI_INFO,
    "magnum": CI_INFO,
    "netlify": "https://docs.netlify.com/configure-builds/environment-variables/",
    "nevercode": CI_INFO,
    "prow": "https://docs.prow.k8s.io/docs/jobs/#job-environment-variables",
    "releasehub": CI_INFO,
    "render": "https://render.com/docs/environment-variables",
    "rwx": CI_INFO,
    "sail": CI_INFO,
    "screwdriver": "https://docs.screwdriver.cd/user-guide/environment-variables",
    "semaphore": "https://docs.semaphore.io/CE/reference/env-vars",
    "sourcehut": "https://man.sr.ht/builds.sr.ht/",
    "strider": CI_INFO,
    "taskcluster": CI_INFO,
    "teamcity": "https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html",
    "travisci": "https://docs.travis-ci.com/user/environment-variables/",
    "vela": "https://go-vela.github.io/docs/reference/environment/variables/",
    "vercel": "https://vercel.com/docs/environment-variables/system-environment-variables",
    "woodpecker": "https://woodpecker-ci.org/docs/usage/environment",
    "xcodecloud": "https://developer.apple.com/documentation/xcode/environment-variable-reference",
    "xcodeserver": CI_INFO,
}
