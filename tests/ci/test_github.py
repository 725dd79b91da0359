"""GitHub's event file: what it says, and that nothing in it can break a build."""

from __future__ import annotations

import json
import os
import signal
import tracemalloc
from pathlib import Path

import pytest

from scorecard_action.ci.detect import Context, detect
from scorecard_action.ci.github import read_event_file

SHA = "3f2a9c1d5e6b7a8f90123456789abcdef0123456"
HEAD = "b" * 40
HOME = {"full_name": "acme/shop", "default_branch": "trunk"}
FORK = {"full_name": "mallory/shop"}


def context(name: str, payload: object, **environ: str) -> Context:
    return detect(
        {
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_REF": "refs/heads/trunk",
            "GITHUB_SHA": SHA,
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": "event.json",
            **environ,
        },
        lambda path: json.dumps(payload).encode(),
    )


def pull_request(
    head: object = HOME, base: object = HOME, number: object = 12
) -> dict[str, object]:
    return {
        "repository": HOME,
        "pull_request": {"number": number, "head": {"repo": head}, "base": {"repo": base}},
    }


def workflow_run(**fields: object) -> dict[str, object]:
    run = {
        "event": "push",
        "head_branch": "trunk",
        "head_sha": HEAD,
        "head_repository": HOME,
        "repository": HOME,
        "pull_requests": [],
        **fields,
    }
    return {"repository": HOME, "workflow_run": run}


@pytest.mark.parametrize(
    ("name", "payload", "environ", "expected"),
    [
        pytest.param(
            "pull_request",
            pull_request(),
            {"GITHUB_REF": "refs/pull/12/merge", "GITHUB_HEAD_REF": "feature/x"},
            ("12", False, "feature/x"),
            id="pull-request",
        ),
        pytest.param(
            "pull_request",
            pull_request(head=FORK),
            {"GITHUB_REF": "refs/pull/12/merge", "GITHUB_HEAD_REF": "trunk"},
            ("12", True, "trunk"),
            id="fork",
        ),
        pytest.param(
            "pull_request", pull_request(head=None), {}, ("12", True, "trunk"), id="deleted-fork"
        ),
        pytest.param(
            "pull_request_target",
            pull_request(head=FORK),
            {},
            ("12", True, "trunk"),
            id="target-fork",
        ),
        pytest.param(
            "pull_request_review",
            pull_request(),
            {},
            ("12", False, "trunk"),
            id="pull-request-review",
        ),
        pytest.param(
            "pull_request",
            pull_request(head={"full_name": "Acme/Shop"}),
            {},
            ("12", False, "trunk"),
            id="case-of-the-name",
        ),
        pytest.param("pull_request", {}, {}, ("", False, "trunk"), id="event-says-nothing"),
        pytest.param(
            "pull_request",
            {},
            {"GITHUB_REF": "refs/pull/12/merge"},
            ("12", False, None),
            id="number-from-the-ref",
        ),
        pytest.param("", {}, {"GITHUB_HEAD_REF": "x"}, ("", False, "x"), id="head-ref-alone"),
        pytest.param(
            "issue_comment",
            {"issue": {"number": 12, "pull_request": {"url": "https://api"}}},
            {},
            ("12", False, "trunk"),
            id="comment-on-a-pull-request",
        ),
        pytest.param(
            "workflow_run",
            workflow_run(
                event="pull_request", head_branch="feature/x", pull_requests=[{"number": 12}]
            ),
            {},
            ("12", False, "feature/x"),
            id="workflow-run-for-a-pull-request",
        ),
        pytest.param(
            "workflow_run",
            workflow_run(event="pull_request", head_branch="trunk", head_repository=FORK),
            {},
            ("", True, "trunk"),
            id="workflow-run-for-a-fork",
        ),
        pytest.param(
            "workflow_run",
            workflow_run(event="pull_request_target", head_branch="feature/x"),
            {},
            ("", False, "feature/x"),
            id="workflow-run-for-a-target",
        ),
        pytest.param(
            "workflow_run",
            workflow_run(event="push", head_repository=FORK, head_branch="trunk"),
            {},
            ("", True, "trunk"),
            id="workflow-run-of-another-repository",
        ),
        pytest.param(
            "workflow_run",
            workflow_run(head_repository=None),
            {},
            ("", True, "trunk"),
            id="workflow-run-of-a-deleted-fork",
        ),
        pytest.param("push", {"repository": HOME}, {}, (None, False, "trunk"), id="push"),
        pytest.param(
            "issue_comment",
            {"issue": {"number": 12}},
            {},
            (None, False, "trunk"),
            id="plain-comment",
        ),
        pytest.param(
            "merge_group",
            {"repository": HOME},
            {"GITHUB_REF": "refs/heads/gh-readonly-queue/trunk/pr-12-abc"},
            ("12", False, "gh-readonly-queue/trunk/pr-12-abc"),
            id="merge-group",
        ),
        pytest.param(
            "repository_dispatch",
            {"repository": HOME, "client_payload": {"pull_request": {"number": 12}}},
            {},
            ("12", False, "trunk"),
            id="a-command-in-a-comment-handed-on",
        ),
        pytest.param(
            "repository_dispatch",
            {"repository": HOME, "client_payload": {"pull_request": None}},
            {},
            (None, False, "trunk"),
            id="a-dispatch-without-a-pull-request",
        ),
        pytest.param(
            "workflow_run", workflow_run(), {}, (None, False, "trunk"), id="workflow-run-for-a-push"
        ),
        pytest.param(
            "workflow_run",
            workflow_run(head_branch="feature/x"),
            {},
            (None, False, "feature/x"),
            id="workflow-run-for-a-push-elsewhere",
        ),
        pytest.param(
            "workflow_run", {}, {}, (None, False, None), id="workflow-run-that-says-nothing"
        ),
        # "Events that trigger workflows": on the default branch whatever they serve.
        *(
            pytest.param(
                "workflow_run",
                workflow_run(event=event),
                {"GITHUB_REF": "refs/heads/trunk"},
                (None, False, None),
                id=f"workflow-run-after-{event}",
            )
            for event in ("workflow_run", "issue_comment", "repository_dispatch", "check_run")
        ),
        pytest.param(
            "workflow_run",
            workflow_run(head_branch="feature/x"),
            {"DD_GIT_BRANCH": "trunk"},
            (None, False, "trunk"),
            id="workflow-run-with-a-branch-named",
        ),
    ],
)
def test_event(name, payload, environ, expected):
    found = context(name, payload, **environ)
    assert (found.build.pull_request, found.fork, found.build.branch) == expected
    assert found.is_pull_request is (found.build.pull_request is not None)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        pytest.param({"repository": HOME}, "trunk", id="named"),
        pytest.param({"repository": {"default_branch": "a\x1bb"}}, "ab", id="control-character"),
        pytest.param({"repository": {"default_branch": 3}}, None, id="number"),
        pytest.param({"repository": None}, None, id="null"),
        pytest.param({}, None, id="absent"),
    ],
)
def test_default_branch(payload, expected):
    assert context("push", payload).default_branch == expected


def test_a_workflow_run_is_about_the_commit_of_that_run():
    assert context("workflow_run", workflow_run()).build.commit_sha == HEAD


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(None, id="null"),
        pytest.param(True, id="bool"),
        pytest.param(-1, id="negative"),
        pytest.param(0, id="zero"),
        pytest.param("12<script>", id="text"),
        pytest.param(1.5, id="fraction"),
        pytest.param(10**30, id="huge"),
        pytest.param([12], id="list"),
    ],
)
def test_a_number_that_is_none(number):
    assert context("pull_request", pull_request(number=number)).build.pull_request == ""


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({"pull_request": [1]}, id="pull-request-is-a-list"),
        pytest.param({"pull_request": {"head": 3, "base": "x"}}, id="head-is-a-number"),
        pytest.param({"pull_request": None, "repository": "x", "issue": 4}, id="scalars"),
    ],
)
def test_wrong_types(payload):
    found = context("pull_request", payload)
    assert (found.is_pull_request, found.build.pull_request, found.fork) == (True, "", False)


@pytest.mark.parametrize(
    "run",
    [
        pytest.param([], id="list"),
        pytest.param({"event": 3, "head_branch": {}, "pull_requests": {"0": 1}}, id="types"),
        pytest.param({"event": "push", "head_branch": None}, id="no-branch"),
    ],
)
def test_a_workflow_run_of_wrong_types_leaves_the_branch_unknown(run):
    found = context("workflow_run", {"workflow_run": run})
    assert (found.build.branch, found.is_pull_request) == (None, False)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1024**3)


HOSTILE = [
    pytest.param(lambda path: None, id="missing"),
    pytest.param(lambda path: path.mkdir(), id="folder"),
    pytest.param(os.mkfifo, id="fifo"),
    pytest.param(sparse, id="1-GB-sparse"),
    pytest.param(lambda path: path.write_bytes(b"[" * 100_000), id="nested"),
    pytest.param(
        lambda path: path.write_bytes(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
        id="nested-closed",
    ),
    pytest.param(lambda path: path.write_bytes(b"not JSON"), id="not-json"),
    pytest.param(lambda path: path.write_bytes(b""), id="empty"),
    pytest.param(lambda path: path.write_bytes(b"[]"), id="list"),
    pytest.param(lambda path: path.write_bytes(b"null"), id="null"),
    pytest.param(lambda path: path.write_bytes(b"\xff\xfe\x00\x80"), id="binary"),
    pytest.param(lambda path: path.write_bytes(b'{"number":' + b"9" * 10_000 + b"}"), id="digits"),
    pytest.param(lambda path: path.symlink_to(path), id="link-to-itself"),
    pytest.param(lambda path: path.symlink_to("/dev/zero"), id="device"),
]


@pytest.fixture
def deadline():
    """A reader that blocks fails the test, and does not hang the run."""

    def stop(signum, frame):
        raise AssertionError("blocked")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 20)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("deadline")
@pytest.mark.parametrize("name", ["push", "pull_request", "pull_request_target", "workflow_run"])
@pytest.mark.parametrize("write", HOSTILE)
def test_a_hostile_event_file_is_never_an_exception(write, name, tmp_path):
    path = tmp_path / "event.json"
    write(path)
    tracemalloc.start()
    try:
        found = detect(
            {
                "GITHUB_ACTIONS": "true",
                "GITHUB_REF": "refs/heads/main",
                "GITHUB_EVENT_NAME": name,
                "GITHUB_EVENT_PATH": str(path),
            }
        )
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.build.pull_request == ("" if name.startswith("pull_request") else None)
    assert found.build.branch == (None if name == "workflow_run" else "main")
    assert found.default_branch is None
    assert peak < 64 * 1024**2


def test_the_real_file_is_read(tmp_path):
    path = tmp_path / "event.json"
    path.write_text(json.dumps(pull_request()), encoding="utf-8")
    found = detect({"GITHUB_ACTION": "run", "GITHUB_EVENT_PATH": str(path)})
    assert (found.build.pull_request, found.default_branch) == ("12", "trunk")


@pytest.mark.parametrize(("size", "fits"), [(10 * 1024**2, True), (10 * 1024**2 + 1, False)])
def test_ten_mebibytes_are_the_limit(size, fits, tmp_path):
    path = tmp_path / "event.json"
    path.write_bytes(b" " * size)
    if fits:
        assert len(read_event_file(str(path))) == size
    else:
        with pytest.raises(ValueError, match="over 10 MiB"):
            read_event_file(str(path))


@pytest.mark.parametrize("error", [OSError("gone"), ValueError("not a regular file")])
def test_a_reader_that_fails(error):
    def read(path):
        raise error

    found = detect({"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": "x"}, read)
    assert found.build.provider == "github"


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        pytest.param({**HOME, "fork": True}, True, id="in-a-fork"),
        pytest.param({**HOME, "fork": False}, False, id="at-home"),
        pytest.param({**HOME, "fork": "true"}, False, id="no-boolean"),
        pytest.param(HOME, False, id="not-said"),
    ],
)
def test_a_push_in_a_fork(repository, expected):
    found = context("push", {"repository": repository})
    assert (found.fork, found.is_pull_request) == (expected, False)


@pytest.mark.parametrize(
    ("name", "payload", "expected"),
    [
        ("push", {"head_commit": {"id": SHA, "timestamp": "2026-11-27T12:00:00+01:00"}}, SHA),
        ("workflow_run", {"workflow_run": {"head_commit": {"id": HEAD, "timestamp": "t"}}}, HEAD),
        ("push", {"head_commit": None}, ""),
        ("push", {"head_commit": {"id": 7, "timestamp": []}}, ""),
        ("workflow_run", {"workflow_run": [], "head_commit": {"id": SHA, "timestamp": "t"}}, SHA),
    ],
)
def test_when_the_newest_commit_was_made(name, payload, expected):
    commit = payload.get("workflow_run") or payload
    said = (commit.get("head_commit") or {}).get("timestamp") if expected else ""
    assert context(name, payload).dated == (expected, said)
