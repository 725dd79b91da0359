"""Which evidence a rule looks at: `only` and `except`."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.judging.paths import is_absolute
from scorecard_action.mapping.types import FIELDS, Selector
from scorecard_action.model import Coverage, Finding, Kind, Level, Result, TestCase

Selectable = TestCase | Finding | Coverage

# Answers are kept per distinct value; a report with more distinct values starts anew.
MAX_ANSWERS: Final = 50_000
# A longer value is asked anew each time: the answers would cost more memory than the report.
MAX_VALUE: Final = 1_000

Numbered = tuple[tuple[int, Selector], ...]
Getter = Callable[[Selectable], str]

UNPARSED: Final = frozenset({"rule", "severity"})

_LETTER: Final = re.compile(r"[^/]")
_NOBODYS: Final = "\ue000"  # of Unicode's private use: no pattern is meant for it

GETTERS: Final[dict[Kind, dict[str, Getter]]] = {
    Kind.TESTS: {
        "suite": lambda case: case.suite,  # type: ignore[union-attr]
        "class": lambda case: case.classname,  # type: ignore[union-attr]
        "name": lambda case: case.name,  # type: ignore[union-attr]
        "file": lambda case: case.file,
    },
    Kind.LINT: {
        "tool": lambda finding: finding.tool,  # type: ignore[union-attr]
        "rule": lambda finding: finding.rule,  # type: ignore[union-attr]
        "severity": lambda finding: finding.severity,  # type: ignore[union-attr]
        "file": lambda finding: finding.file,
        "baseline": lambda finding: finding.baseline,  # type: ignore[union-attr]
    },
    Kind.COVERAGE: {"file": lambda coverage: coverage.file},
}


class Entries:
    """The entries of `accept` in force, each with its number in the rule.

    Those of one `key` are the same. They are made for the first failure: most builds have none.
    `placing`: one of them goes by where the evidence lies.
    """

    __slots__ = ("_key", "_made", "placing")

    def __init__(
        self,
        key: Hashable,
        made: Numbered | Callable[[], Numbered],
        *,
        placing: bool,
    ) -> None:
        self._key = key
        self._made = made
        self.placing = placing

    @classmethod
    def of(cls, entries: Numbered) -> Entries | None:
        """Return these entries; None where there are none."""
        placing = any("file" in selector.names for _, selector in entries)
        return cls(entries, entries, placing=placing) if entries else None

    @property
    def all(self) -> Numbered:
        """The entries, in the order of the rule."""
        if not isinstance(self._made, tuple):
            self._made = self._made()
        return self._made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entries) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


class Selection(NamedTuple):
    """The `only` and `except` of a rule. Equal selections share one tally per report.

    `others` are other readings of `only`: what a person may have meant. Each has a folder that is
    put before the path of a finding, and the selectors for it. `last_attempt`: of several attempts
    at a test in one report the last decides (`retries: last`). `compared`: failed tests and
    findings are kept by what they are known in another build. `accept` are the entries of `accept`
    in force, if any.
    """

    only: tuple[Selector, ...] = ()
    except_: tuple[Selector, ...] = ()
    others: tuple[tuple[str, tuple[Selector, ...]], ...] = ()
    last_attempt: bool = False
    compared: bool = False
    accept: Entries | None = None

    def judges(self, kind: Kind) -> bool:
        """Say whether evidence of this kind can be selected: some `only` has all its fields."""
        return not self.only or any(one.names <= FIELDS[kind] for one in self.only)

    @property
    def needs(self) -> frozenset[Kind]:
        """The kinds that an `only` names by fields of theirs alone."""
        needed = set()
        for one in self.only:
            kinds = [kind for kind in Kind if one.names <= FIELDS[kind]]
            if len(kinds) == 1:
                needed.add(kinds[0])
        return frozenset(needed)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that `only` names."""
        return frozenset(name for one in self.only for name in one.names)

    def texts(self, field: str) -> set[str]:
        """Return the patterns that `only` has for a field, as they are written."""
        return {pattern.text for pattern in _patterns(self.only, field)}

    def all_texts(self, field: str) -> set[str]:
        """Return the patterns that `only` and `except` have for a field, as they are written."""
        return {pattern.text for pattern in _patterns((*self.only, *self.except_), field)}

    @property
    def all_fields(self) -> frozenset[str]:
        """The fields that `only` or `except` name."""
        return self.fields | {name for one in self.except_ for name in one.names}


def _patterns(selectors: Iterable[Selector], field: str) -> Iterator[Glob | TextPattern]:
    for one in selectors:
        for name, patterns in one.fields:
            if name == field:
                yield from patterns


class Matcher:
    """Says which evidence a selection selects; keeps its answers per distinct value.

    The `file` of evidence is a path as `judging.paths` has it: placed in the checkout where it can
    be. On an absolute path, which is not placed, `only` may match from any folder boundary, and
    `except` matches nothing.
    """

    __slots__ = ("_answers", "base", "selection")  # there may be one for each of many targets

    def __init__(self, selection: Selection, base: Matcher | None = None) -> None:
        self.selection = selection
        self.base = base or self
        """One that selects the same, whatever it accepts: what is made of those can be shared."""
        self._answers: dict[tuple[int, str, str, bool], bool] = {}

    def selects(self, evidence: Selectable, kind: Kind) -> bool:
        """Say whether this piece of evidence counts for the selection."""
        only = self.selection.only
        if only and not never_left_out(evidence):
            getters = GETTERS[kind]
            spared = spared_fields(evidence)
            if not any(self._matches(one, evidence, getters, spared) for one in only):
                return False
        return not self._left_out(evidence, kind)

    def why_not(self, evidence: Selectable, kind: Kind) -> str:
        """Say by what this piece of evidence is left out; "" where it is selected."""
        if self.selects(evidence, kind):
            return ""
        for one in self.selection.except_:
            if self._matches(one, evidence, GETTERS[kind], anywhere=False):
                return f"except {one}"
        return "only " + " or ".join(map(str, self.selection.only))

    def accepts(self, evidence: Selectable, kind: Kind) -> int | None:
        """Return the number of the first entry of `accept` that takes this failed test, or this
        finding; None where none does.
        """
        return next(
            (
                number
                for number, selector in (self.selection.accept.all if self.selection.accept else ())
                if self._matches(selector, evidence, GETTERS[kind], anywhere=False)
                and may_accept(selector, evidence, kind)
            ),
            None,
        )

    def takes_tool(self, name: str) -> bool:
        """Say whether findings of this tool can be selected, by its name alone."""
        only = [
            patterns for one in self.selection.only for f, patterns in one.fields if f == "tool"
        ]
        if only and not any(self._one("tool", name, patterns) for patterns in only):
            return False
        return not any(
            one.names == {"tool"} and self._one("tool", name, patterns)
            for one in self.selection.except_
            for _, patterns in one.fields
        )

    def sayable(self, words: frozenset[str] | None, seen: AbstractSet[str]) -> set[str]:
        """Return which `severity` patterns of `only` could name a finding of a report.

        `words` are those of its format (None: any word), `seen` those in it; both in lower case.
        """
        all_words = {*(words or ()), *seen, *Level}
        return {
            pattern.text
            for pattern in _patterns(self.selection.only, "severity")
            if words is None or any(map(pattern.matches, all_words))
        }

    def rules_among(self, names: AbstractSet[str]) -> set[str]:
        """Return which `rule` patterns of `only` and `except` match one of these rules' names."""
        selection = self.selection
        return {
            pattern.text
            for pattern in _patterns((*selection.only, *selection.except_), "rule")
            if any(map(pattern.matches, names))
        }

    def _left_out(self, evidence: Selectable, kind: Kind) -> bool:
        return any(
            self._matches(one, evidence, GETTERS[kind], anywhere=False)
            for one in self.selection.except_
        )

    def _matches(
        self,
        selector: Selector,
        evidence: Selectable,
        getters: Mapping[str, Getter],
        spared: frozenset[str] = frozenset(),
        *,
        anywhere: bool = True,
    ) -> bool:
        for field, patterns in selector.fields:
            getter = getters.get(field)
            if getter is None:
                return False
            if field in spared:
                continue
            values = [getter(evidence)]
            if field == "severity":
                values.append(level_of(evidence))
            if not any(self._one(field, value, patterns, anywhere=anywhere) for value in values):
                return False
        return True

    def _one(
        self, field: str, value: str, patterns: tuple[object, ...], *, anywhere: bool = True
    ) -> bool:
        if len(value) > MAX_VALUE:
            return self._ask(field, value, patterns, anywhere=anywhere)
        key = (id(patterns), field, value, anywhere)
        answer = self._answers.get(key)
        if answer is None:
            if len(self._answers) >= MAX_ANSWERS:
                self._answers.clear()
            answer = self._answers[key] = self._ask(field, value, patterns, anywhere=anywhere)
        return answer

    def _ask(self, field: str, value: str, patterns: tuple[object, ...], *, anywhere: bool) -> bool:
        if field != "file":
            return any(pattern.matches(value) for pattern in patterns)  # type: ignore[attr-defined]
        if is_absolute(value):
            return anywhere and any(
                glob.matches_suffix(value) for glob in patterns if isinstance(glob, Glob)
            )
        return any(glob.matches(value) for glob in patterns if isinstance(glob, Glob))


def never_left_out(evidence: Selectable) -> bool:
    """Say whether no `only` leaves this out: a failure without a case of its own."""
    return isinstance(evidence, TestCase) and not evidence.own


def may_accept(selector: Selector, evidence: Selectable, kind: Kind) -> bool:
    """Say whether an entry of `accept` that takes this evidence may accept it.

    A failure without a case of its own, and a file that could not be parsed, only by values that
    they carry: a pattern that takes any value, as `*` does, names none.
    """
    doubtful = never_left_out(evidence) or (isinstance(evidence, Finding) and evidence.unparsed)
    for field, patterns in selector.fields:
        value = GETTERS[kind][field](evidence)
        if not value.strip() and (doubtful or field == "file"):
            return False
        if doubtful:
            values = {value, level_of(evidence)} if field == "severity" else {value}
            if not any(_names(pattern, one) for pattern in patterns for one in values):
                return False
    return True


def _names(pattern: Glob | TextPattern, value: str) -> bool:
    """Say whether a pattern takes a value for what is in it, and not whatever there is."""
    return pattern.matches(value) and not pattern.matches(_LETTER.sub(_NOBODYS, value))


def spared_fields(evidence: Selectable) -> frozenset[str]:
    """Return the fields by which `only` does not leave this out.

    A failed test lacks a class where its module could not be imported; a file that could not be
    parsed may hold anything.
    """
    if isinstance(evidence, TestCase):
        if evidence.result is not Result.FAILED:
            return frozenset()
        getters = GETTERS[Kind.TESTS].items()
        return frozenset(field for field, getter in getters if not getter(evidence).strip())
    return UNPARSED if isinstance(evidence, Finding) and evidence.unparsed else frozenset()


def level_of(evidence: Selectable) -> str:
    """Return the level of a finding, which every `severity` pattern may name."""
    return evidence.level if isinstance(evidence, Finding) else ""
