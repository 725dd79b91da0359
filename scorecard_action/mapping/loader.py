"""The mapping file read: text to nodes, nodes to the document, the document to a Mapping."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from scorecard_action.errors import MappingError, Problem
from scorecard_action.mapping import consistency
from scorecard_action.mapping.checker import Checker, TooManyError, another_tool
from scorecard_action.mapping.convert import convert
from scorecard_action.mapping.document import Document
from scorecard_action.mapping.nodes import MAX_PROBLEMS, Broken, Series, Table, compose
from scorecard_action.mapping.scalars import describe
from scorecard_action.mapping.source import (
    decode,
    find_mapping,
    read_bytes,
    refuse_large,
    split_lines,
)
from scorecard_action.mapping.types import Mapping

__all__ = ["find_mapping", "load", "loads"]


class _Formats(NamedTuple):
    known: Collection[str]
    may_be_empty: Collection[str]


def load(
    path: Path, shown: str | None = None, *, formats: Collection[str] | None = None
) -> Mapping:
    """The mapping of a file, which messages call `shown`.

    Raises MappingError with all that is wrong in it, and UsageError where it cannot be read.
    """
    shown = shown or str(path)
    return loads(read_bytes(path, shown), shown, formats=formats)


def loads(
    content: str | bytes,
    file: str,
    *,
    formats: Collection[str] | None = None,
    empty_formats: Collection[str] | None = None,
) -> Mapping:
    """The mapping in `content`, which messages call `file`.

    `formats` are the names that `format` may have, `empty_formats` those of tools that write
    nothing when they find nothing; by default those that can be read. Raises MappingError with all
    that is wrong, each at its line and column.
    """
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    refuse_large(len(data), file)
    text = decode(data, file)
    root, problems = compose(text, file)
    checker = Checker(file, split_lines(text), dict.fromkeys(problems), {})
    try:
        if not isinstance(root, Table):
            if not isinstance(root, Broken):
                expected = "expected a mapping with 'version: 1' and 'rules:'"
                checker.say(root.mark, f"{expected}, found {describe(root)}")
            raise MappingError(list(checker.problems))
        document = _document(root, checker, _formats(formats, empty_formats))
    except TooManyError:
        if len(checker.problems) < MAX_PROBLEMS:
            raise MappingError(list(checker.problems)) from None
        last = Problem(file, 0, 0, f"more than {MAX_PROBLEMS:,} mistakes: the rest is not shown")
        raise MappingError([*checker.problems, last]) from None
    if checker.problems:
        raise MappingError(list(checker.problems))
    rules = checker.entries(root)["rules"].value
    lines = [node.mark.line for node in rules.items] if isinstance(rules, Series) else []
    return convert(document, file, lines, tuple(checker.warnings))


def _document(root: Table, checker: Checker, formats: _Formats) -> Document:
    if mark := another_tool(checker.entries(root, "the mapping")):
        checker.say(
            mark,
            "this is a configuration of OpenSSF Scorecard, another tool: "
            "name the mapping of Datadog rules with --mapping",
        )
        raise MappingError(list(checker.problems))
    document: Document = checker.struct(root, Document, "the mapping")
    if isinstance(document, Document):
        consistency.check(document, root, checker, formats.known, formats.may_be_empty)
    return document


def _formats(known: Collection[str] | None, may_be_empty: Collection[str] | None) -> _Formats:
    if known is None or may_be_empty is None:
        # Every reader is behind this table: imported only where its names are needed.
        from scorecard_action.reports.formats import FORMATS  # noqa: PLC0415

        known = FORMATS if known is None else known
        if may_be_empty is None:
            may_be_empty = {name for name, format_ in FORMATS.items() if format_.empty_clean}
    return _Formats(known, may_be_empty)
