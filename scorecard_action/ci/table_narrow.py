"""The providers whose builds also have the variables of another one: they are asked first."""

from __future__ import annotations

from typing import Final

from scorecard_action.ci.provider import Meets, Provider, Review, Told
from scorecard_action.ci.table_datadog import DATADOG, DRONE_REVIEW, GITHUB_MEETS

_GITHUB = next(row for row in DATADOG if row.name == "github")
# Both forges run GitHub's workflows and set GitHub's variables; Forgejo sets Gitea's too. Neither
# has check runs (gitea/runner and nektos/act, model/job_context.go) or a page of them.
_FORGE = _GITHUB._replace(job_url=(), meets=GITHUB_MEETS)

NARROW: Final = (
    _FORGE._replace(name="forgejo", label="Forgejo Actions", markers=(("FORGEJO_ACTIONS", ""),)),
    _FORGE._replace(name="gitea", label="Gitea Actions", markers=(("GITEA_ACTIONS", ""),)),
    Provider(
        name="harness",
        label="Harness CI",
        markers=(("HARNESS_BUILD_ID", ""),),
        pipeline_name=("{HARNESS_PIPELINE_ID}",),
        pipeline_number=("{DRONE_BUILD_NUMBER}",),
        pipeline_url=("{CI_BUILD_LINK}", "{DRONE_BUILD_LINK}"),
        branch=("{DRONE_COMMIT_BRANCH}", "{DRONE_BRANCH}"),
        tag=("{DRONE_TAG}",),
        commit_sha=("{DRONE_COMMIT_SHA}",),
        repository_url=("{DRONE_GIT_HTTP_URL}",),
        reviews=(DRONE_REVIEW,),
        workspace=("{HARNESS_WORKSPACE}",),
        meets=Meets(Told.LINK, order="DRONE_BUILD_NUMBER", build="HARNESS_EXECUTION_ID"),
    ),
    Provider(
        name="woodpecker",
        label="Woodpecker CI",
        markers=(("CI", "woodpecker"), ("CI_SYSTEM_NAME", "woodpecker")),
        pipeline_name=("{CI_REPO}",),
        pipeline_number=("{CI_PIPELINE_NUMBER}",),
        pipeline_url=("{CI_PIPELINE_URL}",),
        job_name=("{CI_STEP_NAME}",),
        job_url=("{CI_STEP_URL}",),
        branch=("{CI_COMMIT_SOURCE_BRANCH}", "{CI_COMMIT_BRANCH}"),
        tag=("{CI_COMMIT_TAG}",),
        commit_sha=("{CI_COMMIT_SHA}",),
        repository_url=("{CI_REPO_CLONE_URL}", "{CI_REPO_URL}"),
        reviews=(
            # CI_BUILD_EVENT is the older name.
            Review(
                number=("{CI_COMMIT_PULL_REQUEST}",),
                signs=(("CI_PIPELINE_EVENT", "pull_request"), ("CI_BUILD_EVENT", "pull_request")),
                ref=("{CI_COMMIT_REF}",),
            ),
        ),
        default_branch=("{CI_REPO_DEFAULT_BRANCH}",),
        workspace=("{CI_WORKSPACE}",),
        meets=Meets(Told.LINK, order="CI_PIPELINE_NUMBER"),
    ),
    Provider(
        name="prow",
        label="Prow",
        markers=(("PROW_JOB_ID", ""),),
        pipeline_name=("{JOB_NAME}",),
        pipeline_number=("{BUILD_ID}",),
        branch=("{PULL_BASE_REF}",),
        commit_sha=("{PULL_PULL_SHA}", "{PULL_BASE_SHA}"),
        reviews=(
            # Several pull requests are tested together before they are merged.
            Review(signs=(("JOB_TYPE", "batch"),), queue=True),
            Review(number=("{PULL_NUMBER}",), signs=(("JOB_TYPE", "presubmit"),)),
        ),
    ),
)
