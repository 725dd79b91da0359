"""Labels and addresses of build, job and commit."""

from __future__ import annotations

import pytest

from scorecard_action.ci.links import file_link, links, web_address
from scorecard_action.ci.providers import LABELS
from scorecard_action.model import Build

SHA = "3f2a9c1d5e6b7a8f90123456789abcdef0123456"


def test_a_build_of_github_actions():
    run = "https://github.com/acme/shop/actions/runs/1/attempts/1"
    job = "https://github.com/acme/shop/actions/runs/1/job/2"
    found = links(
        Build(
            provider="github",
            pipeline_number="57",
            pipeline_url=run,
            job_name="test",
            job_url=job,
            commit_sha=SHA,
            repository_url="https://github.com/acme/shop.git",
        )
    )
    assert found == [
        ("GitHub Actions build 57", run),
        ("job test", job),
        ("commit 3f2a9c1", f"https://github.com/acme/shop/commit/{SHA}"),
    ]


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        pytest.param(Build(), [], id="nothing-known"),
        pytest.param(
            Build(
                provider="bitbucket",
                pipeline_number="57",
                pipeline_url="https://b/1",
                job_url="https://b/1",
            ),
            [("Bitbucket Pipelines build 57", "https://b/1")],
            id="one-page-for-build-and-job",
        ),
        pytest.param(
            Build(provider="teamcity", job_name="Unit tests", job_url="https://t/1"),
            [("TeamCity job Unit tests", "https://t/1")],
            id="a-job-alone",
        ),
        pytest.param(
            Build(provider="circleci", pipeline_url="https://c/1", job_url="https://c/2"),
            [("CircleCI build", "https://c/1"), ("job", "https://c/2")],
            id="no-number-no-name",
        ),
        pytest.param(
            Build(pipeline_url="https://c/1"), [("build", "https://c/1")], id="no-provider"
        ),
        pytest.param(
            Build(provider="jenkins", pipeline_url="javascript:alert(1)", job_url="ftp://h/x"),
            [],
            id="schemes",
        ),
        pytest.param(
            Build(provider="gitlab", job_name="x" * 1_000, job_url="https://c/1"),
            [("GitLab CI job " + "x" * 59 + "…", "https://c/1")],
            id="long-name",
        ),
    ],
)
def test_labels(build, expected):
    assert links(build) == expected


def test_every_provider_has_a_label():
    assert LABELS["github"] == "GitHub Actions"
    assert LABELS["gitlab"] == "GitLab CI"
    assert LABELS["jenkins"] == "Jenkins"
    assert LABELS["azurepipelines"] == "Azure Pipelines"
    assert all(LABELS.values())


@pytest.mark.parametrize(
    ("provider", "repository", "expected"),
    [
        pytest.param(
            "github", "https://github.com/a/b.git", "https://github.com/a/b/commit/", id="github"
        ),
        pytest.param(
            "github",
            "https://ghe.acme.example:8443/a/b",
            "https://ghe.acme.example:8443/a/b/commit/",
            id="enterprise",
        ),
        pytest.param(
            "jenkins", "git@github.com:a/b.git", "https://github.com/a/b/commit/", id="scp"
        ),
        pytest.param(
            "jenkins",
            "ssh://git@github.com:22/a/b.git/",
            "https://github.com/a/b/commit/",
            id="ssh",
        ),
        pytest.param(
            "jenkins",
            "https://u:p@github.com/a/b.git",
            "https://github.com/a/b/commit/",
            id="password",
        ),
        pytest.param(
            "gitlab",
            "https://gitlab.com/a/b/c.git",
            "https://gitlab.com/a/b/c/-/commit/",
            id="gitlab",
        ),
        pytest.param(
            "gitlab",
            "http://code.acme.example/a/b.git",
            "http://code.acme.example/a/b/-/commit/",
            id="own-gitlab",
        ),
        pytest.param(
            "jenkins",
            "git@gitlab.acme.example:a/b.git",
            "https://gitlab.acme.example/a/b/-/commit/",
            id="gitlab-from-jenkins",
        ),
        pytest.param(
            "gitlab",
            "https://github.com/a/b.git",
            "https://github.com/a/b/commit/",
            id="the-host-decides",
        ),
        pytest.param(
            "bitbucket",
            "git@bitbucket.org:a/b.git",
            "https://bitbucket.org/a/b/commits/",
            id="bitbucket",
        ),
        pytest.param(
            "azurepipelines",
            "https://dev.azure.com/o/p/_git/r",
            "https://dev.azure.com/o/p/_git/r/commit/",
            id="azure",
        ),
        pytest.param(
            "azurepipelines",
            "git@ssh.dev.azure.com:v3/o/my p/r",
            "https://dev.azure.com/o/my%20p/_git/r/commit/",
            id="azure-ssh",
        ),
        pytest.param(
            "azurepipelines",
            "https://github.com/a/b",
            "https://github.com/a/b/commit/",
            id="azure-builds-github",
        ),
        pytest.param("jenkins", "https://git.acme.example/a/b.git", None, id="unknown-host"),
        pytest.param("jenkins", "/srv/git/b.git", None, id="folder"),
        pytest.param("jenkins", "file:///srv/git/github.git", None, id="file"),
        pytest.param(
            "github",
            'https://github.com/a/b"><b>',
            "https://github.com/a/b%22%3E%3Cb%3E/commit/",
            id="markup",
        ),
        pytest.param("github", "https://[", None, id="broken"),
        pytest.param("github", None, None, id="no-repository"),
    ],
)
def test_commit(provider, repository, expected):
    found = links(Build(provider=provider, commit_sha=SHA, repository_url=repository))
    assert found == ([("commit 3f2a9c1", expected + SHA)] if expected else [])


@pytest.mark.parametrize(
    ("sha", "linked"),
    [
        pytest.param("a" * 40, True, id="sha1"),
        pytest.param("A" * 40, True, id="upper-case"),
        pytest.param("a" * 64, True, id="sha256"),
        pytest.param("3f2a9c1", False, id="short"),
        pytest.param("a" * 41, False, id="41-digits"),
        pytest.param("g" * 40, False, id="not-hex"),
        pytest.param("a" * 40 + "\n", False, id="line-end"),
        pytest.param("HEAD", False, id="name"),
        pytest.param(None, False, id="none"),
    ],
)
def test_only_a_full_hash_is_a_link(sha, linked):
    found = links(Build(commit_sha=sha, repository_url="https://github.com/a/b"))
    assert bool(found) is linked


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("git://github.com/a/b.git", "https://github.com/a/b", id="git"),
        pytest.param("HTTPS://GitHub.com/a/b/", "https://GitHub.com/a/b", id="case"),
        pytest.param("C:\\repo", None, id="windows-folder"),
        pytest.param("javascript:alert(1)//", None, id="script"),
        pytest.param("", None, id="empty"),
        pytest.param("github.com:a/b.git", "https://github.com/a/b", id="no-user"),
    ],
)
def test_web_address(url, expected):
    assert web_address(url) == expected


@pytest.mark.parametrize(
    ("provider", "repository", "path", "expected"),
    [
        pytest.param(
            "github",
            "https://github.com/acme/shop.git",
            "src/a.py",
            f"https://github.com/acme/shop/blob/{SHA}/src/a.py#L12-L14",
            id="GitHub",
        ),
        pytest.param(
            "jenkins",
            "git@github.com:acme/shop.git",
            "src/gift cards#1.py",
            f"https://github.com/acme/shop/blob/{SHA}/src/gift%20cards%231.py#L12-L14",
            id="a name to be quoted",
        ),
        pytest.param(
            "github",
            "https://github.com/acme/shop",
            "src/\udcff.py",
            f"https://github.com/acme/shop/blob/{SHA}/src/%3F.py#L12-L14",
            id="a name that is no UTF-8",
        ),
        pytest.param(
            "gitlab",
            "https://code.example/g/shop",
            "a.py",
            f"https://code.example/g/shop/-/blob/{SHA}/a.py#L12-14",
            id="GitLab",
        ),
        pytest.param(
            "gitea",
            "https://code.example/a/shop",
            "a.py",
            f"https://code.example/a/shop/src/commit/{SHA}/a.py#L12-L14",
            id="Gitea",
        ),
        pytest.param(
            "bitbucket",
            "https://bitbucket.org/a/shop",
            "a.py",
            f"https://bitbucket.org/a/shop/src/{SHA}/a.py#lines-12:14",
            id="Bitbucket",
        ),
        pytest.param(
            "azurepipelines", "https://dev.azure.com/a/b/_git/c", "a.py", None, id="Azure"
        ),
        pytest.param("jenkins", "https://code.example/a", "a.py", None, id="any host"),
        pytest.param("github", "https://github.com/acme/shop", "../a.py", None, id="elsewhere"),
        pytest.param("github", "https://github.com/acme/shop", "/a.py", None, id="absolute"),
        pytest.param("github", "", "a.py", None, id="no repository"),
    ],
)
def test_lines_of_a_file(provider: str, repository: str, path: str, expected: str | None) -> None:
    build = Build(provider=provider, repository_url=repository, commit_sha=SHA)
    assert file_link(build, path, 12, 14) == expected
    assert file_link(Build(provider=provider, repository_url=repository), path, 12, 14) is None


@pytest.mark.parametrize(
    ("provider", "repository", "end"),
    [
        pytest.param("github", "https://github.com/acme/shop", "a.py#L7", id="GitHub"),
        pytest.param("gitlab", "https://code.example/g/shop", "a.py#L7", id="GitLab"),
        pytest.param("gitea", "https://code.example/a/shop", "a.py#L7", id="Gitea"),
        pytest.param("", "https://bitbucket.org/a/shop", "a.py#lines-7", id="Bitbucket"),
    ],
)
def test_one_line_of_a_file(provider: str, repository: str, end: str) -> None:
    build = Build(provider=provider, repository_url=repository, commit_sha=SHA)
    assert (file_link(build, "a.py", 7, 7) or "").endswith(f"/{SHA}/{end}")
