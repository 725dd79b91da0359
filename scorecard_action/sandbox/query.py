"""The query strings of the lists: pages, filters and sparse fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from scorecard_action.sandbox.answers import bad_request

# The spec says that 10 is the default; the recordings show 100, which is also the most.
PAGE_SIZE = 100
# SQLite's integers end at 2**63 - 1, and an offset and a size are added up.
_DIGITS = 15


class Page(NamedTuple):
    """How many to list, and how many to pass over first."""

    size: int
    offset: int


def page_of(arguments: Mapping[str, str], most: int = PAGE_SIZE) -> Page:
    """The page that is asked for, of `most` items at most. `page[limit]`, which the links carry, is
    another `page[size]`.
    """
    name = "page[size]" if "page[size]" in arguments else "page[limit]"
    size = _number(arguments, name, PAGE_SIZE)
    if size == 0:
        raise bad_request(f'parameter "{name}" must be at least 1')
    # What the real service does above its maximum is not known.
    return Page(min(size, most), _number(arguments, "page[offset]", 0))


def _number(arguments: Mapping[str, str], name: str, default: int) -> int:
    text = arguments.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise bad_request(f'parameter "{name}" must be a number')
    return int(text)


def links(path: str, arguments: Mapping[str, str], page: Page) -> dict[str, str]:
    """The links of a list as recorded: `next` is there even after the last page."""

    result = {"next": link(path, arguments, page._replace(offset=page.offset + page.size))}
    if page.offset:
        back = page._replace(offset=max(0, page.offset - page.size))
        result["previous"] = link(path, arguments, back)
    return result


def link(path: str, arguments: Mapping[str, str], page: Page) -> str:
    """The link of a page as recorded."""
    place = {"page[limit]": str(page.size), "page[offset]": str(page.offset)}
    return f"{path}?{urlencode(sorted({**arguments, **place}.items()))}"


def text(arguments: Mapping[str, str], name: str) -> str | None:
    """A filter on text; None where it is absent or empty."""
    return arguments.get(name) or None


def flag(arguments: Mapping[str, str], name: str) -> bool | None:
    """A filter on yes or no; None where it is absent or empty."""
    value = arguments.get(name) or None
    if value not in (None, "true", "false"):
        raise bad_request(f'parameter "{name}" must be true or false')
    return None if value is None else value == "true"


def included(arguments: Mapping[str, str], name: str) -> bool:
    """Whether `include` names this relationship."""
    return name in names(arguments.get("include", ""))


def sparse(resource: dict[str, Any], arguments: Mapping[str, str]) -> dict[str, Any]:
    """The resource with the fields that `fields[type]` names; relationships are fields, too."""
    wanted = names(arguments.get(f"fields[{resource['type']}]", ""))
    if not wanted:
        return resource
    result = {key: value for key, value in resource.items() if key != "relationships"}
    for part in ("attributes", "relationships"):
        kept = {key: value for key, value in resource.get(part, {}).items() if key in wanted}
        if kept or part == "attributes":
            result[part] = kept
    return result


def names(text: str) -> Sequence[str]:
    """The parts of a list with commas, without the empty ones."""
    return [name.strip() for name in text.split(",") if name.strip()]
