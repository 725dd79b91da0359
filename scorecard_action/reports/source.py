"""Open a report file: whatever its encoding, what comes out is UTF-8, read as a stream.

A byte order mark decides the encoding, then the one the XML declaration names (from a fixed
list), else it is UTF-8. Blanks and comments before an XML declaration are skipped, with the line
numbers kept; so are the lines of others, for who reads XML. Only regular files are read; a FIFO
does not block.
"""

from __future__ import annotations

import codecs
import io
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from scorecard_action.errors import ReportError
from scorecard_action.files import NotRegularError, open_regular
from scorecard_action.model import Result
from scorecard_action.reports.binaries import described

CHUNK: Final = 64 * 1024
HEAD: Final = 64 * 1024
DOCUMENT_LIMIT: Final = 256 * 1024 * 1024

# UTF-32 before UTF-16: the mark of the latter begins the mark of the former.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0 appendix F: "<?" without a mark.
_UNMARKED: Final = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))

ENCODINGS: Final = frozenset(
    "utf-8 ascii iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8"
    " iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253"
    " cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850 cp852 cp866 cp874 cp932 cp949 koi8-r koi8-u"
    " shift_jis euc_jp iso2022_jp gb2312 gbk gb18030 big5 euc_kr".split()
)

_BEFORE: Final = rb"(?:\s|<!--(?:(?!-->).)*+-->)*+"
_LEADING: Final = re.compile(_BEFORE + rb"(?=<\?xml\b)|\s*+", re.DOTALL)
# only where it stands: the output of a test may well quote another declaration
_DECLARATION: Final = re.compile(
    _BEFORE + rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""", re.DOTALL
)
_LATE: Final = re.compile(rb"^<\?xml\s", re.MULTILINE)
_LINE_LIMIT: Final = 1 << 20
# a NUL stands in text only where Code Climate's engines end a JSON document with it
_BINARY: Final = re.compile(rb"(?<!\})\0")


class EmptyReport(ReportError):
    """The file holds nothing but blanks."""


class File(Protocol):
    """What is read: an open file, or what stands for one to give it a limit."""

    def read(self, size: int, /) -> bytes:
        """Read so many bytes, fewer at the end; raises OSError, and ReportError over the limit."""

    def close(self) -> None:
        """Give it back."""


class Source:
    """One report file, opened for reading once, as UTF-8.

    `head` is its beginning (at most 64 KiB, for detection); `first_line` the line it begins at,
    counted from 1, greater than 1 where leading blanks were skipped. `words` has what the mapping
    says of status words: (word, result) each.
    """

    def __init__(self, file: File) -> None:
        self._file = file
        self.words: Sequence[tuple[str, Result]] = ()
        raw = self._read(HEAD)
        if binary := described(raw):
            raise ReportError(binary, 1)
        encoding, mark = _encoding(raw)
        self._decoder = (
            None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("strict")
        )
        self.encoding = encoding
        self._marked = mark > 0
        self._line = 1
        self.first_line = 1
        head = self._utf8(raw[mark:], final=len(raw) < HEAD)
        while not head.strip():
            self.first_line += head.count(b"\n")
            raw = self._read(HEAD)
            if not raw:
                raise EmptyReport("the file is empty: its tool wrote nothing")
            head = self._utf8(raw)
        skipped = _LEADING.match(head)
        start = skipped.end() if skipped else 0
        self.first_line += head.count(b"\n", 0, start)
        self.head = head[start:]
        if _BINARY.search(self.head):
            raise ReportError("this is a binary file, not a report", 1)

    @classmethod
    def open(cls, path: Path, open_file: Callable[[Path], File] = open_regular) -> Self:
        """Open a regular file, by `open_file`, which raises as `open_regular` does.

        Raises ReportError where it is none, cannot be read, or is in no encoding known here.
        """
        try:
            file = open_file(path)
        except NotRegularError as error:
            raise ReportError(f"this is {_nature(error.mode)}, not a file") from None
        except OSError as error:
            raise ReportError(_cannot_open(path, error)) from None
        try:
            return cls(file)
        except BaseException:
            file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def chunks(self) -> Iterator[bytes]:
        """Yield the content, head included, as UTF-8 in pieces of about 64 KiB.

        Raises ReportError where the bytes are not of the encoding that the file says it has.
        """
        yield self.head
        while raw := self._read(CHUNK):
            yield self._utf8(raw)
        if rest := self._utf8(b"", final=True):
            yield rest

    def skip_to_xml(self) -> None:
        """Pass over the lines before an XML declaration: what others write to a shared stream.

        The head alone is looked at. The encoding that the declaration names holds from there on,
        where no mark has decided it.
        """
        found = None if self.head.startswith(b"<") else _LATE.search(self.head)
        if not found:
            return
        self.first_line += self.head.count(b"\n", 0, found.start())
        self.head = self.head[found.start() :]
        if self._decoder is None and not self._marked:
            self.encoding, _ = _encoding(self.head)
            if self.encoding != "utf-8":
                self._decoder = codecs.getincrementaldecoder(self.encoding)("strict")
                self._line = self.first_line
                self.head = self._utf8(self.head)

    def document(self) -> bytes:
        """Return the whole content as UTF-8.

        Raises ReportError over 256 MiB: a format that must be held whole has a limit.
        """
        # Joining pieces would hold the content twice; what this grows to is given away as it is.
        content = io.BytesIO()
        for chunk in self.chunks():
            if content.write(chunk) and content.tell() > DOCUMENT_LIMIT:
                raise ReportError(
                    f"over {DOCUMENT_LIMIT >> 20} MiB: a JSON report is read whole;"
                    " split it, or let the tool write XML or JSON lines"
                )
        return content.getvalue()

    def lines(self) -> Iterator[bytes]:
        r"""Yield the lines without their ends (`\n` or `\r\n`), each cut to 1 MiB."""
        rest = b""
        for chunk in self.chunks():
            lines = (rest + chunk).split(b"\n")
            # the tail of a line that long says nothing; its head is kept
            rest = lines.pop()[:_LINE_LIMIT]
            for line in lines:
                yield line[:_LINE_LIMIT].rstrip(b"\r")
        if rest:
            yield rest.rstrip(b"\r")

    def _read(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            raise ReportError(f"reading it failed: {error.strerror}") from None

    def _utf8(self, raw: bytes, *, final: bool = False) -> bytes:
        if self._decoder is None:
            return raw
        try:
            text = self._decoder.decode(raw, final)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(self.encoding, "replace")
            line = self._line + before.count("\n")
            raise ReportError(f"not valid {self.encoding}: {error.reason}", line) from None
        self._line += text.count("\n")
        return text.encode("utf-8", "surrogatepass")


def _encoding(raw: bytes) -> tuple[str, int]:
    """Return the encoding of a file that begins with `raw`, and the length of its mark."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    for start, encoding in _UNMARKED:
        if raw.startswith(start):
            return encoding, 0
    declared = _DECLARATION.match(raw)
    if not declared:
        return "utf-8", 0
    name = declared[1].decode("ascii")
    try:
        canonical = codecs.lookup(name).name
    except LookupError:
        canonical = ""
    if canonical.startswith(("utf-16", "utf-32")):
        # the declaration was readable as ASCII, so it is wrong (.NET writes it so from a string)
        return "utf-8", 0
    if canonical not in ENCODINGS:
        raise ReportError(f"its encoding {name!r} is not known here; let the tool write UTF-8", 1)
    return canonical, 0


def _nature(mode: int) -> str:
    for test, name in (
        (stat.S_ISDIR, "a directory"),
        (stat.S_ISFIFO, "a FIFO"),
        (stat.S_ISSOCK, "a socket"),
    ):
        if test(mode):
            return name
    return "a device"


def _cannot_open(path: Path, error: OSError) -> str:
    try:
        if stat.S_ISSOCK(path.stat().st_mode):
            return "this is a socket, not a file"
    except FileNotFoundError:
        if path.is_symlink():
            return "this is a link to a file that does not exist"
    except OSError:
        pass  # opening it said as much
    return f"cannot be opened: {error.strerror}"
