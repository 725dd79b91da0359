"""Every rule with every entity that it is decided for, and whose a report file is."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from scorecard_action.entities.named import (
    entities_of,
    entity_named,
    picked,
    speaks_for,
    unknown,
    unserved,
)
from scorecard_action.errors import MappingError, Problem
from scorecard_action.globs.find import Wanted
from scorecard_action.globs.globs import Glob, TextPattern, escape
from scorecard_action.mapping.placeholders import fill, fill_pattern, fits, placeholders
from scorecard_action.mapping.types import Mapping, ReportPattern, Rule, Selector
from scorecard_action.model import Entity


class Target(NamedTuple):
    """One rule for one entity.

    `rule` has its placeholders filled in, `written` is the rule as the mapping has it. `folder` is
    the entity's, relative to the working directory: globs without a placeholder start there, and a
    file below the folder of another entity is that entity's alone.
    """

    rule: Rule
    entity: Entity
    folder: str
    written: Rule

    @property
    def only_from_top(self) -> tuple[Selector, ...]:
        """The `only` of the rule as if its `file` patterns began at the working directory."""
        filled = fill(self.written, self.entity.name, self.folder)
        return _below("", self.written.only, filled.only)

    def accepted(self, numbers: Sequence[int]) -> tuple[tuple[int, Selector], ...]:
        """Return these entries of `accept` for this entity, each with its number."""
        filled = fill(self.written, self.entity.name, self.folder).accept
        before = tuple(self.written.accept[number].selector for number in numbers)
        after = tuple(filled[number].selector for number in numbers)
        return tuple(zip(numbers, _below(self.folder, before, after), strict=True))

    def wanted(self, number: int) -> Wanted:
        """Say what the entry `number` of `reports` looks for."""
        glob = self.rule.reports[number].glob
        folder = self._start(self.written.reports[number].glob)
        excludes = zip(self.written.exclude, self.rule.exclude, strict=True)
        return Wanted(
            glob,
            tuple(_moved(after, self._start(before), folder) for before, after in excludes),
            folder,
        )

    def owns(self, number: int) -> bool:
        """Say whether the entry `number` takes files of the entity's own folder alone."""
        return not placeholders(self.written.reports[number].glob.text)

    def _start(self, written: Glob) -> str:
        return "" if written.absolute or placeholders(written.text) else self.folder


def _target(rule: Rule, entity: Entity, folder: str) -> Target:
    """The rule for one entity; `file` patterns begin where its globs do: at the entity's folder."""
    filled = fill(rule, entity.name, folder)
    if any("file" in one.names for one in (*rule.only, *rule.except_)):
        filled = replace(
            filled,
            only=_below(folder, rule.only, filled.only),
            except_=_below(folder, rule.except_, filled.except_),
        )
    return Target(filled, entity, folder, rule)


def _below(
    folder: str, written: tuple[Selector, ...], filled: tuple[Selector, ...]
) -> tuple[Selector, ...]:
    def moved(before: Glob | TextPattern, after: Glob | TextPattern) -> Glob | TextPattern:
        if not isinstance(before, Glob) or not isinstance(after, Glob):
            return after
        if before.absolute:  # a leading `/` is the working directory
            return Glob(after.text.lstrip("/"))
        if placeholders(before.text) or not folder:
            return after
        return Glob(f"{escape(folder)}/{after.text}")

    return tuple(
        Selector(
            tuple(
                (name, tuple(map(moved, patterns, dict(after.fields)[name])))
                for name, patterns in before.fields
            )
        )
        for before, after in zip(written, filled, strict=True)
    )


def _moved(glob: Glob, start: str, folder: str) -> Glob:
    """A glob that starts at `start`, as one that starts at `folder`."""
    if start == folder or glob.absolute or not start:
        return glob
    return Glob(f"{escape(start)}/{glob.text}")


class Targets(NamedTuple):
    """What is to be decided.

    `folders` are the entities', where each file is of one of them; `exclude` is that at the top of
    the mapping. `names` are those of all entities, by their length, each with the folders that it
    stands for; also where `--service` picks one: a file of another is not its. `notes` are for
    people, and of no consequence. `whole`: every rule with every entity is here.
    """

    targets: tuple[Target, ...]
    folders: frozenset[str]
    warnings: tuple[str, ...]
    exclude: tuple[Glob, ...] = ()
    names: Map[int, Map[str, frozenset[str]]] = MappingProxyType({})
    notes: tuple[str, ...] = ()
    whole: bool = True

    def speaks(self, path: str, target: Target, number: int) -> bool:
        """Say whether a file that the entry `number` of a target found is its entity's."""
        if not target.owns(number):
            return not self._fits_longer(path, target, number)
        if not self.folders:
            return True
        owner = self.owner(path)
        return owner is None or owner == target.folder

    def owner(self, path: str) -> str | None:
        """Return the innermost entity folder that a file is in; None where it is in none."""
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in self.folders:
                return folder
        return None

    def _fits_longer(self, path: str, target: Target, number: int) -> bool:
        """Say whether a longer name could stand where `{service}` does: `cart-api`, not `cart`."""
        glob = target.written.reports[number].glob
        if "service" not in placeholders(glob.text):
            return False
        return any(
            _finds(_filled(glob, name, folder), path)
            for length, names in self.names.items()
            if length > len(target.entity.name)
            # looked up, not searched for: there may be a thousand names and ten thousand files
            for name in {path[at : at + length] for at in range(len(path) - length + 1)}
            if name in names
            for folder in names[name]
        )


def _by_length(entities: Map[Entity, str]) -> Map[int, Map[str, frozenset[str]]]:
    found: dict[int, dict[str, frozenset[str]]] = {}
    for entity, folder in entities.items():
        if fits(entity.name):
            names = found.setdefault(len(entity.name), {})
            names[entity.name] = names.get(entity.name, frozenset()) | {folder}
    return found


@lru_cache(maxsize=4096)
def _filled(glob: Glob, service: str, folder: str) -> Glob:
    return fill_pattern(glob, service, folder)


def _finds(glob: Glob, path: str) -> bool:
    """Say whether a pattern finds a file; an absolute one may name the workspace it is below."""
    if not glob.absolute or path.startswith("/"):
        return glob.matches(path)
    parts = [part for part in glob.text.split("/") if part]
    return any(Glob("/".join(parts[start:])).matches(path) for start in range(len(parts)))


def targets(mapping: Mapping, top: Path, service: str | None, fallback: str | None) -> Targets:
    """Return every rule with each entity that it is decided for, in the mapping's order.

    `service` (`--service`) picks among the services that the mapping names or captures, else it
    names the service; `fallback` (DD_SERVICE), then a definition file with one service in `top`,
    fill in only there; an empty `fallback` is none. Raises UsageError where no entity is named, a
    name is blank or malformed, or `service` is none of them, and MappingError where entities share
    a folder and no pattern tells them apart.
    """
    wanted = None if service is None else entity_named(service, "--service")
    named = entities_of(mapping, top, wanted, fallback or None)
    entities = named.entities if wanted is None else picked(named.entities, wanted, mapping)
    _refuse_shared(mapping, entities)
    owned = mapping.services == "auto" or isinstance(mapping.services, dict)
    return Targets(
        tuple(
            _target(rule, entity, folder)
            for rule in mapping.rules
            for entity, folder in entities.items()
            if speaks_for(rule, entity)
        ),
        frozenset(named.entities.values()) if owned else frozenset(),
        (
            *map(str, mapping.warnings),
            *named.warnings,
            *unknown(mapping, named),
            *unserved(mapping, entities),
        ),
        mapping.exclude,
        _by_length(named.entities),
        named.notes,
        len(entities) == len(named.entities),
    )


def _refuse_shared(mapping: Mapping, entities: Map[Entity, str]) -> None:
    """Refuse patterns that read the same files for entities that share a folder of their own."""
    if not (mapping.services == "auto" or isinstance(mapping.services, dict)):
        return
    by_folder: dict[str, list[Entity]] = {}
    for entity, folder in entities.items():
        by_folder.setdefault(folder, []).append(entity)
    problems = []
    for rule in mapping.rules:
        blind = [one for one in rule.reports if "service" not in placeholders(one.glob.text)]
        for folder, sharing in by_folder.items():
            speaking = [entity.name for entity in sharing if speaks_for(rule, entity)]
            if blind and speaking[1:]:
                text = (
                    f"rule {rule.label!r}: {' and '.join(speaking)} share the folder"
                    f" {folder or '.'}: put {{service}} in {_shown(blind[0])}"
                )
                problems.append(Problem(rule.file or mapping.file, rule.line, 0, text))
    if problems:
        raise MappingError(problems)


def _shown(pattern: ReportPattern) -> str:
    return f"reports: {pattern.glob.text}"
