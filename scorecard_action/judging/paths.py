"""The paths of reports, as patterns see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Placed(NamedTuple):
    """A path of a report, as patterns and people see it.

    `placed`: it is a path of the checkout, relative to the working directory. `above`: it was
    looked for, and found in a folder above that of its report, which another report may share.
    """

    path: str
    placed: bool = False
    above: bool = False


Place = Callable[[str], Placed]
"""Places a path as a report writes it."""


def is_absolute(path: str) -> bool:
    """Say whether a path with `/` is absolute, in the way of any system: it was not placed."""
    return path.startswith("/") or path[1:3] == ":/"
