"""The mapping file read: text to nodes, nodes to the document, the document to a Mapping."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from scorecard_action.errors import MappingError, Problem
from scorecard_action.mapping import consistency
from scorecard_action.mapping.checker import EXTENDS, Checker, TooManyError, another_tool
from scorecard_action.mapping.convert import convert
from scorecard_action.mapping.document import Document
from scorecard_action.mapping.extends import ANOTHER_TOOL, DOUBT, EXPECTED, HIDDEN, Stack, Top
from scorecard_action.mapping.layers import Notes, over_each_other, settled, too_large, unreported
from scorecard_action.mapping.nodes import MAX_PROBLEMS, Broken, Table, compose
from scorecard_action.mapping.places import places
from scorecard_action.mapping.scalars import describe
from scorecard_action.mapping.source import (
    decode,
    find_mapping,
    read_bytes,
    refuse_large,
    split_lines,
)
from scorecard_action.mapping.types import Mapping

__all__ = ["Below", "find_mapping", "load", "loads"]


class _Formats(NamedTuple):
    known: Collection[str] | None
    may_be_empty: Collection[str] | None


class Below(NamedTuple):
    """What may lie below a mapping: the files that an option names, the lowest first, and the
    workspace, which those that the mapping names lie in.
    """

    extends: Sequence[str] = ()
    workspace: Callable[[], str] = os.getcwd


def load(
    path: Path,
    shown: str | None = None,
    *,
    formats: Collection[str] | None = None,
    below: Below | None = None,
) -> Mapping:
    """The mapping of a file, which messages call `shown`, over those that it extends.

    Raises MappingError with all that is wrong in it, and UsageError where it cannot be read.
    """
    shown = shown or str(path)
    content = read_bytes(path, shown)
    return loads(content, shown, formats=formats, path=str(path), below=below)


def loads(
    content: str | bytes,
    file: str,
    *,
    formats: Collection[str] | None = None,
    empty_formats: Collection[str] | None = None,
    path: str | None = None,
    below: Below | None = None,
) -> Mapping:
    """The mapping in `content`, which messages call `file`.

    `formats` are the names that `format` may have, `empty_formats` those of tools that write
    nothing when they find nothing; by default those that can be read. `path` is where the content
    is from, else `file`: what it extends is found from there. Raises MappingError with all that is
    wrong, each at its line and column, and UsageError where what `below` names cannot be read.
    """
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    refuse_large(len(data), file)
    text = decode(data, file)
    root, problems = compose(text, file)
    lines = {file: split_lines(text)}
    checker = Checker(file, lines, dict.fromkeys(problems), {})
    known = _Formats(formats, empty_formats)
    try:
        if not isinstance(root, Table):
            if not isinstance(root, Broken):
                checker.say(root.mark, f"{EXPECTED}, found {describe(root)}")
            raise MappingError(list(checker.problems))
        if mark := another_tool(checker.entries(root, "the mapping")):
            checker.say(mark, f"{ANOTHER_TOOL}: name the mapping of Datadog rules with --mapping")
            raise MappingError(list(checker.problems))
        below = below or Below()
        if below.extends or EXTENDS in checker.entries(root):
            stack = Stack(below.workspace(), problems=dict.fromkeys(problems))
            top = Top(root, text, path or file, file)
            return _stacked(stack, top, below.extends, known)
        document = _document(root, checker, known)
    except TooManyError:
        raise MappingError(_cut(checker.problems, file)) from None
    if checker.problems:
        raise MappingError(list(checker.problems))
    return convert(document, file, places(root, checker), tuple(checker.warnings))


def _stacked(stack: Stack, top: Top, extends: Sequence[str], formats: _Formats) -> Mapping:
    """The mapping that several make together."""
    notes, file = Notes(), top.shown
    checker = Checker(file, stack.lines, {}, stack.warnings)
    try:
        stack.add(top, extends)
        if not stack.complete:
            raise MappingError(_told(stack, stack.problems))
        root = settled(over_each_other(stack.layers, notes))
        for found in (notes.problems, too_large(root), unreported(root)):
            problems = [checker.problem(mark, said) for mark, said in found]
            stack.problems |= dict.fromkeys(_new(problems, stack.problems))
        for mark, message in notes.warnings:
            checker.warn(mark, message)
        document = _document(root, checker, formats)
    except TooManyError:
        raise MappingError(
            _cut(_told(stack, [*stack.problems, *_new(checker.problems, stack.problems)]), file)
        ) from None
    later = _new(checker.problems, stack.problems)
    if stack.problems or later:
        raise MappingError(_told(stack, [*stack.problems, *later]))
    warnings = tuple(dict.fromkeys(stack.hide(one, DOUBT) for one in stack.warnings))
    lower = tuple(stack.lower.values())
    return convert(document, file, places(root, checker), warnings, lower)


def _new(problems: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """Those of other places: what was said of a place already is the cause of what is said now."""
    places_before = {problem[:3] for problem in before}
    return [problem for problem in problems if problem[:3] not in places_before]


def _told(stack: Stack, problems: Iterable[Problem]) -> list[Problem]:
    return [stack.hide(problem, HIDDEN) for problem in problems]


def _cut(problems: Collection[Problem], file: str) -> list[Problem]:
    """Many mistakes, with one that says where they end."""
    if len(problems) < MAX_PROBLEMS:
        return list(problems)
    last = Problem(file, 0, 0, f"more than {MAX_PROBLEMS:,} mistakes: the rest is not shown")
    return [*problems, last]


def _document(root: Table, checker: Checker, formats: _Formats) -> Document:
    document: Document = checker.struct(root, Document, "the mapping")
    if isinstance(document, Document):
        known, may_be_empty = _known(formats)
        consistency.check(document, root, checker, known, may_be_empty)
    return document


def _known(formats: _Formats) -> tuple[Collection[str], Collection[str]]:
    known, may_be_empty = formats
    if known is None or may_be_empty is None:
        # Every reader is behind this table: imported only where its names are needed.
        from scorecard_action.reports.formats import FORMATS  # noqa: PLC0415

        known = FORMATS if known is None else known
        if may_be_empty is None:
            may_be_empty = {name for name, format_ in FORMATS.items() if format_.empty_clean}
    return known, may_be_empty
