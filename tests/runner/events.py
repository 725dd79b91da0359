"""What starts a workflow, and what the runner then sets: a row for each event.

Variables by docs.github.com, "Events that trigger workflows" (its GITHUB_REF and GITHUB_SHA) and
"Variables reference"; payloads by "Webhook events and payloads", cut to what tells one build from
another. `reason` is what the dry run says of itself, None where the outcomes are sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

REPOSITORY = "acme/checkout"
FORK = "stranger/checkout"
SHA = "3f2a9c1b5d7e8f90a1b2c3d4e5f60718293a4b5c"
HEAD = "9b1d7e8f90a1b2c3d4e5f60718293a4b5c3f2a9c"
RUN_ID = "1234567890"
CHECK_RUN = 54321987654
RUN = f"https://github.com/{REPOSITORY}/actions/runs/{RUN_ID}"
PULL = "pull request 42: outcomes carry no branch"
QUEUE = "merge queue (pull request 42)"
NO_KEYS = "this is a build of a fork, which has no keys"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One build: the event's name and payload, the ref, and what is particular about it."""

    name: str
    reason: str | None = None
    ref: str = "refs/heads/main"
    payload: dict[str, Any] = field(default_factory=dict)
    head: str = ""
    base: str = ""
    repository: str = REPOSITORY
    forked: bool = False
    secrets: bool = True
    actor: str = "ada"
    attempt: int = 1
    matrix: dict[str, Any] | None = None
    check_run: int | None = CHECK_RUN
    commit: str = SHA
    job: str = "job test"

    @property
    def links(self) -> tuple[str, ...]:
        """Parts of the summary: the attempt's page, the job's label and page, the commit's."""
        web = f"https://github.com/{self.repository}"
        run = f"{web}/actions/runs/{RUN_ID}"
        checks = f"{web}/commit/{SHA}/checks"
        page = f"{run}/job/{self.check_run}" if self.check_run else checks
        return (
            f"[GitHub Actions build 57](<{run}/attempts/{self.attempt}>)",
            f"[{self.job}](<{page}>)",
            f"[commit {self.commit[:7]}](<{web}/commit/{self.commit}>)",
        )

    def document(self) -> dict[str, Any]:
        """The file of GITHUB_EVENT_PATH."""
        return {
            "repository": repository(self.repository, fork=self.forked),
            "sender": {"login": self.actor, "type": "Bot" if "[bot]" in self.actor else "User"},
            **self.payload,
        }

    def variables(self) -> dict[str, str]:
        """GITHUB_… but for paths."""
        kind = "tag" if self.ref.startswith("refs/tags/") else "branch"
        short = self.ref.removeprefix("refs/").removeprefix("heads/").removeprefix("tags/")
        return {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTOR": self.actor,
            "GITHUB_API_URL": "https://api.github.com",
            "GITHUB_BASE_REF": self.base,
            "GITHUB_EVENT_NAME": self.name,
            "GITHUB_HEAD_REF": self.head,
            "GITHUB_JOB": "test",
            "GITHUB_REF": self.ref,
            "GITHUB_REF_NAME": short.removeprefix("pull/"),
            "GITHUB_REF_PROTECTED": "false",
            "GITHUB_REF_TYPE": kind,
            "GITHUB_REPOSITORY": self.repository,
            "GITHUB_REPOSITORY_OWNER": self.repository.partition("/")[0],
            "GITHUB_RETENTION_DAYS": "90",
            "GITHUB_RUN_ATTEMPT": str(self.attempt),
            "GITHUB_RUN_ID": RUN_ID,
            "GITHUB_RUN_NUMBER": "57",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": SHA,
            "GITHUB_TRIGGERING_ACTOR": self.actor,
            "GITHUB_WORKFLOW": "build",
            "GITHUB_WORKFLOW_REF": f"{self.repository}/.github/workflows/build.yml@{self.ref}",
            "RUNNER_ARCH": "X64",
            "RUNNER_ENVIRONMENT": "github-hosted",
            "RUNNER_NAME": "GitHub Actions 7",
            "RUNNER_OS": "Linux",
        }

    def contexts(self) -> dict[str, Any]:
        """What expressions may name. The job of no matrix has null for it."""
        job = {"status": "success"}
        found = {"check_run_id": float(self.check_run)} if self.check_run else {}
        return {
            "github": {"repository": self.repository, "event": self.document()},
            "job": job | found,
            "matrix": self.matrix,
            "runner": {"os": "Linux", "arch": "X64"},
            "strategy": {"job-index": 0.0, "job-total": 1.0},
        }


def repository(name: str, *, fork: bool = False) -> dict[str, Any]:
    return {"full_name": name, "fork": fork, "default_branch": "main", "private": False}


def pull(head: str | None = REPOSITORY) -> dict[str, Any]:
    """The payload of a pull request; `head` is the repository it comes from, None if deleted."""
    whence = {"full_name": head, "fork": head != REPOSITORY} if head else None
    request = {
        "number": 42,
        "state": "open",
        "head": {"ref": "feature/one", "sha": HEAD, "repo": whence},
        "base": {"ref": "main", "sha": SHA, "repo": repository(REPOSITORY)},
    }
    return {"action": "synchronize", "number": 42, "pull_request": request}


def workflow_run(
    event: str, branch: str = "main", head: str = REPOSITORY, *, listed: bool = False
) -> dict[str, Any]:
    """The payload that another workflow's end makes; a fork's lists no pull requests."""
    ended = {
        "id": 987654321,
        "name": "tests",
        "event": event,
        "conclusion": "success",
        "head_branch": branch,
        "head_sha": HEAD,
        "run_attempt": 1,
        "repository": repository(REPOSITORY),
        "head_repository": repository(head, fork=head != REPOSITORY),
        "pull_requests": [{"number": 42}] if listed else [],
    }
    return {"action": "completed", "workflow": {"name": "tests"}, "workflow_run": ended}


_PULL: dict[str, Any] = {"ref": "refs/pull/42/merge", "head": "feature/one", "base": "main"}
_QUEUED = f"gh-readonly-queue/main/pr-42-{SHA}"
_QUEUE = {
    "action": "checks_requested",
    "merge_group": {
        "head_sha": SHA,
        "head_ref": f"refs/heads/{_QUEUED}",
        "base_sha": HEAD,
        "base_ref": "refs/heads/main",
    },
}
_LEG = {"os": "ubuntu-latest", "python": 3.12}

EVENTS = [
    pytest.param(Event(name="push"), id="push to main"),
    pytest.param(
        Event(name="push", ref="refs/heads/feature/one", reason="branch 'feature/one' is not"),
        id="push to another branch",
    ),
    pytest.param(
        Event(name="push", repository=FORK, forked=True, secrets=False, reason=NO_KEYS),
        id="push to main of a fork",
    ),
    pytest.param(
        Event(name="pull_request", payload=pull(), reason=PULL, **_PULL), id="pull request"
    ),
    pytest.param(
        Event(name="pull_request", payload=pull(FORK), secrets=False, reason=PULL, **_PULL),
        id="pull request of a fork",
    ),
    pytest.param(
        Event(name="pull_request", payload=pull(None), secrets=False, reason=PULL, **_PULL),
        id="pull request of a deleted fork",
    ),
    pytest.param(
        Event(
            name="pull_request_target",
            payload=pull(FORK),
            head="feature/one",
            base="main",
            reason=PULL,
        ),
        id="pull_request_target of a fork, with secrets",
    ),
    pytest.param(
        Event(
            name="pull_request_target",
            payload=pull(FORK),
            head="main",
            base="main",
            reason=PULL,
        ),
        id="pull_request_target from a fork's main",
    ),
    pytest.param(
        Event(name="merge_group", ref=f"refs/heads/{_QUEUED}", payload=_QUEUE, reason=QUEUE),
        id="merge group",
    ),
    pytest.param(
        Event(name="schedule", payload={"schedule": "5 4 * * *", "workflow": "build.yml"}),
        id="schedule",
    ),
    pytest.param(
        Event(name="push", ref="refs/tags/v1.2.3", reason="tag 'v1.2.3': the branch is not known"),
        id="tag",
    ),
    pytest.param(
        Event(
            name="release",
            ref="refs/tags/v1.2.3",
            payload={"action": "published", "release": {"tag_name": "v1.2.3"}},
            reason="tag 'v1.2.3': the branch is not known",
        ),
        id="release",
    ),
    pytest.param(
        Event(name="workflow_dispatch", payload={"inputs": {}, "ref": "refs/heads/main"}),
        id="dispatch on main",
    ),
    pytest.param(
        Event(
            name="workflow_dispatch",
            ref="refs/heads/feature/one",
            payload={"inputs": None, "ref": "refs/heads/feature/one"},
            reason="branch 'feature/one' is not",
        ),
        id="dispatch on another branch",
    ),
    pytest.param(
        Event(name="workflow_run", payload=workflow_run("push"), commit=HEAD),
        id="workflow_run of a push",
    ),
    pytest.param(
        Event(
            name="workflow_run",
            payload=workflow_run("pull_request", "feature/one", listed=True),
            commit=HEAD,
            reason=PULL,
        ),
        id="workflow_run of a pull request",
    ),
    pytest.param(
        Event(
            name="workflow_run",
            payload=workflow_run("pull_request", "main", FORK),
            commit=HEAD,
            reason="pull request: outcomes carry no branch",
        ),
        id="workflow_run of a fork's main",
    ),
    pytest.param(
        # Run A was started by a run that may be a fork's, of which nothing is left here.
        Event(
            name="workflow_run",
            payload=workflow_run("workflow_run"),
            commit=HEAD,
            reason="the branch of this build is not known",
        ),
        id="workflow_run of a workflow_run",
    ),
    pytest.param(
        Event(
            name="pull_request",
            payload=pull(),
            ref="refs/pull/42/merge",
            head="dependabot/pip/click-9",
            base="main",
            actor="dependabot[bot]",
            secrets=False,
            reason=PULL,
        ),
        id="Dependabot's pull request",
    ),
    pytest.param(
        Event(
            name="push",
            ref="refs/heads/dependabot/pip/click-9",
            actor="dependabot[bot]",
            secrets=False,
            reason="branch 'dependabot/pip/click-9' is not",
        ),
        id="Dependabot's push",
    ),
    pytest.param(Event(name="push", attempt=3, job="job test, attempt 3"), id="third attempt"),
    pytest.param(
        Event(name="push", matrix=_LEG, job="job test (ubuntu-latest, 3.12)"), id="matrix leg"
    ),
    pytest.param(
        Event(
            name="push",
            matrix=_LEG,
            attempt=2,
            job="job test (ubuntu-latest, 3.12), attempt 2",
        ),
        id="matrix leg run again",
    ),
    pytest.param(Event(name="push", check_run=None), id="a server without check_run_id"),
]
