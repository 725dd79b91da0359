"""Small files that others wrote: read whole, and never waited for."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def read_file(path: str, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes; OSError or ValueError for others."""
    # Opening a FIFO without O_NONBLOCK waits for a writer that may never come.
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError(f"{Path(path).name} is not a regular file")
        # The size is not asked beforehand: the file may grow, and /proc files have none.
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"{Path(path).name} is over {limit >> 20} MiB")
    return data
