"""Jobs of one build: legs, shards, what was run again, and the jobs of child pipelines."""

from __future__ import annotations

import pytest

from scorecard_action.ci.authors import Meeting, author_in, meeting
from scorecard_action.ci.detect import Context, detect
from scorecard_action.ci.links import links
from tests.ci.vendors import OURS, THEIRS, VENDORS, Run, author, context, remarks_of

NONE, LATER, SAME = Meeting.NONE, Meeting.LATER_BUILD, Meeting.SAME_BUILD


@pytest.mark.parametrize(
    ("name", "theirs", "ours", "expected"),
    [
        pytest.param(
            "github",
            {"matrix": '{"os": "linux"}', "job_id": "61"},
            {"matrix": '{"os": "windows"}', "job_id": "62"},
            SAME,
            id="legs of GitHub have one name",
        ),
        pytest.param(
            "github",
            {"matrix": '{"os": "linux"}', "job_id": "61", "GITHUB_RUN_ATTEMPT": "1"},
            {"matrix": '{"os": "linux"}', "job_id": "63", "GITHUB_RUN_ATTEMPT": "2"},
            NONE,
            id="one leg of GitHub run again",
        ),
        pytest.param(
            "github",
            {"JOB_CHECK_RUN_ID": ""},
            {"JOB_CHECK_RUN_ID": ""},
            SAME,
            id="a job of GitHub that is not known",
        ),
        pytest.param(
            "gitlab",
            {"CI_JOB_NAME": "test: [linux]"},
            {"CI_JOB_NAME": "test: [windows]"},
            SAME,
            id="legs of GitLab",
        ),
        pytest.param(
            "gitlab",
            {"CI_JOB_NAME": "test 1/4", "CI_JOB_URL": "https://ci.acme.example/acme/shop/-/jobs/1"},
            {"CI_JOB_NAME": "test 1/4", "CI_JOB_URL": "https://ci.acme.example/acme/shop/-/jobs/2"},
            NONE,
            id="one leg of GitLab run again",
        ),
        pytest.param(
            "gitlab",
            {"CI_JOB_NAME": f"test: [{'x' * 80}, linux]"},
            {
                "CI_JOB_NAME": f"test: [{'x' * 80}, windows]",
                "CI_JOB_URL": "https://ci.acme.example/acme/shop/-/jobs/2",
            },
            SAME,
            id="names that are cut are not the same",
        ),
        pytest.param(
            "azurepipelines",
            {"SYSTEM_JOBPOSITIONINPHASE": "1", "SYSTEM_TOTALJOBSINPHASE": "4"},
            {"SYSTEM_JOBPOSITIONINPHASE": "2", "SYSTEM_TOTALJOBSINPHASE": "4"},
            SAME,
            id="slices of Azure",
        ),
        pytest.param(
            "azurepipelines",
            {"SYSTEM_JOBATTEMPT": "1", "SYSTEM_TASKINSTANCEID": "a"},
            {"SYSTEM_JOBATTEMPT": "2", "SYSTEM_TASKINSTANCEID": "b"},
            NONE,
            id="a job of Azure run again",
        ),
        pytest.param(
            "circleci",
            {"CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "2"},
            {"CIRCLE_NODE_INDEX": "1", "CIRCLE_NODE_TOTAL": "2"},
            SAME,
            id="containers of CircleCI have one page",
        ),
        pytest.param(
            "buildkite",
            {"BUILDKITE_PARALLEL_JOB": "0", "BUILDKITE_PARALLEL_JOB_COUNT": "2"},
            {"BUILDKITE_PARALLEL_JOB": "1", "BUILDKITE_PARALLEL_JOB_COUNT": "2"},
            SAME,
            id="parallel jobs of Buildkite have one key",
        ),
        pytest.param(
            "buildkite",
            {"BUILDKITE_LABEL": "tests on linux"},
            {"BUILDKITE_LABEL": "tests on windows"},
            SAME,
            id="legs of Buildkite have one key",
        ),
        pytest.param(
            "buildkite",
            {"BUILDKITE_RETRY_COUNT": "0", "BUILDKITE_JOB_ID": "a"},
            {"BUILDKITE_RETRY_COUNT": "1", "BUILDKITE_JOB_ID": "b"},
            NONE,
            id="a step of Buildkite run again",
        ),
        pytest.param(
            "buildkite",
            {"BUILDKITE_STEP_KEY": "", "BUILDKITE_LABEL": "", "BUILDKITE_JOB_ID": "a"},
            {"BUILDKITE_STEP_KEY": "", "BUILDKITE_LABEL": "", "BUILDKITE_JOB_ID": "b"},
            SAME,
            id="a step of Buildkite without a key",
        ),
        pytest.param(
            "jenkins",
            {"BUILD_URL": "https://ci.acme.example/job/shop/os=linux,jdk=21/57/"},
            {"BUILD_URL": "https://ci.acme.example/job/shop/os=windows,jdk=21/57/"},
            SAME,
            id="legs of a Jenkins matrix",
        ),
        pytest.param(
            "jenkins",
            {"BUILD_URL": "https://ci.acme.example/job/shop/os=linux/57/"},
            {"BUILD_URL": "https://ci.acme.example/job/shop/os=linux/57/"},
            NONE,
            id="one leg of a Jenkins matrix again",
        ),
        pytest.param(
            "jenkins",
            {"BUILD_URL": "https://ci.acme.example/job/shop/os=linux/58/", "GIT_COMMIT": THEIRS},
            {"BUILD_URL": "https://ci.acme.example/job/shop/57/"},
            LATER,
            id="a later leg, from the matrix project itself",
        ),
        pytest.param(
            "jenkins",
            {"BUILD_URL": "https://ci.acme.example/job/a=b/57/"},
            {"BUILD_URL": "https://ci.acme.example/job/57/"},
            NONE,
            id="a project's name may look like a leg",
        ),
        pytest.param(
            "jenkins",
            {"BUILD_URL": "https://ci.acme.example/job/shop/job/1.x/58/", "GIT_COMMIT": THEIRS},
            {"BUILD_URL": "https://ci.acme.example/job/shop/job/main/57/"},
            NONE,
            id="another branch of a multibranch project",
        ),
        pytest.param(
            "jenkins",
            {"DD_CI_JOB_URL": "https://ci.acme.example/job/shop/job/main/57/execution/node/7/"},
            {"DD_CI_JOB_URL": "https://ci.acme.example/job/shop/job/main/57/execution/node/7/"},
            NONE,
            id="a job that the user makes known",
        ),
        pytest.param(
            "teamcity",
            {"BUILD_URL": "https://ci.acme.example/buildConfiguration/Shop_Test/58"},
            {"BUILD_URL": "https://ci.acme.example/buildConfiguration/Shop_Test/57"},
            LATER,
            id="TeamCity's new pages",
        ),
        pytest.param(
            "gitlab",
            {
                "CI_COMMIT_SHA": OURS,
                "CI_PIPELINE_ID": "9",
                "CI_PIPELINE_URL": "https://ci.acme.example/acme/shop/-/pipelines/9",
            },
            {
                "CI_PIPELINE_ID": "8",
                "CI_PIPELINE_URL": "https://ci.acme.example/acme/shop/-/pipelines/8",
            },
            NONE,
            id="a later build of the same commit",
        ),
    ],
)
def test_jobs_of_a_build(name, theirs, ours, expected):
    def run(more: dict[str, str]) -> Context:
        return detect(
            {**VENDORS[name].environ(Run()), **more},
            job_id=more.get("job_id", ""),
            matrix=more.get("matrix", ""),
        )

    mine = author(run(ours))
    assert meeting(author_in(remarks_of(run(theirs)), mine), mine) is expected


CHILD = {"CI_PIPELINE_SOURCE": "parent_pipeline"}


def _child(number: int, parent: int | None, **more: str) -> Context:
    named = {"CI_UPSTREAM_PIPELINE_ID": f"1200{parent}"} if parent else {}
    return context("gitlab", Run(number=number), **CHILD, **named, **more)


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        pytest.param(_child(58, 57), context("gitlab", Run()), SAME, id="a child, to its parent"),
        pytest.param(context("gitlab", Run()), _child(58, 57), SAME, id="a parent, to its child"),
        pytest.param(_child(59, 57), _child(58, 57), SAME, id="two children have jobs of one name"),
        pytest.param(_child(58, 57), _child(58, 57), NONE, id="the same job of a child again"),
        pytest.param(
            _child(70, 57, CI_COMMIT_SHA=THEIRS),
            context("gitlab", Run(number=60)),
            NONE,
            id="a child is as late as its parent",
        ),
        pytest.param(
            _child(70, 61, CI_COMMIT_SHA=THEIRS),
            context("gitlab", Run(number=60)),
            LATER,
            id="a child of a later parent",
        ),
        pytest.param(
            _child(70, None, CI_COMMIT_SHA=THEIRS),
            context("gitlab", Run(number=60)),
            NONE,
            id="a child of nobody knows whom",
        ),
        pytest.param(
            context("gitlab", Run(number=70, sha=THEIRS)),
            _child(58, None),
            NONE,
            id="to a child of nobody knows whom",
        ),
        pytest.param(
            context("gitlab", Run(), CI_PIPELINE_SOURCE="pipeline", CI_UPSTREAM_PIPELINE_ID="3"),
            context("gitlab", Run(job="lint")),
            SAME,
            id="another project's pipeline is no parent",
        ),
    ],
)
def test_parent_and_child(theirs, ours, expected):
    mine = author(ours)
    assert meeting(author_in(remarks_of(theirs), mine), mine) is expected


def test_the_label_says_whose_child_it_is():
    here = _child(58, 57)
    assert links(here.build, here.parts)[0][0] == "GitLab CI build 58 (child of pipeline 120057)"
    here = _child(58, None)
    assert links(here.build, here.parts)[0][0] == "GitLab CI build 58 (child pipeline)"
    assert "CI_UPSTREAM_PIPELINE_ID" in (author(here).unclear or "")
