"""Which entities the catalog knows.

https://docs.datadoghq.com/api/latest/software-catalog/#get-a-list-of-entities. What APM or USM saw
and nobody defined is listed only where that is asked for.
"""

from __future__ import annotations

from enum import Enum, auto
from itertools import islice
from typing import Any

from scorecard_action.datadog.client import Client
from scorecard_action.datadog.paging import pages
from scorecard_action.model import Entity

PATH = "/api/v2/catalog/entity"
_SIZE = "page[limit]"
_DEFAULT = "default"  # the namespace of what names none
_DISCOVERED = {"includeDiscovered": "true"}


class Standing(Enum):
    """How the catalog knows an entity."""

    DEFINED = auto()
    DISCOVERED = auto()
    """It was seen, and has no definition."""
    UNKNOWN = auto()


def standing(client: Client, entity: Entity) -> Standing:
    """How the catalog knows the entity. Raises what `pages` raises: no list is not an empty one."""
    params = {"filter[ref]": str(entity)}
    if _found(client, entity, params):
        return Standing.DEFINED
    if entity.kind == "service" and _found(client, entity, {**params, **_DISCOVERED}):
        return Standing.DISCOVERED
    return Standing.UNKNOWN


def names(client: Client, kind: str, most: int) -> list[str]:
    """The names of the entities of a kind, discovered ones as well, from at most so many pages;
    with their namespace where it is not the default one. Raises what `pages` raises.
    """
    params = {"filter[kind]": kind, **_DISCOVERED}
    listed = islice(pages(client, PATH, params, size=_SIZE), most)
    return [name for page in listed for item in page if (name := _name(item))]


def _found(client: Client, entity: Entity, params: dict[str, str]) -> bool:
    """Whether it is in the list. How much the filter lets through is not documented, so what comes
    is compared; letters' case is not, which Datadog does not keep in the names of services.
    """
    wanted = entity.name.removeprefix(f"{_DEFAULT}/").casefold()
    listed = pages(client, PATH, params, size=_SIZE)
    return any(_name(item).casefold() == wanted for page in listed for item in page)


def _name(item: dict[str, Any]) -> str:
    """The name of one entity; empty where it has none."""
    found = item.get("attributes")
    found = found if isinstance(found, dict) else {}
    name, space = str(found.get("name") or ""), found.get("namespace")
    return name if space in {None, _DEFAULT} else f"{space}/{name}"
