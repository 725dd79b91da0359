"""The flow: find, read, tally, decide, compose. What is left of `submit` is sending and showing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from scorecard_action import remarks
from scorecard_action.dead import Read, dead
from scorecard_action.entities.targets import Target, Targets
from scorecard_action.evaluate.decide import Decision, decide, waiver_in_force
from scorecard_action.evaluate.fold import fold
from scorecard_action.evaluate.measure import shown
from scorecard_action.evaluate.select import Matcher, Selection
from scorecard_action.evaluate.tally import Tally
from scorecard_action.find import Found, Wanted, find
from scorecard_action.mapping.globs import Glob
from scorecard_action.mapping.types import ReportPattern, Waiver
from scorecard_action.model import Delivery, Outcome

DAY = dt.timedelta(days=1)


class Place(NamedTuple):
    """Where and when reports are read.

    `top` is the working directory; `workspaces` are the absolute folders of the checkout, here and
    on the host, that paths in reports and patterns may begin with; `now` is a time with a zone.
    `links` of the build are (label, URL) each; `mapping_folder` is where the mapping is.
    """

    top: Path
    workspaces: tuple[str, ...]
    now: dt.datetime
    links: tuple[tuple[str, str], ...] = ()
    remarks_limit: int = 1000
    mapping_folder: Path | None = None


class Judged(NamedTuple):
    """A rule decided for an entity, with the tally that it was decided from."""

    target: Target
    tally: Tally
    absent: tuple[str, ...]
    decision: Decision
    waiver: Waiver | None = None


class Evaluation(NamedTuple):
    """Everything that the reports say, before anything is sent."""

    judged: tuple[Judged, ...]
    warnings: tuple[str, ...]
    unreadable: bool
    """Some report could not be read (exit 3)."""


def evaluate(wanted: Targets, place: Place) -> Evaluation:
    """Find the reports of the targets, read each once, and decide every rule.

    Nothing that is in a report, or missing, raises: it becomes a state and a reason.
    """
    targets = wanted.targets
    entries = [
        _Entry(number, index, pattern)
        for number, target in enumerate(targets)
        for index, pattern in enumerate(target.rule.reports)
    ]
    looked_for = [
        _from_here(targets[entry.target].wanted(entry.number), place.workspaces)
        for entry in entries
    ]
    found = find(place.top, looked_for)
    reading = _Reading(targets, place)
    for path, indexes in found.files.items():
        found_by = [entries[index] for index in indexes]
        speaking = [one for one in found_by if wanted.speaks(path, targets[one.target], one.number)]
        reading.read(path, _without_doubles(path, speaking, found, entries))
    absences: dict[int, list[str]] = {}
    beside = _beside(looked_for, [i for i, one in enumerate(entries) if not one.reports], place)
    for index, entry in enumerate(entries):
        if not entry.reports:
            notes = (*entry.notes, *found.passed_by.get(index, ()), *beside.get(index, ()))
            absences.setdefault(entry.target, []).append(_absence(entry.pattern, notes))
    judged = []
    for number, (target, tally) in enumerate(zip(targets, reading.tallies, strict=True)):
        absent = tuple(absences.get(number, ()))
        waiver = waiver_in_force(target.rule, target.entity, place.now.date())
        decision = decide(target.rule, tally, absent, waiver)
        judged.append(Judged(target, tally, absent, decision, waiver))
    excluding = {targets[entries[index].target].written for index in found.excluded}
    read = [Read(one.target, one.tally, one.absent) for one in judged]
    warnings = (
        *wanted.warnings,
        *reading.warnings,
        *_warnings(judged, place),
        *dead(read, excluding, wanted.exclude),
        *_unlisted(found),
    )
    unreadable = any(problem.unreadable for tally in reading.tallies for problem in tally.problems)
    return Evaluation(tuple(judged), tuple(dict.fromkeys(warnings)), unreadable)


def outcomes(judged: Sequence[Judged], place: Place) -> list[Outcome]:
    """Compose the outcome of each decided rule, with remarks that link to the build."""
    return [_outcome(one, place) for one in judged]


@dataclass
class _Entry:
    """One entry of `reports` of one target, both by number; `notes` say what it did not take."""

    target: int
    number: int
    pattern: ReportPattern
    reports: int = 0
    notes: list[str] = field(default_factory=list)


class _Reading:
    """Reads each report once for all targets that want it."""

    def __init__(self, targets: Sequence[Target], place: Place) -> None:
        self._targets = targets
        self._place = place
        self._matchers: dict[Selection, Matcher] = {}
        self.tallies = [Tally() for _ in targets]
        self._stale: list[tuple[dt.timedelta, str]] = []
        self._selections = [Selection(target.rule.only, target.rule.except_) for target in targets]

    def read(self, path: str, entries: Sequence[_Entry]) -> None:
        """Read one report for the entries that found it, once per format that they name."""
        age = self._age(path)
        by_format: dict[tuple[str | None, bool], list[_Entry]] = {}
        for entry in entries:
            limit = self._targets[entry.target].rule.max_age
            if age is not None and limit is not None and age > limit:
                entry.notes.append(f"{path} is older than max_age")
                continue
            if age is not None and limit is None and age > DAY:
                self._stale.append((age, path))
            key = (entry.pattern.format, entry.pattern.empty_clean)
            by_format.setdefault(key, []).append(entry)
        for (form, empty_clean), group in by_format.items():
            self._fold(path, group, form, empty_clean)

    @property
    def warnings(self) -> list[str]:
        """What a person should know of the files read."""
        if not self._stale:
            return []
        age, path = max(self._stale)
        more = len(set(self._stale)) - 1
        others = f" (and {more:,} more are over a day old)" if more else ""
        days = "1 day" if age.days == 1 else f"{age.days} days"
        hint = "is it of this build? `max_age` in the mapping refuses old files"
        return [f"{path} is {days} old{others}: {hint}"]

    def _fold(self, path: str, group: list[_Entry], form: str | None, empty_clean: bool) -> None:
        numbers = list(dict.fromkeys(entry.target for entry in group))
        selections = list(dict.fromkeys(self._selections[number] for number in numbers))
        folded = fold(
            self._place.top / path,
            path,
            [self._matcher(selection) for selection in selections],
            form=form,
            empty_clean=empty_clean,
        )
        by_selection = dict(zip(selections, folded.tallies, strict=True))
        for number in numbers:
            tally = by_selection[self._selections[number]]
            if folded.by_product:
                # no report, but it may say that its tool did not finish
                tally.files = set()
            self.tallies[number].merge(tally)
        for entry in group:
            if folded.by_product:
                entry.notes.append(f"{path} is no report but {folded.by_product}")
            else:
                entry.reports += 1

    def _matcher(self, selection: Selection) -> Matcher:
        if selection not in self._matchers:
            self._matchers[selection] = Matcher(selection, self._place.workspaces)
        return self._matchers[selection]

    def _age(self, path: str) -> dt.timedelta | None:
        try:
            modified = (self._place.top / path).stat().st_mtime
        except OSError:
            return None  # opening it will say why
        return self._place.now - dt.datetime.fromtimestamp(modified, dt.UTC)


def _from_here(wanted: Wanted, workspaces: Sequence[str]) -> Wanted:
    """Let an absolute pattern below the host's checkout start in this one."""
    if not wanted.glob.absolute:
        return wanted
    for workspace in workspaces:
        if wanted.glob.text.startswith(f"{workspace}/"):
            below = Glob(wanted.glob.text[len(workspace) + 1 :])
            return Wanted(below, wanted.exclude, "")
    return wanted


def _beside(
    looked_for: Sequence[Wanted], absent: Sequence[int], place: Place
) -> dict[int, tuple[str, ...]]:
    """Say which entries without a file here would find one where the mapping is."""
    folder = place.mapping_folder
    if not absent or folder is None or folder == place.top:
        return {}
    found = find(folder, [looked_for[index] for index in absent])
    return {
        absent[number]: (f"{path} is beside the mapping, but globs start in {place.top}",)
        for path, numbers in found.files.items()
        for number in numbers
    }


def _without_doubles(
    path: str, speaking: list[_Entry], found: Found, entries: Sequence[_Entry]
) -> list[_Entry]:
    """Leave out TestNG's summary of all tests where the same target reads its JUnit reports."""
    folder, _, name = path.rpartition("/")
    if name != "testng-results.xml":
        return speaking
    start = f"{folder}/TEST-" if folder else "TEST-"
    served = {
        entries[index].target
        for other, indexes in found.files.items()
        if other.startswith(start) and "/" not in other[len(start) :] and other.endswith(".xml")
        for index in indexes
    }
    for entry in speaking:
        if entry.target in served:
            entry.notes.append(f"{path} repeats the TEST-*.xml beside it")
    return [entry for entry in speaking if entry.target not in served]


def _absence(pattern: ReportPattern, notes: Sequence[str]) -> str:
    why = f" ({'; '.join(notes[:3])})" if notes else ""
    return f"no file matches {pattern.glob.text}{why}"


def _warnings(judged: Sequence[Judged], place: Place) -> list[str]:
    found = [warning for one in judged for warning in one.decision.warnings]
    for rule in dict.fromkeys(one.target.written for one in judged):
        found.extend(
            f"rule {rule.label!r}: the waiver until {waiver.until} has ended"
            for waiver in rule.waivers
            if waiver.until < place.now.date()
        )
    return found


def _unlisted(found: Found) -> list[str]:
    return [
        f"folder {path or '.'} could not be listed: {why}" for path, why in found.unreadable.items()
    ]


def _outcome(one: Judged, place: Place) -> Outcome:
    rule, decision = one.target.rule, one.decision
    bounds: dict[str, dict[str, int | float]] = {"min": {}, "max": {}}
    for limit in decision.limits:
        number = int(limit.value) if limit.value == int(limit.value) else float(limit.value)
        bounds["min" if limit.least else "max"][limit.metric.value] = number
    return Outcome(
        entity=str(one.target.entity),
        rule=rule.label,
        rule_id=rule.id,
        state=decision.state,
        reason=decision.reason,
        remarks=remarks.compose(
            decision.reason, decision.examples, _links(one, place), place.remarks_limit
        ),
        delivery=Delivery.KEPT if decision.state is None else Delivery.UNDELIVERED,
        measured={m.value: shown(m, value) for m, value in decision.measured.items()},
        limits=bounds,
        reports=tuple(sorted(one.tally.files)),
        examples=decision.examples,
    )


def _links(one: Judged, place: Place) -> Sequence[tuple[str, str]]:
    if one.waiver and one.waiver.link:
        return (("waiver", one.waiver.link), *place.links)
    return place.links
