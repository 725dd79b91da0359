"""What labels say beside the tags: the leg of a matrix, the attempt, whose child a pipeline is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from scorecard_action.ci import values
from scorecard_action.ci.provider import Get, Meets, Provider, fill, shows
from scorecard_action.masking import clip

LEG_LIMIT: Final = 40
# toJSON writes one value a line; a workflow has at most 256 jobs of a matrix.
_MATRIX_LIMIT: Final = 20_000
_DEPTH: Final = 4
_MOST: Final = 10
_DIGITS: Final = 9


class Parts(NamedTuple):
    """What the labels of a build's links say that no tag of Datadog has.

    `name` is that of the job where the tag is empty; `leg` is at most 40 characters. `child` is
    `child of pipeline 57`, or `child pipeline` where the parent is not known; empty for any other.
    """

    name: str = ""
    leg: str = ""
    attempt: int = 1
    child: str = ""


NO_PARTS: Final = Parts()


def parts(provider: Provider, get: Get, matrix: str = "") -> Parts:
    """What a provider's `meets` finds in the environment. `matrix` is GitHub's `toJSON(matrix)`."""
    meets, told = provider.meets, _matrix(matrix)
    if meets is None:
        return Parts(leg=_cut(told))
    legs = [told or fill(meets.leg, get), _shard(provider, get) if meets.shares else ""]
    return Parts(
        name=fill(meets.name, get),
        leg=_cut(", ".join(filter(None, legs))),
        attempt=_number(get(meets.attempt), meets.first) if meets.attempt else 1,
        child=_child(meets, get),
    )


def _shard(provider: Provider, get: Get) -> str:
    """`2/4`; empty where the job is not one of several."""
    if provider.shard is None:
        return ""
    number, total, first = provider.shard
    # A total of 1 says that nothing is shared.
    count = _number(get(total))
    return f"{_number(get(number), first)}/{count}" if count > 1 and get(number) else ""


def _number(text: str, first: int = 1) -> int:
    """A number as counted from 1; 1 for what is none."""
    plain = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return max(int(text) - first + 1, 1) if plain else 1


def _child(meets: Meets, get: Get) -> str:
    if not shows(meets.child, get):
        return ""
    parent = fill(meets.parent, get)
    known = parent.isascii() and parent.isdecimal() and len(parent) <= values.NUMBER_DIGITS
    return f"child of pipeline {parent}" if known else "child pipeline"


def _matrix(text: str) -> str:
    """The values of a matrix, `linux, 3.12`; empty for what is no object of them."""
    if not text or len(text) > _MATRIX_LIMIT:
        return ""
    try:
        # A version is text, whatever YAML took it for.
        found = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    return ", ".join(value for value, _ in zip(_leaves(found), range(_MOST), strict=False))


def _leaves(value: object, depth: int = _DEPTH) -> Iterator[str]:
    if isinstance(value, dict | list) and depth:
        # An object that says what it is called needs no more.
        name = value.get("name") if isinstance(value, dict) and depth < _DEPTH else None
        inner = [name] if isinstance(name, str) and name else value
        for one in inner.values() if isinstance(inner, dict) else inner:
            yield from _leaves(one, depth - 1)
    elif isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, str) and (shown := values.clean(value)):
        yield shown


def _cut(leg: str) -> str:
    return leg if len(leg) <= LEG_LIMIT else f"{clip(leg, LEG_LIMIT - 1)}…"
