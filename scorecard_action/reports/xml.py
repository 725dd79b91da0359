"""Read XML as a stream, with the standard library's expat: a report of any size costs no memory.

Text is kept only where a handler asks for it. A report is untrusted, so a DOCTYPE whose internal
subset declares anything is refused (entities and default attributes both amplify), and an external
one is never loaded; one tag or comment may have 16 MiB, elements may nest 1,000 deep, and there may
be 10,000 distinct names of elements and attributes (expat keeps each for good). Namespace prefixes
are cut, since tools differ in whether they write them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, Protocol
from xml.parsers import expat

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip, end_masked
from scorecard_action.model import Evidence
from scorecard_action.reports.source import Source

MAX_DEPTH: Final = 1_000
MAX_NAMES: Final = 10_000
MAX_TOKEN: Final = 16 * 1024 * 1024
TEXT_LIMIT: Final = 64 * 1024

INTERNAL_SUBSET: Final = (
    "a DOCTYPE with an internal subset is refused, since entities can blow up;"
    " let the tool write the report without it"
)

_PIECE: Final = 1 << 20
_CUT_OFF: Final = frozenset(
    {
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    }
)


class Handler(Protocol):
    """What a format does with the elements of its report.

    What `start` and `end` put into `evidence` is handed on, in order, after each chunk.
    """

    evidence: list[Evidence]

    def start(self, name: str, attributes: dict[str, str], reader: Reader) -> None:
        """An element begins; `reader` knows the position and can be asked for text."""

    def end(self, name: str, reader: Reader) -> None:
        """An element ends."""


class Reader:
    """Where the parser stands: `path` has the names of the open elements, the innermost last."""

    def __init__(self, handler: Handler, first_line: int = 1, roots: Collection[str] = ()) -> None:
        self._roots = roots
        self.path: list[str] = []
        self._handler = handler
        self.line_offset = first_line - 1
        self._names: dict[str, str] = {}
        self._attributes: set[str] = set()
        self._text: list[str] = []
        self._text_size = 0
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        # Newer parsers wait for more of a tag that is not complete: how much is unread is unknown.
        if hasattr(parser, "SetReparseDeferralEnabled"):
            parser.SetReparseDeferralEnabled(False)
        self.parser = parser
        self._fed = 0

    def feed(self, piece: bytes | bytearray) -> None:
        """Parse the next piece of the report.

        Raises ExpatError where it is not well-formed, ReportError over one of the limits.
        """
        self.parser.Parse(piece, False)
        self._fed += len(piece)
        if self.unread > MAX_TOKEN:
            raise self.error(f"one tag or comment has over {MAX_TOKEN >> 20} MiB")

    @property
    def unread(self) -> int:
        """How many bytes were fed of what is not complete: a tag or a comment."""
        return self._fed - self.parser.CurrentByteIndex

    @property
    def line(self) -> int:
        """The line of the tag being handled, counted from 1."""
        return self.parser.CurrentLineNumber + self.line_offset

    def keep_text(self) -> None:
        """Keep the text from here on (its first 64 Ki characters), until `take_text`."""
        self._text = []
        self._text_size = 0
        self.parser.CharacterDataHandler = self._characters

    def take_text(self) -> str:
        """Return the text since `keep_text`, and stop keeping it."""
        self.parser.CharacterDataHandler = None
        text = "".join(self._text)
        if self._text_size > TEXT_LIMIT:
            text = end_masked(text)
        self._text = []
        return text

    def error(self, message: str) -> ReportError:
        """Make an error at the present position."""
        return ReportError(message, self.line, self.parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._names.get(name)
        if local is None:
            local = self._names[name] = name.rpartition(":")[2]
            if self._roots and not self.path and local not in self._roots:
                wanted = " or ".join(f"<{root}>" for root in sorted(self._roots))
                raise self.error(f"the root element is <{clip(local, 60)}>, not {wanted}")
            self._limit_names()
        if not self._attributes.issuperset(attributes):
            self._attributes.update(attributes)
            self._limit_names()
        self.path.append(local)
        if len(self.path) > MAX_DEPTH:
            raise self.error(f"elements nested more than {MAX_DEPTH:,} deep: no report has that")
        self._handler.start(local, attributes, self)

    def _limit_names(self) -> None:
        if len(self._names) + len(self._attributes) > MAX_NAMES:
            raise self.error(f"more than {MAX_NAMES:,} distinct names: no report has that")

    def _end(self, name: str) -> None:
        self._handler.end(self._names[name], self)
        self.path.pop()

    def _characters(self, text: str) -> None:
        if self._text_size < TEXT_LIMIT:
            self._text.append(text[: TEXT_LIMIT - self._text_size])
            self._text_size += len(text)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if internal:
            on_declaration(self.parser, self.error(INTERNAL_SUBSET))


def on_declaration(parser: expat.XMLParserType, error: Exception) -> None:
    """Raise `error` at the first declaration of an internal subset; an empty one is harmless."""

    def refuse(*_: object) -> None:
        raise error

    parser.ElementDeclHandler = refuse
    parser.AttlistDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.NotationDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.SkippedEntityHandler = refuse


def read(source: Source, handler: Handler, roots: Collection[str] = ()) -> Iterator[Evidence]:
    """Feed a report to a handler and yield the evidence it makes.

    Lines before its declaration are passed over: its last tag proves that it is whole.

    Raises ReportError at the line and column where the report is cut off, not well-formed, or
    over one of the limits, or where its root is none of `roots` (with some given): a report of
    another format would be read as empty.
    """
    source.skip_to_xml()
    reader = Reader(handler, source.first_line, roots)
    try:
        for piece in _pieces(source, reader):
            reader.feed(piece)
            if handler.evidence:
                yield from handler.evidence
                handler.evidence.clear()
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, ReportError) as error:
        yield from handler.evidence  # what stands before the error was read
        raise (error if isinstance(error, ReportError) else _explained(error, reader)) from None
    yield from handler.evidence


def _pieces(source: Source, reader: Reader) -> Iterator[bytearray]:
    """Cut a report into pieces that double while a tag is open, since expat begins it anew each
    time: one of 16 MiB is read in a few pieces, and not as often as it has 64 KiB.
    """
    held = bytearray()
    try:
        for chunk in source.chunks():
            for start in range(0, len(chunk), _PIECE):
                held += chunk[start : start + _PIECE]
                if len(held) >= reader.unread or len(held) + reader.unread > MAX_TOKEN:
                    yield held
                    held = bytearray()
    except ReportError:
        yield held  # what stands before the error
        raise
    yield held


def _explained(error: expat.ExpatError, reader: Reader) -> ReportError:
    words = expat.ErrorString(error.code) or "not well-formed"
    if words in _CUT_OFF:
        inside = f" inside <{clip(reader.path[-1], 60)}>" if reader.path else ""
        words = f"the report is cut off{inside}: its tool was stopped while writing, or is not done"
    elif words == expat.errors.XML_ERROR_INVALID_TOKEN:
        words = "not well-formed XML: a character or byte that may not stand here"
    else:
        words = f"not well-formed XML: {words}"
    return ReportError(words, error.lineno + reader.line_offset, error.offset + 1)
