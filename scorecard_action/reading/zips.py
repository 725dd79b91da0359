r"""Reports in zip archives: `artifacts.zip!**/junit.xml` reads members as if they were unpacked.

Nothing is unpacked: a member is read as a stream. What an archive may cost is bounded by what its
directory declares, which zipfile holds each member to. The path of a member is that of its archive,
`!` and its own.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import weakref
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO, Final

from scorecard_action.errors import ReportError
from scorecard_action.files import NotRegularError, open_regular

MAX_MEMBERS: Final = 100_000
MAX_DIRECTORY: Final = 16 << 20
"""Bytes of an archive's directory; zipfile holds all of it."""
MAX_TOTAL: Final = 8 << 30
"""Bytes of all members that one pattern reads of an archive."""
MAX_RATIO: Final = 250
"""How many times its size in the archive a member may have, beyond `_SMALL`."""

_SMALL: Final = 16 << 20
_KEPT: Final = 8
# all that zipfile raises for what is in an archive: RuntimeError for a password, UnicodeDecodeError
# for a name
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MEMBER: Final = re.compile(r"(.*?\.zip)!(.*)", re.DOTALL | re.IGNORECASE)
_TOKEN: Final = re.compile(r"\\.|[{}]|!", re.DOTALL)
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR: Final = struct.Struct("<4sLQL")


def split_pattern(text: str) -> tuple[str, str] | None:
    r"""Split a pattern at the `!` behind `.zip`; None where it names no member of an archive.

    `\!` is the character, as is one within braces.
    """
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] == "!" and not depth and text[: token.start()].lower().endswith(".zip"):
            return text[: token.start()], text[token.end() :]
        depth += {"{": 1, "}": -1}.get(token[0], 0)
    return None


def split_path(path: str) -> tuple[str, str] | None:
    """Split the path of a member into that of its archive and its own; None for other paths."""
    found = _MEMBER.fullmatch(path)
    return (found[1], found[2]) if found else None


def file_of(path: str) -> str:
    """Return the file on the disk that a report is in: of a member, its archive."""
    found = split_path(path)
    return found[0] if found else path


def beside(path: str, name: str) -> str:
    """Return the path of a file beside a report, in its archive where that is in one."""
    start, _, _ = path.rpartition("/")
    found = split_path(path)
    if found and "/" not in found[1]:
        return f"{found[0]}!{name}"
    return f"{start}/{name}" if start else name


def unpacked(path: str) -> str:
    """Return where a report would lie if its archive were unpacked beside itself."""
    found = split_path(path)
    if not found:
        return path
    folder = found[0].rpartition("/")[0]
    return f"{folder}/{found[1]}" if folder else found[1]


class Archive:
    """One archive, open: its members by name, without folders.

    Raises ReportError on opening where it is none, is cut off, or is larger than the bounds.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = open_regular(path)
        except NotRegularError:
            raise ReportError("this is no file, so no zip archive") from None
        except OSError as error:
            raise ReportError(f"the zip archive cannot be opened: {error.strerror}") from None
        try:
            _refuse_excess(self._file)
            self._zip = zipfile.ZipFile(self._file)
        except _BROKEN as error:
            self._file.close()
            raise ReportError(f"no zip archive, or one that is cut off: {error}") from None
        except BaseException:
            self._file.close()
            raise
        # whoever forgets to close it
        self._closed = weakref.finalize(self, _close, self._zip, self._file)
        self.members: dict[str, zipfile.ZipInfo] = {}
        self._twice: set[str] = set()
        for info in self._zip.infolist():
            if not info.filename or info.filename.endswith("/"):
                continue
            name = info.filename.replace("\\", "/")
            if name in self.members:
                self._twice.add(name)
            self.members[name] = info

    def close(self) -> None:
        """Give the file back."""
        self._closed()

    def open(self, name: str) -> BinaryIO:
        """Open a member as a stream.

        Raises ReportError where it cannot be read as one report, also while it is read.
        """
        info = self.members.get(name)
        if info is None:
            raise ReportError(
                "the zip archive has no such member, or the pattern names members of over"
                f" {MAX_TOTAL >> 30} GiB together"
            )
        if info.file_size > MAX_TOTAL:
            raise ReportError(f"this member of the zip archive has over {MAX_TOTAL >> 30} GiB")
        if name in self._twice:
            raise ReportError("the zip archive has two members of this name")
        if info.flag_bits & _ENCRYPTED:
            raise ReportError("this member of the zip archive is encrypted")
        if info.compress_type not in _METHODS:
            raise ReportError(
                "this member is compressed in a way that is not read here: let the zip archive be"
                " made with deflate"
            )
        if info.file_size > max(_SMALL, MAX_RATIO * info.compress_size):
            raise ReportError(
                f"this member would be over {MAX_RATIO} times its size in the zip archive: that is"
                " no report"
            )
        try:
            return io.BufferedReader(_Member(self._zip.open(info)))
        except _BROKEN as error:
            raise ReportError(f"this member of the zip archive is broken: {error}") from None


def _close(archive: zipfile.ZipFile, file: BinaryIO) -> None:
    archive.close()
    file.close()


class _Member(io.RawIOBase):
    """The stream of a member, whose errors are those of a report."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise ReportError(f"this member of the zip archive is broken: {error}") from None
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


class Archives:
    """The archives opened last: each has a directory, which is read once."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Archive] = OrderedDict()

    def open(self, path: Path, open_file: Callable[[Path], BinaryIO] = open_regular) -> BinaryIO:
        """Open a file, by `open_file`, or a member of an archive.

        Raises as `open_regular` does, and ReportError of an archive.
        """
        found = self._found(path)
        return found[0].open(found[1]) if found else open_file(path)

    def size(self, path: Path) -> int | None:
        """Return the size of a file or member, None where there is none."""
        try:
            found = self._found(path)
            if not found:
                status = path.stat()
                return status.st_size if stat.S_ISREG(status.st_mode) else None
        except (OSError, ReportError):
            return None
        info = found[0].members.get(found[1])
        return info.file_size if info else None

    def archive(self, path: Path) -> Archive:
        """Return an archive, open; raises ReportError."""
        key = str(path)
        if known := self._open.get(key):
            self._open.move_to_end(key)
            return known
        opened = self._open[key] = Archive(path)
        if len(self._open) > _KEPT:
            self._open.popitem(last=False)[1].close()
        return opened

    def close(self) -> None:
        """Give all files back."""
        while self._open:
            self._open.popitem()[1].close()

    def _found(self, path: Path) -> tuple[Archive, str] | None:
        split = split_path(str(path))
        if not split or path.is_file():
            return None
        return self.archive(Path(split[0])), split[1]


def is_odd(name: str) -> bool:
    """Say whether the name of a member leads out of the archive, or is none of a file."""
    return name.startswith("/") or name[1:2] == ":" or "\0" in name or ".." in name.split("/")


def _refuse_excess(file: BinaryIO) -> None:
    """Raise ReportError where the directory is larger than any build's: zipfile would hold it."""
    size = file.seek(0, io.SEEK_END)
    start = max(0, size - (1 << 16) - _END.size)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        file.seek(0)
        return  # zipfile says what it is
    _, _, _, _, members, directory, _, _ = _END.unpack_from(tail, at)
    locator = at - _LOCATOR.size
    if locator >= 0 and tail[locator : locator + 4] == b"PK\6\7":
        file.seek(min(_LOCATOR.unpack_from(tail, locator)[2], size))
        wide = file.read(_END_64.size)
        if len(wide) == _END_64.size:
            _, _, _, _, _, _, _, members, directory, _ = _END_64.unpack(wide)
    file.seek(0)
    if members > MAX_MEMBERS or directory > MAX_DIRECTORY:
        raise ReportError(
            f"a zip archive with over {MAX_MEMBERS:,} members, or {MAX_DIRECTORY >> 20} MiB of"
            " names: unpack it, and name the reports in it"
        )
