"""How delivery speaks: it prints nothing itself."""

from __future__ import annotations

from typing import Protocol


class Voice(Protocol):
    """Whoever runs the delivery and hears of it; the command line's console is one."""

    def out(self, text: str, /) -> bool:
        """Take a result; whether it was taken."""

    def err(self, text: str, /) -> bool:
        """Take a result beside the others; whether it was taken."""

    def note(self, text: str, /) -> None:
        """Take a note or progress line."""

    def warn(self, text: str, /) -> None:
        """Take a warning."""

    def fail(self, text: str, /) -> None:
        """Take an error; the exit code tells of it as well."""
