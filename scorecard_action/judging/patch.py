"""How much is covered of the lines that a build changed: those of a diff that coverage knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from typing import Final, NamedTuple

from scorecard_action.judging.coverage import CoverageTally
from scorecard_action.judging.file_coverage import LINES, FileCoverage, may_differ
from scorecard_action.judging.paths import is_absolute, is_elsewhere
from scorecard_action.judging.values import AtLeast, percent
from scorecard_action.linesets import of_runs

MAX_EXAMPLES: Final = 5
# `line.column,line.column` of a Go cover profile; the places of other formats have no comma
_BLOCK: Final = re.compile(r"(\d{1,9})\.\d{1,9},(\d{1,9})\.\d{1,9}")
_MAX_LINE: Final = 5_000_000
_DEEPEST: Final = 64


class Changes(NamedTuple):
    """The lines that a build added or changed: by file, a line set as in `model.Coverage`.

    Files are named as those of reports are, relative to the working directory; `below` is that
    folder's path in the repository, "" for its root. `unseen` are the files that changed without
    the diff showing their lines, `absent` those that are not in the checkout. `source` names the
    diff. `missing` says why it is not known what changed; "" where it is.
    """

    files: Mapping[str, int] = {}
    unseen: Set[str] = frozenset()
    below: str = ""
    source: str = "the diff"
    missing: str = ""
    absent: Set[str] = frozenset()


NOT_GIVEN: Final = Changes(
    missing="nothing says which lines changed: `--diff FILE`, a unified diff, or `--diff-base REF`"
)


class ChangedFile(NamedTuple):
    """What coverage knows of the changed lines of one file: line sets, `changed` with all lines."""

    path: str
    changed: int
    covered: int
    valid: int

    def uncovered(self) -> Iterator[tuple[int, int]]:
        """Yield the changed lines that are not covered as (first, last) of each run.

        Changed lines that are none to cover, such as comments, part no run.
        """
        unchanged = ~self.changed & ((2 << self.changed.bit_length()) - 1)
        return runs(self.valid & ~self.covered, self.valid | unchanged)


class Uncovered(NamedTuple):
    """Changed lines that are not covered, as an example shows them, and where they are."""

    text: str
    path: str
    first: int
    last: int


class Patch(NamedTuple):
    """What is known of the coverage of changed lines.

    `counts` are (covered, valid) lines where all reports mean one file by a name, and where a name
    that may stand for several does; equal where none is in doubt. `lacking` says what is missing to
    know them, "" where nothing is.
    """

    counts: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))
    files: tuple[ChangedFile, ...] = ()
    lacking: str = ""
    doubtful: tuple[str, ...] = ()
    source: str = ""

    @property
    def unknown(self) -> bool:
        """Say whether coverage knows no line that changed, though nothing is missing."""
        return not self.lacking and not self.counts[0][1]

    @property
    def both(self) -> tuple[Fraction, Fraction] | None:
        """The percentages of both readings; None where they are equal."""
        united, apart = (percent(*counts) for counts in self.counts)
        if united is None or apart is None or united == apart:
            return None
        return united, apart

    @property
    def percentage(self) -> Fraction | None:
        """The changed lines covered, in percent: the worse reading, `AtLeast` so much."""
        if self.lacking or self.unknown:
            return None
        return AtLeast(min(self.both)) if self.both else percent(*self.counts[0])

    def uncovered(self) -> tuple[Uncovered, ...]:
        """Name changed lines that are not covered, those of the least covered files first."""
        return tuple(_named(self.files))


def patch(coverage: CoverageTally, changes: Changes) -> Patch:
    """Return what the coverage of the selected files says of the changed lines."""
    if changes.missing:
        return Patch(lacking=changes.missing)
    if not changes.files and not changes.unseen:
        return Patch(source=changes.source)
    if lacking := _lacking(coverage, changes):
        return Patch(lacking=lacking, source=changes.source)
    files = []
    united, apart = [0, 0], [0, 0]
    doubtful = []
    for path in sorted(changes.files.keys() & coverage.names):
        sources = coverage.sources(path)
        changed = changes.files[path]
        sets = [known_lines(one) for one in sources.values()]
        covered = valid = 0
        for one_covered, one_valid in sets:
            covered |= one_covered & changed
            valid |= one_valid & changed
        files.append(ChangedFile(path, changed, covered, valid))
        _add(united, [(covered, valid)])
        if may_differ(sources):
            doubtful.append(path)
            _add(apart, [(one & changed, all_ & changed) for one, all_ in sets])
        else:
            _add(apart, [(covered, valid)])
    return Patch(
        ((united[0], united[1]), (apart[0], apart[1])),
        tuple(files),
        doubtful=tuple(doubtful),
        source=changes.source,
    )


def known_lines(file: FileCoverage) -> tuple[int, int]:
    """Return the (covered, valid) line sets that reports know of a file.

    A statement of Go is known by the lines that its block spans: one is covered where a block on it
    is, as gocover-cobertura has it. A block without a statement has nothing to cover.
    """
    ran, all_runs = list[tuple[int, int]](), list[tuple[int, int]]()
    for place, statements in file.blocks.items():
        found = _BLOCK.fullmatch(place) if statements > 1 else None
        if found and (first := int(found[1])) <= (last := min(int(found[2]), _MAX_LINE)):
            all_runs.append((first, last))
            if statements & 1:
                ran.append((first, last))
    return file.covered | of_runs(ran), file.valid | of_runs(all_runs)


def none_changed(found: Patch) -> str:
    """Say that a limit on changed lines has nothing to be held to."""
    return f"{found.source} has no changed line that coverage knows"


def runs(lines: int, known: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a set as (first, last) of each run.

    Lines that are not in `known` part no run: what stands between two lines and is none to cover.
    """
    parting = known & ~lines
    while lines:
        first = (lines & -lines).bit_length() - 1
        after = parting >> first
        until = first + (after & -after).bit_length() - 1 if after else lines.bit_length()
        run = lines & ((1 << until) - 1)
        yield first, run.bit_length() - 1
        lines ^= run


def _add(counts: list[int], sets: Iterable[tuple[int, int]]) -> None:
    for covered, valid in sets:
        counts[0] += covered.bit_count()
        counts[1] += valid.bit_count()


def _named(files: Sequence[ChangedFile]) -> Iterator[Uncovered]:
    def order(one: ChangedFile) -> tuple[Fraction, int, str]:
        missed = (one.valid & ~one.covered).bit_count()
        return Fraction(one.covered.bit_count(), one.valid.bit_count()), -missed, one.path

    left = MAX_EXAMPLES
    for one in sorted((one for one in files if one.valid & ~one.covered), key=order):
        for first, last in one.uncovered():
            if not left:
                return
            left -= 1
            yield Uncovered(f"{one.path}:{span(first, last)} not covered", one.path, first, last)


def span(first: int, last: int) -> str:
    """Write a run of lines: `12`, `12-14`."""
    return f"{first}" if first == last else f"{first}-{last}"


def _lacking(coverage: CoverageTally, changes: Changes) -> str:
    """Say why the reports do not tell which changed lines are covered; "" where they do."""
    changed = changes.files.keys() | changes.unseen
    if coverage.bare:
        return "a coverage report does not say which lines of which file are covered"
    loose = {name for name in coverage.loose if name and _is_unplaced(coverage, name)}
    placed = coverage.names - loose
    if loose:
        if not placed:
            first, other = min(changed), min(loose)
            return (
                f"no covered file is placed in the checkout, as {other}, so nothing says whether"
                f" {first} is among them: `base` in the entry of `reports` does, or a checkout"
            )
        if pair := _alike(changed, loose, changes.below):
            return (
                f"{pair[0]} changed, and the covered {pair[1]} may be it, but is not placed in the"
                " checkout: `base` in the entry of `reports` says where paths begin"
            )
    if pair := _elsewhere(changes, placed):
        return (
            f"{pair[0]} changed and is not in the checkout, and the covered {pair[1]} may be it:"
            " the paths of a diff begin where the repository does (`git diff` without `--relative`)"
        )
    if unseen := changes.unseen & placed:
        return (
            f"{changes.source} does not show which lines of {min(unseen)} changed: `git diff"
            " --text` does"
        )
    if not any(one.reports for _, one in coverage.by_name()):
        return "the coverage reports have no line to cover"
    counted = [
        path
        for path in changes.files.keys() & placed
        if any(one.counts_only and not any(known_lines(one)) for one in _all(coverage, path))
    ]
    if counted:
        return f"{min(counted)} changed, and no report says which of its lines are covered"
    return ""


def _elsewhere(changes: Changes, placed: Set[str]) -> tuple[str, str] | None:
    """Return a changed file that is not there, and a covered one that is and may be it: the diff
    begins in a folder below or, where no file of it is there, above.
    """
    if not changes.absent:
        return None
    spelled = {_in_repository(path, changes.below): path for path in sorted(changes.absent)}
    covered = {_in_repository(name, changes.below): name for name in sorted(placed)}
    for spelling, name in covered.items():
        for end in _ends(spelling):
            if end != spelling and end in spelled:
                return spelled[end], name
    if changes.absent >= changes.files.keys() | changes.unseen:
        for spelling, path in spelled.items():
            for end in _ends(spelling):
                if end != spelling and end in covered:
                    return path, covered[end]
    return None


def _all(coverage: CoverageTally, path: str) -> Iterable[FileCoverage]:
    return coverage.sources(path).values()


def _is_unplaced(coverage: CoverageTally, name: str) -> bool:
    """Say whether a report names a file so that nothing places it, as its source's key tells."""
    return any(not source.startswith(LINES) for source in coverage.loose[name])


def _alike(changed: Set[str], loose: Set[str], below: str) -> tuple[str, str] | None:
    """Return a changed file and a covered one that may be it: the path of one ends in the other's,
    in whatever case, as tools on Windows write it.

    A changed file goes by its path in the repository too. What lies where packages are installed is
    another file.
    """
    spelled: dict[str, str] = {}
    for path in sorted(changed, reverse=True):
        spelled[_in_repository(path, below).casefold()] = path
        spelled[path.casefold()] = path
    for name in sorted(name for name in loose if not is_elsewhere(name)):
        for end in _ends(name.casefold()):
            if end in spelled:
                return spelled[end], name
    relative = {name.casefold(): name for name in sorted(loose) if not is_absolute(name)}
    for spelling in sorted(spelled):
        for end in _ends(spelling):
            if end in relative:
                return spelled[spelling], relative[end]
    return None


def _in_repository(path: str, below: str) -> str:
    """The path of a file of the working directory in the repository, where that is above."""
    folders = below.split("/") if below else []
    while path.startswith("../") and folders:
        folders.pop()
        path = path[3:]
    return "/".join((*folders, path))


def _ends(path: str) -> Iterator[str]:
    """Return the path and what is left of it without its first names; no more names than paths of
    a checkout are looked for by.
    """
    names = path.lstrip("/").rsplit("/", _DEEPEST)
    return ("/".join(names[start:]) for start in range(len(names)))
