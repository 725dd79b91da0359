"""Fields, marks and lists of a description, bound to the structures that are decoded for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from msgspec import UNSET

from scorecard_action.reports.lint.row_paths import Get, Leaf, Shape, along, said

_SEGMENT: Final = re.compile(r"(?:\A|(?<=[\]}?]))([^\[\]{}?]*+)(\[\]|\{\})(\??)")
_MOST_VALUES: Final = 1_000
_HOLE: Final = re.compile(r"\{([^{}]*)\}")

Parents = tuple[Any, ...]
Text = Callable[[Any], str]


class Walk:
    """A list, and those that hold it: `files[].offenses[]`; "" is the document alone.

    `packages[].vulns[]?` is a list that not each of those that hold it has.
    """

    def __init__(self, at: str, root: Shape) -> None:
        self.chain = [root]
        self._parts: list[Shape] = []
        self._lists: list[Get] = []
        for names, kind, lax in _SEGMENT.findall(at):
            shape, path = self.chain[-1], names.lstrip(".")
            held = _held(shape, path)
            for name in filter(None, path.split(".")):
                shape = shape.part(name)
                if not lax:
                    self._parts.append(shape)
            self._lists.append(held)
            self.chain.append(shape.element(keyed=kind == "{}"))
        self._first = _held(root, at.partition(".")[0].rstrip("[]{}?"))

    def require(self, *, optional: bool) -> None:
        """Let the report have the list, or, where it is `optional`, `there` say whether it has."""
        for number, shape in enumerate(self._parts):
            shape.unset = optional and not number
            shape.required = not shape.unset

    def there(self, document: object) -> bool:
        """Say whether a document has the list, if only as null."""
        return self._first(document) is not UNSET

    def outer(self, document: object) -> list[Any]:
        """The elements of the outermost list."""
        held = self._lists[0](document) if self._lists else None
        return list(held.values()) if isinstance(held, dict) else list(held or ())

    def groups(self, document: object) -> Iterator[tuple[Parents, str, Iterable[Any]]]:
        """Yield what holds the findings, outermost first, the key it is under, and the findings."""
        if not self._lists:
            yield (), "", (document,)
        elif len(self._lists) == 2 and isinstance(held := self._lists[0](document), list):
            # the most frequent by far: the findings of each file
            inner = self._lists[1]
            for one in held:
                if isinstance(found := inner(one), list):
                    yield (document, one), "", found
                else:
                    yield from self._below((document, one), "", 1)
        else:
            yield from self._below((document,), "", 0)

    def _below(
        self, parents: Parents, key: str, depth: int
    ) -> Iterator[tuple[Parents, str, Iterable[Any]]]:
        held = self._lists[depth](parents[-1])
        last = depth == len(self._lists) - 1
        if isinstance(held, dict):
            for name, one in held.items():
                if last:
                    yield parents, name, (one,)
                else:
                    yield from self._below((*parents, one), name, depth + 1)
        elif isinstance(held, list):
            if last:
                yield parents, key, held
            else:
                for one in held:
                    yield from self._below((*parents, one), key, depth + 1)


def _held(shape: Shape, path: str) -> Get:
    steps = []
    for name in filter(None, path.split(".")):
        shape, step = shape.member(name)
        steps.append(step)
    return along(steps)


class Field:
    """What a finding has in one of its fields: of its own, of what holds it, or a text.

    `plain` is its path in the attributes of a finding, "" where it is more than a path; `own` gives
    it where it is none of what holds the finding, and `fixed` says that it is the same for all that
    one list holds. A number is given as it stands.
    """

    def __init__(self, spec: str, chain: Sequence[Shape], leaf: Leaf = Leaf.TEXT) -> None:
        self._text = _HOLE.sub("{}", spec)
        parts = _HOLE.findall(spec) if "{" in spec else [spec]
        self._parts = [[_Way(way, chain, leaf) for way in part.split("|") if way] for part in parts]
        ways = [way for part in self._parts for way in part]
        self.fixed = all(way.fixed for way in ways)
        self._raw = leaf is Leaf.NUMBER
        self.plain = chain[-1].attributes(spec)
        held = any(way.up for way in ways) or "@" in spec
        self.own = None if held else self._bound((), "")

    def bind(self, parents: Parents = (), key: str = "") -> Text:
        """Return what gives the field of a finding that `parents` and `key` hold."""
        return self.own or self._bound(parents, key)

    def _bound(self, parents: Parents, key: str) -> Text:
        if self._raw:
            return _raw([way.bind(parents, key) for way in self._parts[0]])
        parts = [_first([way.bind(parents, key) for way in part]) for part in self._parts]
        if "{" not in self._text:
            return parts[0]

        def filled(item: object) -> str:
            values = [part(item) for part in parts]
            return self._text.format(*values).strip(": ") if any(values) else ""

        return filled


class _Way:
    """One path, or a text."""

    def __init__(self, spec: str, chain: Sequence[Shape], leaf: Leaf) -> None:
        path = spec.lstrip("^")
        self.up = len(spec) - len(path)
        self._constant = spec[1:] if spec.startswith("=") else None
        self._key = spec == "@"
        self.fixed = bool(self.up) or self._key or self._constant is not None
        # a report of lines has nothing that holds its findings
        inside = not self.fixed or (self.up and self.up < len(chain))
        self._get = chain[-1 - self.up].get(path, leaf) if inside else None

    def bind(self, parents: Parents, key: str) -> Get:
        """Return what gives the value of a finding that `parents` and `key` hold."""
        get = self._get
        if get and not self.up:
            return get
        text = said(get(parents[-self.up])) if get else self._constant or ""
        if self._key:
            text = key
        return lambda _: text


def _first(ways: Sequence[Get]) -> Text:
    if len(ways) == 1:
        get = ways[0]
        return lambda item: said(get(item))

    def several(item: object) -> str:
        for way in ways:
            if text := said(way(item)):
                return text
        return ""

    return several


def _raw(ways: Sequence[Get]) -> Get:
    def several(item: object) -> object:
        value = None
        for way in ways:
            if value := way(item):
                break
        return value

    return several


class Mark:
    """A condition of one value; "" never holds, and `=` alone always does."""

    def __init__(self, spec: str, chain: Sequence[Shape]) -> None:
        path, told, pattern = spec.partition("=")
        self.never = not spec
        self.always = spec == "="
        self._pattern = re.compile(pattern if told else ".+", re.DOTALL | re.IGNORECASE)
        self._field = Field(path, chain, Leaf.ANY)
        self._own = None if self._field.own is None else self._made(self._field.own)

    def bind(self, parents: Parents = (), key: str = "") -> Callable[[Any], bool]:
        """Return what says whether an item has the mark."""
        return self._own or self._made(self._field.bind(parents, key))

    def _made(self, text: Text) -> Callable[[Any], bool]:
        if self.never:
            return _never
        if self.always:
            return _always
        if self._pattern.pattern == "true":
            return lambda item: text(item) == "true"
        match = lru_cache(_MOST_VALUES)(self._pattern.fullmatch)
        return lambda item: match(text(item)) is not None


def _never(_: object) -> bool:
    return False


def _always(_: object) -> bool:
    return True
