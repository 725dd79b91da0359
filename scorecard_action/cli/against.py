"""`check --against`: which states another mapping would give to the reports that are here now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as Environ
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from scorecard_action import flow
from scorecard_action.baselines.against import against as baseline
from scorecard_action.ci.detect import detect
from scorecard_action.cli import EXIT_BUG, console
from scorecard_action.cli.changed import changes_for
from scorecard_action.cli.show import bugs
from scorecard_action.entities.targets import Target, Targets, targets
from scorecard_action.flow import Judged
from scorecard_action.judging.flips import Decided, paired, same_rule
from scorecard_action.judging.known import Known
from scorecard_action.judging.patch import NOT_GIVEN, Changes
from scorecard_action.mapping.types import Mapping, Rule
from scorecard_action.model import Kind, State
from scorecard_action.outputs.words import count, entity_name
from scorecard_action.reading.gather import Place

# Groups that are listed; of one group flips explained and entities named; of one flip lines that
# say what differs. The rest is counted.
MOST = 50
MOST_EXPLAINED = 3
MOST_NAMED = 10
MOST_LINES = 10

# Where a rule is written: nothing is decided by it.
_WHERE = frozenset({"line", "file", "origins"})

Describe = Callable[[Rule, frozenset[Kind]], Iterable[str]]
"""Says what a rule holds the evidence to, a line each."""


class Side(NamedTuple):
    """A mapping with what it decides, from where it is read, and what it is compared with."""

    mapping: Mapping
    targets: Targets
    place: Place
    earlier: flow.Earlier | None = None


class _Group(NamedTuple):
    """What comes or goes: an entity with its rules, or a rule with its entities."""

    is_entity: bool
    name: str


class Decisions(NamedTuple):
    """What both mappings make of the reports; `bugs` are ours."""

    old: tuple[Judged, ...]
    new: tuple[Judged, ...]
    bugs: tuple[str, ...] = ()


def side(
    mapping: Mapping,
    place: Place,
    service: str | None,
    environ: Environ[str, str],
    named: str | None = None,
) -> Side:
    """Return what a mapping decides in this tree, `place` as of the one that is checked, compared
    with the baseline that is `named` by option, or else by the mapping.

    Raises UsageError where it names no entity, or `service` (`--service`) is none of them.
    """
    found = targets(mapping, place.top, service, environ.get("DD_SERVICE") or None)
    folder = Path(mapping.file).absolute().parent
    file = named or mapping.baseline
    earlier = baseline(file, found.targets, console.masked).known.get if file else None
    return Side(mapping, found, place._replace(mapping_folder=folder), earlier)


def changed(
    diff: str | None, diff_base: str | None, old: Side, new: Side, environ: Environ[str, str]
) -> Changes:
    """Return the lines that the options say the build changed. Raises as `cli.changed` does."""
    rules = (*old.mapping.rules, *new.mapping.rules)
    provider = detect(environ, terminal=True).build.provider or ""
    return changes_for(diff, diff_base, rules, new.place.checkout, environ, provider=provider)


def show(old: Side, new: Side, describe: Describe, changes: Changes = NOT_GIVEN) -> int:
    """Decide by both mappings and print what differs; return the exit code: 0, or 70 for a bug.

    `changes` are the lines that the build changed.

    Raises UsageError where patterns lead through too much to walk.
    """
    decisions = decide(old, new, changes=changes)
    console.out_lines(["", *told(old.mapping, decisions, describe)])
    bugs(decisions.bugs)
    return EXIT_BUG if decisions.bugs else 0


def decide(old: Side, new: Side, *, changes: Changes = NOT_GIVEN) -> Decisions:
    """Decide by both mappings, each report read once where both find their files in one way.

    Raises UsageError where patterns lead through too much to walk.
    """
    ours, theirs = new.targets, old.targets
    if (ours.folders, ours.names) != (theirs.folders, theirs.names):
        before, now = (
            flow.evaluate(*one[1:], changes=changes, mask=console.masked) for one in (old, new)
        )
        return Decisions(before.judged, now.judged, tuple(dict.fromkeys((*before.bugs, *now.bugs))))
    # What is written alike, and compared with nothing else, is decided alike: only once.
    alone = old.earlier is None and new.earlier is None
    same = _same(theirs.targets, ours.targets) if alone else {}
    others = [place for place in range(len(theirs.targets)) if place not in same]
    joined = (*ours.targets, *(theirs.targets[place] for place in others))
    both = flow.evaluate(
        ours._replace(targets=joined),
        new.place,
        _earlier(old, new),
        changes=changes,
        mask=console.masked,
    )
    judged = dict(zip(others, both.judged[len(ours.targets) :], strict=True))
    judged |= {place: both.judged[other] for place, other in same.items()}
    return Decisions(
        tuple(judged[place] for place in range(len(theirs.targets))),
        both.judged[: len(ours.targets)],
        both.bugs,
    )


def _earlier(old: Side, new: Side) -> flow.Earlier | None:
    """Return what knows the targets of both: those of the new mapping are its own."""
    if old.earlier is None and new.earlier is None:
        return None
    ours = frozenset(new.targets.targets)

    def known(target: Target) -> Known | None:
        earlier = (new if target in ours else old).earlier
        return earlier(target) if earlier else None

    return known


def told(old: Mapping, decisions: Decisions, describe: Describe) -> Iterator[str]:
    """Yield which states flip, and which rules and entities come and go, with why."""
    before, now = (list(map(_decided, side)) for side in (decisions.old, decisions.new))
    pairs = paired(before, now)
    both = [(one.old, one.new) for one in pairs if one.old is not None and one.new is not None]
    flips = [pair for pair in both if before[pair[0]].state != now[pair[1]].state]
    new = [now[one.new] for one in pairs if one.old is None and one.new is not None]
    gone = [before[one.old] for one in pairs if one.new is None and one.old is not None]
    comes, goes = _groups(new, before), _groups(gone, now)
    renamed = dict.fromkeys(
        (before[first].rule.label, now[second].rule.label)
        for first, second in both
        if before[first].rule.label != now[second].rule.label
    )
    sums = (
        _do(len(flips), "state", "flips", "flip"),
        _do(sum(map(len, comes.values())), "outcome", "comes", "come"),
        _do(sum(map(len, goes.values())), "outcome", "goes", "go"),
        f"{len(both) - len(flips):,} as before",
    )
    yield f"against {old.file}: {', '.join(sums)}"
    turned = [_Flip(decisions.old[first], decisions.new[second]) for first, second in flips]
    groups = [[*group] for _, group in groupby(sorted(turned, key=_Flip.rank), _Flip.rank)]
    yield from _capped([_flips(group, describe) for group in groups], "more rules that flip")
    lines = [
        *(f"renamed: {first} is {second} now" for first, second in sorted(renamed)),
        *(f"comes: {_states(*group)}" for group in sorted(comes.items())),
        *(f"goes: {_states(*group, lead='was ')}" for group in sorted(goes.items())),
    ]
    yield from _capped([[line] for line in lines], "more that come or go")


def _decided(one: Judged) -> Decided:
    return Decided(one.target.written, str(one.target.entity), one.decision.state)


def _same(old: Sequence[Target], new: Sequence[Target]) -> dict[int, int]:
    """Return which targets, by place, are decided by rules that say the same, of one folder."""
    written: dict[str, list[Rule]] = {}
    for rule in dict.fromkeys(target.written for target in new):
        written.setdefault(rule.label, []).append(rule)
    twin = {
        rule: next((one for one in written.get(rule.label, ()) if _says(one) == _says(rule)), None)
        for rule in dict.fromkeys(target.written for target in old)
    }
    places = {(one.written, one.entity, one.folder): place for place, one in enumerate(new)}
    found = {}
    for place, one in enumerate(old):
        rule_now = twin[one.written]
        other = places.get((rule_now, one.entity, one.folder)) if rule_now else None
        if other is not None:
            found[place] = other
    return found


def _says(rule: Rule) -> dict[str, object]:
    return {key: value for key, value in vars(rule).items() if key not in _WHERE}


def _groups(alone: Sequence[Decided], others: Sequence[Decided]) -> dict[_Group, list[Decided]]:
    """Return what only one mapping decides: by its rule where the other has no such rule, by its
    entity where the other has no such entity, else by its rule again.
    """
    entities = {one.entity for one in others}
    called: dict[str | None, list[Rule]] = {}
    for rule in dict.fromkeys(one.rule for one in others):
        for name in (rule.id, rule.name):
            called.setdefault(name, []).append(rule)
    known: dict[Rule, bool] = {}
    groups: dict[_Group, list[Decided]] = {}
    for one in alone:
        if one.rule not in known:
            alike = (*called.get(one.rule.id, ()), *called.get(one.rule.name, ()))
            known[one.rule] = any(same_rule(one.rule, rule) for rule in alike)
        of_entity = known[one.rule] and one.entity not in entities
        group = _Group(of_entity, one.entity if of_entity else one.rule.label)
        groups.setdefault(group, []).append(one)
    return groups


def _do(number: int, noun: str, one: str, several: str) -> str:
    """`no state flips`, `1 state flips`, `2 states flip`."""
    return f"{count(number, noun) if number else f'no {noun}'} {one if number < 2 else several}"


class _Flip(NamedTuple):
    old: Judged
    new: Judged

    @property
    def states(self) -> str:
        return f"{self.old.decision.state or 'kept'} -> {self.new.decision.state or 'kept'}"

    @property
    def entity(self) -> str:
        return entity_name(str(self.new.target.entity))

    def rank(self) -> tuple[bool, str, str]:
        """What turns to fail comes first; flips of one rule that are alike are one group."""
        fails = self.new.decision.state is State.FAIL
        return not fails, self.new.target.rule.label, self.states


def _flips(group: list[_Flip], describe: Describe) -> Iterator[str]:
    """Yield the first of flips that are alike with why, and the others by name."""
    group.sort(key=lambda flip: flip.entity)
    label, states = group[0].new.target.rule.label, group[0].states
    for flip in group[:MOST_EXPLAINED]:
        yield f"{label} for {flip.entity}: {states}"
        yield f"  before: {flip.old.decision.reason}"
        yield f"  now: {flip.new.decision.reason}"
        kinds = frozenset(flip.old.tally.kinds | flip.new.tally.kinds)
        before, now = (list(_facts(one, kinds, describe)) for one in flip)
        lines = [f"  - {line}" for line in before if line not in set(now)]
        lines += [f"  + {line}" for line in now if line not in set(before)]
        yield from lines[:MOST_LINES]
        if len(lines) > MOST_LINES:
            yield f"  … and {len(lines) - MOST_LINES:,} more"
    if others := [flip.entity for flip in group[MOST_EXPLAINED:]]:
        yield f"{label} for {_names(others)}: {states}"


def _facts(one: Judged, kinds: frozenset[Kind], describe: Describe) -> Iterator[str]:
    yield from describe(one.target.written, kinds)
    yield from [f"starts in {one.target.folder}"] if one.target.folder else []
    yield from (f"reads {path}" for path in sorted(one.tally.files))


def _states(group: _Group, outcomes: Sequence[Decided], lead: str = "") -> str:
    """`rule Lint: fail for cart; pass for search and 3 more`: what a group is decided to be."""
    by_state: dict[str, list[str]] = {}
    for one in outcomes:
        name = one.rule.label if group.is_entity else entity_name(one.entity)
        by_state.setdefault(one.state or "kept", []).append(name)
    said = "; ".join(
        f"{lead}{state} for {_names(sorted(names))}" for state, names in sorted(by_state.items())
    )
    return f"{group.name if group.is_entity else f'rule {group.name}'}: {said}"


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"


def _capped(groups: Sequence[Iterable[str]], rest: str) -> Iterator[str]:
    for lines in groups[:MOST]:
        yield from lines
    if len(groups) > MOST:
        yield f"… and {len(groups) - MOST:,} {rest}"
