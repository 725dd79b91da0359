"""Reports in groups that one rule can read: of one kind, format, place, and linter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from scorecard_action.drafting.patterns import caught, literal, patterns, place
from scorecard_action.drafting.survey import Seen
from scorecard_action.drafting.tools import shown
from scorecard_action.model import Kind
from scorecard_action.near import nearest

MOST_GROUPS: Final = 40
MOST_EXCLUDED: Final = 20
_SIMILAR: Final = 0.85  # of a name of Datadog to one of ours: a word in another form

_SUITES: Final = {
    "Integration tests pass": ("integration", "failsafe", "inttest"),
    "End-to-end tests pass": ("e2e", "end-to-end", "endtoend", "cypress", "playwright", "selenium"),
    "Contract tests pass": ("contract", "pact"),
    "Acceptance tests pass": ("acceptance", "cucumber", "behave"),
    "Functional tests pass": ("functional",),
    "Smoke tests pass": ("smoke",),
}
_SCANNERS: Final = ("trivy", "semgrep", "bandit", "security", "codeql", "snyk", "grype", "gosec")


class Group(NamedTuple):
    """Reports that one rule can read; `tool` is the linter that wrote them, "" where unknown.

    `seen` has them by the folder of the service that owns them, where their globs `reports` start;
    `exclude` are what the globs would catch beside.
    """

    name: str
    kind: Kind
    form: str
    place: str
    seen: dict[str, tuple[Seen, ...]]
    reports: tuple[str, ...]
    exclude: tuple[str, ...]
    tool: str = ""

    @property
    def about(self) -> Kind:
        """What a person takes the reports for: JUnit XML of a linter is of kind tests."""
        return Kind.LINT if self.tool else self.kind

    @property
    def paths(self) -> list[str]:
        """The paths of the reports, from where the globs start."""
        return [_below(one.path, owner) for owner, some in self.seen.items() for one in some]

    @property
    def size(self) -> int:
        """How many reports there are."""
        return sum(map(len, self.seen.values()))


class Groups(NamedTuple):
    """All groups; `unowned` are reports outside the folders of all services, `unnamed` those that
    no pattern can name, or tell from another file, and `left` how many no group has because there
    would be too many groups.
    """

    found: tuple[Group, ...]
    unowned: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    left: int = 0


def group(
    reports: Sequence[Seen], outsiders: Iterable[str], folders: Collection[str] = ("",)
) -> Groups:
    """Group reports; `folders` are those of the services, of which the innermost owns a file.

    `outsiders` are files that no pattern should match. Tests come first, then lint, coverage.
    """
    owned: dict[tuple[Kind, str, str, str], list[tuple[str, str, Seen]]] = {}
    unowned = []
    for one in reports:
        home = owner(one.path, folders)
        if home is None:
            unowned.append(one.path)
            continue
        path = _below(one.path, home)
        key = (one.kind, one.form, place(path), one.tool)
        owned.setdefault(key, []).append((home, path, one))
    strangers = {
        _below(path, home) for path in outsiders if (home := owner(path, folders)) is not None
    }
    paths = {key: {path for _, path, _ in members} for key, members in owned.items()}
    found: list[Group] = []
    unnamed: list[str] = []
    left = 0
    kinds = list(Kind)
    for key in sorted(owned, key=lambda key: (kinds.index(key[0]), key[2], key[1], key[3])):
        kind, form, where, tool = key
        others = strangers.union(*(paths[other] for other in owned if other != key)) - paths[key]
        named, globs, exclude = _named(paths[key], others, many=kind is Kind.TESTS)
        unnamed += [one.path for _, path, one in owned[key] if path not in named]
        members = [member for member in owned[key] if member[1] in named]
        if not members or len(found) == MOST_GROUPS:
            left += len(members)
            continue
        excluded = tuple(exclude[:MOST_EXCLUDED])
        owners = _by_owner(members)
        found.append(Group("", kind, form, where, owners, tuple(globs), excluded, tool))
    return Groups(tuple(named_apart(found)), tuple(unowned), tuple(unnamed), left)


def named_apart(groups: Iterable[Group], *, by_owner: bool = False) -> list[Group]:
    """Return the groups with their names: what each tells, and if need be where.

    No two have the same name; with `by_owner`, none that have an owner in common: what two services
    tell of themselves in two ways is one rule.
    """
    named: list[Group] = []
    for group in groups:
        taken = {
            other.name
            for other in named
            if not by_owner or not group.seen.keys().isdisjoint(other.seen)
        }
        named.append(group._replace(name=_name(group, taken)))
    return named


def _named(
    paths: set[str], others: Collection[str], *, many: bool
) -> tuple[set[str], list[str], list[str]]:
    """Return the paths that can be named, globs that match them, and what those must exclude.

    A mapping holds no control character: a name with one is written with a `?`, which may exclude
    one of the paths together with a stranger. Such a path is left out.
    """
    named = paths
    while named:
        globs = patterns(named, others, many=many)
        exclude = [literal(path) for path in caught(globs, sorted(others))]
        lost = named.difference(caught(globs, named)).union(caught(exclude, named))
        if not lost:
            return named, globs, exclude
        alike = {path for path in lost if caught([literal(path)], others)}
        named = named - (alike or lost)
    return named, [], []


def proposals(
    groups: Sequence[Group], names: Sequence[str]
) -> Mapping[str, tuple[str | None, list[str]]]:
    """For each group's name: the rule of Datadog that clearly is meant, and others that may be.

    Clear is, in this order: the same name, whatever case and blanks; the only rule that speaks of a
    group's linter; the only rule that speaks of tests, lint or coverage where there is only one
    such group; the only one with a very similar name. No rule is meant by two groups.
    """
    meant: dict[str, str] = {}
    free = list(dict.fromkeys(names))
    for clear in (_called_the_same, _of_the_tool, _the_only_one, _very_similar):
        found = {one.name: clear(one, groups, free) for one in groups if one.name not in meant}
        wanted = Counter(name for candidates in found.values() for name in candidates)
        for own, candidates in found.items():
            if len(candidates) == 1 and wanted[candidates[0]] == 1:
                meant[own] = candidates[0]
        free = [name for name in free if name not in meant.values()]
    return {
        one.name: (meant[one.name], [])
        if one.name in meant
        else (None, nearest(one.name, [n for n in free if _speaks_of(n, one.about)], 5, least=0.0))
        for one in groups
    }


def _called_the_same(group: Group, groups: Sequence[Group], names: Sequence[str]) -> list[str]:
    return [name for name in names if _folded(name) == _folded(group.name)]


def _of_the_tool(group: Group, groups: Sequence[Group], names: Sequence[str]) -> list[str]:
    words = {group.tool, shown(group.tool).casefold()} if group.tool else set()
    return [name for name in names if words & {*re.split(r"[^\w-]+", _folded(name))}]


def _the_only_one(group: Group, groups: Sequence[Group], names: Sequence[str]) -> list[str]:
    alone = len({other.name for other in groups if other.about is group.about}) == 1
    return [name for name in names if alone and _speaks_of(name, group.about)]


def _very_similar(group: Group, groups: Sequence[Group], names: Sequence[str]) -> list[str]:
    # a linter's rule names it: what differs in that word alone is another one's
    about = [] if group.tool else [name for name in names if _speaks_of(name, group.about)]
    folded = {_folded(name): name for name in about}
    return [folded[name] for name in nearest(_folded(group.name), folded, 2, least=_SIMILAR)]


def _speaks_of(name: str, kind: Kind) -> bool:
    words = {
        Kind.TESTS: ("test", "spec"),
        Kind.LINT: ("lint", "static analysis", "code quality", "findings", "vulnerab", "security"),
        Kind.COVERAGE: ("coverage", "covered"),
    }
    text = _folded(name)
    if kind is Kind.TESTS and any(word in text for word in words[Kind.COVERAGE]):
        return False
    return any(word in text for word in words[kind])


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _by_owner(members: Iterable[tuple[str, str, Seen]]) -> dict[str, tuple[Seen, ...]]:
    found: dict[str, list[Seen]] = {}
    for owner, _, one in members:
        found.setdefault(owner, []).append(one)
    return {owner: tuple(seen) for owner, seen in found.items()}


def owner(path: str, folders: Collection[str]) -> str | None:
    """Return the innermost of the folders that a path is in, None where it is in none."""
    folder = path
    while True:
        folder = folder.rpartition("/")[0]
        if folder in folders:
            return folder
        if not folder:
            return None


def _below(path: str, folder: str) -> str:
    return path[len(folder) + 1 :] if folder else path


def _name(group: Group, taken: Collection[str]) -> str:
    base, form = _base(group), group.form
    place = "".join(char for char in group.place if char not in "\\*?").strip()
    wanted = [base, f"{base} ({place or form})", f"{base} ({place}, {form})"]
    numbered = (f"{base} ({number})" for number in range(2, MOST_GROUPS + 2))
    return next(name for name in (*wanted, *numbered) if name not in taken)


def _base(group: Group) -> str:
    text = "/".join((group.place, *group.reports)).casefold()
    if group.about is Kind.TESTS:
        found = (name for name, words in _SUITES.items() if any(word in text for word in words))
        return next(found, "Unit tests pass")
    if group.about is Kind.LINT:
        if group.tool:
            return f"No {shown(group.tool)} errors"
        scanned = any(word in text or word in group.form for word in _SCANNERS)
        return "No security errors" if scanned else "No lint errors"
    return "Line coverage"
