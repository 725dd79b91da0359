"""A baseline that only ever tightens: the better of what it says and of what was measured now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from scorecard_action.baselines.keys import Key, match, same_rule
from scorecard_action.baselines.measuring import Measured
from scorecard_action.judging.known import FailedTest, Fingerprint, Known, Times
from scorecard_action.judging.news import counted_by, known_by, marked
from scorecard_action.metrics import METRICS
from scorecard_action.model import State
from scorecard_action.outputs.words import count

# from what excuses most: a rule that failed before does not get worse by failing
_STRICT: Final = (State.FAIL, None, State.SKIP, State.PASS)


class Shrunk(NamedTuple):
    """The tightened baseline, what was tightened, and what is worse than it says: a line each.

    `added` are the rules that it did not have, `dropped` those that the mapping no longer has.
    """

    entries: dict[Key, Known]
    tightened: tuple[str, ...]
    worse: tuple[str, ...]
    added: tuple[Key, ...]
    dropped: tuple[Key, ...]


def shrink(there: Mapping[Key, Known], now: Measured, rules: Collection[Key]) -> Shrunk:
    """Return the baseline `there`, tightened by what was measured now.

    `rules` are those of the mapping, of any entity. A rule without whole evidence now, and an
    entity that was not looked at, keep what they had.
    """
    wanted = list({**now.entries, **now.unread})
    old = list(there)
    matched = dict(zip(wanted, match(wanted, old), strict=True))
    seen = {number for number in matched.values() if number is not None}
    left = [key for number, key in enumerate(old) if number not in seen]
    dropped = [key for key in left if not any(same_rule(key, rule) for rule in rules)]
    entries = {key: there[key] for key in left if key not in dropped}
    tightened: list[str] = []
    worse: list[str] = []
    added = []
    for key, number in matched.items():
        found = now.entries.get(key)
        if number is None:
            if found is not None:
                entries[key] = found
                added.append(key)
            continue
        known = there[old[number]]
        entries[key] = known
        if found is not None and key not in now.bare:
            entries[key] = _tighter(known, found)
            tightened += _told(key, _better(known, entries[key]))
            worse += _told(key, _worse(known, found))
    return Shrunk(entries, tuple(tightened), tuple(worse), tuple(added), tuple(dropped))


def _told(key: Key, texts: Iterable[str]) -> Iterator[str]:
    if told := "; ".join(texts):
        yield f"rule {key}: {told}"


def _tighter(known: Known, found: Known) -> Known:
    measured = dict(known.measured)
    for name, value in found.measured.items():
        before = measured.get(name)
        if before is None or _is_worse(name, before, value):
            measured[name] = value
    failed: Mapping[FailedTest, int] = known.failed
    findings: Mapping[Fingerprint, Times] = known.findings
    if "failed" in found.measured:
        before_of = known.failed if "failed" in known.measured else None
        failed = found.failed if before_of is None else _fewer_tests(before_of, found.failed)
    if "findings" in found.measured:
        if "findings" in known.measured:
            findings = _fewer_findings(known.findings, found.findings)
        else:
            findings = found.findings
    state = max(known.state, found.state, key=_STRICT.index)
    return Known(state, measured, failed, findings)


def _is_worse(name: str, value: Fraction, than: Fraction) -> bool:
    metric = METRICS.get(name)
    return metric is not None and metric.is_worse(value, than)


def _fewer_tests(
    known: Mapping[FailedTest, int], found: Mapping[FailedTest, int]
) -> dict[FailedTest, int]:
    return {test: min(number, found[test]) for test, number in known.items() if test in found}


def _fewer_findings(
    known: Mapping[Fingerprint, Times], found: Mapping[Fingerprint, Times]
) -> dict[Fingerprint, Times]:
    """What both hold, as it was known: with the words and the mark that it had then."""
    own = marked(known, found)
    left = counted_by(found, own=own)
    fewer: dict[Fingerprint, Times] = {}
    # errors first: what else is found in the same words must not take their place
    for one, times in sorted(known.items()):
        there = left.get(known_by(one, own=own), Times())
        errors = min(times.errors, there.errors)
        fewer[one] = Times(errors, errors)
        there.add(Times(-errors, -errors))
    for one, times in sorted(known.items()):
        there = left.get(known_by(one, own=own), Times())
        others = min(times.count - fewer[one].count, there.count)
        fewer[one].add(Times(others, 0))
        there.add(Times(-others, 0))
    return {one: times for one, times in fewer.items() if times.count}


def _better(known: Known, tight: Known) -> Iterator[str]:
    for name, value in tight.measured.items():
        before = known.measured.get(name)
        if before is None:
            yield f"{name} {_number(name, value)}, which it did not have"
        elif before != value:
            yield f"{name} {_number(name, before)} -> {_number(name, value)}"
    if "failed" in known.measured and (gone := _tests(known) - _tests(tight)):
        yield f"{count(gone, 'failed test')} no longer known"
    if "findings" in known.measured and (gone := _findings(known) - _findings(tight)):
        yield f"{count(gone, 'finding')} no longer known"
    if known.state is not tight.state:
        yield f"{known.state or 'undecided'} -> {tight.state}"


def _worse(known: Known, found: Known) -> Iterator[str]:
    for name, value in found.measured.items():
        before = known.measured.get(name)
        if before is not None and _is_worse(name, value, before):
            yield f"{name} {_number(name, value)}, it says {_number(name, before)}"
    if "failed" in known.measured and "failed" in found.measured:
        more = _tests(found) - sum(_fewer_tests(known.failed, found.failed).values())
        if more:
            yield f"{count(more, 'failed test')} that it does not know"
    if "findings" in known.measured and "findings" in found.measured:
        fewer = _fewer_findings(known.findings, found.findings)
        if more := _findings(found) - sum(times.count for times in fewer.values()):
            yield f"{count(more, 'finding')} that it does not know"
    if found.state is State.FAIL and known.state is not State.FAIL:
        yield f"fail, it says {known.state or 'undecided'}"


def _tests(known: Known) -> int:
    return sum(known.failed.values())


def _findings(known: Known) -> int:
    return sum(times.count for times in known.findings.values())


def _number(name: str, value: Fraction) -> str:
    metric = METRICS.get(name)
    return metric.with_unit(metric.number(value)) if metric else str(value)
