"""How long a report may take: no disk that hangs and no content that spins keeps a run for ever.

Nothing ends a read of a dead network share but leaving it behind: so files are opened and read in
a thread of their own, a mebibyte at a time, which costs about as little as the read itself. What
spins does so in the main thread (matching a regular expression, say), where a timer of the time
that this process computes raises. Python hears it between two of its steps, and in a regular
expression; one call of a C library that does not come back in between is waited for.
"""

from __future__ import annotations

import queue
import signal
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO, Final, NamedTuple, TypeVar

from scorecard_action.errors import ReportError
from scorecard_action.files import open_regular
from scorecard_action.model import Evidence, Result
from scorecard_action.reading.zips import Archives
from scorecard_action.reports.format import Format
from scorecard_action.reports.opener import opened
from scorecard_action.reports.source import File

T = TypeVar("T")

READ_TIMEOUT: Final = 600
"""Seconds that one report may take."""
STALL: Final = 60.0
"""Seconds that it may take without a byte read or a piece of evidence made."""

# What most reports are read with at once, and then so much that asking for it costs little.
_FIRST: Final = 1 << 16
_BLOCK: Final = 1 << 20
_WAITING: Final = "let the job copy it from a slow or dead share to a local disk first"
_COMPUTING: Final = "what is in it takes too long; let its tool write another format, or less"
_TICK: Final = 1.0
_LEAST: Final = 1.0
# Not every system has it. It stands still while the process waits, and few others use it.
_TIMER: Final[int | None] = (
    getattr(signal, "ITIMER_PROF", None) if hasattr(signal, "setitimer") else None
)


class LateError(Exception):
    """Nobody waits any longer. (A TimeoutError is what a file system may say itself.)"""


class Patience:
    """The bounds of reading, for all reports of a run.

    `timeout` and `stall` are seconds for each report; what all of them together may wait for disks
    that do not answer is `timeout` as well: after that, each has a second. `clock` counts seconds,
    `computed` those that this process computes: one that was stopped for a while is not to blame.
    """

    def __init__(
        self,
        timeout: float = READ_TIMEOUT,
        stall: float = STALL,
        clock: Callable[[], float] = time.monotonic,
        computed: Callable[[], float] = time.process_time,
    ) -> None:
        self.timeout = timeout
        self.clock = clock
        self.computed = computed
        self._stall = min(stall, timeout)
        self._waited = 0.0
        self._helper: _Helper | None = None
        self.archives = Archives()

    @property
    def stall(self) -> float:
        """Seconds that a report may take without headway, from now on."""
        return max(min(self._stall, self.timeout - self._waited), min(_LEAST, self._stall))

    @contextmanager
    def opened(
        self, path: Path, form: str | None = None, words: Sequence[tuple[str, Result]] = ()
    ) -> Iterator[tuple[Format, Iterator[Evidence]]]:
        """Open a report as `reports.opener.opened` does.

        What is over the bounds raises ReportError, wherever in the block it is met.
        """
        watch = Watch(self)
        with watch.alert(), opened(path, form, words, watch.open) as (found, evidence):
            yield found, watch.counted(evidence)

    def wait(
        self, work: Callable[[], T], seconds: float, then: Callable[[], None] | None = None
    ) -> T:
        """Return what `work` returns, or raise what it raises; LateError after so many seconds,
        while a thread may be busy with it yet, and then with `then`.
        """
        # It is kept only once it has answered: the next would get the answer to this.
        helper, self._helper = self._helper or _Helper(), None
        answer = helper.ask(work, seconds)
        if answer is None:
            if then:
                helper.leave(then)
            self._waited += seconds
            raise LateError
        self._helper = helper
        if answer.error is not None:
            raise answer.error
        result: T = answer.result
        return result


PATIENCE: Final = Patience()
"""For who reads a single report."""


class Watch:
    """The time of one report, from now on; opens its file, and says when the time is over."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._began = patience.clock()
        self._pieces = self._bytes = 0
        self._then = (0, 0)
        self._moved = patience.computed()
        self.stuck = False
        """Whether the file is being read, or was when nobody waited any longer."""

    def open(self, path: Path) -> File:
        """Open a regular file; raises as `open_regular` and ReportError where it takes too long."""

        def begin() -> tuple[BinaryIO, bytes | None]:
            file = self._patience.archives.open(path, open_regular)
            try:
                return file, file.read(_FIRST)
            except OSError:
                return file, None  # reading it will say why

        return _WatchedFile(self, *self.wait(begin))

    def wait(self, work: Callable[[], T], then: Callable[[], None] | None = None) -> T:
        """Return what `work` returns, or raise what it raises.

        Raises ReportError where that takes too long; `then` is done after it, whenever that is.
        """
        self._check()
        patience = self._patience
        left = self._began + patience.timeout - patience.clock()
        seconds = min(patience.stall, left)
        self.stuck = True
        try:
            done = patience.wait(work, seconds, then)
        except OSError:
            self.stuck = False
            raise
        except LateError:
            raise self._overdue() if left <= seconds else self._stalled(seconds, _WAITING) from None
        self.stuck = False
        return done

    def advance(self, size: int) -> None:
        """So many bytes were read; that is headway."""
        self._bytes += size

    def counted(self, evidence: Iterable[T]) -> Iterator[T]:
        """Hand the evidence on; each piece is headway."""
        for piece in evidence:
            self._pieces += 1
            yield piece

    @contextmanager
    def alert(self) -> Iterator[None]:
        """Within it, what computes for too long raises ReportError; in the main thread alone."""
        if _TIMER is None or threading.current_thread() is not threading.main_thread():
            yield
            return
        outer = signal.signal(signal.SIGPROF, self._tick)
        # Again and again, also since Python drops what is raised while an object is finalized.
        tick = min(self._patience.stall, _TICK)
        left = signal.setitimer(_TIMER, tick, tick)
        try:
            yield
        finally:
            signal.setitimer(_TIMER, 0)
            signal.signal(signal.SIGPROF, outer)
            if left[0]:
                signal.setitimer(_TIMER, *left)

    def _tick(self, number: int, frame: FrameType | None) -> None:
        self._check()
        computed, now = self._patience.computed(), (self._pieces, self._bytes)
        if now != self._then:
            self._then, self._moved = now, computed
        elif computed - self._moved >= self._patience.stall:
            raise self._stalled(computed - self._moved, _COMPUTING)

    def _check(self) -> None:
        if self._patience.clock() - self._began >= self._patience.timeout:
            raise self._overdue()

    def _overdue(self) -> ReportError:
        return ReportError(
            f"reading it took over {_said(self._patience.timeout)}, and {self._amount()}:"
            " --read-timeout gives it longer, or split the report"
        )

    def _stalled(self, seconds: float, cure: str) -> ReportError:
        amount = self._amount()
        return ReportError(
            f"reading it made no headway for {_said(seconds)}, after {amount}: {cure}"
        )

    def _amount(self) -> str:
        return f"{self._bytes / (1 << 20):,.1f} MiB were read"


class _WatchedFile:
    """An open file of which `first` is read already; the rest is in large blocks."""

    def __init__(self, watch: Watch, file: BinaryIO, first: bytes | None) -> None:
        self._watch = watch
        self._file = file
        self._held = memoryview(first or b"")
        self._ended = first is not None and len(first) < _FIRST
        watch.advance(len(self._held))

    def read(self, size: int, /) -> bytes:
        if not self._held and not self._ended:
            block = self._watch.wait(lambda: self._file.read(_BLOCK), then=self._file.close)
            self._watch.advance(len(block))
            self._ended = len(block) < _BLOCK
            self._held = memoryview(block)
        data, self._held = self._held[:size], self._held[size:]
        return bytes(data)

    def close(self) -> None:
        # closing a file that is being read waits for the end of that
        if not self._watch.stuck:
            self._file.close()


class _Answer(NamedTuple):
    result: Any = None
    error: Exception | None = None


_Work = queue.SimpleQueue[Callable[[], Any] | None]
_Answers = queue.SimpleQueue[_Answer]


class _Helper:
    """A thread that does one thing after the other, until nobody has this object any more; it keeps
    no process alive.
    """

    def __init__(self) -> None:
        self._work: _Work = queue.SimpleQueue()
        self._answers: _Answers = queue.SimpleQueue()
        queues = (self._work, self._answers)
        threading.Thread(target=_serve, args=queues, name="reader", daemon=True).start()
        weakref.finalize(self, self._work.put, None)

    def ask(self, work: Callable[[], Any], seconds: float) -> _Answer | None:
        """Return what became of it; None where it takes longer, and then ask no more."""
        self._work.put(work)
        # Once more: if the process was stopped for a while, the answer is about to come.
        for longest in (seconds, min(seconds, _TICK)):
            with suppress(queue.Empty):
                return self._answers.get(timeout=longest)
        return None

    def leave(self, then: Callable[[], None]) -> None:
        """Let the thread do that once it comes back."""
        self._work.put(then)


def _serve(work: _Work, answers: _Answers) -> None:
    while one := work.get():
        try:
            answer = _Answer(one())
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            answer = _Answer(error=error)
        del one
        answers.put(answer)
        del answer


def _said(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds >= 1 else f"{seconds:.1f} s"
