"""Many globs walked at once, a segment at a time: the cost of a name depends on the patterns that
can still match at its folder, not on how many there are.

The segments of all globs make one tree with the same beginnings shared. A frontier is the set of
its nodes that a folder has reached; a step tells which nodes a name in that folder reaches, apart
for names given literally and for wildcards, since only the former follow links.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from scorecard_action.globs.segments import DEEP, Part, Segment

_FEW = 8


class Node:
    """A place in the tree: what may come next, and the labels of the globs that end here."""

    __slots__ = ("deep", "index", "labels", "literal", "loops", "number", "wild")

    def __init__(self, number: int, *, loops: bool = False) -> None:
        self.number = number
        self.loops = loops
        self.literal: dict[str, Node] = {}
        self.wild: dict[Segment, Node] = {}
        self.deep: Node | None = None
        self.labels: list[int] = []
        self.index: _Index | None = None


class Frontier:
    """The nodes that a folder has reached; one object for each set of them."""

    __slots__ = ("names_only", "nodes")

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.nodes = nodes
        self.names_only = not any(node.loops or node.wild for node in nodes)
        """Whether only names given literally can match."""

    @property
    def ends(self) -> bool:
        """Whether nothing below the folder can match."""
        return self.names_only and not any(node.literal for node in self.nodes)

    def names(self) -> set[str]:
        """The names given literally."""
        return {name for node in self.nodes for name in node.literal}

    def step(self, name: str) -> tuple[list[Node], list[Node]]:
        """The nodes that a name in the folder reaches: literally, and by wildcards."""
        named: list[Node] = []
        wild: list[Node] = []
        for node in self.nodes:
            if (found := node.literal.get(name)) is not None:
                named.append(found)
            if node.loops:
                wild.append(node)
            if node.wild:
                if node.index is None:
                    node.index = _Index(node.wild)
                wild += node.index.match(name)
        return named, wild

    def labels_below(self) -> set[int]:
        """The labels of all globs that can still match below the folder."""
        nodes: list[Node] = list(self.nodes)
        labels: set[int] = set()
        for node in nodes:  # grows while it is read
            nodes += _next(node)
            if node.loops or node not in self.nodes:
                labels.update(node.labels)
        return labels


class Trie:
    """Globs by label. All are added before the first frontier is asked for."""

    def __init__(self) -> None:
        self._count = 0
        self.top = self._node()
        """Where relative globs start."""
        self.root = self._node()
        """Where absolute globs start."""
        self._frontiers: dict[tuple[int, ...], Frontier] = {}

    def add(self, label: int, segments: Iterable[Segment], *, absolute: bool = False) -> None:
        """Adds one expansion of a glob; a label may have several."""
        node = self.root if absolute else self.top
        for segment in segments:
            if segment == DEEP:
                if node.deep is None:
                    node.deep = self._node(loops=True)
                node = node.deep
            elif segment.literal is not None:
                if segment.literal not in node.literal:
                    node.literal[segment.literal] = self._node()
                node = node.literal[segment.literal]
            else:
                if segment not in node.wild:
                    node.wild[segment] = self._node()
                node = node.wild[segment]
        if label not in node.labels[-1:]:
            node.labels.append(label)

    def frontier(self, nodes: Iterable[Node]) -> Frontier:
        """The frontier of a folder that has reached these nodes."""
        reached: dict[int, Node] = {}
        for node in nodes:
            reached[node.number] = node
            if node.deep is not None:
                reached[node.deep.number] = node.deep
        key = tuple(sorted(reached))
        if key not in self._frontiers:
            self._frontiers[key] = Frontier(tuple(reached[number] for number in key))
        return self._frontiers[key]

    def _node(self, *, loops: bool = False) -> Node:
        self._count += 1
        return Node(self._count - 1, loops=loops)


class _Index:
    """The wildcard segments of one node: only those whose rarest run a name holds are tried."""

    def __init__(self, wild: dict[Segment, Node]) -> None:
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._always: list[tuple[Segment, Node]] = []
        self._by_part: dict[tuple[str, int], dict[str, list[tuple[Segment, Node]]]] = {}
        shared = Counter(part for segment in wild for part in set(segment.parts))
        for segment, node in wild.items():
            if len(wild) <= _FEW or not segment.parts:
                self._always.append((segment, node))
            else:
                part: Part = min(segment.parts, key=shared.__getitem__)
                runs = self._by_part.setdefault((part.where, len(part.run)), {})
                runs.setdefault(part.run, []).append((segment, node))

    def match(self, name: str) -> list[Node]:
        """The nodes whose segment matches the name."""
        found = [node for segment, node in self._always if self._test(segment, name)]
        for (where, size), runs in self._by_part.items():
            for run in _runs(name, where, size):
                found += [node for segment, node in runs.get(run, ()) if self._test(segment, name)]
        return found

    def _test(self, segment: Segment, name: str) -> bool:
        # Most of many segments are never asked for, and reading an expression takes its time.
        if segment.regex not in self._compiled:
            self._compiled[segment.regex] = re.compile(rf"{segment.regex}\Z")
        return self._compiled[segment.regex].match(name) is not None


def _runs(name: str, where: str, size: int) -> Iterable[str]:
    if where == "start":
        return (name[:size],)
    if where == "end":
        return (name[-size:],)
    return {name[at : at + size] for at in range(len(name) - size + 1)}


def _next(node: Node) -> Iterator[Node]:
    yield from node.literal.values()
    yield from node.wild.values()
    if node.deep is not None:
        yield node.deep
