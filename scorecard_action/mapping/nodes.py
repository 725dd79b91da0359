"""A mapping file as nodes with their places: YAML 1.2, composed and never constructed.

ruamel.yaml parses; its events are composed here, and not by its own composer, so that an alias
keeps its place, a tag is seen as written, and a file that grows by its aliases is refused by
adding up sizes, before anything is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from scorecard_action.errors import MappingError, Problem
from scorecard_action.mapping import hints, source
from scorecard_action.mapping.wording import quote

if TYPE_CHECKING:
    from ruamel.yaml.error import StreamMark
    from ruamel.yaml.events import AliasEvent, CollectionStartEvent, NodeEvent, ScalarEvent

MAX_NODES = 200_000
"""Nodes of a mapping, those that its aliases repeat counted again."""
MAX_DEPTH = 50
MAX_PROBLEMS = 1000
"""Where the gathering of mistakes ends."""


_BEYOND_UNICODE = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")


class Mark(NamedTuple):
    """A place in a file, counted from 1. `file` is what messages call it."""

    line: int
    column: int
    file: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """One value. `plain` is False for quoted and block text, which is text whatever it says."""

    mark: Mark
    text: str
    plain: bool
    end: Mark


@dataclass(slots=True, eq=False)
class Series:
    """A list of nodes, with what it weighs when its aliases are expanded."""

    mark: Mark
    items: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1
    closed: bool = False


@dataclass(slots=True, eq=False)
class Table:
    """Key and value pairs, as they stand in the file: repeated and merged keys included.

    `alone` keeps what a mapping below says out of it: `none` stood between (see `layers`).
    """

    mark: Mark
    flow: bool = False
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    size: int = 1
    height: int = 1
    closed: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Broken:
    """A value that has been reported already."""

    mark: Mark


Node = Scalar | Series | Table | Broken

# What is being read, with what hangs on it so far.
_Open = tuple[Series | Table, list[Node]]


def compose(text: str, file: str, most: int = MAX_NODES) -> tuple[Node, list[Problem]]:
    """The one document of `text`, and the problems that did not stop the reading.

    `most` is how many of MAX_NODES the files before it have left.

    Raises MappingError where the text is not YAML, empty, several documents, too deep or too large.
    """
    composer = _Composer(text, file, most)
    try:
        return composer.document(), composer.problems
    except _Stop as stop:
        raise MappingError([*composer.problems, stop.problem]) from None


class _Stop(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class _Composer:
    def __init__(self, text: str, file: str, most: int) -> None:
        self.lines = source.split_lines(text)
        self.file = file
        self.most = most
        self.problems: list[Problem] = []
        self.anchors: dict[str, Node] = {}
        self.events = self._events(text)
        self.count = 0

    def problem(self, mark: Mark, message: str) -> Problem:
        return Problem(self.file, mark.line, mark.column, message)

    def document(self) -> Node:
        self._directives()
        kind, event = next(self.events)
        if kind == "StreamEnd":
            what = "only comments" if any(map(str.strip, self.lines)) else "nothing"
            raise _Stop(
                self.problem(
                    Mark(1, 1), f"the mapping holds {what}: it needs 'version: 1' and 'rules:'"
                )
            )
        node = self._collect()
        kind, event = next(self.events)
        if kind != "StreamEnd":
            raise _Stop(
                self.problem(
                    self._mark(event.start_mark),
                    "a second document begins here: a mapping is one document, remove the '---'",
                )
            )
        return node

    def _directives(self) -> None:
        for number, line in enumerate(self.lines, 1):
            if line.startswith("%"):
                if line.split("#")[0].split() != ["%YAML", "1.2"]:
                    message = f"directive {quote(line.strip())}: only '%YAML 1.2' is understood"
                    raise _Stop(self.problem(Mark(number, 1), message))
            elif line.strip() and not line.lstrip().startswith("#"):
                return

    def _events(self, text: str) -> Iterator[tuple[str, Any]]:
        """Name and event each, without the stream's start; parsing errors become _Stop."""
        from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import, and only needed here
        from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

        parser = YAML(typ="safe", pure=True)
        place = Mark(1, 1)
        try:
            for event in parser.parse(text):
                place = self._mark(event.end_mark)
                kind = type(event).__name__.removesuffix("Event")
                if kind != "StreamStart":
                    yield kind, event
        except MarkedYAMLError as error:
            at = error.problem_mark or error.context_mark
            mark = self._mark(at) if at else place
            opened = self._mark(error.context_mark) if error.context_mark else mark
            where, message = hints.syntax(self.lines, str(error.problem), mark[:2], opened[:2])
            if any(problem.line == where[0] for problem in self.problems):
                # What was said of this line already is the cause.
                raise _Stop(self.problems[-1]) from None
            raise _Stop(self.problem(Mark(*where), message)) from None
        except (YAMLError, ValueError, OverflowError, AssertionError, IndexError) as error:
            # ruamel.yaml hands an escape to chr() whatever it says.
            if found := _BEYOND_UNICODE.search(text):
                place = Mark(*source.place(text, found.start()))
                raise _Stop(self.problem(place, f"no such character: {quote(found[0])}")) from error
            raise _Stop(self.problem(place, f"not YAML after this place: {error}")) from error

    def _collect(self) -> Node:
        """The nodes of one document. No recursion: the depth is the length of a list."""
        open_nodes: list[_Open] = []
        root: Node = Broken(Mark(1, 1, self.file))
        for kind, event in self.events:
            if kind in {"SequenceStart", "MappingStart"}:
                self._open(kind, event, open_nodes)
            elif kind == "DocumentEnd":
                return root
            elif kind != "DocumentStart":
                node = self._node(kind, event, open_nodes)
                if open_nodes:
                    self._hang(open_nodes, node, self._mark(event.start_mark))
                else:
                    root = node
        return root

    def _open(self, kind: str, event: CollectionStartEvent, open_nodes: list[_Open]) -> None:
        mark = self._tagged(event)
        parent: Series | Table = (
            Series(mark) if kind == "SequenceStart" else Table(mark, bool(event.flow_style))
        )
        self._name(event, parent)
        open_nodes.append((parent, []))
        if len(open_nodes) > MAX_DEPTH:
            raise _Stop(self.problem(mark, f"nested deeper than {MAX_DEPTH}: refused"))

    def _node(self, kind: str, event: Any, open_nodes: list[_Open]) -> Node:  # noqa: ANN401
        if kind == "Alias":
            return self._alias(event)
        if kind == "Scalar":
            mark = self._tagged(event)
            node = Scalar(mark, event.value, not event.style, self._mark(event.end_mark))
            self._name(event, node)
            return node if event.ctag is None else Broken(mark)
        parent, children = open_nodes.pop()
        parent.closed = True
        if isinstance(parent, Series):
            parent.items = children
        else:
            parent.pairs = list(zip(children[::2], children[1::2], strict=True))
        return parent

    def _hang(self, open_nodes: list[_Open], node: Node, mark: Mark) -> None:
        parent, children = open_nodes[-1]
        children.append(node)
        size, height = (node.size, node.height) if isinstance(node, Series | Table) else (1, 1)
        parent.size += size
        parent.height = max(parent.height, height + 1)
        self.count += 1
        if len(self.problems) > MAX_PROBLEMS:
            raise _Stop(
                self.problem(mark, f"more than {MAX_PROBLEMS:,} mistakes: the rest is not shown")
            )
        if max(parent.size, self.count) > self.most:
            raise _Stop(
                self.problem(mark, f"more than {MAX_NODES:,} values, aliases expanded: refused")
            )
        if len(open_nodes) + height > MAX_DEPTH + 1:
            raise _Stop(self.problem(mark, f"nested deeper than {MAX_DEPTH}: refused"))

    def _alias(self, event: AliasEvent) -> Node:
        mark = self._mark(event.start_mark)
        target = self.anchors.get(event.anchor)
        if target is None:
            self.problems.append(self.problem(mark, hints.alias(self.lines, mark[:2])))
            return Broken(mark)
        if isinstance(target, Series | Table) and not target.closed:
            name = quote("*" + event.anchor)
            self.problems.append(
                self.problem(mark, f"{name} stands inside what it names: it would hold itself")
            )
            return Broken(mark)
        return target

    def _tagged(self, event: ScalarEvent | CollectionStartEvent) -> Mark:
        mark = self._mark(event.start_mark)
        if event.ctag is not None:
            tag = str(event.ctag).replace("tag:yaml.org,2002:", "!!")
            message = (
                f"YAML tag {quote(tag)}: not used here, put text that begins with '!' in quotes"
            )
            self.problems.append(self.problem(mark, message))
        return mark

    def _name(self, event: NodeEvent, node: Node) -> None:
        if event.anchor is not None:
            self.anchors[event.anchor] = node

    def _mark(self, mark: StreamMark) -> Mark:
        return Mark(mark.line + 1, mark.column + 1, self.file)
