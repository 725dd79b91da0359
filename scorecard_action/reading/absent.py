"""Why an entry of `reports` found no file: what it met, how it is written, what lies near it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action.entities.targets import Target, Targets
from scorecard_action.errors import UsageError
from scorecard_action.globs.find import Wanted, find
from scorecard_action.globs.globs import Glob
from scorecard_action.globs.segments import DEEP
from scorecard_action.judging.limits import judged, needed_evidence
from scorecard_action.mapping.types import Rule
from scorecard_action.reading.checkout import Checkout
from scorecard_action.reading.nearby import MAX_COMPARED, Nearby, Wish
from scorecard_action.reading.patience import PATIENCE, Patience
from scorecard_action.reading.start import OUTSIDE, lies_outside, started
from scorecard_action.reports.names import kinds_of

MOST_NOTES: Final = 3

_VARIABLE: Final = re.compile(
    r"\$\{\{[^{}]*+\}\}|\$\{\w++\}|\$\(\w++\)|\$[A-Za-z_]\w*+|%[A-Za-z_]\w*+%"
)
_HEAD: Final = re.compile(rf"(?:~|[A-Za-z]:|{_VARIABLE.pattern})/")
_SEPARATOR: Final = re.compile(r"\\(?=[\w.*-])")


class Lacking(NamedTuple):
    """An entry without a file. `notes` say what it met; `explained` that they say why it has none,
    so that another report would only mislead.
    """

    target: Target
    number: int
    notes: Sequence[str] = ()
    explained: bool = False


class Around(NamedTuple):
    """What is around the entries: `served` has the files read, with the rules that read them."""

    targets: Targets
    checkout: Checkout
    served: Mapping[str, Collection[Rule]]
    mapping_folder: Path | None = None
    outside: bool = False
    patience: Patience = PATIENCE

    @property
    def top(self) -> Path:
        """The working directory."""
        return Path(self.checkout.top)


def absences(lacking: Sequence[Lacking], around: Around) -> list[str]:
    """Return a sentence for each entry: `no file matches a.xml (…); there is out/a.xml, …`."""
    if not lacking:
        return []
    taken: dict[Rule, set[str]] = {}
    for path, rules in around.served.items():
        for rule in rules:
            taken.setdefault(rule, set()).add(path)
    wishes = [_wish(one, around, taken.get(one.target.written, set())) for one in lacking]
    elsewhere = _elsewhere(lacking, wishes, around)
    nearby = Nearby(around.top, around.served, len(set(_places(wishes))), around.patience)
    known: dict[object, str] = {}
    said = []
    for index, (one, wish) in enumerate(zip(lacking, wishes, strict=True)):
        notes = list(dict.fromkeys((*one.notes, *elsewhere.get(index, ()))))
        near = ""
        if not one.explained and index not in elsewhere:
            notes += list(_misspelt(wish.wanted.glob.text))
            key = (one.target.written, one.number, wish.wanted.glob, wish.wanted.folder)
            if key not in known:
                known[key] = nearby.told(wish)
            near = known[key]
        if not around.outside and lies_outside(wish.wanted, around.checkout):
            notes.append(OUTSIDE)
        why = f" ({'; '.join(notes[:MOST_NOTES])})" if notes else ""
        said.append(f"no file matches {wish.wanted.glob.text}{why}{f'; {near}' if near else ''}")
    return said


def another_s(path: str, targets: Targets) -> str:
    """Say whose a file is that an entry finds and that is not for its entity."""
    owner = targets.owner(path)
    if owner is None:
        return f"{path} is of a service with a longer name"
    return f"{path} is in {owner}, the folder of another service"


def _wish(one: Lacking, around: Around, taken: Collection[str]) -> Wish:
    rule, entry = one.target.rule, one.target.rule.reports[one.number]
    needed = needed_evidence(rule)
    return Wish(
        one.target.wanted(one.number),
        needed or judged(rule) & kinds_of([entry.glob.text]) or judged(rule),
        bool(needed),
        entry.format,
        taken,
        partial(_is_of, around.targets, one.target),
    )


def _is_of(targets: Targets, target: Target, path: str) -> bool:
    return not targets.folders or targets.owner(path) in {None, target.folder}


def _places(wishes: Sequence[Wish]) -> Iterator[tuple[Glob, str]]:
    return ((wish.wanted.glob, wish.wanted.folder) for wish in wishes)


class _Try(NamedTuple):
    """Another way to look for what an entry wants; `says` makes a note of a file that it finds."""

    entry: int
    wanted: Wanted
    says: Callable[[str], str]


def _elsewhere(
    lacking: Sequence[Lacking], wishes: Sequence[Wish], around: Around
) -> dict[int, list[str]]:
    """Say of which entries a file is there where they do not look, or as they are not written."""
    top, root = around.top, Path(around.checkout.root)
    beside = around.mapping_folder
    by_folder: dict[Path, list[_Try]] = {}
    for index, (one, wish) in enumerate(zip(lacking, wishes, strict=True)):
        here = started(wish.wanted, around.checkout)
        by_folder.setdefault(top, []).extend(_here(index, one, here))
        if beside and beside != top:
            says = partial(_is_outside, "{} is beside the mapping", top)
            by_folder.setdefault(beside, []).append(_Try(index, here, says))
        if root not in {top, beside} and here.glob.alternatives[0][0] != DEEP:
            says = partial(_is_outside, "{} is in the repository", top)
            by_folder.setdefault(root, []).append(_Try(index, here._replace(folder=""), says))
    notes: dict[int, list[str]] = {}
    for folder, tries in by_folder.items():
        for path, other in _tried(folder, tries):
            wish = wishes[other.entry]
            ours = folder != top or (path not in wish.taken and wish.mine(path))
            told = notes.setdefault(other.entry, [])
            if ours and len(told) < MOST_NOTES:
                told.append(other.says(path))
    return {index: told for index, told in notes.items() if told}


def _tried(folder: Path, tries: Sequence[_Try]) -> Iterator[tuple[str, _Try]]:
    """Yield what is found, each file with who looks for it; no more than may be compared."""
    if not tries:
        return
    try:
        found = find(folder, [one.wanted for one in tries])
    except UsageError:
        return  # too much to walk, for what only informs
    pairs = ((path, tries[number]) for path, numbers in found.files.items() for number in numbers)
    yield from islice(pairs, MAX_COMPARED)


def _here(index: int, one: Lacking, here: Wanted) -> Iterator[_Try]:
    """Yield the other ways to read a pattern in the working directory."""
    text = here.glob.text
    # what `**` finds anywhere says little
    if here.folder and not here.glob.absolute and here.glob.alternatives[0][0] != DEEP:
        folder, entity = here.folder, one.target.entity
        inner = text.removeprefix(f"{folder}/")
        write = f"/{text} to start at the working directory" if inner == text else inner

        def from_top(path: str) -> str:
            return f"{path} is there, but patterns of {entity} start in {folder}: write {write}"

        yield _Try(index, here._replace(folder=""), from_top)
    meant = _HEAD.sub("", _SEPARATOR.sub("/", text.strip()), count=1)
    if meant != text:
        try:
            glob = Glob(meant)
        except ValueError:
            return
        why = _why(text)
        yield _Try(index, here._replace(glob=glob), lambda path: f"{meant} finds {path}: {why}")


def _is_outside(where: str, top: Path, path: str) -> str:
    return f"{where.format(path)}, but globs start in {top}"


def _misspelt(text: str) -> Iterator[str]:
    """Say what of a pattern surely means something else, though no file shows it."""
    blank = text != text.strip()
    if blank or _head(text) or _VARIABLE.search(text) or re.search(r"\\\w", text):
        yield _why(text)


def _why(text: str) -> str:
    """Say what is wrong with the way in which a pattern is written."""
    if found := _VARIABLE.search(text):
        return f"{found[0]} is taken as it stands, no variable is filled in"
    if head := _head(text):
        return f"{head} is taken as it stands, patterns start at the working directory"
    if _SEPARATOR.search(text):
        return "`/` stands between folders, `\\` takes the next character literally"
    return "the pattern has a blank at its beginning or end"


def _head(text: str) -> str:
    """Return what a shell, or Windows, would make a folder of: `~`, `$PWD`, `C:`."""
    found = _HEAD.match(_SEPARATOR.sub("/", text))
    return found[0].rstrip("/") if found else ""
