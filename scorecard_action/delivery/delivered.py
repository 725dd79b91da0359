"""What came of delivering, for whoever shows it."""

from __future__ import annotations

from typing import NamedTuple

from scorecard_action.cli import console
from scorecard_action.model import Outcome


class Delivered(NamedTuple):
    """The outcomes with what became of each, and the largest exit code that sending led to.

    `compared` says that what Datadog had is known of all; `undelivered_file` has what is left, or
    `undelivered` has it as JSON where there is no such file.
    """

    outcomes: tuple[Outcome, ...]
    endpoint: str | None = None
    exit_code: int = 0
    compared: bool = False
    undelivered_file: str | None = None
    undelivered: str = ""


def print_undelivered(left: Delivered) -> None:
    """Print what is neither delivered nor saved, last of all on stdout."""
    if left.undelivered:
        console.fail(
            "what is undelivered could not be saved: it is the last line of stdout. Written to a"
            " file, `scorecard-action resend FILE` sends it"
        )
        console.out(left.undelivered)
