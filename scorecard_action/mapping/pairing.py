"""Which entries of two mappings are one rule: by id, by name and scorecard, and by services.

An entry without `services` speaks to every entry of its rule below; one with `services` to the
entry for the same ones, else to those that are for some of them or for all. Without any, it is an
entry of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from scorecard_action.mapping.checker import NONE
from scorecard_action.mapping.consistency import line_of
from scorecard_action.mapping.nodes import MAX_PROBLEMS, Mark, Node, Scalar, Series, Table
from scorecard_action.mapping.wording import quote
from scorecard_action.model import Entity

_Services: TypeAlias = frozenset[Entity] | None


class Called(NamedTuple):
    """What an entry of `rules` says of which rule it is, and for whom; None where it does not.

    `narrows` says that it has `services`, be it `none`.
    """

    name: str | None
    id: str | None
    scorecard: str | None
    services: _Services
    id_mark: Mark
    narrows: bool


def called(entry: Table) -> Called:
    """What an entry is called by. `none` says nothing of it."""
    given = {key.text: value for key, value in entry.pairs if isinstance(key, Scalar)}

    def text(key: str) -> str | None:
        node = given.get(key)
        found = isinstance(node, Scalar) and node.text.strip() and node.text != NONE
        return node.text if found and isinstance(node, Scalar) else None

    services = given.get("services")
    names = None
    if isinstance(services, Series):
        found = (item.text for item in services.items if isinstance(item, Scalar))
        names = frozenset(map(Entity.parse, found))
    mark = given["id"].mark if "id" in given else entry.mark
    return Called(text("rule"), text("id"), text("scorecard"), names, mark, "services" in given)


def label(entry: Table) -> str:
    """The name of an entry's rule where a person reads it, else its id."""
    one = called(entry)
    return one.name or one.id or ""


_NOBODY = Called(None, None, None, None, Mark(0, 0), narrows=False)


class _Index:
    """Numbers of entries by what they are called, and for whom."""

    def __init__(self) -> None:
        self._all: dict[str, list[int]] = {}
        self._some: dict[tuple[str, Entity | None], list[int]] = {}

    def add(self, name: str, services: _Services, number: int) -> None:
        self._all.setdefault(name, []).append(number)
        for service in [None] if services is None else services:
            self._some.setdefault((name, service), []).append(number)

    def __contains__(self, name: str) -> bool:
        return name in self._all

    def get(self, name: str, services: _Services) -> list[int]:
        """Those that are for all services, or for some of these."""
        if services is None:
            return self._all.get(name, [])
        keys = [(name, None), *((name, service) for service in services)]
        return sorted({number for key in keys for number in self._some.get(key, ())})


class Pairing:
    """Entries of `rules` of a mapping, to find those that entries of one above it change.

    `joined` has the numbers of entries that an entry above says are one rule; `problems` what does
    not tell which rule it means.
    """

    def __init__(self, items: Sequence[Node]) -> None:
        self.problems: list[tuple[Mark, str]] = []
        self.joined: list[tuple[int, ...]] = []
        self._called = [called(item) if isinstance(item, Table) else None for item in items]
        self._marks = [item.mark for item in items]
        self._ids = _Index()
        self._names = _Index()
        # Those without an id, by name and services.
        self._unpinned: dict[tuple[str, _Services], list[int]] = {}
        for number, one in enumerate(self._called):
            if one and one.id:
                self._ids.add(one.id, one.services, number)
            if one and one.name:
                self._names.add(one.name, one.services, number)
                if not one.id:
                    self._unpinned.setdefault((one.name, one.services), []).append(number)
        # By file: two entries of one file never change the same entry.
        self._taken: dict[tuple[int, str], Mark] = {}

    def of(self, items: Sequence[Node]) -> list[list[int]]:
        """The numbers of the entries that each of these changes; none where it is a new one."""
        found: list[list[int]] = [[] for _ in items]
        wanted = [called(item) if isinstance(item, Table) else None for item in items]
        # An id is sure: what it names is taken before a name is looked for.
        for sure in (True, False):
            for number, one in enumerate(wanted):
                if len(self.problems) >= MAX_PROBLEMS:
                    return found
                mark = items[number].mark
                if one and bool(one.id and one.id in self._ids) is sure:
                    hits = self._by_id(one, mark) if sure else self._by_name(one, mark)
                    found[number] = self._take(one, hits, mark)
        return found

    def _by_id(self, one: Called, mark: Mark) -> list[int]:
        hits = self._narrowed(one, self._ids.get(one.id or "", one.services))
        if len(hits) != 1 or self._at(hits[0]).name is not None:
            return self._each(one, hits, mark)
        same = self._unpinned.get((one.name or "", self._at(hits[0]).services), [])
        if len(same) == 1 and _same_card(one, self._at(same[0])):
            # This entry says that what one below has by its id, another has by its name.
            self.joined.append((*sorted((hits[0], same[0])),))
            return [min(hits[0], same[0])]
        return hits

    def _by_name(self, one: Called, mark: Mark) -> list[int]:
        near = [
            number
            for number in self._names.get(one.name or "", one.services)
            if _same_card(one, self._at(number)) and not self._other(one, number, mark)
        ]
        hits = self._narrowed(one, near)
        rules = {(self._at(number).id, self._at(number).scorecard) for number in hits}
        if len(rules) > 1:
            return self._several(one, hits, mark, "say which by its 'id' or 'scorecard'")
        return self._each(one, hits, mark)

    def _each(self, one: Called, hits: list[int], mark: Mark) -> list[int]:
        """Several entries of one rule: an entry changes them all but in whom they are for."""
        if len(hits) > 1 and one.narrows:
            return self._several(one, hits, mark, "change each in an entry with its 'services'")
        return hits

    def _several(self, one: Called, hits: list[int], mark: Mark, advice: str) -> list[int]:
        places = " and ".join(line_of(self._marks[number], mark) for number in hits[:3])
        said = f"rule {quote(one.name or one.id or '')} is several below, on {places}"
        self.problems.append((mark, f"{said}: {advice}"))
        return []

    def _narrowed(self, one: Called, hits: list[int]) -> list[int]:
        same = [number for number in hits if self._at(number).services == one.services]
        return hits if one.services is None else same or hits

    def _other(self, one: Called, number: int, mark: Mark) -> bool:
        """Whether an entry of this file is that one already, so that another id is another rule."""
        there = self._at(number).id
        return bool(one.id and there and one.id != there and (number, mark.file) in self._taken)

    def _take(self, one: Called, hits: Iterable[int], mark: Mark) -> list[int]:
        hits = list(hits)
        before = [self._taken[hit, mark.file] for hit in hits if (hit, mark.file) in self._taken]
        if before:
            said = (
                f"rule {quote(one.name or one.id or '')} is changed on {line_of(before[0], mark)}"
            )
            self.problems.append((mark, f"{said} already: join the two"))
            return []
        for hit in hits:
            self._taken[hit, mark.file] = mark
        return hits

    def _at(self, number: int) -> Called:
        return self._called[number] or _NOBODY


def _same_card(one: Called, other: Called) -> bool:
    return not (one.scorecard and other.scorecard) or one.scorecard == other.scorecard
