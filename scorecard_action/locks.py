"""One run at a time for a file that several change: what they have put there is not lost."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from scorecard_action.datadog.waits import Clock
from scorecard_action.errors import UsageError

PATIENCE = 2.0  # seconds
_POLL = 0.05  # seconds
_LOCK = (
    os.O_RDONLY
    | os.O_CREAT
    | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))
)


@contextlib.contextmanager
def locked(target: Path, clock: Clock, patience: float = PATIENCE) -> Iterator[bool]:
    """Keep other runs from changing the file; False where the system cannot do that.

    By a lock on a file of our own, which is removed afterwards: the user's scripts may hold one on
    the folder. Raises UsageError where another run holds it longer than that.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        yield False
        return
    lock = target.with_name(f".{target.name}.lock")
    until = clock.now() + patience
    held = True
    while True:
        descriptor = os.open(lock, _LOCK, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever held it before may have removed it since it was opened.
            if _same(lock, descriptor):
                break
        except BlockingIOError:
            pass
        except OSError:
            held = False  # a file system without locks
            break
        os.close(descriptor)
        if clock.now() >= until:
            raise UsageError(
                f"cannot write {str(target)!a}: another run holds it (or {lock.name} is locked)"
            )
        clock.sleep(_POLL)
    try:
        yield held
    finally:
        if held:
            with contextlib.suppress(OSError):
                lock.unlink()
        os.close(descriptor)


def _same(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(follow_symlinks=False), os.fstat(descriptor))
    except FileNotFoundError:
        return False
