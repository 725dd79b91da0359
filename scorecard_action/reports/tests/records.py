"""XML formats that write what they know of a case as the text of elements, not as attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple, Protocol

from scorecard_action.model import Evidence
from scorecard_action.reports import xml
from scorecard_action.reports.source import Source


class Record(NamedTuple):
    """An element that describes a case: `parent` is the name of what it stands in.

    `texts` has the texts below it by the names of their elements, blanks around them cut; a
    `<Value>` goes by the name that the element around it has as an attribute.
    """

    name: str
    parent: str
    attributes: dict[str, str]
    texts: dict[str, str]
    line: int


class Dialect(Protocol):
    """A format of records."""

    evidence: list[Evidence]

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        """An element that is in no record begins."""

    def text(self, name: str, text: str, reader: xml.Reader) -> None:
        """A text that is in no record ends."""

    def record(self, record: Record, reader: xml.Reader) -> None:
        """A record ends."""

    def end(self, name: str, reader: xml.Reader) -> None:
        """An element that is in no record ends."""


class _Records:
    def __init__(
        self, dialect: Dialect, records: Collection[tuple[str, str]], texts: Collection[str]
    ) -> None:
        self.evidence = dialect.evidence
        self._dialect = dialect
        self._records = frozenset(records)
        self._wanted = frozenset(texts)
        self._record: Record | None = None
        self._depth = 0
        self._label = ""
        self._text_depth = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        path = reader.path
        parent = path[-2] if len(path) > 1 else ""
        if self._record is None and (parent, name) in self._records:
            self._record = Record(name, parent, attributes, {}, reader.line)
            self._depth = len(path)
            return
        if self._record is None:
            self._dialect.start(name, attributes, reader)
        elif "name" in attributes:
            self._label = attributes["name"]
        if name in self._wanted:
            reader.keep_text()
            self._text_depth = len(path)

    def end(self, name: str, reader: xml.Reader) -> None:
        depth = len(reader.path)
        if depth == self._text_depth:
            self._text_depth = 0
            text = reader.take_text().strip()
            if self._record is None:
                self._dialect.text(name, text, reader)
            else:
                self._record.texts.setdefault(self._label if name == "Value" else name, text)
        if self._record is None:
            self._dialect.end(name, reader)
        elif depth == self._depth:
            record, self._record = self._record, None
            self._dialect.record(record, reader)


def read(
    source: Source,
    dialect: Dialect,
    records: Collection[tuple[str, str]],
    texts: Collection[str],
    roots: Collection[str],
) -> Iterator[Evidence]:
    """Read a report whose cases are the elements `records`, (parent, name) each.

    `texts` are the elements whose text is wanted. Raises as `xml.read` does.
    """
    return xml.read(source, _Records(dialect, records, texts), roots)
