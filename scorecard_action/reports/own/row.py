"""What a tool writes for itself, how it is recognised, and what to let it write instead."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from scorecard_action.reports.head import Head

Mark = tuple[str, ...]
"""What must be seen at the beginning of a file, all of it.

`("{", "queries[].query_id", "kind=PolicyReport")`: keys of a JSON object, or of the objects of JSON
lines, as `JsonHead` writes their paths, and the value of one; `*` is any name. `("[", "RuleID")`:
those of the objects of an array. `("<", "Site", "Testing", "@xmlns=check")`: the root element, its
children, and an attribute that holds so much. `("~", r"…")`: a pattern somewhere in the text.
"""


class Own(NamedTuple):
    """One tool: how its own output is recognised, and the line that makes it write a known report.

    `line` is "" where the tool has no format that is read: `note` says what there is to say then.
    `writes` is the name of the format that the line makes. Without `marks` it is not recognised,
    since its own output is read, or looks like others'. `prose` says that the line is no command.
    """

    tool: str
    line: str
    writes: str = ""
    marks: tuple[Mark, ...] = ()
    note: str = ""
    prose: bool = False

    @property
    def said(self) -> str:
        """The line as Markdown: words in `prose`, else a command."""
        return self.line if self.prose or not self.line else f"`{self.line}`"

    def matches(self, head: Head) -> bool:
        """Say whether a file that begins so is the tool's own output."""
        return any(_matches(mark, head) for mark in self.marks)


def _matches(mark: Mark, head: Head) -> bool:
    kind, *wanted = mark
    if kind == "~":
        return re.search(wanted[0], head.text, re.MULTILINE) is not None
    if kind == "<":
        return (
            head.xml is not None
            and head.xml.root == wanted[0]
            and all(_in_xml(one, head.xml.attributes, head.xml.children) for one in wanted[1:])
        )
    if head.json is None or head.json.root != kind or head.json.prefix.strip():
        return False
    below = "[]." if kind == "[" else ""
    return all(_in_json(below + one, head.json.paths, head.json.values) for one in wanted)


def _in_xml(wanted: str, attributes: dict[str, str], children: Set[str]) -> bool:
    if not wanted.startswith("@"):
        return wanted in children
    name, _, part = wanted[1:].partition("=")
    return name in attributes and part in attributes[name]


def _in_json(wanted: str, paths: Set[str], values: dict[str, str]) -> bool:
    path, equals, value = wanted.partition("=")
    if equals:
        return values.get(path) == value
    if "*" in path:
        pattern = _pattern(path)
        return any(map(pattern.fullmatch, paths))
    return path in paths


@lru_cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, path.split("*"))), re.DOTALL)
