"""Which entities the rules are decided for."""

from __future__ import annotations

from typing import NamedTuple

from scorecard_action.errors import UsageError
from scorecard_action.mapping.types import Mapping, Rule
from scorecard_action.model import Entity


class Target(NamedTuple):
    """One rule for one entity; its globs start at `folder`, relative to the working directory."""

    rule: Rule
    entity: Entity
    folder: str = ""


def targets(mapping: Mapping, service: str | None, fallback: str | None) -> list[Target]:
    """Return every rule with each entity that it is decided for, in the mapping's order.

    `service` (`--service`) picks among the mapping's services, or names the service where the
    mapping names none; `fallback` (DD_SERVICE) fills in only there. Raises UsageError where no
    entity is named, or `service` is not one of those that are.
    """
    named = _named(mapping)
    if not named:
        name = service or fallback
        if not name:
            raise UsageError(
                f"{mapping.file} names no service, and neither do --service and DD_SERVICE",
                hint="add `service: NAME` to the mapping, as the service is called in Datadog",
            )
        named = {name: ""}
    elif service:
        wanted = Entity.parse(service)
        named = {name: folder for name, folder in named.items() if Entity.parse(name) == wanted}
        if not named:
            raise UsageError(
                f"--service {service} is not a service of {mapping.file}",
                hint=f"it names: {', '.join(_named(mapping))}",
            )
    return [
        Target(rule, Entity.parse(name), folder)
        for rule in mapping.rules
        for name, folder in named.items()
        if rule.services is None or _speaks_for(rule, name)
    ]


def _named(mapping: Mapping) -> dict[str, str]:
    if mapping.service:
        return {mapping.service: ""}
    if isinstance(mapping.services, dict):
        return mapping.services
    return dict.fromkeys(mapping.services or (), "")


def _speaks_for(rule: Rule, name: str) -> bool:
    return Entity.parse(name) in {Entity.parse(service) for service in rule.services or ()}
