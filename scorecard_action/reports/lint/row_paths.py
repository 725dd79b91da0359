"""Paths into a JSON report, and the msgspec structures that hold what they name and no more.

`a.b` is a member of a member, `.` the value itself, `a[0]` the first element of an array,
`a[kind=Primary]` the first whose `kind` is that, `a{key}` what an object whose values are all of
one kind has under that key. Where findings are listed, `a[]` is each element of an array, `a{}`
each value of an object (PHP writes an empty one as `[]`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum
from operator import attrgetter
from types import GenericAlias
from typing import Any, Final

from msgspec import UNSET, UnsetType, defstruct

from scorecard_action.reports.lint.documents import Number, Partial

Get = Callable[[Any], Any]

_SEGMENT: Final = re.compile(r"([^.\[\]{}]++)|\[(\d+)\]|\[([^\[\]=]+)=([^\[\]]*)\]|\{([^{}]*)\}")


class Leaf(Enum):
    """How a value is read: a string, a number of a line, or, where neither is asked for, whatever
    stands there.
    """

    TEXT = "text"
    NUMBER = "number"
    ANY = "any"


class _Some(Partial):
    """An object of which nothing is read."""


_ANY: Final = bool | int | float | str | _Some | None


class Shape:
    """What is read at one place: leaves, members, elements of an array or values of an object."""

    def __init__(self) -> None:
        self.leaves: set[Leaf] = set()
        self.parts: dict[str, Shape] = {}
        self.each: Shape | None = None
        self.keyed = False
        self.required = False
        self.unset = False

    def part(self, name: str) -> Shape:
        """The shape of a member."""
        return self.member(name)[0]

    def member(self, name: str) -> tuple[Shape, Get]:
        """The shape of a member, and what gives its value."""
        child = self.parts.setdefault(name, Shape())
        return child, _member(f"f{list(self.parts).index(name)}")

    def element(self, *, keyed: bool = False) -> Shape:
        """The shape of what the array, or the object by keys, holds."""
        self.each = self.each or Shape()
        self.keyed |= keyed
        return self.each

    def get(self, path: str, leaf: Leaf) -> Get:
        """Register a path and return what follows it; what is not there is None."""
        shape: Shape = self
        steps: list[Get] = []
        for name, index, key, value, member in _SEGMENT.findall(path):
            if name:
                shape, step = shape.member(name)
                steps.append(step)
            elif member:
                shape = shape.element(keyed=True)
                steps.append(_under(member))
            else:
                shape = shape.element()
                steps.append(_where(shape.get(key, Leaf.ANY), value) if key else _at(int(index)))
        shape.leaves.add(leaf)
        follow = along(steps)
        if not (attributes := self.attributes(path)):
            return follow
        fetch = attrgetter(attributes)

        def quick(value: object) -> object:
            try:
                return fetch(value)
            except AttributeError:  # something on the way is not there
                return follow(value)

        return quick

    def attributes(self, path: str) -> str:
        """The attributes that a path of members leads through, of a registered one; "" of others.

        What a report leaves out of them raises AttributeError.
        """
        names: list[str] = []
        shape = self
        for name in path.split("."):
            if name not in shape.parts:
                return ""
            names.append(f"f{list(shape.parts).index(name)}")
            shape = shape.parts[name]
        return ".".join(names)

    def decoded(self) -> Any:  # noqa: ANN401 - a type made at run time
        """The msgspec type of this place."""
        kinds: list[Any] = []
        loose = self.leaves == {Leaf.ANY}
        if loose:
            kinds = [bool, int, float, str]
        elif self.leaves:
            kinds = [Number if Leaf.NUMBER in self.leaves else str]
        if self.parts:
            kinds.append(self._struct())
        elif loose and not self.keyed:
            kinds.append(_Some)
        if self.each:
            held = self.each.decoded()
            kinds.append(GenericAlias(list, (held,)))
            if self.keyed:
                kinds.append(GenericAlias(dict, (str, held)))
        elif loose:
            kinds.append(list[Any])
        together: Any = kinds[0] if kinds else _ANY
        for kind in kinds[1:]:
            together |= kind
        return together

    def _struct(self) -> type:
        fields: list[Any] = []
        for number, part in enumerate(self.parts.values()):
            kind = part.decoded() | None
            if part.required:
                fields.append((f"f{number}", kind))
            elif part.unset:
                fields.append((f"f{number}", kind | UnsetType, UNSET))
            else:
                fields.append((f"f{number}", kind, None))
        names = {f"f{number}": name for number, name in enumerate(self.parts)}
        return defstruct("Part", fields, bases=(Partial,), rename=names, kw_only=True, gc=False)


def said(value: object) -> str:
    """A value as text: "" is none, and an array or object without members."""
    if type(value) is str:
        return value
    if value is None or value is UNSET or value in ([], {}):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float | str):
        return str(value)
    return "some"


def _member(attribute: str) -> Get:
    return lambda value: getattr(value, attribute, None)


def _at(index: int) -> Get:
    return lambda value: value[index] if isinstance(value, list) and index < len(value) else None


def _under(key: str) -> Get:
    return lambda value: value.get(key) if isinstance(value, dict) else None


def _where(get: Get, wanted: str) -> Get:
    def first(value: object) -> object:
        held = value if isinstance(value, list) else ()
        return next((one for one in held if said(get(one)) == wanted), None)

    return first


def along(steps: Sequence[Get]) -> Get:
    """Return what takes one step after the other."""
    if len(steps) == 1:
        return steps[0]

    def follow(value: object) -> object:
        for step in steps:
            value = step(value)
        return value

    return follow
