"""Which build and job wrote an outcome, as far as its remarks' links or the environment say.

Two builds that send one rule of one entity meet: what the links of the current remarks say tells
whether that outcome is of a later build, or of another job of this one.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Author(NamedTuple):
    """Who wrote an outcome.

    `pipeline` is equal for builds of one pipeline of one provider at one address; `build` names one
    build of it (and attempt: `attempt`). `order` tells which of two builds of a pipeline is the
    later one, None where the provider has no order. `job` names the job within the build, such that
    the same job tried again has the same name; None where it is not known. `commit` is the full hash.

    `provider` is the row of the table of providers, `label` what its links are called in remarks.
    `unclear` says, for a person, why this build is compared with no other; None where it can be.
    """

    pipeline: str
    build: str
    order: int | None = None
    attempt: int = 1
    job: str | None = None
    commit: str | None = None
    provider: str = ""
    label: str = ""
    unclear: str | None = None


class Meeting(Enum):
    """How the author of what Datadog has stands to the author of what is to be sent."""

    NONE = auto()
    """An earlier build, another pipeline, the same job of this build, an earlier attempt: overwrite."""
    LATER_BUILD = auto()
    """A later build of the same pipeline, of another commit."""
    SAME_BUILD = auto()
    """Another job (or one that is not known) of the same build, in this attempt or a later one."""


def author_in(remarks: str, ours: Author) -> Author | None:
    """The author that remarks name: their first link of the form of `ours`; None without one."""
    raise NotImplementedError


def meeting(theirs: Author | None, ours: Author) -> Meeting:
    """How the two stand."""
    raise NotImplementedError


def same_build(theirs: Author | None, ours: Author) -> bool:
    """Whether both are of one build, in any job and attempt."""
    raise NotImplementedError


def known_by(ours: Author) -> str:
    """What makes a job known that is not, for a person: the end of a sentence."""
    raise NotImplementedError
