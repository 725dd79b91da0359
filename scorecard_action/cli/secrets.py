"""Datadog's keys: read from the environment, and kept out of every output from then on."""

from __future__ import annotations

from collections.abc import Mapping as Environ

from scorecard_action.cli import console
from scorecard_action.datadog.keys import Keys, keys


def read_keys(environ: Environ[str, str]) -> Keys | None:
    """Return the keys of the environment, None where there are none.

    Raises UsageError for half a pair or a malformed key.
    """
    found = keys(environ)
    if found:
        console.keep_secret(found)
        for warning in found.warnings:
            console.warn(warning)
    return found
