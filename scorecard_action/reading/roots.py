"""Where CI providers check repositories out: what paths made on other machines begin with.

Taken from the providers' documentation; a root of another machine stands in no variable of this
one, so it is known by its shape alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Shape(NamedTuple):
    """How the checkout root of a provider looks. `fixed`: what the pattern matches is the root, and
    what follows it is a path in the repository; else the root lies at most `deeper` folders below.
    """

    provider: str
    pattern: re.Pattern[str]
    fixed: bool = True
    deeper: int = 0


def _shape(provider: str, pattern: str, *, deeper: int = 0) -> Shape:
    return Shape(provider, re.compile(rf"(?:{pattern})/"), not deeper, deeper)


SHAPES: Final = (
    _shape("GitHub Actions", r"(?:/home/runner/work|/Users/runner/work|[A-Za-z]:/a)/([^/]+)/\1"),
    _shape("GitHub Actions", r"(?:[A-Za-z]:)?(?:/[^/]++)*?/(?:_work|__w)/([^/]+)/\1"),
    _shape("GitHub Actions", r"/github/workspace"),
    _shape("Azure Pipelines", r"(?:/home/vsts/work|/Users/runner/work|[A-Za-z]:/a)/\d+/s"),
    _shape("Azure Pipelines", r"(?:[A-Za-z]:)?(?:/[^/]++)*?/(?:_work|__w)/\d+/s"),
    _shape("Bitbucket Pipelines", r"/opt/atlassian/pipelines/agent/build"),
    _shape("CircleCI", r"(?:/home/circleci|/root|/Users/distiller|[A-Z]:/Users/circleci)/project"),
    _shape("Drone", r"/drone/src"),
    _shape("AppVeyor", r"(?:/home/appveyor/projects|[A-Za-z]:/projects)/[^/]+"),
    _shape("GitLab CI", r"(?:[A-Za-z]:)?(?:/[^/]++)*?/builds", deeper=8),
    _shape("Travis CI", r"/(?:home|Users)/travis/build", deeper=2),
    _shape("Jenkins", r"(?:[A-Za-z]:)?(?:/[^/]++)*?/workspace", deeper=3),
    _shape("Woodpecker, Vela, Screwdriver", r"/(?:woodpecker|vela|sd/workspace)/src", deeper=3),
    _shape("TeamCity", r"(?:[A-Za-z]:)?(?:/[^/]++)*?/work", deeper=1),
    _shape("Semaphore", r"/(?:home|Users)/semaphore", deeper=1),
    _shape("Concourse", r"/tmp/build", deeper=2),  # noqa: S108 - no file is made here
    _shape("Codemagic", r"/Users/builder", deeper=1),
    _shape("Cirrus CI", r"(?:[A-Za-z]:)?(?:/[^/]++)*?/cirrus-ci-build"),
)


def cuts(path: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (root, rest, fixed) for each usual root that an absolute path begins with.

    Of a shape that does not fix the depth, one for each folder that may be the root.
    """
    for shape in SHAPES:
        found = shape.pattern.match(path)
        if not found:
            continue
        root, rest = path[: found.end() - 1], path[found.end() :]
        yield root, rest, shape.fixed
        for _ in range(shape.deeper):
            name, slash, below = rest.partition("/")
            if not slash:
                break
            root, rest = f"{root}/{name}", below
            yield root, rest, False
