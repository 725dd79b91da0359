"""The lines of a diff: as bytes, since the files in it may be of any encoding, or of several."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST: Final = 64 * 1024
"""Bytes of a line that are looked at: no name of a file is longer, and the rest of one is text."""

_PIECE: Final = 64 * 1024
_UTF_16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def lines(file: io.BufferedReader) -> Iterator[bytes]:
    """Yield the beginning of each line, with `\\n` where it ends within `MOST` bytes.

    A byte order mark is left out. UTF-16 is read by its mark: so PowerShell writes what is
    redirected to a file. Raises OSError, and UnicodeError for broken UTF-16.
    """
    start = file.peek(3)[:3]
    if encoding := _UTF_16.get(start[:2]):
        file.read(2)
        file = io.BufferedReader(_Recoded(file, encoding))
    elif start == codecs.BOM_UTF8:
        file.read(3)
    whole = True
    while piece := file.readline(MOST):
        if whole:
            yield piece
        whole = piece.endswith(b"\n")


class _Recoded(io.RawIOBase):
    """What a file holds, as UTF-8."""

    def __init__(self, file: io.BufferedReader, encoding: str) -> None:
        super().__init__()
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer; return how many bytes it got, 0 at the end."""
        while not self._left:
            piece = self._file.read(_PIECE)
            text = self._decoder.decode(piece, final=not piece)
            self._left = memoryview(text.encode("utf-8", "surrogatepass"))
            if not piece:
                break
        into = memoryview(buffer).cast("B")
        size = min(len(into), len(self._left))
        into[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
