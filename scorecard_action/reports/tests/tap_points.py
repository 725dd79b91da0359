"""The text of a TAP test point: its description, and the directive after it; and closing sums."""

from __future__ import annotations

import re
from typing import Final

from scorecard_action.reports.durations import MILLISECOND, SECOND, read

_ESCAPED_OR_HASH: Final = re.compile(r"\\[\\#]|#")
_DIRECTIVE: Final = re.compile(r"\s*(?:skip|todo)", re.IGNORECASE)
# what node-tap and bats write before a directive
_TIMING: Final = re.compile(r"\s+(?:time=|in \d)")
# node-tap and Vitest: `# time=4.78ms`; bats --timing: `adds in 7ms`, behind every test's name
_TIME: Final = re.compile(
    r"# time=(\d{1,12}(?:\.\d{1,12})?)(ms|m|s)(?![\w.])| in (\d{1,12})ms(?=$|[ \t]+#)", re.ASCII
)
_SIZES: Final = {"ms": MILLISECOND, "s": SECOND, "m": 60 * SECOND}
_SUM: Final = re.compile(r"# (tests|pass|fail|cancelled) +(\d{1,18})\s*")


def taken(text: str) -> int | None:
    """Return the microseconds that a point says behind its description; None where it does not."""
    *_, found = (None, *_TIME.finditer(text.removesuffix("{").rstrip()))
    return read(found[1] or found[3], _SIZES[found[2] or "ms"]) if found else None


def described(text: str) -> tuple[str, bool]:
    """Return the description, and whether a directive (SKIP or TODO) follows it."""
    text = text.removesuffix("{")
    if "#" not in text:
        return _name(text), False
    end = len(text)
    for match in _ESCAPED_OR_HASH.finditer(text):
        if match[0] != "#":
            continue
        before, after = text[: match.start()], text[match.end() :]
        apart = not before.strip() or before[-1].isspace()
        spaced = not after or after[0].isspace()
        if (apart or spaced) and _DIRECTIVE.match(after):
            return _name(text[: min(end, match.start())]), True
        if apart and spaced:
            if not _TIMING.match(after):
                break  # another directive: the rest is its text
            end = min(end, match.start())
    return _name(text[:end]), False


def _name(text: str) -> str:
    name = text.strip().removeprefix("-").lstrip()
    return re.sub(r"\\([\\#])", r"\1", name) if "\\" in name else name


class Sums:
    """How node --test, tape and Mocha sum up after the last test: `# tests 3`, `# pass 2`,
    `# fail 1`. A test may be called so too, but not three in this order.
    """

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def read(self, comment: str) -> None:
        """Take in a comment, which may be a line of the sums."""
        if not (found := _SUM.fullmatch(comment)):
            return
        if found[1] == "tests":
            self._counts = {"tests": int(found[2])}
        elif ("tests" if found[1] == "pass" else "pass") in self._counts:
            self._counts[found[1]] = int(found[2])

    def forget(self) -> None:
        """A test follows: what stood before it sums up nothing."""
        self._counts = {}

    @property
    def failed(self) -> int:
        """The tests that failed, or were cancelled."""
        return self._counts.get("fail", 0) + self._counts.get("cancelled", 0)
