"""One mapping over another, as nodes: pure, and the same in whatever order several are merged.

Keys of the top and of a rule win over those below, `min` and `max` metric by metric, and `none`
takes away what is below. `none` stays in the result, for what may come below that in turn, until
`settled` drops it. Each node keeps the mark of the file that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scorecard_action.mapping.checker import EXTENDS, IGNORED, NONE, Checker, is_none
from scorecard_action.mapping.consistency import line_of
from scorecard_action.mapping.nodes import (
    MAX_NODES,
    MAX_PROBLEMS,
    Mark,
    Node,
    Scalar,
    Series,
    Table,
)
from scorecard_action.mapping.pairing import Pairing, called, label
from scorecard_action.mapping.wording import quote, suggest

LIMITS = ("min", "max")
RULES = "rules"
MOST_KNOWN, MOST_NEAR = 2000, 10
"""Names that near ones are looked for among, and how many have theirs looked for: it is slow."""
_EITHER = (("service", "services"), ("services", "service"))
_LASTING = {RULES, "reports", "version", "rule"}
"""Keys that `none` does not take away."""

Pairs = dict[str, tuple[Node, Node]]


@dataclass
class Notes:
    """What is to be said of a merge: mistakes and doubts, each at a place."""

    problems: list[tuple[Mark, str]] = field(default_factory=list)
    warnings: list[tuple[Mark, str]] = field(default_factory=list)


def flat(root: Table, checker: Checker) -> Table:
    """A mapping as one layer: `<<` resolved, without `x-` keys and `extends`.

    `service` takes `services` below away, and the other way round.
    """
    pairs = _own(root, checker)
    pairs.pop(EXTENDS, None)
    for given, other in _EITHER:
        if given in pairs and other not in pairs and not is_none(pairs[given][1]):
            mark = pairs[given][0].mark
            pairs[other] = (Scalar(mark, other, True, mark), Scalar(mark, NONE, True, mark))
    rules = pairs.get(RULES)
    if rules and isinstance(rules[1], Series):
        items = [
            _table(item, _own(item, checker)) if isinstance(item, Table) else item
            for item in rules[1].items
        ]
        pairs[RULES] = rules[0], _series(rules[1].mark, items)
        for item in items:
            _flatten_limits(item, checker)
    return _table(root, pairs)


def merge(upper: Table, lower: Table, notes: Notes | None = None) -> Table:
    """The mapping `upper` over the mapping `lower`; both as of `flat`, or merged already."""
    notes = notes or Notes()
    over, under = _pairs(upper), _pairs(lower)
    rules = over.pop(RULES, None), under.pop(RULES, None)
    _tell_vain(over, [under], "the mapping", notes)
    pairs = {**under, **over}
    if rules[0] and rules[1]:
        pairs[RULES] = rules[0][0], _rules(rules[0][1], rules[1][1], notes)
    elif one := rules[0] or rules[1]:
        pairs[RULES] = one
        if rules[0] and isinstance(one[1], Series):
            _tell_added(one[1].items, notes)
    return _table(upper, pairs)


def over_each_other(layers: Sequence[Table], notes: Notes) -> Table:
    """All layers as one; the lowest is the first."""
    merged = Table(layers[0].mark)
    for layer in layers:
        merged = merge(layer, merged, notes)
    return merged


def settled(root: Table) -> Table:
    """The merged mapping without what was taken away."""
    pairs = _without_none(_pairs(root))
    if RULES in pairs and isinstance(series := pairs[RULES][1], Series):
        items = [
            _table(item, _without_none(_pairs(item))) if isinstance(item, Table) else item
            for item in series.items
        ]
        pairs[RULES] = pairs[RULES][0], _series(series.mark, items)
    return _table(root, pairs)


def unreported(root: Table) -> Iterator[tuple[Mark, str]]:
    """Say which rules of all layers together have no `reports`, and which may have been meant."""
    series = _pairs(root)[RULES][1] if RULES in _pairs(root) else None
    tables = (
        [item for item in series.items if isinstance(item, Table)]
        if isinstance(series, Series)
        else []
    )
    known = [label(table) for table in tables if "reports" in _pairs(table)][:MOST_KNOWN]
    bare = [table for table in tables if "reports" not in _pairs(table) and label(table)]
    for number, table in enumerate(bare[:MAX_PROBLEMS]):
        said = f"rule {quote(label(table))} has no 'reports', and no mapping below gives it any"
        near = suggest(label(table), known) if known and number < MOST_NEAR else ""
        yield table.mark, said + near


def too_large(root: Table) -> Iterator[tuple[Mark, str]]:
    """Say where the layers make more of what they share than one mapping may hold."""
    if root.size > MAX_NODES:
        said = f"more than {MAX_NODES:,} values with what it extends, aliases expanded: refused"
        yield root.mark, said


def _rules(upper: Node, lower: Node, notes: Notes) -> Node:
    if not isinstance(upper, Series) or not isinstance(lower, Series):
        return upper
    pairing = Pairing(lower.items)
    found = pairing.of(upper.items)
    for mark, message in pairing.problems:
        notes.problems.append((mark, message))
    cells: list[list[Node]] = [[item] for item in lower.items]
    for first, *others in pairing.joined:
        for other in others:
            cells[first] += cells[other]
            cells[other] = []
    added = []
    for entry, numbers in zip(upper.items, found, strict=True):
        if not numbers:
            added.append(entry)
            continue
        below = [node for number in numbers for node in cells[number] if isinstance(node, Table)]
        if isinstance(entry, Table):
            where = f"rule {quote(label(entry))}"
            _tell_vain(_pairs(entry), [_pairs(node) for node in below], where, notes)
            _tell_another_id(entry, below, where, notes)
        for number in numbers:
            cells[number].append(entry)
    _tell_added(added, notes)
    merged = [_fold(cell) for cell in cells if cell]
    return _series(upper.mark, [*merged, *added])


def _fold(entries: list[Node]) -> Node:
    first, *rest = entries
    for entry in rest:
        if isinstance(entry, Table) and isinstance(first, Table):
            under = _pairs(first)
            pairs = {**under}
            for name, (key, value) in _pairs(entry).items():
                pairs[name] = key, _value(name, value, under[name][1] if name in under else None)
            first = _table(entry, pairs)
    return first


def _value(name: str, value: Node, below: Node | None) -> Node:
    """A value over the one below it."""
    if name not in LIMITS or not isinstance(value, Table) or value.alone:
        return value
    if isinstance(below, Table):
        merged = _table(value, {**_pairs(below), **_pairs(value)})
        merged.alone = below.alone
        return merged
    if below is not None and is_none(below):
        return replace(value, alone=True)
    return value


def _own(table: Table, checker: Checker) -> Pairs:
    return {
        name: (entry.key, entry.value)
        for name, entry in checker.entries(table).items()
        if not name.startswith(IGNORED)
    }


def _flatten_limits(item: Node, checker: Checker) -> None:
    if isinstance(item, Table):
        item.pairs = [
            (key, _table(value, _own(value, checker)))
            if isinstance(key, Scalar) and key.text in LIMITS and isinstance(value, Table)
            else (key, value)
            for key, value in item.pairs
        ]


def _pairs(table: Table) -> Pairs:
    return {key.text: (key, value) for key, value in table.pairs if isinstance(key, Scalar)}


def _table(like: Table, pairs: Pairs) -> Table:
    size = 1 + sum(1 + _size(value) for _, value in pairs.values())
    return Table(like.mark, like.flow, list(pairs.values()), size, like.height, closed=True)


def _series(mark: Mark, items: list[Node]) -> Series:
    return Series(mark, items, 1 + sum(map(_size, items)), closed=True)


def _size(node: Node) -> int:
    return node.size if isinstance(node, Series | Table) else 1


def _without_none(pairs: Pairs) -> Pairs:
    return {name: pair for name, pair in pairs.items() if name in _LASTING or not is_none(pair[1])}


def _tell_added(items: Iterable[Node], notes: Notes) -> None:
    for item in items:
        if isinstance(item, Table):
            _tell_vain(_pairs(item), [], f"rule {quote(label(item))}", notes)


def _tell_vain(pairs: Pairs, below: Iterable[Pairs], where: str, notes: Notes) -> None:
    """Say where `none` takes nothing away: what it was meant for may have another name there."""
    for key, value in _nones(pairs):
        if not any(key.text in one for one in below):
            said = f"'none' for {quote(key.text)} in {where} takes nothing away"
            notes.warnings.append((value.mark, f"{said}: no mapping below says it there"))


def _nones(pairs: Mapping[str, tuple[Node, Node]]) -> Iterator[tuple[Scalar, Node]]:
    implied = {other for given, other in _EITHER if given in pairs and not is_none(pairs[given][1])}
    for name, (key, value) in pairs.items():
        if is_none(value) and name not in _LASTING | implied and isinstance(key, Scalar):
            yield key, value


def _tell_another_id(entry: Table, below: Iterable[Table], where: str, notes: Notes) -> None:
    """Say where a rule of the same name is pinned elsewhere: it may be another rule."""
    here = called(entry)
    for node in below:
        there = called(node)
        if here.id and there.id and here.id != there.id:
            line = line_of(there.id_mark, here.id_mark)
            said = f"the id {quote(here.id)} of {where} replaces {quote(there.id)} on {line}"
            advice = "if they are two rules, give this one another 'rule' or its 'scorecard'"
            notes.warnings.append((here.id_mark, f"{said}: {advice}"))
