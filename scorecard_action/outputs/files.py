"""Files are written whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path


def write_whole(path: str | Path, data: bytes) -> None:
    """Replace the file's content in one step: a reader sees the old content or the new.

    Missing folders are made. A new file has mode 0644 less the umask, an existing one keeps its
    mode. What is not a regular file (`/dev/stdout`, a FIFO, `/dev/fd/63`) is written to directly.
    Raises OSError; then the file is as it was.
    """
    target = Path(os.path.realpath(path))
    # Standard output may be redirected to a regular file, which must not be replaced under it.
    if str(path).startswith(("/dev/", "/proc/")):
        _append(Path(path), data)
        return
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        _append(target, data)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.parent / f".{secrets.token_hex(8)}.tmp"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            if mode is not None:
                os.fchmod(handle, mode & 0o777)
            file.write(data)
            file.flush()
            os.fsync(handle)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _append(path: Path, data: bytes) -> None:
    with path.open("ab", buffering=0) as file:
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]
