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
        branch=branch,
        default_branch=default,
        is_pull_request=pull_request is not None,
        branch_named=named,
    )


PERSON = Context(Build(), in_ci=False)
OVERWRITE = "outcomes carry no branch, so a pull request would overwrite those of"
LISTED = globs("main", "release/*")
on_release = ci("release/1", pull_request="7")._replace(
    is_pull_request=False, has_pull_request=True
)


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
        pytest.param(PERSON, None, id="a-person-without-a-branch"),
        pytest.param(PERSON._replace(branch="main"), None, id="a-person-on-main"),
        pytest.param(PERSON, globs("**"), id="a-person-who-sends-from-all"),
        pytest.param(on_release, LISTED, id="open-pull-request-of-a-matched-branch"),
        pytest.param(ci("main")._replace(has_pull_request=True), None, id="of-main"),
        pytest.param(ci("master")._replace(has_pull_request=True), globs("**"), id="of-master"),
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
        pytest.param(
            {"DRONE": "true", "DRONE_BRANCH": "main", "DRONE_COMMIT_REF": "refs/tags/v1"},
            False,
            id="drone-tag-by-its-ref",
        ),
        pytest.param(
            {"DRONE": "true", "DRONE_BRANCH": "main", "DRONE_COMMIT_REF": "refs/heads/main"},
            True,
            id="drone-branch-by-its-ref",
        ),
        pytest.param(
            {
                "CI": "woodpecker",
                "CI_PIPELINE_EVENT": "release",
                "CI_COMMIT_BRANCH": "main",
                "CI_COMMIT_REF": "refs/tags/v1",
            },
            False,
            id="woodpecker-release",
        ),
        pytest.param(
            {"VELA": "true", "VELA_BUILD_BRANCH": "main", "VELA_BUILD_REF": "refs/tags/v1"},
            False,
            id="vela-tag-by-its-ref",
        ),
        pytest.param({}, False, id="nothing-known"),
    ],
)
def test_from_the_environment(environ, sent):
    assert (dry_run_reason(detect(environ), None) is None) is sent


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("branches", [None, LISTED, globs("**")], ids=["none", "listed", "all"])
@pytest.mark.parametrize(
    ("environ", "head", "of_a_person", "of_a_ci"),
    [
        # sent without `branches`, with a list that has main, and with "**"
        pytest.param({}, "refs/heads/main", "yes yes yes", "yes yes yes", id="main"),
        pytest.param({}, "refs/heads/x", "no no yes", "no no yes", id="another-branch"),
        pytest.param({}, "", "yes no yes", "no no yes", id="no-branch"),
        pytest.param({"CI": "1"}, "", "no no yes", "no no yes", id="a-marker-wins"),
        pytest.param(
            {"DD_GIT_BRANCH": "main"}, "refs/heads/x", "yes yes yes", "yes yes yes", id="named"
        ),
        pytest.param(
            {"DD_GIT_BRANCH": "x"}, "refs/heads/main", "no no yes", "no no yes", id="named-other"
        ),
        pytest.param({"DD_GIT_TAG": "v1"}, "", "yes no yes", "no no yes", id="a-tag"),
        pytest.param({"DD_PR_NUMBER": "7"}, "refs/heads/main", "no no no", "no no no", id="pr"),
        pytest.param({}, "refs/heads/pull/7/merge", "no no no", "no no no", id="pr-checked-out"),
        pytest.param({}, "refs/heads/pull/7", "no no no", "no no no", id="pr-by-number"),
    ],
)
def test_who_runs_it_and_what_is_checked_out(
    environ, head, of_a_person, of_a_ci, branches, terminal
):
    answers = (of_a_person if terminal else of_a_ci).split()
    expected = answers[0 if branches is None else 1 if branches is LISTED else 2]
    context = detect(environ, terminal=terminal, head=head)
    assert (dry_run_reason(context, branches) is None) is (expected == "yes")


ANY_BRANCH = 'DD_GIT_BRANCH names the branch, `branches: "**"` in the mapping sends from all'


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param({}, id="no-ci-known"),
        pytest.param({"CI": "true"}, id="some-ci"),
        pytest.param({"TEAMCITY_VERSION": "2024"}, id="a-ci-that-does-not-say"),
        pytest.param({"GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/tags/v1"}, id="a-tag"),
        pytest.param({"JENKINS_URL": "x", "GIT_BRANCH": "detached"}, id="detached"),
    ],
)
def test_both_ways_out_of_an_unknown_branch_are_named(environ):
    assert ANY_BRANCH in (dry_run_reason(detect(environ), None) or "")


@pytest.mark.parametrize("branches", [None, globs("**"), globs("*"), globs("**/*"), globs("x")])
@pytest.mark.parametrize(
    ("branch", "sent"),
    [
        pytest.param("main", True, id="main"),
        pytest.param("master", True, id="master"),
        pytest.param("x", False, id="named-only-by-x"),
        pytest.param("feature/y", False, id="another"),
    ],
)
def test_an_open_pull_request_of_circleci(branch, sent, branches):
    """It marks the branch, which may well be one that is sent from."""
    environ = {
        "CIRCLECI": "true",
        "CIRCLE_BRANCH": branch,
        "CIRCLE_PULL_REQUEST": "https://github.com/acme/shop/pull/9",
    }
    named = branches == globs("x")
    expected = branch == "x" if named else sent
    assert (dry_run_reason(detect(environ), branches) is None) is expected
    fork = {**environ, "CIRCLE_PR_NUMBER": "9"}
    assert dry_run_reason(detect(fork), branches) is not None


ORIGIN = [
    # provider, variables, the branch that decides
    ("appveyor", {"APPVEYOR": "1", "APPVEYOR_REPO_BRANCH": "origin/main"}, "origin/main"),
    ("azure", {"TF_BUILD": "1", "BUILD_SOURCEBRANCH": "refs/heads/origin/main"}, "origin/main"),
    ("bitbucket", {"BITBUCKET_COMMIT": "x", "BITBUCKET_BRANCH": "origin/main"}, "origin/main"),
    ("buildkite", {"BUILDKITE": "1", "BUILDKITE_BRANCH": "origin/main"}, "origin/main"),
    ("circleci", {"CIRCLECI": "1", "CIRCLE_BRANCH": "origin/main"}, "origin/main"),
    ("codefresh", {"CF_BUILD_ID": "1", "CF_BRANCH": "origin/main"}, "origin/main"),
    ("drone", {"DRONE": "1", "DRONE_BRANCH": "origin/main"}, "origin/main"),
    ("github", {"GITHUB_ACTIONS": "1", "GITHUB_REF": "refs/heads/origin/main"}, "origin/main"),
    ("gitea", {"GITEA_ACTIONS": "1", "GITHUB_REF": "refs/heads/origin/main"}, "origin/main"),
    ("gitlab", {"GITLAB_CI": "1", "CI_COMMIT_REF_NAME": "origin/main"}, "origin/main"),
    ("travis", {"TRAVIS": "1", "TRAVIS_BRANCH": "origin/main"}, "origin/main"),
    ("woodpecker", {"CI": "woodpecker", "CI_COMMIT_BRANCH": "origin/main"}, "origin/main"),
    ("heads-twice", {"GITHUB_SHA": "x", "GITHUB_REF": "refs/heads/refs/heads/x"}, None),
    # Jenkins and git write the remote's name.
    ("jenkins", {"JENKINS_URL": "x", "GIT_BRANCH": "origin/main"}, "main"),
    ("jenkins-once", {"JENKINS_URL": "x", "GIT_BRANCH": "origin/origin/main"}, "origin/main"),
    ("jenkins-remotes", {"JENKINS_URL": "x", "GIT_BRANCH": "refs/remotes/origin/main"}, "main"),
    (
        "jenkins-multibranch",
        {"JENKINS_URL": "x", "GIT_BRANCH": "origin/main", "BRANCH_NAME": "origin/main"},
        "origin/main",
    ),
    (
        "jenkins-multibranch-with-remote",
        {"JENKINS_URL": "x", "GIT_BRANCH": "origin/main", "BRANCH_NAME": "main"},
        "main",
    ),
    ("screwdriver", {"SCREWDRIVER": "1", "GIT_BRANCH": "origin/main"}, "main"),
    # The user's own word is written as that of the CI that it comes from.
    ("named", {"DD_GIT_BRANCH": "origin/main"}, "main"),
    ("named-in-full", {"DD_GIT_BRANCH": "refs/heads/origin/main"}, "origin/main"),
    ("named-in-jenkins", {"JENKINS_URL": "x", "DD_GIT_BRANCH": "origin/main"}, "main"),
    ("named-in-gitlab", {"GITLAB_CI": "1", "DD_GIT_BRANCH": "origin/main"}, "origin/main"),
]


@pytest.mark.parametrize(
    ("environ", "expected"), [pytest.param(*row[1:], id=row[0]) for row in ORIGIN]
)
def test_origin_goes_only_where_it_is_the_remotes_name(environ, expected):
    assert detect(environ).branch == expected
    sent = dry_run_reason(detect(environ), None) is None
    assert sent is (expected == "main")


@pytest.mark.parametrize(
    ("environ", "head", "branch"),
    [
        pytest.param({}, "refs/heads/main", "main", id="nobody-says"),
        pytest.param({}, "refs/heads/origin/main", "origin/main", id="a-full-ref"),
        pytest.param({"TEAMCITY_VERSION": "1"}, "refs/heads/main", "main", id="a-silent-ci"),
        pytest.param(
            {"GITLAB_CI": "1", "CI_COMMIT_REF_NAME": "x"}, "refs/heads/main", "x", id="ci"
        ),
        pytest.param(
            {"JENKINS_URL": "x", "GIT_BRANCH": "detached"}, "refs/heads/main", "main", id="detached"
        ),
        pytest.param({"DD_GIT_BRANCH": "x"}, "refs/heads/main", "x", id="the-user"),
        pytest.param({"GITLAB_CI": "1", "CI_COMMIT_TAG": "v1"}, "refs/heads/main", None, id="tag"),
        pytest.param({"DD_GIT_TAG": "v1"}, "refs/heads/main", None, id="tag-named"),
        pytest.param(
            {"GITHUB_SHA": "x", "GITHUB_REF": "refs/tags/v1"}, "refs/heads/main", None, id="tag-ref"
        ),
        pytest.param(
            {"GITHUB_SHA": "x", "GITHUB_EVENT_NAME": "workflow_run"},
            "refs/heads/main",
            None,
            id="another-workflow-built-it",
        ),
    ],
)
def test_what_is_checked_out_counts_where_nobody_says_more(environ, head, branch):
    assert detect(environ, head=head).branch == branch
