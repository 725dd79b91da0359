"""Find the reports of every rule and entity, and read each file once into their tallies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from scorecard_action.bugs import Bug
from scorecard_action.entities.targets import Target, Targets
from scorecard_action.globs.find import Found
from scorecard_action.judging.firsts import ReportProblem
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import ReportPattern, Rule
from scorecard_action.reading.absent import Around, Lacking, absences, another_s
from scorecard_action.reading.age import Ages
from scorecard_action.reading.checkout import Checkout
from scorecard_action.reading.entries import Entry, without_doubles
from scorecard_action.reading.fold import fold
from scorecard_action.reading.patience import READ_TIMEOUT, Patience, Watch
from scorecard_action.reading.placing import Resolver
from scorecard_action.reading.retried import Retried
from scorecard_action.reading.start import exclusions, find_reports
from scorecard_action.reading.twins import Earlier, Twins
from scorecard_action.reading.wanted import matchers_of, said_of
from scorecard_action.reading.zips import beside, unpacked
from scorecard_action.reports.tests import failsafe_summary


class Place(NamedTuple):
    """Where and when reports are read.

    `top` is the working directory, `checkout` the repository that it is in; `now` is a time with a
    zone; `mapping_folder` is where the mapping is. `outside`: a pattern that begins with `/` may
    name a file outside the working directory. `read_timeout` are the seconds for each report.
    `ages` as of Ages.
    """

    top: Path
    checkout: Checkout
    now: dt.datetime
    mapping_folder: Path | None = None
    outside: bool = False
    read_timeout: float = READ_TIMEOUT
    ages: Mapping[str, dt.timedelta] | None = None

    @property
    def today(self) -> dt.date:
        """The day in UTC, by which waivers and acceptances end."""
        return self.now.astimezone(dt.UTC).date()


class Gathered(NamedTuple):
    """What the reports hold, in the order of the targets.

    `absent` says of each entry of `reports` that found no file what it looked for; `excluding` are
    the rules whose `exclude` left a file out; `bugs` are ours, met in reading a report.
    """

    tallies: tuple[Tally, ...]
    absent: tuple[tuple[str, ...], ...]
    excluding: frozenset[Rule]
    warnings: tuple[str, ...]
    bugs: tuple[Bug, ...] = ()


def gather(wanted: Targets, place: Place, compared: Collection[int] = ()) -> Gathered:
    """Find and read the reports of all targets.

    `compared` are the numbers of the targets of which it is kept by what failures are known again.
    Nothing that is in a report, or missing, raises; too much to walk does: UsageError.
    """
    targets = wanted.targets
    entries = [
        Entry(number, index, pattern)
        for number, target in enumerate(targets)
        for index, pattern in enumerate(target.rule.reports)
    ]
    wanting = [targets[entry.target].wanted(entry.number) for entry in entries]
    found, outside = find_reports(wanting, place.checkout, outside=place.outside)
    reading = _Reading(targets, place, (*found.files, *outside), compared)
    for path, indexes in found.files.items():
        found_by = [entries[index] for index in indexes]
        speaking = []
        for one in found_by:
            if wanted.speaks(path, targets[one.target], one.number):
                speaking.append(one)
            else:
                one.refuse(partial(another_s, path, wanted))
        reading.read(path, without_doubles(path, speaking, found, entries))
    for path, indexes in outside.items():
        reading.outside.append(path)
        reading.read(path, [entries[index] for index in indexes])
    reading.look_beside()
    absent: list[list[str]] = [[] for _ in targets]
    empty = [index for index, entry in enumerate(entries) if not entry.reports]
    lacking = [
        Lacking(
            targets[entries[index].target],
            entries[index].number,
            (*entries[index].notes, *found.passed_by.get(index, ())),
            entries[index].refused or index in found.excluded,
        )
        for index in empty
    ]
    served = _served(found, outside, [targets[one.target].written for one in entries], empty)
    around = Around(
        wanted, place.checkout, served, place.mapping_folder, place.outside, reading.patience
    )
    for index, text in zip(empty, absences(lacking, around), strict=True):
        absent[entries[index].target].append(text)
    return Gathered(
        tuple(reading.tallies),
        tuple(map(tuple, absent)),
        frozenset(targets[entries[index].target].written for index in found.excluded),
        (*reading.warnings, *_unlisted(found)),
        tuple(reading.bugs),
    )


class _Reading:
    """Reads each report once for all targets that want it."""

    def __init__(
        self,
        targets: Sequence[Target],
        place: Place,
        paths: Iterable[str],
        compared: Collection[int],
    ) -> None:
        self._targets = targets
        self._place = place
        self.tallies = [Tally() for _ in targets]
        self._retried = Retried(self.tallies)
        self._failed: dict[tuple[int, str], int] = {}  # by target and the summary beside
        self._summaries: dict[tuple[int, str], None] = {}  # by target and path
        self._ages = Ages(place.top, place.now, place.ages)
        self.bugs: list[Bug] = []
        self.outside: list[str] = []
        """The files read that lie outside the working directory."""
        self._listed: dict[str, str] = {}
        self._resolver = Resolver(place.checkout)
        self.patience = Patience(place.read_timeout)
        self._twins = Twins(place.top, paths, self._resolver, self.patience)
        self._matchers = matchers_of(targets, place.checkout, place.today, compared)

    def read(self, path: str, entries: Sequence[Entry]) -> None:
        """Read one report for the entries that found it, once per format that they name."""
        served: dict[int, list[Entry]] = {}
        for entry in entries:
            limit = self._targets[entry.target].rule.max_age
            if refused := self._ages.refused(path, limit):
                entry.refuse(lambda: refused)
                continue
            served.setdefault(entry.target, []).append(entry)
        by_saying: dict[ReportPattern, list[Entry]] = {}
        for found_by in served.values():
            by_saying.setdefault(said_of([one.pattern for one in found_by]), []).extend(found_by)
        for said, group in by_saying.items():
            self._fold(path, group, said)

    @property
    def warnings(self) -> list[str]:
        """What a person should know of the files read."""
        return [
            *self._ages.warnings(),
            *self._outside(),
            *self._twins.warnings(),
            *self._unnamed(),
            *self._resolver.warnings,
        ]

    def _outside(self) -> Iterator[str]:
        if self.outside:
            first, *more = self.outside
            others = f" (and {len(more):,} more)" if more else ""
            yield f"{first}{others} is read outside the working directory, as --allow-outside says"

    def _unnamed(self) -> Iterator[str]:
        """Warn of each format that only its findings show, before a clean build comes."""
        for form in sorted(set(self._listed.values())):
            first, *more = sorted(path for path, name in self._listed.items() if name == form)
            others = f" (and {len(more):,} more)" if more else ""
            yield (
                f"{first}{others}: a clean build writes `[]`, which does not say what it is and"
                f" would fail; write `{{path: …, format: {form}}}` in the mapping"
            )

    def _fold(self, path: str, group: list[Entry], said: ReportPattern) -> None:
        numbers = self._without_copies(path, group, said)
        if not numbers:
            return
        matchers = list(dict.fromkeys(self._matchers[number] for number in numbers))
        folded = fold(
            self._place.top / path,
            path,
            matchers,
            form=said.format,
            empty_clean=said.empty_clean,
            base=said.base,
            words=said.words,
            resolver=self._resolver,
            patience=self.patience,
        )
        if folded.bug:
            self.bugs.append(folded.bug)
        if folded.listed:
            self._listed[path] = folded.listed
        by_matcher = dict(zip(matchers, folded.tallies, strict=True))
        summary = beside(path, failsafe_summary.NAME)
        for number in numbers:
            tally = by_matcher[self._matchers[number]]
            if folded.by_product == failsafe_summary.FORMAT.title:
                self._summaries[number, path] = None
                continue
            if not folded.by_product:
                self._failed[number, summary] = (
                    self._failed.get((number, summary), 0) + folded.failed
                )
                if not tally.problems:
                    found = tally.tests or tally.findings or tally.accepted
                    counted = bool(found or tally.suppressed)
                    self._twins.read(number, said, Earlier(path, counted, folded.failed))
            else:
                # no report, but it may say that its tool did not finish
                tally.files = set()
            self._retried.add(number, path, folded.attempt, tally)
        for entry in group:
            if entry.target not in numbers:
                continue
            if folded.by_product:
                entry.notes.append(f"{path} is no report but {folded.by_product}")
            else:
                entry.reports += 1

    def _without_copies(self, path: str, group: list[Entry], said: ReportPattern) -> list[int]:
        """Return the targets of which no report read before is the same file; the others have read
        it as well, and its evidence already.
        """
        summary = beside(path, failsafe_summary.NAME)
        numbers = []
        for number in dict.fromkeys(entry.target for entry in group):
            earlier = self._twins.before(number, path, said)
            if earlier is None:
                numbers.append(number)
                continue
            self.tallies[number].merge(Tally(files={path}))
            self._failed[number, summary] = self._failed.get((number, summary), 0) + earlier.failed
            for entry in group:
                entry.reports += entry.target == number
        return numbers

    def look_beside(self) -> None:
        """Let the last attempts decide, and take in what Failsafe's summary says of the run, where
        one lies beside what was read.
        """
        self._retried.settle()
        for number, path in self._failed:
            target = self._targets[number]
            below = path.removeprefix(f"{target.folder}/") if target.folder else path
            excludes = exclusions(target.rule.exclude, target.folder, self._place.checkout)
            below, whole = unpacked(below), f"{self._place.top}/{unpacked(path)}"
            excluded = any(one.matches(whole if one.absolute else below) for one in excludes)
            if not excluded and path not in self.tallies[number].files:
                self._summaries[number, path] = None
        for number, path in self._summaries:
            limit = self._targets[number].rule.max_age
            if self.patience.archives.size(self._place.top / path) is None or (
                limit and self._ages.refused(path, limit)
            ):
                continue
            failed = self._failed.get((number, path), 0)
            marks = failsafe_summary.marks(
                self._place.top / path, failed, Watch(self.patience).open
            )
            problems = [ReportProblem(path, one.line, 0, one.message, False) for one in marks]
            self.tallies[number].merge(Tally(problems=problems, problem_count=len(problems)))


def _served(
    found: Found, outside: dict[str, tuple[int, ...]], rules: Sequence[Rule], empty: Sequence[int]
) -> dict[str, frozenset[Rule]]:
    """Return which rules read each file; nothing where no entry asks."""
    if not empty:
        return {}
    known: dict[tuple[int, ...], frozenset[Rule]] = {}
    served = {}
    for path, indexes in (*found.files.items(), *outside.items()):
        if indexes not in known:
            known[indexes] = frozenset(rules[index] for index in indexes)
        served[path] = known[indexes]
    return served


def _unlisted(found: Found) -> list[str]:
    return [
        f"folder {path or '.'} could not be listed: {why}; no report in it is found until it can be"
        for path, why in found.unreadable.items()
    ]
