"""What a person sees: results on stdout, progress and notes on stderr; no key, no escape sequence.

Everything printed passes here once: keys are masked, and text from reports, the mapping or Datadog
cannot steer a terminal or speak to the CI (`::error::`).

A stream that was closed before the start, is full, or lost its reader stops nothing: what it does
not take is lost to it, which `out` says.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Environ
from pathlib import Path

from scorecard_action.datadog.keys import Keys, hints, mask
from scorecard_action.masking import mask_shapes
from scorecard_action.outputs.text import guard_lines, terminal

_secrets: list[Keys] = []
# Streams (by their names in sys) that take nothing more.
_lost: set[str] = set()
_results_lost: list[str] = []


def prepare() -> None:
    """Make the streams write whatever comes, in any locale, and be there."""
    _lost.clear()
    _results_lost.clear()
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(descriptor)
        except OSError:
            # Closed before the start: the next file to be opened would get its number.
            os.open(os.devnull, os.O_RDWR)
            _lost.add(name)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
            _lost.add(name)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def keep_secret(environ: Environ[str, str]) -> None:
    """Mask whatever is set where keys belong, in everything that is printed from here on."""
    _secrets.extend(hint for hint in hints(environ) if hint not in _secrets)


@contextlib.contextmanager
def apart(environ: Environ[str, str]) -> Iterator[io.StringIO]:
    """Print into the text that is yielded, whatever becomes of the streams. Only what is set in
    this environment is masked as a key; afterwards all is as it was.
    """
    text = io.StringIO()
    keys, results, lost = _secrets.copy(), _results_lost.copy(), _lost.copy()
    try:
        _secrets.clear()
        _results_lost.clear()
        _lost.clear()
        keep_secret(environ)
        with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
            yield text
    finally:
        _secrets[:], _results_lost[:] = keys, results
        _lost.clear()
        _lost.update(lost)


def secrets() -> tuple[Keys, ...]:
    """Return everything that was found where keys belong."""
    return tuple(_secrets)


def masked(text: str) -> str:
    """Return the text without any key, or what has the shape of a secret."""
    for keys in _secrets:
        text = mask(text, keys)
    return mask_shapes(text)


def out(text: str) -> bool:
    """Print a result that is already fit for a terminal (colours included).

    Returns whether it was taken.
    """
    return _print("stdout", guard_lines(masked(text)))


def result(text: str) -> None:
    """Print what is kept, a JSON or a draft: that it was not taken is told by the exit code."""
    if not out(text):
        _results_lost.append(text)


def result_lost() -> bool:
    """Say whether stdout did not take a `result`."""
    return bool(_results_lost)


def err(text: str) -> bool:
    """Print to stderr what is meant for stdout; whether it was taken."""
    return _print("stderr", guard_lines(masked(text)))


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


def tell_ci(lines: Iterable[str]) -> None:
    """Print commands to the CI, which are to be read as such: no foreign text may begin one."""
    for line in lines:
        _print("stderr", masked(line))


def prints_to(path: Path) -> bool:
    """Say whether stdout is this very file, with nothing in it yet."""
    try:
        there, ours = path.stat(), os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return False
    return os.path.samestat(there, ours) and there.st_size == 0


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
    return "stdout" not in _lost and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def encoding() -> str:
    """Return the encoding of stdout."""
    return sys.stdout.encoding or "utf-8"


def _err(text: str) -> None:
    lines = (terminal(line) for line in masked(text).splitlines())
    _print("stderr", guard_lines("\n".join(lines)))


def lose(name: str) -> None:
    """Print nothing more to this stream (`stdout`, `stderr`): it takes nothing."""
    _lost.add(name)
    # What is still in its buffer would be written, and fail, once more at the end.
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, getattr(sys, name).fileno())
        os.close(null)


def _print(name: str, text: str) -> bool:
    """Whether the stream took the text. One that does not is not tried again."""
    if name in _lost or getattr(sys, name) is None:
        return False  # None: `print` would take stdout for it
    try:
        print(text, file=getattr(sys, name), flush=True)
    except (OSError, ValueError):
        lose(name)
    return name not in _lost
