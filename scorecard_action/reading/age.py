"""How old reports are: too old or of the future for `max_age`, else told where it looks wrong."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from scorecard_action.reading.zips import file_of

DAY: Final = dt.timedelta(days=1)
# clocks of two machines, or of a file server, do not agree to the second
SKEW: Final = dt.timedelta(minutes=5)
_NEW: Final = dt.timedelta()
_UNITS: Final = (("day", DAY), ("hour", dt.timedelta(hours=1)), ("minute", dt.timedelta(minutes=1)))


class Ages:
    """The ages of files below `top` at `now`, a time with a zone; what looks wrong is kept.

    `told` has the ages of files by their absolute path, and every other file is new; without it the
    disk says when a file was written.
    """

    def __init__(
        self, top: Path, now: dt.datetime, told: Mapping[str, dt.timedelta] | None = None
    ) -> None:
        self._told = told
        self._top = top
        self._now = now
        self._odd: dict[str, dt.timedelta] = {}

    def of(self, path: str) -> dt.timedelta | None:
        """Return how old a file is, negative for the future; None where that cannot be asked."""
        file = self._top / file_of(path)
        if self._told is not None:
            return self._told.get(os.path.normpath(file), _NEW)
        try:
            modified = file.stat().st_mtime
        except OSError:
            return None  # opening it will say why
        return self._now - dt.datetime.fromtimestamp(modified, dt.UTC)

    def refused(self, path: str, limit: dt.timedelta | None) -> str:
        """Say why a file counts as absent; "" where it does not. `limit` is the rule's `max_age`.

        Without a limit a file that is over a day old, or of the future, is kept for `warnings`.
        """
        age = self.of(path)
        if age is None:
            return ""
        if limit is None:
            if age > DAY or age < -SKEW:
                self._odd[path] = age
            return ""
        if age < -SKEW:
            return f"{path} is dated {length(-age)} in the future, which `max_age` refuses"
        if age > limit:
            return f"{path} is {length(age)} old, which `max_age` refuses"
        return ""

    def warnings(self) -> Iterator[str]:
        """Yield what looks wrong, the worst file by name."""
        hint = "`max_age` in the mapping refuses"
        old = {path: age for path, age in self._odd.items() if age > DAY}
        if old:
            path, age = max(old.items(), key=lambda one: (one[1], one[0]))
            more = f" (and {len(old) - 1:,} more are over a day old)" if old.keys() - {path} else ""
            yield f"{path} is {length(age)} old{more}: is it of this build? {hint} old files"
        ahead = {path: age for path, age in self._odd.items() if age < -SKEW}
        if ahead:
            path, age = min(ahead.items(), key=lambda one: (one[1], one[0]))
            more = f" (and {len(ahead) - 1:,} more are)" if ahead.keys() - {path} else ""
            yield (
                f"{path} is dated {length(-age)} in the future{more}: is the clock of the machine"
                f" that wrote it right? {hint} such files"
            )


def length(time: dt.timedelta) -> str:
    """Write a length of time in its largest whole unit: `3 hours`."""
    for name, unit in _UNITS:
        if count := time // unit:
            return f"{count:,} {name}{'' if count == 1 else 's'}"
    seconds = int(time.total_seconds())
    return f"{seconds} second{'' if seconds == 1 else 's'}"
