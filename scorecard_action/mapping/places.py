"""Where the values of a mapping stand: the file and line of each key, of rules and limits too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from scorecard_action.mapping.checker import Checker
from scorecard_action.mapping.nodes import Mark, Series, Table
from scorecard_action.mapping.types import Origin

LIMITS: Final = ("min", "max")


class Places(NamedTuple):
    """The keys of the top, and for each rule where it begins and its keys."""

    top: dict[str, Origin]
    rules: list[tuple[Origin, dict[str, Origin]]]


def places(root: Table, checker: Checker) -> Places:
    """Where what the checker has walked stands."""
    entries = checker.entries(root)
    rules = entries["rules"].value if "rules" in entries else None
    tables = (
        [item for item in rules.items if isinstance(item, Table)]
        if isinstance(rules, Series)
        else []
    )
    return Places(
        {name: _origin(entry.key.mark) for name, entry in entries.items()},
        [(_origin(table.mark), dict(_keys(table, checker))) for table in tables],
    )


def _keys(table: Table, checker: Checker) -> Iterator[tuple[str, Origin]]:
    for name, (key, value) in checker.entries(table).items():
        yield name, _origin(key.mark)
        if name in LIMITS and isinstance(value, Table):
            for metric, (inner, _) in checker.entries(value).items():
                yield f"{name}.{metric}", _origin(inner.mark)


def _origin(mark: Mark) -> Origin:
    return Origin(mark.file, mark.line)
