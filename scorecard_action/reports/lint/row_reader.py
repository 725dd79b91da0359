"""Read a report by its description (row)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from types import GenericAlias
from typing import Any, Final

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Finding, Level, Nothing, Tool, ToolError
from scorecard_action.reports.lint import documents
from scorecard_action.reports.lint.documents import line_number, short
from scorecard_action.reports.lint.levels import level
from scorecard_action.reports.lint.row import Row, Rows, Stop, Zero
from scorecard_action.reports.lint.row_fields import Field, Mark, Walk
from scorecard_action.reports.lint.row_marks import Listed, marks
from scorecard_action.reports.lint.row_paths import Leaf, Shape, said
from scorecard_action.reports.lint.unparsed import unparsed
from scorecard_action.reports.source import Source

_MOST_WORDS: Final = 1_000


def reader(description: Rows) -> Callable[[Source], Iterator[Evidence]]:
    """Return the reader of a description; what it needs is made when it first reads."""
    made = cache(lambda: _Reader(description))

    def read(source: Source) -> Iterator[Evidence]:
        return made().read(source)

    return read


class _Reader:
    def __init__(self, description: Rows) -> None:
        self._description = description
        self._root = root = Shape()
        self._rows = [
            _RowReader(row._replace(at=at), description.tool, root)
            for row in description.rows
            for at in row.at.split("|")
        ]
        # what tells a report from other JSON, so that `{}` is never a clean one
        self._alone = any(
            isinstance(mark, Stop | Zero) and mark.alone for mark in description.marks
        )
        self._first = self._rows[: description.rows[0].at.count("|") + 1]
        for row in self._first:
            row.walk.require(optional=self._alone)
        for name in description.needs.split():
            root.get(name, Leaf.ANY)
            root.part(name).required = True
        self._marks = [marks(mark, root, self._first[0].walk) for mark in description.marks]
        self._once = {
            number
            for number, mark in enumerate(description.marks)
            if isinstance(mark, Stop) and mark.first
        }
        self._end = Mark(description.end.when, [root]) if description.end else None
        self._shape: Any = root.decoded()
        if description.many:
            self._shape |= GenericAlias(list, (self._shape,))

    def read(self, source: Source) -> Iterator[Evidence]:
        """Yield the evidence of a report; raises ReportError as `documents.decode`."""
        yield Tool(self._description.tool)
        if self._description.lines:
            yield from self._lines(source)
            return
        report = documents.decode(source, self._shape, self._description.after.encode())
        if not self._description.many or not isinstance(report, list):
            yield from self._document(report)
            return
        nothing: list[Nothing] = []
        for document in report:
            for piece in self._document(document):
                if isinstance(piece, Nothing):
                    nothing.append(piece)
                else:
                    yield piece
        if len(nothing) == len(report):
            yield nothing[0] if nothing else Nothing("the report lists nothing that was looked at")

    def _document(self, document: object) -> Iterator[Evidence]:
        listed: Listed = Counter()
        for row in self._rows:
            yield from row.findings(document, listed, set())
        said_any = False
        for mark in self._marks:
            for piece in mark(document, listed, 0):
                said_any = True
                yield piece
        if (
            self._alone
            and not said_any
            and not any(row.walk.there(document) for row in self._first)
        ):
            raise ReportError("not the shape of this format: no list of findings")

    def _lines(self, source: Source) -> Iterator[Evidence]:
        listed: Listed = Counter()
        seen: list[set[object]] = [set() for _ in self._rows]
        done: set[int] = set()
        end = self._end.bind() if self._end else None
        ended = False
        for number, document in documents.lines(source, self._shape):
            for row, before in zip(self._rows, seen, strict=True):
                yield from row.findings(document, listed, before)
            for index, mark in enumerate(self._marks):
                if index in done:
                    continue
                for piece in mark(document, listed, number):
                    yield piece
                    if index in self._once:
                        done.add(index)
            ended = ended or (end is not None and end(document))
        if self._description.end and not ended:
            yield ToolError(self._description.end.text)


class _RowReader:
    """Makes the findings of one row.

    Most of their fields are plain paths: those are fetched in one call, and only where something
    on the way is missing from a finding, one by one.
    """

    def __init__(self, row: Row, tool: str, root: Shape) -> None:
        self.walk = Walk(row.at, root)
        chain = self.walk.chain
        for name in row.need.split():
            chain[-1].part(name).required = True
        self._row = row
        self._tool = tool
        numbers = row.words or any(map(str.isdecimal, row.levels))
        self._fields = (
            Field(row.file, chain),
            Field(row.line, chain, Leaf.NUMBER),
            Field(row.rule, chain, Leaf.ANY if "{" in row.rule else Leaf.TEXT),
            Field(row.level, chain, Leaf.ANY if numbers else Leaf.TEXT),
            Field(row.message, chain, Leaf.ANY if set(row.message) & set("{|") else Leaf.TEXT),
        )
        # a number for a level is not what the mapping says: `plain` is for words alone
        plain = [
            "" if field is self._fields[3] and numbers else field.plain for field in self._fields
        ]
        made = [(n, field) for n, field in enumerate(self._fields) if not plain[n]]
        self._made = [(n, field.own) for n, field in made if field.own]
        self._held = [(n, field) for n, field in made if not field.own and field.fixed]
        self._mixed = [(n, field) for n, field in made if not field.own and not field.fixed]
        self._fetch = attrgetter(*(path or "__class__" for path in plain))
        self._only = Mark(row.only, chain) if row.only else None
        self._suppressed = Mark(row.suppressed, chain) if row.suppressed else None
        self._unparsed = Mark(row.unparsed, chain) if row.unparsed else None
        self._once = attrgetter(*row.once) if row.once else None
        self._known: dict[object, tuple[Level, str]] = {}

    def findings(self, document: object, listed: Listed, seen: set[object]) -> Iterator[Finding]:
        """Yield the findings of a document; counts their words, and those `seen` are left out."""
        rooted = self._row.rooted
        fetch, once, known = self._fetch, self._once, self._known
        for parents, key, items in self.walk.groups(document):
            held = [(n, field.bind(parents, key)(None)) for n, field in self._held]
            made = self._made
            if self._mixed:
                made = [*made, *((n, field.bind(parents, key)) for n, field in self._mixed)]
            only = self._only and self._only.bind(parents, key)
            hidden = self._suppressed and self._suppressed.bind(parents, key)
            broken = self._unparsed and self._unparsed.bind(parents, key)
            for item in items:
                if only and not only(item):
                    continue
                values: Any
                try:
                    values = fetch(item)
                except AttributeError:
                    values = tuple(field.bind(parents, key)(item) for field in self._fields)
                if made or held:
                    values = [*values]
                    for n, of in made:
                        values[n] = of(item)
                    for n, text in held:
                        values[n] = text
                file, line, rule, word, message = values
                serious, severity = known.get(word) or self._serious(word)
                finding = Finding(
                    serious,
                    rule=rule or "",
                    severity=severity,
                    tool=self._tool,
                    file=(file or "").lstrip("/") if rooted else file or "",
                    line=self._number(line),
                    message=short(message),
                    suppressed=hidden(item) if hidden else False,
                )
                if (broken and broken(item)) or unparsed(finding):
                    finding = msgspec.structs.replace(finding, unparsed=True, level=Level.ERROR)
                if once:
                    same = once(finding)
                    if same in seen:
                        continue
                    seen.add(same)
                listed[severity] += 1
                yield finding

    def _serious(self, raw: object) -> tuple[Level, str]:
        words = self._row.words
        word = said(raw)
        if words:
            word = words(word) if callable(words) else words.get(word, word)
        word = word or self._row.default
        found = level(self._row.levels, word), word
        if len(self._known) < _MOST_WORDS:
            self._known[raw] = found
        return found

    def _number(self, value: object) -> int:
        base = self._row.base
        if type(value) is int and base:
            return line_number(value)
        if isinstance(value, str):  # a range is its first line
            value = value.partition("-")[0] or value
        if base:
            return line_number(value)
        # 0 is the first line then; what is no line at all stays so
        text = said(value)
        return line_number(int(text) + 1) if text.isdecimal() and len(text) < 12 else 0
