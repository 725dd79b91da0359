"""Which builds submit: pull requests never, branches by the mapping, people always."""

from __future__ import annotations

import pytest

from scorecard_action.ci.branches import dry_run_reason
from scorecard_action.ci.detect import Context, detect
from scorecard_action.globs.globs import Glob
from scorecard_action.model import Build


def globs(*texts: str) -> tuple[Glob, ...]:
    return tuple(Glob(text) for text in texts)


def ci(
    branch: str | None = None,
    *,
    tag: str | None = None,
    default: str | None = None,
    pull_request: str | None = None,
    named: bool = False,
) -> Context:
    return Context(
        Build(provider="gitlab", branch=branch, tag=tag, pull_request=pull_request),
        in_ci=True,
        default_branch=default,
        is_pull_request=pull_request is not None,
        branch_named=named,
    )


LOCAL = Context(Build(branch="feature/x"), in_ci=False)
OVERWRITE = "outcomes carry no branch, so a pull request would overwrite those of"
LISTED = globs("main", "release/*")


@pytest.mark.parametrize(
    ("context", "branches"),
    [
        pytest.param(ci("main"), None, id="main"),
        pytest.param(ci("master"), None, id="master"),
        pytest.param(ci("trunk", default="trunk"), None, id="default-branch"),
        pytest.param(ci("main"), LISTED, id="listed"),
        pytest.param(ci("release/1.2"), LISTED, id="matched"),
        pytest.param(ci("feature/x"), globs("**"), id="all"),
        pytest.param(ci(None), globs("**"), id="all-with-an-unknown-branch"),
        pytest.param(ci(None, tag="v1"), globs("main", "**"), id="all-with-a-tag"),
        pytest.param(ci("main", tag="v1", named=True), None, id="tag-with-its-branch-named"),
        pytest.param(LOCAL, None, id="a-person"),
        pytest.param(LOCAL, LISTED, id="a-person-elsewhere"),
        pytest.param(Context(Build(), in_ci=False), None, id="a-person-without-a-repository"),
    ],
)
def test_sent(context, branches):
    assert dry_run_reason(context, branches) is None


@pytest.mark.parametrize(
    ("context", "branches", "reason"),
    [
        pytest.param(
            ci("main", pull_request="12"),
            None,
            f"pull request 12: {OVERWRITE} main",
            id="pull-request",
        ),
        pytest.param(
            ci("main", pull_request=""), None, f"pull request: {OVERWRITE} main", id="no-number"
        ),
        pytest.param(
            ci("x", pull_request="12", default="trunk"),
            globs("**"),
            f"pull request 12: {OVERWRITE} trunk",
            id="all-but-pull-requests",
        ),
        pytest.param(
            ci("main", pull_request="12", named=True),
            LISTED,
            f"pull request 12: {OVERWRITE} main",
            id="pull-request-with-a-branch-named",
        ),
        pytest.param(
            ci("feature/x"),
            LISTED,
            "branch 'feature/x' is not among branches: main, release/*",
            id="not-listed",
        ),
        pytest.param(
            ci("release/1/2"),
            LISTED,
            "branch 'release/1/2' is not among branches: main, release/*",
            id="star-stays-in-one-segment",
        ),
        pytest.param(
            ci("trunk", default="trunk"),
            LISTED,
            "branch 'trunk' is not among branches: main, release/*",
            id="the-list-replaces-the-default-branch",
        ),
        pytest.param(ci("x"), (), "branch 'x' is not among branches: none", id="empty-list"),
        pytest.param(
            ci("feature/x"),
            None,
            "branch 'feature/x' is neither main nor master; 'branches' in the mapping names others",
            id="no-default-known",
        ),
        pytest.param(
            ci("main", default="trunk"),
            None,
            "branch 'main' is not the default branch 'trunk'; "
            "'branches' in the mapping names others",
            id="main-is-not-the-default",
        ),
    ],
)
def test_dry_run(context, branches, reason):
    assert dry_run_reason(context, branches) == reason


@pytest.mark.parametrize(
    ("context", "branches", "says"),
    [
        pytest.param(ci(None), None, "branch of this build is not known", id="detached"),
        pytest.param(
            ci(None), LISTED, "branch of this build is not known", id="detached-with-list"
        ),
        pytest.param(ci(None, tag="v1"), None, "tag 'v1'", id="tag"),
        pytest.param(ci("v1", tag="v1"), globs("*"), "tag 'v1'", id="tag-that-is-its-branch"),
        pytest.param(ci("main", tag="v1"), None, "tag 'v1'", id="tag-cut-from-main"),
    ],
)
def test_an_unknown_branch_names_the_way_out(context, branches, says):
    reason = dry_run_reason(context, branches)
    assert reason is not None
    assert says in reason
    assert "DD_GIT_BRANCH" in reason


@pytest.mark.parametrize(
    ("environ", "sent"),
    [
        pytest.param({"JENKINS_URL": "x", "GIT_BRANCH": "origin/main"}, True, id="jenkins-main"),
        pytest.param({"JENKINS_URL": "x"}, False, id="jenkins-without-branch"),
        pytest.param({"JENKINS_URL": "x", "DD_GIT_BRANCH": "main"}, True, id="branch-named"),
        pytest.param(
            {"GITLAB_CI": "true", "CI_COMMIT_REF_NAME": "main", "CI_COMMIT_TAG": "main"},
            False,
            id="gitlab-tag-called-main",
        ),
        pytest.param(
            {
                "GITLAB_CI": "true",
                "CI_COMMIT_REF_NAME": "v1",
                "CI_COMMIT_TAG": "v1",
                "DD_GIT_BRANCH": "main",
            },
            True,
            id="gitlab-tag-with-branch-named",
        ),
        pytest.param({"CI": "true"}, False, id="unknown-ci"),
        pytest.param({"CI": "true", "DD_GIT_BRANCH": "main"}, True, id="unknown-ci-branch-named"),
        pytest.param({"CI": "true", "DD_GIT_BRANCH": "tags/main"}, False, id="a-tag-named"),
        pytest.param(
            {"GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/heads/gh-readonly-queue/main/pr-1-a"},
            False,
            id="merge-queue",
        ),
        pytest.param(
            {"GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/tags/main"}, False, id="gh-tag"
        ),
        pytest.param(
            {
                "GITHUB_ACTIONS": "true",
                "GITHUB_REF": "refs/heads/main",
                "GITHUB_EVENT_NAME": "pull_request_target",
            },
            False,
            id="pull-request-target",
        ),
        pytest.param({}, True, id="a-person"),
    ],
)
def test_from_the_environment(environ, sent):
    assert (dry_run_reason(detect(environ), None) is None) is sent
