"""Which entities a mapping is for: those that it names, or that the tree has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Map
from pathlib import Path
from typing import NamedTuple

from scorecard_action.entities import definitions
from scorecard_action.entities.capture import captured, captures
from scorecard_action.errors import UsageError
from scorecard_action.mapping.names import entity_problem
from scorecard_action.mapping.types import Mapping, Rule
from scorecard_action.mapping.wording import quote
from scorecard_action.model import Entity
from scorecard_action.near import did_you_mean, nearest


class Named(NamedTuple):
    """The entities with their folders, and what should be said of them.

    `found`: the mapping leaves it to the tree which entities there are.
    """

    entities: dict[Entity, str]
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    found: bool = False


def entity_named(text: str, source: str) -> Entity:
    """Return the entity of a name that comes from `source`; UsageError where it is none."""
    if problem := entity_problem(text):
        raise UsageError(
            f"{source}: the name {quote(text)} {problem}",
            hint="an entity is called as it is in Datadog: checkout, or queue:orders",
        )
    return Entity.parse(text)


def entities_of(mapping: Mapping, top: Path, service: Entity | None, fallback: str | None) -> Named:
    """Return the entities of a mapping; `service` and `fallback` count where it leaves them open.

    Raises UsageError where none is named or found, and where a name that was found is malformed.
    """
    if mapping.service:
        return Named({Entity.parse(mapping.service): ""})
    if isinstance(mapping.services, dict):
        return Named({Entity.parse(name): _tidy(at) for name, at in mapping.services.items()})
    if isinstance(mapping.services, tuple):
        return Named({Entity.parse(name): "" for name in mapping.services})
    if mapping.services == "auto":
        return _defined(mapping, top)
    if captures(mapping):
        return _captured(mapping, top)
    if service:
        return Named({service: ""})
    if fallback:
        return Named({entity_named(fallback, "DD_SERVICE"): ""})
    here = definitions.in_folder(top)
    _refuse(here.problems)
    services = {one.entity for one in here.found if one.entity.kind == "service"}
    if len(services) == 1:
        return Named({services.pop(): ""}, here.warnings)
    raise UsageError(
        f"{mapping.file} names no service, and neither do --service and DD_SERVICE",
        hint="add `service: NAME` to the mapping, as the service is called in Datadog",
    )


def _defined(mapping: Mapping, top: Path) -> Named:
    known = definitions.in_tree(top, mapping.exclude)
    first: dict[Entity, definitions.Definition] = {}
    problems = list(known.problems)
    for one in known.found:
        if one.entity.kind != "service":
            continue
        # service.datadog.yaml and entity.datadog.yaml of one folder are two versions of one.
        if (before := first.setdefault(one.entity, one)).folder != one.folder:
            problems.append(f"{one.entity.name} is defined in {before.file} and in {one.file}")
    _refuse(problems)
    passed_over = _passed_over(known.foreign)
    if not first:
        raise UsageError(
            "`services: auto` finds no service: no service.datadog.yaml or entity.datadog.yaml"
            f" below {top} defines one",
            hint="; ".join([*known.warnings[:3], *passed_over])
            or "name the services in the mapping instead",
        )
    folders = {entity: one.folder for entity, one in first.items()}
    return Named(folders, known.warnings, passed_over, found=True)


def _refuse(problems: Sequence[str]) -> None:
    """Raise UsageError for what is wrong with definition files."""
    if problems:
        raise UsageError(
            "; ".join(problems), hint="`exclude` in the mapping leaves a definition file out"
        )


def _passed_over(foreign: Sequence[str]) -> tuple[str, ...]:
    if not foreign:
        return ()
    names = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if foreign[3:] else "")
    below = ", ".join(sorted(definitions.FOREIGN))
    told = f"{names} (`services` with folders names what is yours below {below})"
    return (f"definition files passed over, as somebody else's or a test's: {told}",)


def _captured(mapping: Mapping, top: Path) -> Named:
    found = captured(mapping, top)
    if not found:
        raise UsageError(
            f"{mapping.file} names no service, and `{{service}}` in its `reports` captures none:"
            " no file matches",
            hint="name the services in the mapping, so that a missing report is seen",
        )
    for entity, path in found.items():
        entity_named(str(entity), f"captured from {path}")
    known = {one.entity.name for one in definitions.in_tree(top, mapping.exclude).found}
    warnings = tuple(
        f"service {entity.name}, captured from {path}, is defined nowhere in this tree"
        f"{_near(entity.name, known) or ': `exclude` its files, or define it'}"
        for entity, path in found.items()
        if known and entity.name not in known
    )
    return Named(dict.fromkeys(found, ""), warnings, found=True)


def unknown(mapping: Mapping, named: Named) -> Iterator[str]:
    """Say which services rules, waivers and acceptances name that are not in the tree.

    Of those that the mapping itself declares the loader knows; where `--service` or DD_SERVICE is
    the only one, a mapping may well name others, for other runs.
    """
    if not named.found:
        return
    known = {entity.name for entity in named.entities} | set(map(str, named.entities))
    for rule in mapping.rules:
        waived = [name for waiver in rule.waivers for name in waiver.services or ()]
        accepted = [name for one in rule.accept for name in one.services or ()]
        for where, names in (
            ("its `services`", rule.services or ()),
            ("its `waive`", waived),
            ("its `accept`", accepted),
        ):
            for name in names:
                if Entity.parse(name) not in named.entities:
                    yield (
                        f"rule {rule.label!r}: {name} of {where} is not a service of this mapping"
                        f"{_near(name, known) or ': take it out, or declare it'}"
                    )


def unserved(mapping: Mapping, entities: Map[Entity, str]) -> Iterator[str]:
    """Say which entities no rule is decided for: nothing will ever be sent for them."""
    for entity in entities:
        if not any(speaks_for(rule, entity) for rule in mapping.rules):
            yield (
                f"{entity} is served by no rule, so nothing is sent for it: add it to the"
                " `services` of a rule, or take it out of the mapping"
            )


def picked(entities: Map[Entity, str], wanted: Entity, mapping: Mapping) -> dict[Entity, str]:
    """Return the one that `--service` picks; UsageError where it is none of them."""
    if wanted not in entities:
        names = [entity.name if entity.kind == "service" else str(entity) for entity in entities]
        listed = f"it names: {', '.join(names[:20])}{' …' if names[20:] else ''}"
        raise UsageError(
            f"--service {wanted.name} is none of {mapping.file}{_near(wanted.name, names)}",
            hint=listed,
        )
    return {wanted: entities[wanted]}


def speaks_for(rule: Rule, entity: Entity) -> bool:
    """Say whether a rule is decided for an entity."""
    return rule.services is None or any(Entity.parse(name) == entity for name in rule.services)


def _near(name: str, known: Iterable[str]) -> str:
    meant = did_you_mean(nearest(name, sorted(known), 1))
    return f": {meant}" if meant else ""


def _tidy(folder: str) -> str:
    return "/".join(part for part in folder.split("/") if part not in {"", "."})
