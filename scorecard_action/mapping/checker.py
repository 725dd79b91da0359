"""Nodes against the types of `document`: one walk that gathers every mistake at its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from scorecard_action.errors import Problem
from scorecard_action.globs.globs import Glob
from scorecard_action.mapping import hints
from scorecard_action.mapping.document import AcceptEntry, Document, Limits, RuleEntry, Select
from scorecard_action.mapping.leaves import Leaf
from scorecard_action.mapping.nodes import MAX_PROBLEMS, Broken, Mark, Node, Scalar, Series, Table
from scorecard_action.mapping.scalars import Type, describe, is_null, type_of
from scorecard_action.mapping.shapes import DictOf, Field, ListOf, Shape, Words, fields_of
from scorecard_action.mapping.wording import flow, join, quote, suggest

MAX_CHOICES = 100_000
"""Paths that all patterns together may stand for, braces expanded."""
IGNORED = "x-"
"""Keys that begin so are homes for anchors."""

Checked: TypeAlias = Any
"""A value of the type that `document` gives for its place; the walk cannot name it."""

INVALID: Final[Checked] = object()
"""Stands for a value that has been reported."""

# Keys that people put into the wrong place.
_BELONGS: dict[type[msgspec.Struct], tuple[tuple[type[msgspec.Struct], str], ...]] = {
    Document: ((RuleEntry, "it belongs in an entry of 'rules'"),),
    RuleEntry: (
        (Limits, "it is a metric: write it in 'min' or 'max'"),
        (Select, "it selects evidence: write it in 'only' or 'except'"),
        (Document, "it belongs at the top of the mapping"),
    ),
    Limits: ((Select, "it selects evidence: write it in 'only' or 'except'"),),
    Select: ((Limits, "it is a metric: write it in 'min' or 'max'"),),
    AcceptEntry: ((Limits, "it is a metric: write it in 'min' or 'max'"),),
}


class Entry(NamedTuple):
    """One key of a table, merged keys included, with its value."""

    key: Scalar
    value: Node


class Said(NamedTuple):
    """How a message speaks of a value: by its key, where that stands, and a correct example."""

    key: str
    where: str
    example: str

    def __str__(self) -> str:
        return f"{quote(self.key)} in {self.where}"


class TooManyError(Exception):
    """The walk was given up: MAX_PROBLEMS have been found."""


@dataclass
class Checker:
    """One walk over one file. `problems` and `warnings` fill up while it goes."""

    file: str
    lines: Sequence[str]
    problems: dict[Problem, None]
    warnings: dict[Problem, None]

    def __post_init__(self) -> None:
        self._entries: dict[int, dict[str, Entry]] = {}
        self._choices = 0

    def say(self, mark: Mark, message: str) -> None:
        """Note a mistake; raises TooManyError when there are enough."""
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooManyError
        self.problems[Problem(self.file, mark.line, mark.column, message)] = None

    def value(self, node: Node, shapes: Sequence[Shape], said: Said) -> Checked:
        """The value of a node in one of these shapes, or INVALID after saying why."""
        if isinstance(node, Broken):
            return INVALID
        for shape in shapes:
            if isinstance(shape, ListOf) and isinstance(node, Series):
                return self._list(node, shape, said)
            if isinstance(shape, DictOf) and isinstance(node, Table):
                return self._dict(node, shape, said)
            if isinstance(shape, type) and isinstance(node, Table):
                return self.struct(node, shape, f"{quote(said.key)} of {said.where}", said)
        if isinstance(node, Scalar):
            return self._scalar(node, shapes, said)
        self.say(node.mark, self._mismatch(node, shapes, said))
        return INVALID

    def struct(
        self, table: Table, struct: type[msgspec.Struct], where: str, said: Said | None = None
    ) -> Checked:
        """The struct of a table. What is missing in it or wrong is INVALID there."""
        entries = self.entries(table, where)
        if placeholder := _placeholder(table):
            self.say(table.mark, placeholder)
            return INVALID
        fields = fields_of(struct)
        given = [name for name in entries if not name.startswith(IGNORED)]
        required = [field for field in fields.values() if field.required]
        legible = all(isinstance(key, Scalar) for key, _ in table.pairs)
        if not given and legible and not required and said:
            self.say(table.mark, f"{said} is empty: remove it, or write {said.example}")
            return INVALID
        values: dict[str, Any] = {}
        for name in given:
            if field := fields.get(name):
                values[field.attribute] = self._field(entries[name].value, field, where)
            else:
                self.say(entries[name].key.mark, _unknown(name, struct, where))
        for field in required:
            if field.name not in entries:
                values[field.attribute] = INVALID
                self.say(table.mark, f"{where} has no '{field.name}': write {_example(field)}")
        for name, value in values.items():
            if value is INVALID and not fields_by_attribute(struct)[name].required:
                values[name] = None
        return struct(**values)

    def entries(self, table: Table, where: str = "") -> dict[str, Entry]:
        """The keys of a table: explicit ones win over merged ones, earlier merges over later."""
        if id(table) in self._entries:
            return self._entries[id(table)]
        entries: dict[str, Entry] = {}
        merges: list[Node] = []
        for key, value in table.pairs:
            if isinstance(key, Broken):
                continue
            if not isinstance(key, Scalar):
                hint = _placeholder(key) if isinstance(key, Table) else None
                self.say(key.mark, hint or f"a key must be text, found {describe(key)}")
            elif key.text in entries:
                first = entries[key.text].key.mark.line
                self.say(
                    key.mark, f"duplicate key {quote(key.text)} in {where}: first on line {first}"
                )
            elif key.text == "<<" and key.plain:
                if merges:
                    self.say(key.mark, "duplicate key '<<': name several in a list, <<: [*a, *b]")
                merges += value.items if isinstance(value, Series) else [value]
            else:
                entries[key.text] = Entry(key, _at_key(key, value))
        for merged in merges:
            if isinstance(merged, Table):
                for name, entry in self.entries(merged, where).items():
                    entries.setdefault(name, entry)
            elif not isinstance(merged, Broken):
                self.say(
                    merged.mark,
                    f"'<<' merges mappings, found {describe(merged)}: write for example <<: *name",
                )
        self._entries[id(table)] = entries
        return entries

    def _field(self, node: Node, field: Field, where: str) -> Checked:
        said = Said(field.name, where, _example(field))
        if field.name == "rules" and isinstance(node, Series):
            # The one list whose items have names of their own.
            return self._rules(node, said)
        return self.value(node, field.shapes, said)

    def _rules(self, series: Series, said: Said) -> Checked:
        if not series.items:
            return self._empty(series, said)
        rules = []
        for number, node in enumerate(series.items, 1):
            if isinstance(node, Table):
                rules.append(self.struct(node, RuleEntry, self.rule_name(node, number)))
            else:
                rules.append(self.value(node, (RuleEntry,), said))
        return rules

    def rule_name(self, table: Table, number: int) -> str:
        """What to call an entry of `rules`. Merged keys do not count: they are not its own."""
        own = {key.text: value for key, value in table.pairs if isinstance(key, Scalar)}
        for name in RuleEntry.called_by:
            node = own.get(name)
            if isinstance(node, Scalar) and node.text.strip():
                return f"rule {quote(node.text)}"
        return f"rule {number}"

    def _list(self, series: Series, shape: ListOf, said: Said) -> Checked:
        if not series.items:
            return self._empty(series, said)
        return [self.value(item, shape.item, said) for item in series.items]

    def _empty(self, series: Series, said: Said) -> Checked:
        self.say(series.mark, f"{said} is an empty list: remove it, or write {said.example}")
        return INVALID

    def _dict(self, table: Table, shape: DictOf, said: Said) -> Checked:
        entries = self.entries(table, str(said))
        if not entries and not self._broken(table):
            self.say(table.mark, f"{said} is empty: remove it, or write {said.example}")
        values = {}
        for key, node in entries.values():
            if table.flow and is_null(node) and ":" in key.text:
                name, _, folder = key.text.partition(":")
                self.say(
                    key.mark,
                    f"{said}: a blank is needed after the colon, {quote(f'{name}: {folder}')}",
                )
                continue
            name = self._leaf(key, shape.key, said)
            values[name] = self.value(node, (shape.value,), Said(key.text, str(said), said.example))
        return values

    def _broken(self, table: Table) -> bool:
        return any(isinstance(part, Broken) for pair in table.pairs for part in pair)

    def _scalar(self, node: Scalar, shapes: Sequence[Shape], said: Said) -> Checked:
        words = [shape for shape in shapes if isinstance(shape, Words)]
        for shape in words:
            for value in shape.values:
                expected = Type.INT if isinstance(value, int) else Type.TEXT
                if node.text == str(value) and type_of(node) is expected:
                    return value if shape.type in {str, int} else shape.type(value)
        leaf = next((shape for shape in shapes if isinstance(shape, Leaf)), None)
        if leaf:
            return self._leaf(node, leaf, said)
        if words and len(words) == len(shapes):
            message = _not_a_word(node, [v for shape in words for v in shape.values], said)
        else:
            message = self._mismatch(node, shapes, said)
        self.say(node.mark, message)
        return INVALID

    def _leaf(self, node: Scalar, leaf: Leaf, said: Said) -> Checked:
        cut = node.plain and hints.cut_by_comment(self.lines[node.end.line - 1], node.end.column)
        if cut:
            message = (
                f"{said} ends before ' {cut}', a comment: quote the value if that is part of it"
            )
            self.warnings[Problem(self.file, *node.mark, message)] = None
        try:
            value = leaf.read(node)
            if isinstance(value, Glob):
                self._count_choices(node, len(value.alternatives))
            return value
        except ValueError as error:
            message = f"{said}: {error}"
            if str(error).startswith("expected"):
                message += f"; for example {said.example}"
            self.say(node.mark, message)
            return INVALID

    def _count_choices(self, node: Scalar, choices: int) -> None:
        self._choices += choices
        if self._choices > MAX_CHOICES:
            self.say(
                node.mark,
                f"the patterns up to here stand for more than {MAX_CHOICES:,} paths, "
                "braces expanded: use fewer braces",
            )
            raise TooManyError

    def _mismatch(self, node: Node, shapes: Sequence[Shape], said: Said) -> str:
        hint = _placeholder(node) if isinstance(node, Table) else None
        if hint:
            return hint
        expected = join(dict.fromkeys(_expected(shape) for shape in shapes))
        return f"{said}: expected {expected}, found {describe(node)}; for example {said.example}"


def fields_by_attribute(struct: type[msgspec.Struct]) -> dict[str, Field]:
    """The fields of a struct by their name in Python."""
    return {field.attribute: field for field in fields_of(struct).values()}


def _unknown(name: str, struct: type[msgspec.Struct], where: str) -> str:
    noun = getattr(struct, "noun", "key")
    message = f"unknown {noun} {quote(name)} in {where}"
    for other, place in _BELONGS.get(struct, ()):
        if name in fields_of(other):
            return f"{message} - {place}"
    before, colon, after = name.partition(":")
    if colon and before in fields_of(struct):
        return f"{message} - a blank is needed after the colon, {quote(f'{before}: {after}')}"
    return message + suggest(name, fields_of(struct))


def _at_key(key: Scalar, value: Node) -> Node:
    """A value that is not there has the place of what comes next; its key's is of more use."""
    if isinstance(value, Scalar) and value.plain and not value.text:
        return replace(value, mark=key.mark)
    return value


def _not_a_word(node: Scalar, words: list[str | int], said: Said) -> str:
    if str(said) == "'version' in the mapping" and type_of(node) in {Type.INT, Type.FLOAT}:
        return f"unknown version {node.text}: this program reads version 1"
    message = f"{said}: expected {join(map(_word, words))}, found {describe(node)}"
    if type_of(node) is Type.TEXT and node.text in map(str, words):
        return f"{message}: remove the quotes"
    return message


def _word(word: str | int) -> str:
    return quote(word) if isinstance(word, str) else str(word)


def _expected(shape: Shape) -> str:
    if isinstance(shape, Leaf):
        return shape.expected
    if isinstance(shape, Words):
        return join(map(_word, shape.values))
    return "a list" if isinstance(shape, ListOf) else "a mapping"


def _example(field: Field) -> str:
    return f"{field.name}: {flow(field.examples[0])}"


def _placeholder(table: Table) -> str | None:
    """What to say of `{service}` without quotes."""
    if not table.flow or len(table.pairs) != 1:
        return None
    key, value = table.pairs[0]
    while isinstance(key, Table) and len(key.pairs) == 1:
        key, value = key.pairs[0]
    if isinstance(key, Scalar) and key.text in {"service", "folder"} and is_null(value):
        return (
            f"'{{{key.text}}}' without quotes is a mapping in YAML: put the whole value in quotes"
        )
    return None


def another_tool(entries: dict[str, Entry]) -> Mark | None:
    """The place of a key of OpenSSF Scorecard's own scorecard.yml, where there is none of ours."""
    if {"version", "rules"} & entries.keys():
        return None
    names = (name for name in ("annotations", "checks") if name in entries)
    return next((entries[name].key.mark for name in names), None)
