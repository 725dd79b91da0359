"""What the label of a job says beside its name, and what GitHub's runner fills in for it."""

from __future__ import annotations

import json

import pytest

from scorecard_action.ci.detect import detect
from scorecard_action.ci.links import links
from scorecard_action.remarks import compose
from tests.ci.vendors import VENDORS, Run

GITHUB = VENDORS["github"].environ(Run())
CHECKS = "/commit/3f2a9c1d5e6b7a8f90123456789abcdef0123456/checks"
PAGE = "/actions/runs/184057/job"


@pytest.mark.parametrize(
    ("matrix", "label"),
    [
        pytest.param('{"os": "linux", "python": "3.12"}', "job test (linux, 3.12)", id="values"),
        pytest.param('{\n  "python": 3.10,\n  "n": 4\n}', "job test (3.10, 4)", id="numbers"),
        pytest.param('{"lto": true, "b": false}', "job test (true, false)", id="truths"),
        pytest.param(
            '{"os": "linux", "db": {"image": "postgres", "tag": 16}, "l": ["a", "b"]}',
            "job test (linux, postgres, 16, a, b)",
            id="nested",
        ),
        pytest.param(
            '{"db": {"name": "pg", "image": "postgres:16-alpine"}, "os": "linux"}',
            "job test (pg, linux)",
            id="an object with a name",
        ),
        pytest.param(
            '{"name": "x", "os": "linux"}', "job test (x, linux)", id="a value called name"
        ),
        pytest.param('{"a": null, "b": "", "c": "x"}', "job test (x)", id="empty values"),
        pytest.param("null", "job test", id="no matrix"),
        pytest.param("", "job test", id="empty"),
        pytest.param("{}", "job test", id="no values"),
        pytest.param("${{ toJSON(matrix) }}", "job test", id="not filled in"),
        pytest.param('["linux"]', "job test", id="no object"),
        pytest.param('"linux"', "job test", id="text"),
        pytest.param('{"os": "lin', "job test", id="cut"),
        pytest.param('{"os": NaN}', "job test", id="NaN"),
        pytest.param('{"a":' * 5_000, "job test", id="nested without end"),
        pytest.param('{"a":' * 90 + '"x"' + "}" * 90, "job test", id="nested deep"),
        pytest.param(json.dumps({"a": "x" * 1_000_000}), "job test", id="very long"),
        pytest.param(json.dumps({"a": "x" * 500}), f"job test ({'x' * 39}…)", id="long"),
        pytest.param(
            json.dumps({f"k{n}": str(n) for n in range(900)}),
            "job test (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)",
            id="many",
        ),
        pytest.param(
            '{"a": "x\\u0000\\u001b[1m\\ud800y"}', "job test (x[1m\ufffdy)", id="controls"
        ),
    ],
)
def test_the_leg_of_a_matrix(matrix, label):
    here = detect(GITHUB, matrix=matrix)
    assert links(here.build, here.parts)[1][0] == label
    assert here.build.job_name == "test", "the tag is Datadog's own"
    assert compose("x", [], links(here.build, here.parts))


@pytest.mark.parametrize(
    ("environ", "job_id", "page"),
    [
        pytest.param("", "99", f"{PAGE}/99", id="the input alone"),
        pytest.param("7", "", f"{PAGE}/7", id="the variable alone"),
        pytest.param("7", "99", f"{PAGE}/99", id="an input wins over a variable"),
        pytest.param("7", "null", f"{PAGE}/7", id="null"),
        pytest.param("7", "${{ job.check_run_id }}", f"{PAGE}/7", id="not filled in"),
        pytest.param("null", "", CHECKS, id="a variable that was not filled in"),
        pytest.param("", " 99\n", f"{PAGE}/99", id="blanks"),
        pytest.param("", "99/../../x", CHECKS, id="a path"),
        pytest.param("", "-1", CHECKS, id="a sign"),
        pytest.param("", "9" * 100_000, CHECKS, id="very long"),
        pytest.param("", "\u0661", CHECKS, id="other digits"),
    ],
)
def test_the_page_of_a_job_of_github(environ, job_id, page):
    here = detect({**GITHUB, "JOB_CHECK_RUN_ID": environ}, job_id=job_id)
    assert here.build.job_url == f"https://ci.acme.example/acme/shop{page}"


@pytest.mark.parametrize("marker", ["GITEA_ACTIONS", "FORGEJO_ACTIONS"])
def test_other_forges_have_no_check_runs(marker):
    here = detect({**GITHUB, marker: "true"}, job_id="99")
    assert here.build.job_url is None
    assert [label for label, _ in links(here.build, here.parts)][1:] == ["commit 3f2a9c1"]


@pytest.mark.parametrize(
    ("provider", "environ", "label"),
    [
        pytest.param("github", {"GITHUB_RUN_ATTEMPT": "2"}, "job test, attempt 2", id="github"),
        pytest.param("github", {"GITHUB_RUN_ATTEMPT": "x"}, "job test", id="no number"),
        pytest.param("github", {"GITHUB_RUN_ATTEMPT": "9" * 50}, "job test", id="no attempt"),
        pytest.param("gitlab", {"CI_JOB_NAME": "test 1/4"}, "job test 1/4", id="gitlab-parallel"),
        pytest.param(
            "gitlab",
            {"CI_JOB_NAME": "test 1/4", "CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "4"},
            "job test 1/4",
            id="gitlab-not-twice",
        ),
        pytest.param(
            "azurepipelines",
            {
                "SYSTEM_JOBDISPLAYNAME": "Test linux",
                "SYSTEM_JOBPOSITIONINPHASE": "1",
                "SYSTEM_TOTALJOBSINPHASE": "3",
                "SYSTEM_JOBATTEMPT": "2",
            },
            "job Test linux (1/3), attempt 2",
            id="azure",
        ),
        pytest.param(
            "azurepipelines",
            {"SYSTEM_JOBPOSITIONINPHASE": "1", "SYSTEM_TOTALJOBSINPHASE": "1"},
            "job test",
            id="azure-one-job",
        ),
        pytest.param(
            "circleci",
            {"CIRCLE_NODE_INDEX": "3", "CIRCLE_NODE_TOTAL": "4"},
            "job test (4/4)",
            id="circleci",
        ),
        pytest.param(
            "buildkite",
            {
                "BUILDKITE_STEP_KEY": "unit",
                "BUILDKITE_LABEL": "Unit tests",
                "BUILDKITE_PARALLEL_JOB": "0",
                "BUILDKITE_PARALLEL_JOB_COUNT": "2",
                "BUILDKITE_RETRY_COUNT": "1",
            },
            "job unit (Unit tests, 1/2), attempt 2",
            id="buildkite",
        ),
        pytest.param(
            "semaphore",
            {"SEMAPHORE_JOB_INDEX": "2", "SEMAPHORE_JOB_COUNT": "4"},
            "job test (2/4)",
            id="semaphore",
        ),
        pytest.param(
            "gocd",
            {
                "GO_JOB_NAME": "unit",
                "GO_JOB_RUN_INDEX": "1",
                "GO_JOB_RUN_COUNT": "3",
                "GO_STAGE_COUNTER": "2",
            },
            "job unit (1/3), attempt 2",
            id="gocd",
        ),
        pytest.param(
            "cirrus", {"CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "4"}, "job test", id="all-tasks"
        ),
        pytest.param("travisci", {"TRAVIS_JOB_NUMBER": "57.2"}, "job (57.2)", id="travis"),
        pytest.param(
            "buildkite",
            {"BUILDKITE_STEP_KEY": "", "BUILDKITE_LABEL": "Unit tests"},
            "job (Unit tests)",
            id="buildkite-without-a-key",
        ),
    ],
)
def test_the_label_of_a_job(provider, environ, label):
    here = detect({**VENDORS[provider].environ(Run()), **environ})
    assert links(here.build, here.parts)[1][0] == label


def test_a_label_is_no_longer_than_remarks_show():
    environ = {**GITHUB, "GITHUB_JOB": "x" * 200, "GITHUB_RUN_ATTEMPT": "123456789"}
    here = detect(environ, matrix=json.dumps({"a": "y" * 200}))
    label, _ = links(here.build, here.parts)[1]
    assert len(label) <= 100
    assert label.startswith("job xxxx")
    assert label.endswith("y…), attempt 123456789")
