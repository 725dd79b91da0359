"""XML formats whose cases are elements: which case is open, and what else they have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from scorecard_action.model import Evidence, Notice, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.source import Source


class Dialect(Protocol):
    """A format of cases. `start` and `end` see the elements that stand in no case."""

    evidence: list[Evidence]

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        """An element outside of a case begins."""

    def end(self, name: str, reader: xml.Reader) -> None:
        """An element outside of a case ends."""

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        """An element directly in the open case begins."""

    def case(self, attributes: dict[str, str], line: int) -> None:
        """A case ends that began at `line`: its children have been seen."""


class _Cases:
    """Follows the open case, an element called `element`, for a dialect."""

    def __init__(self, element: str, dialect: Dialect) -> None:
        self.evidence = dialect.evidence
        self._element = element
        self._dialect = dialect
        self._case: dict[str, str] | None = None
        self._depth = 0
        self._line = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if self._case is not None:
            if len(reader.path) == self._depth + 1:
                self._dialect.child(name, attributes, reader)
        elif name == self._element:
            self._case = attributes
            self._depth = len(reader.path)
            self._line = reader.line
        else:
            self._dialect.start(name, attributes, reader)

    def end(self, name: str, reader: xml.Reader) -> None:
        if self._case is None:
            self._dialect.end(name, reader)
        elif len(reader.path) == self._depth:
            self._dialect.case(self._case, self._line)
            self._case = None


def read(
    source: Source, element: str, dialect: Dialect, roots: Collection[str] = ()
) -> Iterator[Evidence]:
    """Read a report whose cases are the elements called `element`; raises as `xml.read` does."""
    return xml.read(source, _Cases(element, dialect), roots)


def fewer(declared: int, listed: int, line: int = 0) -> list[Notice]:
    """Say that a report declares more tests than it lists, if it does."""
    if declared <= listed:
        return []
    words = f"the report declares {declared:,} tests and lists {listed:,}"
    return [Notice(f"{words}: was it cut short? See what its tool says", line)]


def unlisted(
    counted: int, listed: int, line: int = 0, what: str = "the run", of: str = "failed tests"
) -> list[ToolError]:
    """Say that a report counts more failures than it lists, if it does."""
    if counted <= listed:
        return []
    return [ToolError(f"{what} counts {counted:,} {of} and lists {listed:,}", line)]
