"""The file of outcomes that are not delivered yet: written whole or not at all.

Several runs may share the file, one after the other or side by side: each changes its own outcomes
only, and replaces older ones of the same rule and entity. Keys are masked in what it is given
(see `pending`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec

from scorecard_action.errors import UsageError
from scorecard_action.files import NotRegularError, read_bounded, write_private
from scorecard_action.model import Identity, Outcome

FILE = "scorecard-undelivered.json"
VERSION = 1
MAX_SIZE = 256 * 1024 * 1024  # bytes
_NOT_SAVED = "not a file of saved outcomes"


class _Version(msgspec.Struct):
    version: int


class _Saved(msgspec.Struct, frozen=True):
    version: int
    outcomes: tuple[Outcome, ...]


def to_json(outcomes: Sequence[Outcome]) -> bytes:
    """The content of the file, on one line: also for a place where no file can be written."""
    return msgspec.json.encode(_Saved(VERSION, tuple(outcomes))) + b"\n"


def _save(target: Path, outcomes: Sequence[Outcome]) -> None:
    write_private(target, to_json(outcomes))


def update(path: str | Path, remaining: Sequence[Outcome], own: Collection[Identity]) -> int:
    """Make the file hold `remaining` in place of this run's `own` outcomes, or remove it where
    nothing is left. Returns how many outcomes of other runs are in it.

    Raises UsageError where that cannot be, or where the file there is not one of these.
    """
    target = Path(path)
    try:
        with _locked(target.parent) as alone:
            if alone:
                _remove_unfinished(target)
            there = load(target) if os.path.lexists(target) else ()
            newest = {(entity, rule, card): at for at, entity, rule, card in own}
            # What was not found without a scorecard is, once the mapping names one.
            unknown = {(entity, rule, None): at for at, entity, rule, _ in own} | newest
            others = [
                one
                for one in there
                if one.identity not in own
                and (newest if one.rule_id else unknown).get(one.identity[1:], one.decided_at)
                <= one.decided_at
            ]
            if remaining or others:
                _save(target, [*others, *remaining])
            else:
                target.unlink(missing_ok=True)
            return len(others)
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
    return tuple(
        one
        if one.decided_at.tzinfo
        else msgspec.structs.replace(one, decided_at=one.decided_at.replace(tzinfo=dt.UTC))
        for one in outcomes
    )


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Keep other runs from changing files of this folder; False where the system cannot do that."""
    descriptor = -1
    locked = False
    with contextlib.suppress(OSError, ImportError):
        import fcntl  # noqa: PLC0415 - not on every system

        descriptor = os.open(folder, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        locked = True
    try:
        yield locked
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _remove_unfinished(target: Path) -> None:
    """What a run that was killed while it wrote has left behind."""
    for path in target.parent.glob(f".{glob.escape(target.name)}.[0-9a-f]*"):
        with contextlib.suppress(OSError):
            path.unlink()
