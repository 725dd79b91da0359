"""Which build and job wrote an outcome, as far as its remarks' links or the environment say.

Two builds that send one rule of one entity meet: what the links of the current remarks say tells
whether that outcome is of a later build, or of another job of this one. The running build is read
from the links that it would write itself, so that the two never speak of different things.

A build's link is known again by the templates that make it: with their numbers left open they are
the form of a pipeline's links, `https://github.com/acme/shop/actions/runs/{order}/attempts/{attempt}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from html import unescape
from typing import Final

from scorecard_action.ci import values
from scorecard_action.ci.jobs import Parts
from scorecard_action.ci.links import links, provider_label
from scorecard_action.ci.provider import ANY_NUMBER, Get, Meets, Provider, Told, fill
from scorecard_action.ci.providers import PROVIDERS
from scorecard_action.model import Author, Build
from scorecard_action.outputs import text

READ: Final = 20_000
"""The characters of remarks that are read; ours are at most 10,000."""

_ROWS: Final = {row.name: row for row in PROVIDERS}
_ANCHOR: Final = re.compile(r"<a\s([^<>]{1,4000}+)>([^<>]{1,1000}+)</a>", re.IGNORECASE)
_HREF: Final = re.compile(r"""\bhref=(?:"([^"]*+)"|'([^']*+)')""", re.IGNORECASE)
_HOLES: Final = {
    "{order}": rf"(?P<order>[0-9]{{1,{values.NUMBER_DIGITS}}}+)",
    "{attempt}": r"(?P<attempt>[0-9]{1,9}+)",
    "{build}": r"(?P<build>[^/?#&]{1,200}+)",
}
_HOLE: Final = re.compile(r"(\{order\}|\{attempt\}|\{build\})")
_CHILD: Final = re.compile(r"child of pipeline ([0-9]{1,18}+)")
_COMMIT: Final = re.compile(r"commit ([0-9a-f]{7})", re.IGNORECASE)
_HASH: Final = re.compile(r"/([0-9a-f]{40}|[0-9a-f]{64})$", re.IGNORECASE)
_ATTEMPT: Final = re.compile(r", attempt [0-9]{1,9}$")
_NUMBERS: Final = re.compile(r"(?<![^/=-])[0-9]++(?=[/&#]|$)")
# The page of a commit is that of all its jobs.
_SHARED: Final = re.compile(r"/commit/[0-9a-f]{40}", re.IGNORECASE)

Link = tuple[str, str]


class Meeting(Enum):
    """How the author of what Datadog has stands to the author of what is to be sent."""

    NONE = auto()
    """An earlier build, another pipeline, an earlier attempt, the same job: it is overwritten."""
    LATER_BUILD = auto()
    """A later build of the same pipeline, of another commit or of one that is not known."""
    SAME_BUILD = auto()
    """Another job (or one that is not known) of the same build, in this attempt or a later one."""


def author_of(provider: Provider, build: Build, parts: Parts, get: Get) -> Author | None:
    """Who writes the outcomes of the running build; None where it has no link that would say so.

    `parts` is what its labels say beside its tags; `get` gives the variables of the environment.
    """
    meets = provider.meets
    if not build.pipeline_url and not (build.job_url and not provider.pipeline_url):
        return None
    label = provider_label(build)
    shown = text.link(build.pipeline_url or build.job_url or "") or ""
    unclear = Author("", shown, provider=provider.name, label=label)
    cell = provider.pipeline_url or provider.job_url
    url = values.link(fill(cell, get))
    if meets is None or url != (build.pipeline_url or build.job_url):
        return unclear._replace(
            unclear="the address of this build is not the provider's own (DD_CI_PIPELINE_URL or"
            " DD_CI_JOB_URL names another)"
        )
    if parts.child and not _CHILD.fullmatch(parts.child):
        return unclear._replace(
            unclear="this is a child pipeline, and CI_UPSTREAM_PIPELINE_ID does not say whose:"
            " GitLab 18.9 sets it, else `CI_UPSTREAM_PIPELINE_ID: $CI_PIPELINE_ID` in the"
            " variables of the trigger job"
        )
    written = [(text.printable(name), text.link(url) or "") for name, url in links(build, parts)]
    form = _form(provider, meets, cell, get)
    found = _author(written, unclear._replace(pipeline=form)) if form else None
    if found and not found.commit and _HASH.fullmatch(f"/{build.commit_sha}"):
        return found._replace(commit=build.commit_sha)
    return found


def author_in(remarks: str, ours: Author) -> Author | None:
    """The author that remarks name: their first link of the form of `ours`; None without one.

    Of a build that is compared with no other only its own address is known again. Never raises,
    whatever the remarks are, and reads their first 20,000 characters.
    """
    found = _anchors(remarks[:READ])
    if not ours.unclear:
        return _author(found, ours)
    linked = any(url == ours.build and label.startswith(ours.label) for label, url in found)
    return ours if linked and ours.build else None


def meeting(theirs: Author | None, ours: Author) -> Meeting:
    """How the two stand, by what is known of them: a job that is not known is another one."""
    if theirs is None or ours.unclear or theirs.pipeline != ours.pipeline:
        return Meeting.NONE
    if theirs.build == ours.build:
        again = theirs.attempt == ours.attempt and ours.job is not None and theirs.job == ours.job
        return Meeting.NONE if theirs.attempt < ours.attempt or again else Meeting.SAME_BUILD
    later = theirs.order is not None and ours.order is not None and theirs.order > ours.order
    same_commit = theirs.commit is not None and theirs.commit == ours.commit
    return Meeting.LATER_BUILD if later and not same_commit else Meeting.NONE


def same_build(theirs: Author | None, ours: Author) -> bool:
    """Whether both are of one build, in any job and attempt."""
    return theirs is not None and (theirs.pipeline, theirs.build) == (ours.pipeline, ours.build)


def known_by(ours: Author) -> str:
    """What makes a job known that is not, as a sentence without its stop."""
    row = _ROWS.get(ours.provider)
    if row and row.meets and row.meets.known_by:
        return row.meets.known_by
    if row and row.meets and row.meets.job is Told.NAME:
        return "a name that is not too long to be shown whole makes a job known"
    return "DD_CI_JOB_URL, with the address of the job's own page, makes a job known"


def _form(provider: Provider, meets: Meets, cell: tuple[str, ...], get: Get) -> str:
    """The address of this build with what differs between builds and attempts left open."""
    holes = {name: hole for name, hole in _variables(meets) if get(name)}
    filled = fill(cell, lambda name: holes.get(name) or get(name))
    # Braces in a value are percent-encoded as these are: the holes are the last ones.
    form = text.link(values.link(filled) or "") or ""
    for hole in holes.values():
        before, coded, after = form.rpartition(f"%7B{hole[1:-1]}%7D")
        form = f"{before}{hole}{after}" if coded else form
    form = _without(form, meets)[0]
    if "{order}" in form:
        return form
    at = None
    if meets.order == ANY_NUMBER:
        at = next(reversed([match.span() for match in _NUMBERS.finditer(form)]), None)
    elif meets.build:
        # CodeBuild's id is `project:id`, and the project is part of the pipeline.
        at = _last(form, get(meets.build).rpartition(":")[2])
    elif meets.order:
        at = _last(form, get(meets.order))
    if at is None:
        return form
    found = form[slice(*at)]
    hole = "{order}" if meets.order and not meets.build and _is_number(found) else "{build}"
    return f"{form[: at[0]]}{hole}{form[at[1] :]}"


def _variables(meets: Meets) -> Iterator[tuple[str, str]]:
    """Yield the variables that a template may hold, with what stands for each in a form."""
    if meets.order and not meets.build:
        yield meets.order, "{order}"
    if meets.attempt:
        yield meets.attempt, "{attempt}"


def _last(url: str, value: str) -> tuple[int, int] | None:
    """Where the value last stands in a URL as a whole word."""
    start = len(url)
    while value and (start := url.rfind(value, 0, start)) >= 0:
        end = start + len(value)
        if not url[start - 1 : start].isalnum() and not url[end : end + 1].isalnum():
            return start, end
        start = end - 1
    return None


def _without(url: str, meets: Meets) -> tuple[str, str]:
    """The URL without the part that names the job, and that part."""
    part = meets.within.search(url) if meets.within else None
    return (url[: part.start(1)] + url[part.end(1) :], part[1]) if part else (url, "")


def _anchors(html: str) -> list[Link]:
    """The (label, URL) of each whole link of remarks."""
    found = []
    for match in _ANCHOR.finditer(html):
        href = _HREF.search(match[1])
        if href:
            found.append((unescape(match[2]), unescape(href[1] or href[2] or "")))
    return found


def _author(found: Sequence[Link], like: Author) -> Author | None:
    """Who the first links of the form of `like` name, by its provider, label and pipeline."""
    row = _ROWS.get(like.provider)
    meets = row.meets if row else None
    # A saved author may have been edited by hand.
    if row is None or meets is None or any(like.pipeline.count(hole) > 1 for hole in _HOLES):
        return None
    kind = f"{like.label} {'build' if row.pipeline_url else 'job'}"
    form = re.compile(
        "".join(_HOLES.get(one, re.escape(one)) for one in _HOLE.split(like.pipeline))
    )
    for at, (label, url) in enumerate(found):
        address, within = _without(url, meets)
        match = form.fullmatch(address)
        if match and (label == kind or label.startswith(f"{kind} ")):
            number, _, child = label[len(kind) :].strip().partition("(")
            author = _of_build(like, match.groupdict(), number.strip(), url)
            return _with_job(author, meets, child.removesuffix(")"), within, found[at + 1 :][:2])
    return None


def _of_build(like: Author, told: dict[str, str | None], number: str, url: str) -> Author:
    """The build and its place in the order: by the link, else by the number of the label."""
    order = told.get("order")
    row = _ROWS[like.provider]
    counted = bool(row.meets and row.meets.build and row.meets.order)
    if counted and told.get("build") and _is_number(number):
        order = number
    return like._replace(
        build=told.get("build") or told.get("order") or url,
        number=number,
        order=int(order) if order else None,
        attempt=int(told.get("attempt") or 1),
        job=None,
        commit=None,
    )


def _with_job(
    author: Author, meets: Meets, child: str, within: str, after: Sequence[Link]
) -> Author | None:
    """The author with the job and the commit that the next links name."""
    job = within.rstrip("/-") or (author.build if meets.job is Told.ALONE else None)
    for label, url in after:
        commit, digest = _COMMIT.fullmatch(label), _HASH.search(url)
        if commit and digest and digest[1].startswith(commit[1]):
            author = author._replace(commit=digest[1])
        elif job is None and (label == "job" or label.startswith("job ")):
            job = _job(meets, label, url)
    if meets.child and child:
        parent = _CHILD.fullmatch(child)
        if parent is None:
            return None
        # Jobs of two children may have one name.
        job = f"{author.build} {job}" if job else None
        author = author._replace(build=parent[1], order=int(parent[1]), number="")
    return author._replace(job=job)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= values.NUMBER_DIGITS


def _job(meets: Meets, label: str, url: str) -> str | None:
    """What tells a job: its name, else its link; a name that was cut may be that of two."""
    name = label.removeprefix("job").strip()
    if meets.attempt:
        name = _ATTEMPT.sub("", name)
    if meets.job is Told.NAME and name and "…" not in name:
        return name
    return None if _SHARED.search(url) else url
