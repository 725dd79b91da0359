"""Signals that end a run, heard even where the exception of a handler goes no further.

Python drops what is raised while it finalizes an object, such as the answer of a request: a run
that was told to end would go on. So each wait for the network asks again.

A CI that cancels a job sends one signal soon after the other: the second is passed over, so that
what the first one set off (where the rest is kept, that it was interrupted) is done in peace. The
third is heard again.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

_PASSED_OVER: Final = 2  # which signal it is

_asked: list[int] = []


@contextmanager
def terminable() -> Iterator[None]:
    """Within it SIGTERM, with which a CI cancels a job, raises KeyboardInterrupt as Ctrl-C does.

    A container's first process would otherwise not even notice it. Of two blocks, one within the
    other, the outer one is in force.
    """
    before = listen()
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        if before:
            _asked.clear()


def listen() -> dict[signal.Signals, Any]:
    """Begin what `terminable` does; returns the handlers that were there before, which is nothing
    where it has begun already, or this is not the main thread.
    """
    if _listening() or threading.current_thread() is not threading.main_thread():
        return {}
    _asked.clear()
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    for one, handler in before.items():
        # a job in the background may have been told to pass Ctrl-C over
        if one is signal.SIGTERM or handler is signal.default_int_handler:
            signal.signal(one, _interrupt)
    return before


def over() -> None:
    """All is done, and the exit code is known: signals no longer change it."""
    if threading.current_thread() is threading.main_thread():
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, signal.SIG_IGN)


def _listening() -> bool:
    return signal.getsignal(signal.SIGTERM) is _interrupt


def unraisable(dropped: sys.UnraisableHookArgs) -> None:
    """For `sys.unraisablehook`: an interrupt that was dropped is heard later, and no news."""
    if not isinstance(dropped.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(dropped)


def check() -> None:
    """Raise KeyboardInterrupt where a signal asked to end; in the main thread alone."""
    if _asked and threading.current_thread() is threading.main_thread():
        raise KeyboardInterrupt


def _interrupt(number: int, frame: FrameType | None) -> None:
    _asked.append(number)
    if len(_asked) != _PASSED_OVER:
        raise KeyboardInterrupt
