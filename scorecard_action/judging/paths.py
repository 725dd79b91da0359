"""The paths of reports, as patterns see them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

# Of the system, or of a package that was installed: no file of the repository.
_ELSEWHERE: Final = re.compile(
    r"/(?:usr|opt|nix)/|.*/(?:site-packages|dist-packages|node_modules|go/pkg/mod|\.cargo)/"
)
# Where images keep the application itself, as `WORKDIR /usr/src/app` of Node's and Python's.
_APPLICATION: Final = re.compile(
    r"/usr/(?:local/)?(?:app|src)/(?!linux|kernels)"
    r"|/opt/(?:app|application|code|project|repo|source|src|work|workspace)/"
)
_INSTALLED: Final = re.compile(r".*/(?:site-packages|dist-packages|node_modules)/")


class Placed(NamedTuple):
    """A path of a report, as patterns and people see it.

    `placed`: it is a path of the checkout, relative to the working directory. `above`: it was
    looked for, and found in a folder above that of its report, which another report may share.
    `guessed` is the absolute path that was put below a `base` without a file that shows how much
    of it is to be cut.
    """

    path: str
    placed: bool = False
    above: bool = False
    guessed: str = ""


class Place(Protocol):
    """Places a path as a report writes it; it lies below one of `folders`, where there are any."""

    def __call__(self, written: str, folders: Sequence[str] = ...) -> Placed:
        """Place a path."""


def unplaced(written: str, folders: Sequence[str] = ()) -> Placed:
    """Leave a path as it is written."""
    return Placed(written)


def is_absolute(path: str) -> bool:
    """Say whether a path with `/` is absolute, in the way of any system: it was not placed."""
    return path.startswith("/") or path[1:3] == ":/"


def is_elsewhere(path: str) -> bool:
    """Say whether an absolute path lies where the system keeps its files, or packages theirs."""
    if not is_absolute(path) or not _ELSEWHERE.match(path):
        return False
    return not _APPLICATION.match(path) or _INSTALLED.match(path) is not None
