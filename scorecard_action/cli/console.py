"""What a person sees: results on stdout, progress and notes on stderr; no key, no escape sequence.

Everything printed passes here once: keys are masked, and text from reports, the mapping or Datadog
cannot steer a terminal or speak to the CI (`::error::`).
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable
from collections.abc import Mapping as Environ

from scorecard_action.datadog.keys import Keys, hints, mask
from scorecard_action.outputs.text import guard_lines, terminal

_secrets: list[Keys] = []


def prepare() -> None:
    """Make the streams write whatever comes, in any locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def keep_secret(environ: Environ[str, str]) -> None:
    """Mask whatever is set where keys belong, in everything that is printed from here on."""
    _secrets.extend(hint for hint in hints(environ) if hint not in _secrets)


def secrets() -> tuple[Keys, ...]:
    """Return everything that was found where keys belong."""
    return tuple(_secrets)


def masked(text: str) -> str:
    """Return the text without any key."""
    for keys in _secrets:
        text = mask(text, keys)
    return text


def out(text: str) -> None:
    """Print a result that is already fit for a terminal (colours included)."""
    print(guard_lines(masked(text)), flush=True)  # noqa: T201


def out_lines(lines: Iterable[str]) -> None:
    """Print lines that may hold any text."""
    for line in lines:
        out(terminal(line))


def note(text: str) -> None:
    """Print a note or progress line."""
    _err(text)


def warn(text: str) -> None:
    """Print a warning."""
    _err(f"warning: {text}")


def fail(text: str) -> None:
    """Print why the command ends."""
    _err(f"error: {text}")


def at_terminal() -> bool:
    """Say whether a person may see this run: one of its streams is at a terminal."""
    return any(
        stream is not None and not stream.closed and stream.isatty()
        for stream in (sys.stdin, sys.stdout, sys.stderr)
    )


def width() -> int:
    """Return the columns to fill: the terminal's, or 120 in a log."""
    columns = shutil.get_terminal_size((120, 24)).columns
    return min(max(columns, 40), 200)


def color() -> bool:
    """Say whether stdout shows colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def encoding() -> str:
    """Return the encoding of stdout."""
    return sys.stdout.encoding or "utf-8"


def _err(text: str) -> None:
    lines = (terminal(line) for line in masked(text).splitlines())
    print(guard_lines("\n".join(lines)), file=sys.stderr, flush=True)  # noqa: T201
