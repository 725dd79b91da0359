"""Which of many selections select a piece of evidence, without asking each of them.

Every selector of every selection has a bit. A field knows, for a value, the bits of the selectors
that take it: exact names and literal prefixes are looked up, other patterns asked once per distinct
value. The bits of all fields, ANDed, are the selectors that take the evidence. `Matcher` says the
same for one selection, and is what this is tested against.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.globs.segments import DEEP
from scorecard_action.judging.likely import Budget, Likely
from scorecard_action.judging.paths import is_absolute
from scorecard_action.judging.select import (
    GETTERS,
    MAX_ANSWERS,
    Matcher,
    Selectable,
    level_of,
    never_left_out,
    spared_fields,
)
from scorecard_action.mapping.types import FIELDS, Selector
from scorecard_action.model import Kind

_ALL_RESULTS: Final = 10_000


class Index:
    """The selections of all rules that read a report, ready to be asked."""

    def __init__(self, matchers: Sequence[Matcher]) -> None:
        self.matchers = tuple(matchers)
        self.selective = any(m.selection.only or m.selection.except_ for m in matchers)
        self._named = frozenset(name for m in matchers for name in m.selection.fields)
        self._everything = tuple(range(len(matchers)))
        self.budget = Budget()
        self._kinds = {kind: _KindIndex(self.matchers, kind, self.budget) for kind in Kind}

    def selected(self, evidence: Selectable, kind: Kind) -> Sequence[int]:
        """Return the numbers of the selections that this piece of evidence counts for.

        Raises ReportError where the reports of these rules hold too much to compare it all.
        """
        if not self.selective:
            return self._everything
        if never_left_out(evidence) or not self._named.isdisjoint(spared_fields(evidence)):
            # some patterns do not hold for it: rare, and asked one by one
            self.budget.take(len(self.matchers))
            return [i for i, matcher in enumerate(self.matchers) if matcher.selects(evidence, kind)]
        return self._kinds[kind].selected(evidence)


@lru_cache(maxsize=256)
def index_of(matchers: tuple[Matcher, ...]) -> Index:
    """Return the index of these matchers; the reports of a rule share it."""
    return Index(matchers)


class _KindIndex:
    def __init__(self, matchers: Sequence[Matcher], kind: Kind, budget: Budget) -> None:
        only = [(i, one) for i, m in enumerate(matchers) for one in m.selection.only]
        except_ = [(i, one) for i, m in enumerate(matchers) for one in m.selection.except_]
        self._always = frozenset(i for i, m in enumerate(matchers) if not m.selection.only)
        self._only = Selectors(only, kind, budget)
        self._except = Selectors(except_, kind, budget, anywhere=False)

    def selected(self, evidence: Selectable) -> Sequence[int]:
        taken = self._only.owners(evidence)
        if self._always:
            taken |= self._always
        if taken and (left_out := self._except.owners(evidence)):
            taken -= left_out
        return tuple(taken)


class Selectors:
    """Selectors with their owners, for evidence of one kind.

    `anywhere`: they match an absolute path from any folder boundary; else not at all.
    """

    def __init__(
        self,
        selectors: Sequence[tuple[int, Selector]],
        kind: Kind,
        budget: Budget,
        *,
        anywhere: bool = True,
    ) -> None:
        able = [(owner, one) for owner, one in selectors if one.names <= FIELDS[kind]]
        self._owner = [owner for owner, _ in able]
        self._all = (1 << len(able)) - 1
        names = sorted({name for _, one in able for name in one.names})
        those = [one for _, one in able]
        self._fields = [
            (name, GETTERS[kind][name], _Field(name, those, budget, anywhere=anywhere))
            for name in names
        ]
        self._owners_of: dict[int, frozenset[int]] = {0: frozenset()}

    def owners(self, evidence: Selectable) -> frozenset[int]:
        """Return the owners of the selectors that take this evidence."""
        bits = self._all
        for name, getter, field in self._fields:
            found = field.bits(getter(evidence))
            bits &= found | field.bits(level_of(evidence)) if name == "severity" else found
            if not bits:
                break
        owners = self._owners_of.get(bits)
        if owners is None:
            if len(self._owners_of) >= _ALL_RESULTS:
                self._owners_of = {0: frozenset()}
            owners = frozenset(self._owner[bit] for bit in _set_bits(bits))
            self._owners_of[bits] = owners
        return owners


class _Field:
    """For a value of one field, the selectors that take it or do not name the field."""

    def __init__(
        self, name: str, selectors: Sequence[Selector], budget: Budget, *, anywhere: bool
    ) -> None:
        self._is_path = name == "file"
        self._anywhere = anywhere
        self._budget = budget
        self._careless = 0
        self._exact: dict[str, int] = {}
        self._prefixes: dict[int, dict[str, int]] = {}
        self._free: dict[Glob | TextPattern, int] = {}
        self._every: dict[Glob, int] = {}
        self._fold = False
        self._answers: dict[str, int] = {}
        for number, selector in enumerate(selectors):
            bit = 1 << number
            patterns = dict(selector.fields).get(name)
            if patterns is None:
                self._careless |= bit
            for pattern in patterns or ():
                self._add(pattern, bit)
        self._likely = Likely(self._free, fold=self._fold)
        self._likely_suffixes = Likely(self._every)

    def bits(self, value: str) -> int:
        """Return the bits of the selectors that take this value."""
        answer = self._answers.get(value)
        if answer is None:
            if len(self._answers) >= MAX_ANSWERS:
                self._answers.clear()
            answer = self._answers[value] = self._ask(value)
        return answer

    def _add(self, pattern: Glob | TextPattern, bit: int) -> None:
        if isinstance(pattern, Glob):
            self._every[pattern] = self._every.get(pattern, 0) | bit
            exact, prefix = _literal(pattern)
        else:
            self._fold |= pattern.ignore_case
            exact, prefix = pattern.exact, pattern.prefix
        if exact is not None:
            self._exact[exact] = self._exact.get(exact, 0) | bit
        elif prefix:
            same_length = self._prefixes.setdefault(len(prefix), {})
            same_length[prefix] = same_length.get(prefix, 0) | bit
        else:
            self._free[pattern] = self._free.get(pattern, 0) | bit

    def _ask(self, value: str) -> int:
        if self._is_path and is_absolute(value):
            return self._from_any_folder(value) if self._anywhere else self._careless
        key = value.casefold() if self._fold else value
        bits = self._careless | self._exact.get(key, 0)
        for length, prefixes in self._prefixes.items():
            # a path pattern `a/**` needs something below the folder
            if len(key) > length or (not self._is_path and len(key) == length):
                bits |= prefixes.get(key[:length], 0)
        likely = self._likely.of(key)
        self._budget.take(len(likely), len(value))
        for pattern, bit in likely:
            if bits & bit != bit and pattern.matches(value):
                bits |= bit
        return bits

    def _from_any_folder(self, value: str) -> int:
        bits = self._careless
        likely = self._likely_suffixes.of(value)
        self._budget.take(len(likely), len(value))
        for glob, bit in likely:
            if bits & bit != bit and glob.matches_suffix(value):
                bits |= bit
        return bits


def _literal(glob: Glob) -> tuple[str | None, str | None]:
    """The path that a glob is, or the folder (with `/`) that it takes everything below of."""
    if len(glob.alternatives) != 1 or glob.absolute:
        return None, None
    *start, last = glob.alternatives[0]
    names = [segment.literal for segment in start]
    if None in names:
        return None, None
    folder = "".join(f"{name}/" for name in names)
    if last.literal is not None:
        return folder + last.literal, None
    return None, (folder or None) if last == DEEP else None


def _set_bits(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
