"""A signal whose exception is dropped ends the run all the same."""

from __future__ import annotations

import os
import signal

import pytest

from scorecard_action import interrupts


class Dropping:
    """Like the answer of a request: what is raised while it is finalized is dropped."""

    def __init__(self, end: signal.Signals) -> None:
        self.end = end

    def __del__(self) -> None:
        os.kill(os.getpid(), self.end)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_what_a_finalizer_drops_is_raised_at_the_next_wait(end: signal.Signals) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with interrupts.terminable():
            interrupts.check()
            one = Dropping(end)
            del one
            with pytest.raises(KeyboardInterrupt):
                interrupts.check()
        interrupts.check()
    finally:
        signal.signal(signal.SIGINT, before)
