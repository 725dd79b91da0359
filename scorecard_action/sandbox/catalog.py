"""The catalog: which entities there are (https://docs.datadoghq.com/api/latest/software-catalog/).

An entity is there because it was defined, or because APM or USM saw it: `discovered`. Nothing here
sees traffic, so both are told to the sandbox, and an outcome makes no entity known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, request

from scorecard_action.errors import UsageError
from scorecard_action.sandbox import query, resources
from scorecard_action.sandbox.access import check_keys
from scorecard_action.sandbox.answers import answer
from scorecard_action.sandbox.rows import DEFAULT_NAMESPACE
from scorecard_action.sandbox.store import Store

PREFIX = "/api/v2/catalog"
# Those of Datadog, and custom ones.
_KIND = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def blueprint(store: Store) -> Blueprint:
    """The catalog of this store. Relations and included resources are not served."""
    catalog = Blueprint("catalog", __name__, url_prefix=PREFIX)
    catalog.before_request(check_keys)

    @catalog.get("/entity")
    def list_entities() -> Response:
        arguments = request.args.to_dict()
        page = query.page_of(arguments)
        rows = store.catalog(
            id=query.text(arguments, "filter[id]"),
            reference=query.text(arguments, "filter[ref]"),
            name=query.text(arguments, "filter[name]"),
            kind=query.text(arguments, "filter[kind]"),
            owner=query.text(arguments, "filter[owner]"),
            discovered=query.flag(arguments, "includeDiscovered") or False,
            size=page.size,
            offset=page.offset,
        )
        links = query.links(request.path, arguments, page)
        document: dict[str, Any] = {
            "data": [resources.entity(row) for row in rows],
            # As recorded, the number on this page.
            "meta": {"count": len(rows), "includeCount": 0},
            "links": {"self": query.link(request.path, arguments, page), **links},
        }
        return answer(document)

    return catalog


def seed_catalog(store: Store, entities: Iterable[Mapping[str, Any]]) -> None:
    """Put entities into the catalog, in place of those of the same kind and name.

    Each has `ref` (`cart`, `queue:orders`, `service:shop/cart` with a namespace), and may have
    `owner`, `display_name`, `tags` and `discovered`. Raises UsageError for a `ref` that is none.
    """
    for entity in entities:
        fields = dict(entity)
        text = str(fields.pop("ref", ""))
        kind, colon, rest = text.partition(":")
        kind, rest = (kind, rest) if colon else ("service", text)
        namespace, slash, name = rest.partition("/")
        namespace, name = (namespace, name) if slash else (DEFAULT_NAMESPACE, rest)
        if not (_KIND.fullmatch(kind) and namespace and name):
            raise UsageError(
                f"{text!r} is no reference of an entity", hint="write it as service:cart"
            )
        store.put_entity(kind=kind, name=name, namespace=namespace, **fields)
