"""Environment in, build out: which provider, branch, commit and pull request this is.

The values are those of Datadog's own CI tags, with `DD_GIT_BRANCH`, `DD_GIT_TAG`,
`DD_GIT_COMMIT_SHA` and `DD_GIT_REPOSITORY_URL` over what the provider says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from scorecard_action.ci import values
from scorecard_action.ci.github import Event, read_event_file
from scorecard_action.ci.github import read_event as read_github_event
from scorecard_action.ci.providers import PROVIDERS, Provider, fill
from scorecard_action.model import Build

Get = Callable[[str], str]


class Context(NamedTuple):
    """The build, and what is needed to decide whether its outcomes are sent.

    `in_ci`: a provider was recognised, or `CI` is set to a true value. `default_branch` is None
    where the provider does not say. `is_pull_request` holds for a GitHub `workflow_run` for one
    too; the build's `pull_request` is then its number, or "" where that is unknown. `workspace` is
    the folder of the checkout on the host. `branch_named`: DD_GIT_BRANCH names the branch.
    """

    build: Build
    in_ci: bool
    default_branch: str | None = None
    is_pull_request: bool = False
    fork: bool = False
    workspace: str | None = None
    branch_named: bool = False


def detect(
    environ: Mapping[str, str], read_event: Callable[[str], bytes] = read_event_file
) -> Context:
    """The context that the environment describes. Never raises, whatever the values are.

    `read_event` gives the content of the file named by GITHUB_EVENT_PATH, or raises OSError or
    ValueError.
    """

    def get(name: str) -> str:
        return values.clean(environ.get(name, ""))

    provider = next((row for row in PROVIDERS if _any(row.markers, get)), None)
    if provider is None:
        # CodeBuild outside CodePipeline sets no CI, and nobody sits before it either.
        in_ci = values.is_true(get("CI")) or bool(get("CODEBUILD_BUILD_ID"))
        return Context(_with_git(Build(), "", "", get), in_ci, branch_named=_branch_named(get))

    event = read_github_event(get, read_event) if provider.name == "github" else Event()
    branch = event.branch if event.branch is not None else fill(provider.branch, get)
    pull_request = _pull_request(provider, event, get)
    build = Build(
        provider=provider.name,
        pipeline_name=values.short(_pipeline_name(provider, get)),
        pipeline_number=values.short(fill(provider.pipeline_number, get)),
        pipeline_url=values.link(fill(provider.pipeline_url, get)),
        job_name=values.short(fill(provider.job_name, get)),
        job_url=values.link(fill(provider.job_url, get)),
        commit_sha=values.short(event.commit_sha or fill(provider.commit_sha, get)),
        repository_url=_repository(provider, get),
        pull_request=pull_request,
    )
    return Context(
        build=_with_git(build, branch, fill(provider.tag, get), get),
        in_ci=True,
        default_branch=values.ref(event.default_branch or fill(provider.default_branch, get)).name,
        is_pull_request=pull_request is not None,
        fork=event.fork or (pull_request is not None and _fork(provider, get)),
        workspace=_home(fill(provider.workspace, get), get),
        branch_named=_branch_named(get),
    )


def _any(signs: tuple[tuple[str, str], ...], get: Get) -> bool:
    return any(
        values.is_true(value := get(name)) and value.startswith(start) for name, start in signs
    )


def _branch_named(get: Get) -> bool:
    named = values.ref(get("DD_GIT_BRANCH"))
    return bool(named.name) and not named.is_tag


def _with_git(build: Build, branch: str, tag: str, get: Get) -> Build:
    """The build with branch and tag by their names, and what DD_GIT_… says over everything."""
    ref = values.ref(get("DD_GIT_BRANCH") or branch)
    named_tag = values.ref(get("DD_GIT_TAG") or tag).name
    url = get("DD_GIT_REPOSITORY_URL")
    return Build(
        provider=build.provider,
        pipeline_name=build.pipeline_name,
        pipeline_number=build.pipeline_number,
        pipeline_url=build.pipeline_url,
        job_name=build.job_name,
        job_url=build.job_url,
        branch=None if ref.is_tag else ref.name,
        tag=named_tag or (ref.name if ref.is_tag else None),
        commit_sha=values.short(get("DD_GIT_COMMIT_SHA")) or build.commit_sha,
        repository_url=values.repository(url) if url else build.repository_url,
        pull_request=build.pull_request,
    )


def _repository(provider: Provider, get: Get) -> str | None:
    if provider.repository_if and not _any((provider.repository_if,), get):
        return None
    return values.repository(fill(provider.repository_url, get))


def _pipeline_name(provider: Provider, get: Get) -> str:
    """The pipeline's name; Jenkins appends `/branch` and `/KEY=VALUE,…` to that of the job."""
    name = fill(provider.pipeline_name, get)
    if provider.name != "jenkins":
        return name
    first, *others = name.split("/")
    name = "/".join([first, *(part for part in others if "=" not in part)])
    branch = values.ref(fill(provider.branch, get)).name or ""
    # A multibranch job writes the branch `feature/one` as `feature%2Fone`.
    endings = (f"/{branch}", f"/{quote(branch, safe='')}") if branch else ()
    ending = next((ending for ending in endings if name.endswith(ending)), "")
    return name.removesuffix(ending)


def _pull_request(provider: Provider, event: Event, get: Get) -> str | None:
    """The number, "" where only the fact is known, None where the build is of no pull request."""
    found = [event.pull_request, *(_number(fill((cell,), get)) for cell in provider.pull_request)]
    found.append(values.review_number(fill(provider.ref, get)))
    if _any(provider.pull_request_signs, get):
        found.append("")
    known = [number for number in found if number is not None]
    return next(filter(None, known), "") if known else None


def _number(value: str) -> str | None:
    """The number in `42` or `https://host/pull/42,…`; None for `false` and the like."""
    if not values.is_true(value):
        return None
    first, _, _ = value.partition(",")
    last = first.rstrip("/").rpartition("/")[2]
    return last[: values.VALUE_LIMIT] if "/" not in value or last.isdecimal() else ""


def _fork(provider: Provider, get: Get) -> bool:
    found = [get(name) for name in provider.fork]
    if len(found) == 1:
        return values.is_true(found[0])
    return all(found) and len({_plain(url) for url in found}) > 1


def _plain(url: str) -> str:
    """A repository's address in one spelling, whether over https, ssh or as `git@host:path`."""
    bare = re.sub(r"^[a-z+]+://|^[^@/]*@", "", values.without_credentials(url).lower())
    return bare.replace(":", "/").rstrip("/").removesuffix(".git")


def _home(path: str, get: Get) -> str | None:
    if path == "~" or path.startswith("~/"):
        home = get("HOME") or get("USERPROFILE")
        return home + path[1:] if home else None
    return path or None
