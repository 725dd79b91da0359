"""Does git track a file? Then it came with the checkout: a run did not leave it there.

Read from git's index (gitformat-index(5)); git itself is not run, whose configuration a checkout
may bring along. Where there is no index, or none that can be read, a file counts as not tracked.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scorecard_action import repository
from scorecard_action.files import read_bounded

_LARGEST: Final = 256 * 1024 * 1024  # bytes of an index
_STAT: Final = 40  # bytes before the object's name, which has 20 or 32
_EXTENDED: Final = 0x4000


def tracked(path: str | Path) -> bool:
    """Whether the file at this path is in the index of the checkout that it is in. Never raises."""
    try:
        folder = Path(os.path.realpath(Path(path).parent))
        found = repository.around(folder)
        if found is None:
            return False
        name = os.fsencode((folder / Path(path).name).relative_to(found.root).as_posix())
        index = read_bounded(found.git / "index", _LARGEST)
    except (OSError, ValueError):
        return False
    return any(name in _names(index, size) for size in (20, 32))


def _names(index: bytes, hash_size: int) -> Iterator[bytes]:
    """The paths in an index whose objects have names of this size; ends where it is another."""
    if index[:4] != b"DIRC" or len(index) < 12:
        return
    version, count = struct.unpack_from(">II", index, 4)
    at, name = 12, b""
    for _ in range(count):
        begin = at
        at += _STAT + hash_size
        if at + 2 > len(index):
            return
        (flags,) = struct.unpack_from(">H", index, at)
        at += 4 if flags & _EXTENDED else 2
        kept = 0
        if version >= 4:  # only what differs from the end of the name before
            removed, at = _varint(index, at)
            kept = max(len(name) - removed, 0)
        end = index.find(b"\0", at)
        if end < 0:
            return
        name = name[:kept] + index[at:end]
        if flags & 0xFFF not in {len(name), 0xFFF}:
            return
        yield name
        at = end + 1 if version >= 4 else begin + ((end - begin) // 8 + 1) * 8


def _varint(index: bytes, at: int) -> tuple[int, int]:
    """A number of git's offset encoding, and where it ends."""
    number = -1
    while at < len(index):
        byte = index[at]
        at += 1
        number = ((number + 1) << 7) | (byte & 0x7F)
        if not byte & 0x80:
            break
    return max(number, 0), at
