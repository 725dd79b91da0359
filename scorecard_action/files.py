"""Files of others: opened without waiting, read up to a limit, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import glob
import itertools
import os
import secrets
import stat
import time
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

# Not every system has all of them. Opening a FIFO without O_NONBLOCK waits for a writer that may
# never come; opening a terminal without O_NOCTTY may make it that of this process.
_READ: Final = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY")
)
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_ADD: Final = (
    os.O_RDWR
    | os.O_APPEND
    | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
)
_PIECE: Final = 1 << 20
_NAME: Final = 50  # characters of a file's name that the one beside it has: names have 255 bytes
_HEX: Final = 16
_UNFINISHED: Final = 300  # seconds without a byte after which nobody writes a file any more

_Owner: TypeAlias = tuple[int, int] | None


class NotRegularError(OSError):
    """What should be a file is a folder, FIFO, socket or device; `mode` is its `st_mode`."""

    def __init__(self, mode: int) -> None:
        super().__init__(errno.EINVAL, "not a regular file")
        self.mode = mode


def open_regular(path: str | Path) -> BinaryIO:
    """Open a regular file, or a link to one, for reading. Never waits.

    Raises NotRegularError for anything else, another OSError where it cannot be opened, and
    ValueError for a path that no file can have (with a NUL).
    """
    descriptor = os.open(path, _READ)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise NotRegularError(mode)
    return open(descriptor, "rb")  # noqa: PTH123 - a descriptor, not a path


def read_bounded(path: str | Path, limit: int) -> bytes:
    """Return the content of a regular file: no more than `limit` bytes and one, which says that it
    is larger. Raises as `open_regular` does.
    """
    pieces = []
    # The size is not asked beforehand: the file may grow, and those in /proc have none.
    with open_regular(path) as file:
        left = limit + 1
        while left and (piece := file.read(min(left, _PIECE))):
            pieces.append(piece)
            left -= len(piece)
    return b"".join(pieces)


def write_whole(path: str | Path, data: bytes) -> None:
    """Replace the file's content in one step: a reader sees the old content or the new.

    Missing folders are made. A new file has mode 0644 less the umask, an existing one keeps its
    mode. What root writes belongs to whom it belonged, and what is new, folders too, to the owner
    of the folder that was there: a container that runs as root leaves nothing behind that the
    workspace's owner could not remove. What is not a regular file (`/dev/stdout`, a FIFO,
    `/dev/fd/63`) is written to directly. Raises OSError; then the file is as it was.
    """
    target = Path(os.path.realpath(path))
    # Standard output may be redirected to a regular file, which must not be replaced under it.
    if str(path).startswith(("/dev/", "/proc/")):
        _append(Path(path), data)
        return
    try:
        there = target.stat()
    except FileNotFoundError:
        there = None
    if there is not None and not stat.S_ISREG(there.st_mode):
        _append(target, data)
        return
    _make_folder(target.parent)
    begin = f".{target.name[:_NAME]}."
    _remove_unfinished(target.parent, begin)
    beside = target.with_name(f"{begin}{secrets.token_hex(_HEX // 2)}.tmp")
    exact = None if there is None else there.st_mode & 0o777
    _replace(target, beside, data, exact=exact, owner=_owner(there or target.parent.stat()))


def write_beside(target: Path, data: bytes) -> None:
    """Put a file like the others of its folder in the place of what is there, be it a link: of mode
    0644 less the umask, and where this is root, of the folder's owner.

    After a crash at any moment the old or the new one is there, whole, and maybe what was not
    finished: `.NAME.` and hexadecimal digits. Raises OSError.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    _replace(target, beside, data, owner=_owner(target.parent.stat()))


def add_lines(path: str | Path, text: str) -> None:
    """Append whole lines to a regular file that others write to as well, on lines of their own.

    A new file has mode 0644 less the umask, and is of the folder's owner where this is root. Never
    waits. Raises OSError.
    """
    try:
        # O_RDWR to see the last byte.
        descriptor = os.open(path, _ADD)
    except FileNotFoundError:
        descriptor = os.open(path, _ADD | os.O_CREAT, 0o644)
        _give(descriptor, _owner(Path(os.path.realpath(path)).parent.stat()))
    with open(descriptor, "r+b", buffering=0) as file:  # noqa: PTH123 - a descriptor, not a path
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is not a regular file")
        end = file.seek(0, os.SEEK_END)
        unfinished = False
        if end:
            file.seek(end - 1)
            unfinished = file.read(1) != b"\n"
        ended = text if text.endswith("\n") else f"{text}\n"
        _write_all(file, ("\n" * unfinished + ended).encode("utf-8", "backslashreplace"))


def _owner(told: os.stat_result) -> _Owner:
    """Whose a file is to be that root writes; None where this is not root."""
    # By whoever may give files away: Windows has no such call, and no such user.
    if getattr(os, "geteuid", lambda: 1)() != 0:
        return None
    return told.st_uid, told.st_gid


def _give(file: int | Path, owner: _Owner) -> None:
    if owner is not None:
        # Not every root may give files away (a user namespace, some network file systems).
        with contextlib.suppress(OSError):
            if isinstance(file, Path):
                os.chown(file, *owner, follow_symlinks=False)
            else:
                os.chown(file, *owner)


def _make_folder(folder: Path) -> None:
    """Make it, and those that it is in, for the owner of the one that is there."""
    missing = list(itertools.takewhile(lambda one: not one.exists(), (folder, *folder.parents)))
    folder.mkdir(parents=True, exist_ok=True)
    if missing:
        owner = _owner(missing[-1].parent.stat())
        for one in missing:
            _give(one, owner)


def _remove_unfinished(folder: Path, begin: str) -> None:
    """What a run that was killed while it wrote has left; not what another one writes just now."""
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{glob.escape(begin)}{'[0-9a-f]' * _HEX}.tmp"):
            with contextlib.suppress(OSError):
                if time.time() - path.lstat().st_mtime > _UNFINISHED:
                    path.unlink()


def _replace(
    target: Path,
    beside: Path,
    data: bytes,
    *,
    exact: int | None = None,
    owner: _Owner = None,
) -> None:
    """Write the file `beside`, of mode 0644 less the umask or `exact`, and give it the name."""
    descriptor = os.open(beside, _CREATE, 0o644)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            _give(descriptor, owner)
            # Windows has one mode for all files, and Python there no such call before 3.13.
            if exact is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, exact)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Make the new name last, where the system can do that for a folder."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _append(path: Path, data: bytes) -> None:
    with path.open("ab", buffering=0) as file:
        _write_all(file, data)


def _write_all(file: RawIOBase, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) or 0 :]
