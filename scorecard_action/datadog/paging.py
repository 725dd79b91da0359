"""Lists that Datadog hands out in pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scorecard_action.datadog.answers import CHECK_ADDRESS
from scorecard_action.datadog.client import Client
from scorecard_action.datadog.waits import TRIES
from scorecard_action.errors import DatadogUnreachable

PAGE_SIZE = 100  # the most that the API allows
MAX_PAGES = 10_000


def pages(
    client: Client,
    path: str,
    params: Mapping[str, str] | None = None,
    *,
    size: str = "page[size]",
    until: float | None = None,
    tries: int = TRIES,
) -> Iterator[list[dict[str, Any]]]:
    """The `data` of each page, up to the first one that is empty or brings nothing new; `size` is
    what the path calls the number of items.

    `links.next` is there on an empty last page too, and a short page may come from a server that
    allows fewer items than were asked for: neither tells the end. Raises what `Client.get` raises.
    """
    seen: set[str] = set()
    offset = 0
    for _ in range(MAX_PAGES):
        query = {size: str(PAGE_SIZE), "page[offset]": str(offset), **(params or {})}
        answer = client.get(path, query, until=until, tries=tries)
        body = answer.body if isinstance(answer.body, dict) else {}
        data = body.get("data")
        # A part of a list, or one beside errors, would make what is left out look absent.
        if answer.status != 200 or body.get("errors") or not isinstance(data, list):
            raise DatadogUnreachable(
                f"Datadog's answer at {path} is not a list", hint=CHECK_ADDRESS
            )
        items = [item for item in data if isinstance(item, dict)]
        new = [item for item in items if str(item.get("id")) not in seen]
        if not new:
            return
        seen.update(str(item.get("id")) for item in new)
        offset += len(data)
        yield new
    raise DatadogUnreachable(f"Datadog's list at {path} does not end after {MAX_PAGES} pages")
