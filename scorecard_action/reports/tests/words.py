"""What tools write for the result of a test: words, compared without case, blanks, `-` and `_`.

The good words of a format are a closed list, so are the skipping ones. Any other word is a failure,
whatever it may mean: one that no tool here is known to write is named in the reason, with the key
of the mapping that says what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Result
from scorecard_action.reports.source import Source

FAILED: Final = (
    "failed", "fail", "failure", "failures", "failing", "error", "errors", "errored", "broken",
    "timeout", "timedout", "aborted", "interrupted", "cancelled", "canceled", "crashed", "blocked",
    "undefined", "ambiguous", "hookerror", "cleanuperror", "notrunnable",
    "disconnected", "inprogress", "unexpected", "xpass",
)  # fmt: skip
NOT_RUN: Final = ("untested", "untestedpending", "untestedundefined")

_SEPARATORS: Final = re.compile(r"[\s_-]+")
_MOST: Final = 1_000
_SHOWN: Final = 60

WORSE: Final = (Result.PASSED, Result.SKIPPED, Result.FAILED)
"""From the best result to the worst."""

Said = tuple[Result, str]
"""A result, and why it is one where the report does not say so in a word that is known."""


def plain(word: str) -> str:
    """Return a status word as words are compared."""
    return _SEPARATORS.sub("", word).casefold()


class Words:
    """The status words of one report: those of its format, and over them those of the mapping."""

    def __init__(self, source: Source, passed: Iterable[str], skipped: Iterable[str]) -> None:
        self._known: dict[str, Said] = {
            **dict.fromkeys(NOT_RUN, (Result.FAILED, "a test did not run (status `untested`)")),
            **dict.fromkeys(FAILED, (Result.FAILED, "")),
            **dict.fromkeys(skipped, (Result.SKIPPED, "")),
            **dict.fromkeys(passed, (Result.PASSED, "")),
        }
        self._own: dict[str, Said] = {plain(word): (result, "") for word, result in source.words}
        self._known |= self._own
        self._seen: dict[str, Said] = {}

    def read(self, word: str) -> Said:
        """Say what a word means; one that is not known, and none at all, is a failure."""
        said = self._seen.get(word)
        if said is None:
            said = self._known.get(plain(word)) or (Result.FAILED, _unknown(word))
            if len(self._seen) < _MOST:
                self._seen[word] = said
        return said

    def knows(self, word: str) -> bool:
        """Say whether a word is on one of the lists."""
        return plain(word) in self._known

    def own(self, word: str) -> Result | None:
        """Return what the mapping says that a word means, if it does."""
        said = self._own.get(plain(word))
        return said[0] if said else None


def _unknown(word: str) -> str:
    if not plain(word):
        return "a test has no status"
    return (
        f"status '{clip(word.strip(), _SHOWN)}' is not known, so failed:"
        " `words` of the entry in `reports` says what it means"
    )
