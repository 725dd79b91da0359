"""Which groups of reports tell the same: a rule judges a fact once, from one of them.

Only what was measured says so. Reports of one format in two places are two runs, of two packages or
versions, unless they are of coverage: that of the same sources unites.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final, NamedTuple

from scorecard_action.drafting.groups import Group
from scorecard_action.drafting.patterns import literal
from scorecard_action.drafting.reader import Pieces, Reader
from scorecard_action.judging.tally import Tally
from scorecard_action.model import Kind
from scorecard_action.reports.formats import FORMATS

# The first of these that is there is judged: what says most, and says it also when it is clean.
_FIRST: Final = ("junit", "sarif", "jacoco", "cobertura", "lcov", "clover")
_SHARE: Final = 0.8  # of the files of one coverage report that are in the other too
_SAMPLE: Final = 50  # tests whose names are compared
_TELLING: Final = 4  # characters of a name that is a part of another by more than chance


class Fact(NamedTuple):
    """A group that a rule is to judge, with what it comes to, and others that tell the same."""

    group: Group
    tallies: tuple[Tally, ...]
    others: tuple[Group, ...] = ()


def facts(groups: Iterable[Group], reader: Reader) -> list[Fact]:
    """Return the facts that the groups tell, in their order."""
    found: list[Fact] = []
    for group in groups:
        new = Fact(group, reader.tallies(group.seen.values()))
        for place, known in enumerate(found):
            if _same(known, new, reader):
                found[place] = _together(known, new, reader)
                break
        else:
            found.append(new)
    return found


def _together(known: Fact, new: Fact, reader: Reader) -> Fact:
    if known.group.form == new.group.form:
        group = _united(known.group, new.group)
        return Fact(group, reader.tallies(group.seen.values()), known.others)
    first, second = sorted((known, new), key=_rank)
    return first._replace(others=(*known.others, *new.others, second.group))


def _rank(fact: Fact) -> tuple[bool, bool, bool, int]:
    form = FORMATS[fact.group.form]
    broken = any(tally.problems for tally in fact.tallies)
    order = _FIRST.index(form.name) if form.name in _FIRST else len(_FIRST)
    foreign = fact.group.kind is not fact.group.about
    return broken, foreign, form.clean_list or form.empty_clean, order


def _united(one: Group, other: Group) -> Group:
    seen = {
        owner: (*one.seen.get(owner, ()), *other.seen.get(owner, ()))
        for owner in (*one.seen, *(owner for owner in other.seen if owner not in one.seen))
    }
    own = {literal(path) for group in (one, other) for path in group.paths}
    return one._replace(
        seen=seen,
        reports=tuple(dict.fromkeys((*one.reports, *other.reports))),
        exclude=tuple(path for path in (*one.exclude, *other.exclude) if path not in own),
    )


def _same(known: Fact, new: Fact, reader: Reader) -> bool:
    one, other = known.group, new.group
    if one.about is not other.about or {*one.seen} != {*other.seen}:
        return False
    if not known.tallies or not new.tallies:
        return False
    kind = one.kind
    if kind is not Kind.COVERAGE and one.form == other.form:
        return False
    for owner, tally in zip(one.seen, known.tallies, strict=True):
        second = new.tallies[list(other.seen).index(owner)]
        if one.kind is not other.kind:
            same = _same_count(known, new, tally, second)
        elif kind is Kind.COVERAGE:
            same = _same_coverage(tally, second)
        elif kind is Kind.TESTS:
            same = _same_tests(tally, second) and _alike(
                _pieces(one, owner, reader), _pieces(other, owner, reader)
            )
        else:
            same = _same_lint(known, new, owner, reader)
        if not same:
            return False
    return True


def _same_coverage(one: Tally, other: Tally) -> bool:
    few, many = sorted((one.coverage.names, other.coverage.names), key=len)
    if not few:
        rates = [each.coverage.line_coverage(by_file=False) for each in (one, other)]
        return rates[0] is not None and rates[0] == rates[1]
    named: dict[str, list[str]] = {}
    for name in many:
        named.setdefault(_last(name), []).append(_slashes(name))
    there = sum(
        any(_one_file(_slashes(name), second) for second in named.get(_last(name), ()))
        for name in few
    )
    return there == len(few) and len(few) >= _SHARE * len(many)


def _same_count(known: Fact, new: Fact, one: Tally, other: Tally) -> bool:
    """Say whether a linter's failed tests are its findings."""
    if known.group.tool != new.group.tool:
        return False
    counts = {one.failed + one.findings, other.failed + other.findings}
    return len(counts) == 1 and (counts != {0} or known.group.place == new.group.place)


def _same_tests(one: Tally, other: Tally) -> bool:
    counts = [(each.passed, each.failed, each.skipped) for each in (one, other)]
    return counts[0] == counts[1] and one.tests > 0


def _alike(one: Pieces, other: Pieces) -> bool:
    """Say whether tests have the same names, whatever a format puts before or after them."""
    few, many = sorted((one, other), key=len)
    words = {_bare(name) for name in many}
    sample = [_bare(name) for name in islice(sorted(few), _SAMPLE)]
    return bool(sample) and all(
        name in words or any(_holds(name, second) for second in words) for name in sample
    )


def _same_lint(known: Fact, new: Fact, owner: str, reader: Reader) -> bool:
    one, other = known.group, new.group
    if one.tool and other.tool and one.tool != other.tool:
        return False
    first, second = _pieces(one, owner, reader), _pieces(other, owner, reader)
    if first or second:
        return first == second
    return bool(one.tool) and one.tool == other.tool and one.place == other.place


def _pieces(group: Group, owner: str, reader: Reader) -> Pieces:
    found = Pieces()
    for one in group.seen[owner]:
        found.update(reader.pieces(one))
    return found


def _holds(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _TELLING and short in long


def _bare(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _one_file(one: str, other: str) -> bool:
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")


def _slashes(path: str) -> str:
    return path.replace("\\", "/")


def _last(path: str) -> str:
    return _slashes(path).rpartition("/")[2]
