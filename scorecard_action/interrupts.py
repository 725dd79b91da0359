"""Signals that end a run, heard even where the exception of a handler goes no further.

Python drops what is raised while it finalizes an object, such as the answer of a request: a run
that was told to end would go on. So each wait for the network asks again.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_asked = threading.Event()


@contextmanager
def terminable() -> Iterator[None]:
    """Within it SIGTERM, with which a CI cancels a job, raises KeyboardInterrupt as Ctrl-C does.

    A container's first process would otherwise not even notice it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _asked.clear()
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    for one, handler in before.items():
        # a job in the background may have been told to pass Ctrl-C over
        if one is signal.SIGTERM or handler is signal.default_int_handler:
            signal.signal(one, _interrupt)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        _asked.clear()


def check() -> None:
    """Raise KeyboardInterrupt where a signal asked to end; in the main thread alone."""
    if _asked.is_set() and threading.current_thread() is threading.main_thread():
        raise KeyboardInterrupt


def _interrupt(number: int, frame: FrameType | None) -> None:
    _asked.set()
    raise KeyboardInterrupt
