"""Refs by their names, and URLs without what is secret in them."""

from __future__ import annotations

import pytest

from scorecard_action.ci import values
from scorecard_action.ci.values import Ref


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("main", Ref("main"), id="name"),
        pytest.param("origin/main", Ref("main"), id="remote"),
        pytest.param("refs/heads/feature/one", Ref("feature/one"), id="head"),
        pytest.param("refs/remotes/origin/main", Ref("main"), id="remote-ref"),
        pytest.param("refs/tags/v1", Ref("v1", is_tag=True), id="tag"),
        pytest.param("origin/tags/0.1.0", Ref("0.1.0", is_tag=True), id="remote-tag"),
        pytest.param(
            "refs/heads/tags/0.1.0", Ref("0.1.0", is_tag=True), id="branch-that-held-tags"
        ),
        pytest.param("fix/tags/x", Ref("fix/tags/x"), id="tags-inside"),
        pytest.param("refs/pull/1/merge", Ref(None), id="pull-request"),
        pytest.param("HEAD", Ref(None), id="detached"),
        pytest.param("", Ref(None), id="empty"),
        pytest.param("refs/tags/", Ref(None, is_tag=True), id="nameless-tag"),
    ],
)
def test_ref(text, expected):
    assert values.ref(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("refs/pull/12/merge", "12", id="github"),
        pytest.param("refs/pull/12/head", "12", id="head"),
        pytest.param("refs/merge-requests/12/merge", "12", id="gitlab"),
        pytest.param("pr/12", "12", id="codebuild"),
        pytest.param("origin/pr/12/merge", "12", id="jenkins"),
        pytest.param("refs/heads/pull/12/merge", None, id="branch-called-so"),
        pytest.param("refs/pull/x/merge", None, id="no-number"),
        pytest.param("pr/12/more", None, id="more"),
    ],
)
def test_review_number(text, expected):
    assert values.review_number(text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://u:p@h/r.git", "https://h/r.git", id="https"),
        pytest.param("http://u@h:80/r", "http://h:80/r", id="user"),
        pytest.param("ssh://u:p@h:22/r", "ssh://h:22/r", id="ssh"),
        pytest.param("HTTPS://u:p@h/r", "HTTPS://h/r", id="upper-case"),
        pytest.param("git+ssh://u:p@h/r", "git+ssh://h/r", id="other-scheme"),
        pytest.param("https://u:p@ss@h/r", "https://h/r", id="two-ats"),
        pytest.param("https://h/r_@_x", "https://h/r_@_x", id="at-in-the-path"),
        pytest.param("https://h:1/r_@_x", "https://h:1/r_@_x", id="port-and-at-in-the-path"),
        pytest.param("https://[::1]:1/r@x", "https://[::1]:1/r@x", id="ipv6"),
        pytest.param("https://u:p/w@h/r", "", id="slash-in-the-password"),
        pytest.param("https://u:p#w@h/r", "", id="hash-in-the-password"),
        pytest.param("git@h:a/b.git", "git@h:a/b.git", id="scp"),
        pytest.param("u:p@h:a/b.git", "h:a/b.git", id="scp-with-password"),
        pytest.param("C:\\r", "C:\\r", id="folder"),
        pytest.param("", "", id="empty"),
    ],
)
def test_without_credentials(url, expected):
    assert values.without_credentials(url) == expected


@pytest.mark.parametrize("piece", ["a:", "@", "/", "origin/", "https://", "u:p@", "{X}", ":@/"])
@pytest.mark.timeout(10)
def test_long_values_cost_no_time(piece):
    text = piece * (130_000 // len(piece))
    assert len(values.without_credentials(text)) <= len(text)
    assert "u:p@h" not in values.without_credentials("https://" + text)
    assert isinstance(values.ref(values.clean(text)), Ref)
    assert values.review_number(text) is None
    assert values.link("https://" + text) is None
