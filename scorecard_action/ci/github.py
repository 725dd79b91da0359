"""What GitHub's event file adds to the variables: pull request, fork, default branch.

The file at GITHUB_EVENT_PATH is the webhook's payload (docs.github.com, "Webhook events and
payloads"). Its content is chosen in part by whoever caused the event, so every field is checked,
and a file that cannot be read or understood tells nothing, and breaks nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from scorecard_action.ci import values
from scorecard_action.files import NotRegularError, read_bounded
from scorecard_action.masking import clip

EVENT_LIMIT = 10 * 1024 * 1024
# "Events that trigger workflows": they run on the default branch whatever they are about, so that
# the branch of such a run says nothing of whose reports it has, be it a fork's pull request.
_ABOUT_ANY_BRANCH = frozenset(
    {"check_run", "check_suite", "issue_comment", "repository_dispatch", "status", "workflow_run"}
)


class Event(NamedTuple):
    """What the event says. `pull_request` is a number, "" where it is unknown, None without one.

    `fork`: the change comes from a fork, or the whole build is one of a fork's own.
    `branch` and `commit_sha` are set only where the event, and not GITHUB_REF, says what was
    built; `branch` is then "" where it is unknown. `dated` is the hash and the time (ISO 8601) of
    the newest commit, each "" where it is not said.
    """

    pull_request: str | None = None
    fork: bool = False
    branch: str | None = None
    commit_sha: str | None = None
    default_branch: str | None = None
    dated: tuple[str, str] = ("", "")


def read_event_file(path: str) -> bytes:
    """The content of a regular file of at most 10 MiB; OSError or ValueError for any other."""
    try:
        data = read_bounded(path, EVENT_LIMIT)
    except NotRegularError:
        raise ValueError(f"{Path(path).name} is not a regular file") from None
    if len(data) > EVENT_LIMIT:
        raise ValueError(f"{Path(path).name} is over 10 MiB")
    return data


def read_event(get: Callable[[str], str], read: Callable[[str], bytes]) -> Event:
    """The event that started this build. `get` gives a variable, `read` the content of a file."""
    payload = _payload(get("GITHUB_EVENT_PATH"), read)
    default_branch = _text(_at(payload, "repository", "default_branch")) or None
    if get("GITHUB_EVENT_NAME") == "workflow_run":
        event = _workflow_run(payload, get("GITHUB_REPOSITORY"))
    else:
        event = _pull_request(payload)
    # A push in a fork has none of the keys of the repository that it was forked from.
    forked = _at(payload, "repository", "fork") is True
    return event._replace(
        default_branch=default_branch, fork=event.fork or forked, dated=_dated(payload)
    )


def _pull_request(payload: dict[str, Any]) -> Event:
    # A command in a comment is handed on with the pull request that it stands on.
    handed = _at(payload, "client_payload", "pull_request")
    pull_request = payload.get("pull_request") or handed
    if isinstance(pull_request, dict):
        head, base = _at(pull_request, "head", "repo"), _at(pull_request, "base", "repo")
        # The head repository of a pull request is null once the fork is deleted.
        fork = isinstance(pull_request.get("head"), dict) and (
            not isinstance(head, dict) or _differ(_name(head), _name(base))
        )
        return Event(_number(pull_request), fork)
    # A comment on a pull request runs on the default branch, and mostly to test the pull request.
    if isinstance(_at(payload, "issue", "pull_request"), dict):
        return Event(_number(payload["issue"]))
    return Event()


def _workflow_run(payload: dict[str, Any], repository: str) -> Event:
    """The run whose reports this build reads; GITHUB_REF is the default branch whatever it was."""
    run = payload.get("workflow_run")
    if not isinstance(run, dict):
        return Event(branch="")
    home = _name(run.get("repository")) or _name(payload.get("repository")) or repository
    head = run.get("head_repository")
    fork = "head_repository" in run and (not isinstance(head, dict) or _differ(_name(head), home))
    started_by = _text(run.get("event"))
    serves = fork or started_by.startswith("pull_request")
    listed = run.get("pull_requests")
    # The list is empty for a fork.
    first = listed[0] if isinstance(listed, list) and listed else None
    return Event(
        pull_request=_number(first) if serves else None,
        fork=fork,
        branch="" if started_by in _ABOUT_ANY_BRANCH else _text(run.get("head_branch")),
        commit_sha=_text(run.get("head_sha")) or None,
    )


def _dated(payload: dict[str, Any]) -> tuple[str, str]:
    """That of a push, or of the run whose reports this build reads."""
    run = payload.get("workflow_run")
    commit = _at(run if isinstance(run, dict) else payload, "head_commit")
    return _text(_at(commit, "id")), _text(_at(commit, "timestamp"))


def _payload(path: str, read: Callable[[str], bytes]) -> dict[str, Any]:
    if not path:
        return {}
    try:
        payload = json.loads(read(path))
    except (OSError, ValueError, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}


def _at(value: object, *keys: str) -> object:
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _text(value: object) -> str:
    return clip(values.clean(value), values.VALUE_LIMIT) if isinstance(value, str) else ""


def _name(repository: object) -> str:
    return _text(_at(repository, "full_name"))


def _differ(left: str, right: str) -> bool:
    return left.lower() != right.lower()


def _number(pull_request: object) -> str:
    number = _at(pull_request, "number")
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10**18
    return str(number) if is_number else ""
