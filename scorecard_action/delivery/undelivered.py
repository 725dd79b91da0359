"""The file of outcomes that are not delivered yet: written whole or not at all.

Several runs may share the file, one after the other or side by side: each changes its own outcomes
only, and of one rule and entity the newest is kept. Keys are masked in what it is given (see
`pending`). An outcome of it that is `rejected` is set aside: it was refused, or the mapping no
longer has its rule, and a person was told so.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import itertools
import os
import stat
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from scorecard_action.datadog.waits import Clock
from scorecard_action.delivery.newest import newest
from scorecard_action.errors import UsageError
from scorecard_action.files import NotRegularError, read_bounded, write_beside
from scorecard_action.locks import PATIENCE, locked
from scorecard_action.model import Delivery, Identity, Outcome

FILE = "scorecard-undelivered.json"
VERSION = 1
MAX_SIZE = 256 * 1024 * 1024  # bytes
_NOT_SAVED = "not a file of saved outcomes"


class _Version(msgspec.Struct):
    version: int


class _Saved(msgspec.Struct, frozen=True):
    version: int
    outcomes: tuple[Outcome, ...]


class Others(NamedTuple):
    """The outcomes of other runs that stay in the file, as they were, and those that newer ones
    took the place of.
    """

    there: tuple[Outcome, ...] = ()
    replaced: tuple[Outcome, ...] = ()


def to_json(outcomes: Sequence[Outcome]) -> bytes:
    """The content of the file, on one line: also for a place where no file can be written."""
    return msgspec.json.encode(_Saved(VERSION, tuple(outcomes))) + b"\n"


def update(
    path: str | Path,
    remaining: Sequence[Outcome],
    own: Collection[Identity],
    *,
    settled: Sequence[Outcome] = (),
    aside: Callable[[Outcome], bool] = lambda outcome: False,
    clock: Clock | None = None,
    patience: float = PATIENCE,
) -> Others:
    """Make the file hold `remaining` in place of this run's `own` outcomes, or remove it where
    nothing is left. Returns the outcomes of other runs that were in it.

    What is older than an outcome of this run, be it `settled`, goes; those of other runs that are
    to be set `aside` become `rejected`. Raises UsageError where that cannot be, where the file
    there is not one of these, or where another run holds it for `patience` seconds.
    """
    target = Path(path)
    try:
        with locked(target, clock or Clock(), patience) as alone:
            if alone:
                _remove_unfinished(target)
            there = load(target) if os.path.lexists(target) else ()
            others = [one for one in there if one.identity not in own]
            stays = newest([*others, *settled, *remaining])
            replaced = [one for one, stay in zip(others, stays, strict=False) if not stay]
            others = list(itertools.compress(others, stays))
            kept = list(itertools.compress(remaining, stays[len(stays) - len(remaining) :]))
            if kept or others:
                put = [
                    msgspec.structs.replace(one, delivery=Delivery.REJECTED) if aside(one) else one
                    for one in others
                ]
                write_beside(target, to_json([*put, *kept]))
            else:
                target.unlink(missing_ok=True)
            return Others(tuple(others), tuple(replaced))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a file name"
        raise UsageError(f"cannot write {str(path)!a}: {why}") from None


def load(path: str | Path) -> tuple[Outcome, ...]:
    """The outcomes that `update` wrote. Raises UsageError for anything else."""
    name = ascii(str(path))
    try:
        content = read_bounded(path, MAX_SIZE)
        if len(content) > MAX_SIZE:
            raise UsageError(f"{name} is {_NOT_SAVED}")
    except NotRegularError as error:
        folder = stat.S_ISDIR(error.mode)
        told = f"cannot read {name}: Is a directory" if folder else f"{name} is {_NOT_SAVED}"
        raise UsageError(told) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a file name"
        raise UsageError(f"cannot read {name}: {why}") from None
    try:
        version = msgspec.json.decode(content, type=_Version).version
        if version != VERSION:
            raise UsageError(
                f"{name} has version {version}, and this program reads version {VERSION}",
                hint="send it with the version of scorecard-action that wrote it",
            )
        outcomes = msgspec.json.decode(content, type=_Saved).outcomes
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{name} is {_NOT_SAVED}: {str(error)!a}") from None
    return tuple(map(_dated, outcomes))


def _dated(outcome: Outcome) -> Outcome:
    """The outcome with a zone to its times, which one that was written by hand may lack."""
    for name in ("decided_at", "committed_at"):
        time = getattr(outcome, name)
        if time and not time.tzinfo:
            outcome = msgspec.structs.replace(outcome, **{name: time.replace(tzinfo=dt.UTC)})
    return outcome


def _remove_unfinished(target: Path) -> None:
    """What a run that was killed while it wrote has left behind."""
    for path in target.parent.glob(f".{glob.escape(target.name)}.[0-9a-f]*"):
        with contextlib.suppress(OSError):
            path.unlink()
