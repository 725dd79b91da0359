"""A signal whose exception is dropped ends the run all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

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


def test_the_second_signal_is_passed_over_and_the_third_is_not() -> None:
    def end() -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    with interrupts.terminable():
        with pytest.raises(KeyboardInterrupt):
            end()
        end()
        with pytest.raises(KeyboardInterrupt):
            end()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_of_two_blocks_the_outer_one_stays_in_force() -> None:
    with interrupts.terminable():
        with interrupts.terminable():
            pass
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_whatever_is_run_ends_with_130(end: signal.Signals) -> None:
    program = "import os; from scorecard_action.__main__ import leave\n"
    program += f"leave(lambda: os.kill(os.getpid(), {int(end)}) or 0)"
    assert ended(program) == (130, "")


def test_what_is_dropped_is_no_news() -> None:
    program = (
        "from scorecard_action import __main__, interrupts\n"
        "from tests.test_interrupts import Dropping\n"
        "def run():\n    Dropping(15)\n    interrupts.check()\n    return 0\n"
        "__main__.leave(run)\n"
    )
    assert ended(program) == (130, "")


def ended(program: str) -> tuple[int, str]:
    """The exit code, and stderr."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr
