"""Every rule with every entity that it is decided for, and whose a report file is."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from scorecard_action.entities import definitions
from scorecard_action.entities.capture import captured, captures
from scorecard_action.errors import MappingError, Problem, UsageError
from scorecard_action.globs.find import Wanted
from scorecard_action.globs.globs import Glob, TextPattern, escape
from scorecard_action.mapping.placeholders import fill, placeholders
from scorecard_action.mapping.types import Mapping, ReportPattern, Rule, Selector
from scorecard_action.model import Entity
from scorecard_action.near import did_you_mean, nearest


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
    the mapping.
    """

    targets: tuple[Target, ...]
    folders: frozenset[str]
    warnings: tuple[str, ...]
    exclude: tuple[Glob, ...] = ()

    def speaks(self, path: str, target: Target, number: int) -> bool:
        """Say whether a file that the entry `number` of a target found is its entity's."""
        if not self.folders or not target.owns(number):
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


def targets(mapping: Mapping, top: Path, service: str | None, fallback: str | None) -> Targets:
    """Return every rule with each entity that it is decided for, in the mapping's order.

    `service` (`--service`) picks among the services that the mapping names or captures, else it
    names the service; `fallback` (DD_SERVICE), then a definition file with one service in `top`,
    fill in only there. Raises UsageError where no entity is named or `service` is none of them, and
    MappingError where entities share a folder and no pattern tells them apart.
    """
    entities, warnings = _entities(mapping, top, service, fallback)
    warnings = [*map(str, mapping.warnings), *warnings]
    if service:
        entities = _picked(entities, Entity.parse(service), mapping)
    for rule in mapping.rules:
        known = {entity.name for entity in entities} | {str(entity) for entity in entities}
        warnings += [
            f"rule {rule.label!r}: {name} of its `services` is not a service of this mapping"
            f"{_near(name, known)}"
            for name in (() if service else rule.services or ())
            if name not in known
        ]
    _refuse_shared(mapping, entities)
    owned = mapping.services == "auto" or isinstance(mapping.services, dict)
    return Targets(
        tuple(
            _target(rule, entity, folder)
            for rule in mapping.rules
            for entity, folder in entities.items()
            if _speaks_for(rule, entity)
        ),
        frozenset(entities.values()) if owned else frozenset(),
        tuple(warnings),
        mapping.exclude,
    )


def _entities(
    mapping: Mapping, top: Path, service: str | None, fallback: str | None
) -> tuple[dict[Entity, str], list[str]]:
    """Return the entities with their folders, and what should be said of them."""
    if mapping.service:
        return {Entity.parse(mapping.service): ""}, []
    if isinstance(mapping.services, dict):
        return {Entity.parse(name): _tidy(at) for name, at in mapping.services.items()}, []
    if isinstance(mapping.services, tuple):
        return {Entity.parse(name): "" for name in mapping.services}, []
    if mapping.services == "auto":
        return _defined(mapping, top)
    if captures(mapping):
        return _captured(mapping, top)
    name = service or fallback
    if name:
        return {Entity.parse(name): ""}, []
    here = definitions.in_folder(top)
    services = {one.entity for one in here.found if one.entity.kind == "service"}
    if len(services) == 1:
        return {services.pop(): ""}, list(here.warnings)
    raise UsageError(
        f"{mapping.file} names no service, and neither do --service and DD_SERVICE",
        hint="add `service: NAME` to the mapping, as the service is called in Datadog",
    )


def _defined(mapping: Mapping, top: Path) -> tuple[dict[Entity, str], list[str]]:
    known = definitions.in_tree(top, mapping.exclude)
    files: dict[Entity, str] = {}
    problems = []
    for one in known.found:
        if one.entity.kind != "service":
            continue
        if (before := files.setdefault(one.entity, one.file)) != one.file:
            problems.append(f"{one.entity.name} is defined in {before} and in {one.file}")
    if problems:
        raise UsageError(
            "; ".join(problems), hint="`exclude` in the mapping leaves a definition file out"
        )
    if not files:
        raise UsageError(
            "`services: auto` finds no service: no service.datadog.yaml or entity.datadog.yaml"
            f" below {top} defines one",
            hint="; ".join(known.warnings[:3]) or "name the services in the mapping instead",
        )
    return {entity: file.rpartition("/")[0] for entity, file in files.items()}, [*known.warnings]


def _captured(mapping: Mapping, top: Path) -> tuple[dict[Entity, str], list[str]]:
    found = captured(mapping, top)
    if not found:
        raise UsageError(
            f"{mapping.file} names no service, and `{{service}}` in its `reports` captures none:"
            " no file matches",
            hint="name the services in the mapping, so that a missing report is seen",
        )
    known = {one.entity.name for one in definitions.in_tree(top, mapping.exclude).found}
    warnings = [
        f"service {entity.name}, captured from {path}, is defined nowhere in this tree"
        f"{_near(entity.name, known)}"
        for entity, path in found.items()
        if known and entity.name not in known
    ]
    return dict.fromkeys(found, ""), warnings


def _picked(entities: Map[Entity, str], wanted: Entity, mapping: Mapping) -> dict[Entity, str]:
    if wanted not in entities:
        names = [entity.name if entity.kind == "service" else str(entity) for entity in entities]
        listed = f"it names: {', '.join(names[:20])}{' …' if names[20:] else ''}"
        raise UsageError(
            f"--service {wanted.name} is none of {mapping.file}{_near(wanted.name, names)}",
            hint=listed,
        )
    return {wanted: entities[wanted]}


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
            speaking = [entity.name for entity in sharing if _speaks_for(rule, entity)]
            if blind and speaking[1:]:
                text = (
                    f"rule {rule.label!r}: {' and '.join(speaking)} share the folder"
                    f" {folder or '.'}: put {{service}} in {_shown(blind[0])}"
                )
                problems.append(Problem(mapping.file, rule.line, 0, text))
    if problems:
        raise MappingError(problems)


def _shown(pattern: ReportPattern) -> str:
    return f"reports: {pattern.glob.text}"


def _speaks_for(rule: Rule, entity: Entity) -> bool:
    return rule.services is None or any(Entity.parse(name) == entity for name in rule.services)


def _near(name: str, known: Iterable[str]) -> str:
    meant = did_you_mean(nearest(name, sorted(known), 1))
    return f": {meant}" if meant else ""


def _tidy(folder: str) -> str:
    return "/".join(part for part in folder.split("/") if part not in {"", "."})
