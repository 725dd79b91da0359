"""What a row of the table of CI providers says, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto
from typing import NamedTuple

from scorecard_action.ci import values

Cell = tuple[str, ...]
"""Templates; the first whose `{VARIABLE}`s are all set gives the value."""
Sign = tuple[str, str]
"""A variable, and how its value begins; `""` is any value that does not mean no."""
Get = Callable[[str], str]
"""Gives a variable's value, empty where it is unset."""


class Review(NamedTuple):
    """How a provider says that a build is of a change that is not on its branch yet.

    Any template of `number` and of `ref` (`refs/pull/12/merge`), or any of `signs`, says so;
    nothing does where one of `unless` is there, as after a merge. `queue`: the change waits in a
    merge queue. `of_branch`: the branch has an open pull request, which need not be what is built.
    """

    number: Cell = ()
    signs: tuple[Sign, ...] = ()
    ref: Cell = ()
    unless: tuple[Sign, ...] = ()
    queue: bool = False
    of_branch: bool = False


class Told(Enum):
    """What tells a job from the others of its build, such that it is the same when tried again."""

    NAME = auto()
    """Its name (with its leg), which no two jobs of a build share; its link where it has none."""
    LINK = auto()
    """The link of its own page; where there is none, nothing does."""
    ALONE = auto()
    """A build is one job."""


class Shard(NamedTuple):
    """The variables that say which of several jobs with one share each this is, and of how many.

    `first` is the number of the first one. A total of 1 says that nothing is shared.
    """

    number: str
    total: str
    first: int


class Meets(NamedTuple):
    """How builds that meet are told apart, by what their links say.

    `order` is the variable with the number by which the later of two builds of a pipeline is known;
    it stands in the build's link, or in its label where `build` names the variable that stands in
    the link instead. "" where the provider counts in no order, or the link does not say in which
    pipeline. `ANY_NUMBER` is the last number of the link.

    `job` tells the job; `name` is what it is called where `job_name` is empty. `leg` is
    what its label adds where the name does not hold it, and so is the provider's `shard` with
    `shares`, and `attempt`, which counts from `first`: one of the whole build where it stands in
    the build's link, else one of the job. `within` finds the part of a build's link that names the
    job.

    A build of which `child` tells counts as a job of the build whose number `parent` gives.
    `known_by` is what makes a job known that is not, where that is a thing of this provider.
    """

    job: Told
    order: str = ""
    build: str = ""
    name: Cell = ()
    leg: Cell = ()
    shares: bool = False
    attempt: str = ""
    first: int = 1
    within: re.Pattern[str] | None = None
    child: tuple[Sign, ...] = ()
    parent: Cell = ()
    known_by: str = ""


ANY_NUMBER = "*"


class Provider(NamedTuple):
    """One row.

    Any of `markers` tells the provider, where all of `beside` are set too. `repository_url` holds
    only with `repository_if`. `remote`: the branch is written as git has it, with the name of the
    remote (`origin/main`), but where it equals `bare`. Any of `primary` says that the branch is the
    default one. Each of `fork` names a variable that is true for a fork, or two that differ then.
    `event_file`: GITHUB_EVENT_PATH tells more. A row with a link of a build or job has `meets`.
    `shard` tells the jobs apart that have a share of the tests each.
    """

    name: str
    label: str
    markers: tuple[Sign, ...]
    beside: tuple[str, ...] = ()
    pipeline_name: Cell = ()
    pipeline_number: Cell = ()
    pipeline_url: Cell = ()
    job_name: Cell = ()
    job_url: Cell = ()
    branch: Cell = ()
    remote: bool = False
    bare: Cell = ()
    tag: Cell = ()
    commit_sha: Cell = ()
    repository_url: Cell = ()
    repository_if: Sign | None = None
    reviews: tuple[Review, ...] = ()
    fork: tuple[tuple[str, ...], ...] = ()
    default_branch: Cell = ()
    primary: tuple[Sign, ...] = ()
    workspace: Cell = ()
    event_file: bool = False
    meets: Meets | None = None
    shard: Shard | None = None


_VARIABLE = re.compile(r"\{(\w+)\}")


def fill(cell: Cell, get: Get) -> str:
    """The first template of the cell whose variables are all set, filled in; else empty."""
    return next(filter(None, (_filled(template, get) for template in cell)), "")


def shows(signs: tuple[Sign, ...], get: Get) -> bool:
    """Whether any of the signs is there."""
    return any(
        values.is_true(value := get(name)) and value.startswith(start) for name, start in signs
    )


def runs_here(provider: Provider, get: Get) -> bool:
    """Whether the environment is that of this provider."""
    return shows(provider.markers, get) and all(map(get, provider.beside))


def _filled(template: str, get: Get) -> str:
    found = {name: get(name) for name in _VARIABLE.findall(template)}
    if not all(found.values()):
        return ""
    # One pass: a value that looks like a variable stays as it is.
    return _VARIABLE.sub(lambda match: found[match.group(1)], template)
