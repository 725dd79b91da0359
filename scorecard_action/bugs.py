"""A fault of this program, told without what it stumbled over."""

from __future__ import annotations

import posixpath
import traceback
from pathlib import Path
from typing import Final, NamedTuple

_PACKAGE: Final = Path(__file__).parent.as_posix()


class Bug(NamedTuple):
    """An exception that nobody expected: a fault of this program, not of the build.

    `where` names it without the text of the exception, which may hold anything that was read;
    `trace` is the whole of it, for whoever mends it.
    """

    where: str
    trace: str

    @classmethod
    def of(cls, error: Exception) -> Bug:
        """Say where an exception was raised: in the innermost frame of this package."""
        place = ""
        for frame in traceback.extract_tb(error.__traceback__):
            file = Path(frame.filename).as_posix()
            if file.startswith(f"{_PACKAGE}/"):
                place = f" at {posixpath.relpath(file, _PACKAGE)}:{frame.lineno}"
        return cls(f"{type(error).__name__}{place}", "".join(traceback.format_exception(error)))

    def __str__(self) -> str:
        return f"this is a bug in scorecard-action, please report it: {self.where}"
