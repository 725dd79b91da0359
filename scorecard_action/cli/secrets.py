"""Datadog's keys: read from the environment, and kept out of every output from then on."""

from __future__ import annotations

from collections.abc import Mapping as Environ

from scorecard_action.cli import console
from scorecard_action.datadog.keys import Keys, hints, keys, mask

# A shorter key is no secret but a word such as `demo`, and data must stay what it is.
_SHORTEST = 8
_known: list[Keys] = []


def keep(environ: Environ[str, str]) -> None:
    """Mask whatever is set where keys belong, in everything that is written from here on."""
    for hint in hints(environ):
        if hint not in _known:
            _known.append(hint)
            console.keep_secret(hint)


def read_keys(environ: Environ[str, str]) -> Keys | None:
    """Return the keys of the environment, None where there are none.

    Raises UsageError for half a pair or a malformed key; what there is of them is masked even then.
    """
    keep(environ)
    found = keys(environ)
    for warning in found.warnings if found else ():
        console.warn(warning)
    return found


def known() -> tuple[Keys, ...]:
    """Return everything that was found where keys belong."""
    return tuple(_known)


def masked_data(text: str) -> str:
    """Return text that programs read, such as JSON, without any key."""
    for secret in _known:
        text = mask(text, secret, shortest=_SHORTEST)
    return text
