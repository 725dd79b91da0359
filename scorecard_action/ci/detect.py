"""Environment in, build out: which provider, branch, commit and pull request this is.

The values are those of Datadog's own CI tags, with the variables that the user sets for them
(`DD_CI_…`, `DD_GIT_…`, `DD_PR_NUMBER`) over what the provider says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from scorecard_action.ci import values
from scorecard_action.ci.authors import author_of
from scorecard_action.ci.github import Event, read_event_file
from scorecard_action.ci.github import read_event as read_github_event
from scorecard_action.ci.jobs import NO_PARTS, Parts, parts
from scorecard_action.ci.provider import Get, Provider, fill, runs_here, shows
from scorecard_action.ci.providers import ANY_CI, PROVIDERS
from scorecard_action.masking import clip
from scorecard_action.model import Author, Build

_NOBODY = Provider(name="", label="", markers=(), remote=True)
_CHECK_RUN = "JOB_CHECK_RUN_ID"
_DD_CI = (
    "PROVIDER_NAME",
    "PIPELINE_ID",
    "PIPELINE_NAME",
    "PIPELINE_NUMBER",
    "PIPELINE_URL",
    "STAGE_NAME",
    "JOB_ID",
    "JOB_NAME",
    "JOB_URL",
    "WORKSPACE_PATH",
)


class Context(NamedTuple):
    """The build, and what is needed to decide whether its outcomes are sent.

    `in_ci`: nobody sits before it. `branch` decides: it is the build's, but never without an
    `origin/` that is part of its name. `default_branch` is None where the provider does not say.
    `is_pull_request` holds for a GitHub `workflow_run` for one too, and in a `merge_queue`; the
    build's `pull_request` is then its number, or "" where that is unknown. `has_pull_request`: the
    branch has an open one, which may not be what is built. `workspace` is the folder of the
    checkout on the host. `branch_named`: DD_GIT_BRANCH names the branch. `parts` is what the labels
    of its links say beside the build's tags. `author` is who writes its outcomes, None where no
    link of it says so. `dated` is the hash of a commit and when it was made, as the event says it.
    """

    build: Build
    in_ci: bool
    branch: str | None = None
    default_branch: str | None = None
    is_pull_request: bool = False
    merge_queue: bool = False
    has_pull_request: bool = False
    fork: bool = False
    workspace: str | None = None
    branch_named: bool = False
    parts: Parts = NO_PARTS
    author: Author | None = None
    dated: tuple[str, str] = ("", "")


def detect(
    environ: Mapping[str, str],
    read_event: Callable[[str], bytes] = read_event_file,
    *,
    terminal: bool = False,
    head: str = "",
    job_id: str = "",
    matrix: str = "",
) -> Context:
    """The context that the environment describes. Never raises, whatever the values are.

    `read_event` gives the content of the file named by GITHUB_EVENT_PATH, or raises OSError or
    ValueError. `terminal`: a person sees this run, so that it is no CI's unless a variable says so.
    `head` is the ref of the branch that is checked out, "" for none: it counts where neither the
    provider nor the user says what is built. `job_id` and `matrix` are what GitHub's expressions
    `job.check_run_id` and `toJSON(matrix)` give: what is no number, or no object, tells nothing.
    """
    number = _check_run(job_id) or _check_run(environ.get(_CHECK_RUN, ""))

    def get(name: str) -> str:
        value = number if name == _CHECK_RUN else environ.get(name, "")
        return values.filled_in(values.clean(value))

    # Whoever runs within another CI has the variables of both: the first names the build, and
    # each may say that it is of a pull request.
    rows = [row for row in PROVIDERS if runs_here(row, get)]
    provider = rows[0] if rows else _NOBODY
    event = read_github_event(get, read_event) if provider.event_file else Event()
    branch = event.branch if event.branch is not None else fill(provider.branch, get)
    tag = get("DD_GIT_TAG") or fill(provider.tag, get) or _tag_ref(provider, get)
    told = values.ref(branch)
    checked_out = "" if event.branch is not None or told.name or told.is_tag or tag else head
    branch = checked_out or branch
    review = _review(rows, event, branch, checked_out, get)
    named = get("DD_GIT_BRANCH")
    shown = values.ref(named or branch)
    # Only what its name says tells a branch with a pull request from the build of one.
    open_one = review is not None and review.of_branch
    reviewed = review is not None and not open_one
    primary = shows(provider.primary, get) and _named(provider, branch, get)
    default = event.default_branch or fill(provider.default_branch, get)
    build = msgspec.structs.replace(
        _build(provider, event, get),
        branch=None if shown.is_tag else shown.name,
        tag=values.ref(tag).name or (shown.name if shown.is_tag else None),
        pull_request=review.number if review else None,
    )
    told_of_job = parts(provider, get, matrix)
    return Context(
        build=build,
        in_ci=bool(rows) or _some_ci(get) or not terminal,
        branch=_named(provider, named or branch, get),
        default_branch=primary or values.ref(default, remote=provider.remote).name,
        is_pull_request=reviewed,
        merge_queue=review is not None and review.queue,
        has_pull_request=open_one,
        fork=event.fork or (reviewed and any(_fork(row, get) for row in rows)),
        workspace=_home(get("DD_CI_WORKSPACE_PATH") or fill(provider.workspace, get), get),
        branch_named=bool(_named(provider, named, get)),
        parts=told_of_job,
        author=author_of(provider, build, told_of_job, get),
        dated=event.dated,
    )


def _build(provider: Provider, event: Event, get: Get) -> Build:
    """The build by its tags, but for branch and tag: what the user names, else the provider."""
    url = get("DD_GIT_REPOSITORY_URL")
    return Build(
        provider=values.short(get("DD_CI_PROVIDER_NAME") or provider.name),
        pipeline_name=values.short(get("DD_CI_PIPELINE_NAME") or _pipeline_name(provider, get)),
        pipeline_number=values.short(
            get("DD_CI_PIPELINE_NUMBER") or fill(provider.pipeline_number, get)
        ),
        pipeline_url=values.link(get("DD_CI_PIPELINE_URL"))
        or values.link(fill(provider.pipeline_url, get)),
        job_name=values.short(get("DD_CI_JOB_NAME") or fill(provider.job_name, get)),
        job_url=values.link(get("DD_CI_JOB_URL")) or values.link(fill(provider.job_url, get)),
        commit_sha=values.short(
            get("DD_GIT_COMMIT_SHA") or event.commit_sha or fill(provider.commit_sha, get)
        ),
        repository_url=values.repository(url) if url else _repository(provider, get),
    )


def _check_run(text: str) -> str:
    """The number of a check run; empty for `null` and whatever else was not filled in."""
    number = text.strip()
    known = number.isascii() and number.isdecimal() and len(number) <= values.NUMBER_DIGITS
    return number if known else ""


def _some_ci(get: Get) -> bool:
    """Whether a variable says that this is a build, though not whose."""
    if any(get(f"DD_CI_{name}") for name in _DD_CI) or values.is_true(get("CI")):
        return True
    return get("CI").lower() != "false" and any(map(get, ANY_CI))


def _named(provider: Provider, text: str, get: Get) -> str | None:
    """The branch that a value names, with an `origin/` that is part of its name; None for a tag."""
    remote = provider.remote and text != fill(provider.bare, get)
    found = values.ref(text, remote=remote)
    return None if found.is_tag else found.name


def _tag_ref(provider: Provider, get: Get) -> str:
    """The full ref that is built where it is a tag's; "" where it is not, or the CI gives none.

    Drone, Woodpecker and Vela name a branch beside it: the one that the tag was cut from.
    """
    refs = (fill((cell,), get) for review in provider.reviews for cell in review.ref)
    return next((ref for ref in refs if ref.startswith("refs/tags/")), "")


class _Review(NamedTuple):
    """The change that is built: its pull request's number, "" where that is unknown."""

    number: str
    queue: bool = False
    of_branch: bool = False


def _review(
    rows: Sequence[Provider], event: Event, branch: str, checked_out: str, get: Get
) -> _Review | None:
    """What says that this build is of a change under review, the surest first; None if nothing."""
    found: list[_Review] = []
    numbers = [_number(get("DD_PR_NUMBER")), event.pull_request]
    if values.is_true(get("DD_GIT_PULL_REQUEST_BASE_BRANCH")):
        numbers.append("")
    # Some CIs check a pull request out as a branch that is called like its ref; others say it so.
    for ref in (checked_out, get("DD_GIT_BRANCH")):
        numbers.append(values.review_number(ref.removeprefix("refs/heads/")))
    found += [_Review(number) for number in numbers if number is not None]
    queued = map(values.queue_number, (branch, get("DD_GIT_BRANCH")))
    found += [_Review(number, queue=True) for number in queued if number is not None]
    for row in rows:
        for one in row.reviews:
            if shows(one.unless, get):
                continue
            numbers = [_number(fill((cell,), get)) for cell in one.number]
            numbers += [values.review_number(fill((cell,), get)) for cell in one.ref]
            numbers += [""] if shows(one.signs, get) else []
            known = [number for number in numbers if number is not None]
            found += [_Review(number, one.queue, one.of_branch) for number in known]
    if not found:
        return None
    return _Review(
        number=next((one.number for one in found if one.number), ""),
        queue=any(one.queue for one in found),
        of_branch=all(one.of_branch for one in found),
    )


def _repository(provider: Provider, get: Get) -> str | None:
    if provider.repository_if and not shows((provider.repository_if,), get):
        return None
    return values.repository(fill(provider.repository_url, get))


def _pipeline_name(provider: Provider, get: Get) -> str:
    """The pipeline's name; Jenkins appends `/branch` and `/KEY=VALUE,…` to that of the job."""
    name = fill(provider.pipeline_name, get)
    if provider.name not in {"jenkins", "hudson"}:
        return name
    first, *others = name.split("/")
    name = "/".join([first, *(part for part in others if "=" not in part)])
    branch = values.ref(fill(provider.branch, get)).name or ""
    # A multibranch job writes the branch `feature/one` as `feature%2Fone`.
    endings = (f"/{branch}", f"/{quote(branch, safe='')}") if branch else ()
    ending = next((ending for ending in endings if name.endswith(ending)), "")
    return name.removesuffix(ending)


def _number(value: str) -> str | None:
    """The number in `42` or `https://host/pull/42,…`; None for `false` and the like."""
    if not values.is_true(value):
        return None
    first, _, _ = value.partition(",")
    last = first.rstrip("/").rpartition("/")[2]
    return clip(last, values.VALUE_LIMIT) if "/" not in value or last.isdecimal() else ""


def _fork(provider: Provider, get: Get) -> bool:
    return any(_differs([get(name) for name in names]) for names in provider.fork)


def _differs(found: Sequence[str]) -> bool:
    """Whether the one value is true, or the two are of different repositories."""
    if len(found) == 1:
        return values.is_true(found[0])
    # One may be an address, and the other the end of it: `acme/shop`.
    theirs, ours = (f"/{_plain(name)}" for name in found)
    return all(found) and not (theirs.endswith(ours) or ours.endswith(theirs))


def _plain(url: str) -> str:
    """A repository's address in one spelling, whether over https, ssh or as `git@host:path`."""
    bare = re.sub(r"^[a-z+]+://|^[^@/]*@", "", values.without_credentials(url).lower())
    return bare.replace(":", "/").rstrip("/").removesuffix(".git")


def _home(path: str, get: Get) -> str | None:
    if path == "~" or path.startswith("~/"):
        home = get("HOME") or get("USERPROFILE")
        return home + path[1:] if home else None
    return path or None
