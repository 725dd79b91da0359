"""The file of outcomes that are not delivered yet: written whole or not at all, without secrets.

Several runs may share the file, one after the other or side by side: each changes its own outcomes
only, and replaces older ones of the same rule and entity.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from scorecard_action.datadog.keys import Keys, mask, masked
from scorecard_action.errors import UsageError
from scorecard_action.files import NotRegularError, read_bounded, write_private
from scorecard_action.model import Outcome

FILE = "scorecard-undelivered.json"
VERSION = 1
MAX_SIZE = 256 * 1024 * 1024  # bytes
_NOT_SAVED = "not a file of saved outcomes"

AnyOutcome = TypeVar("AnyOutcome", bound=Outcome)
Identity = tuple[dt.datetime, str, str, str | None]


class Unsent(Outcome, frozen=True, kw_only=True):
    """An outcome with what is needed to send it later.

    `decided_at` is a time with a zone; `scorecard` tells rules of one name apart where the id is
    not known yet, and `rule` has the name to look up.
    """

    decided_at: dt.datetime
    scorecard: str | None = None

    @property
    def identity(self) -> Identity:
        """What tells it from every other, also of another run; the rule id may be learned later."""
        return self.decided_at, self.entity, self.rule, self.scorecard


class _Version(msgspec.Struct):
    version: int


class _Saved(msgspec.Struct, frozen=True):
    version: int
    outcomes: tuple[Unsent, ...]


def unsent(outcome: Outcome, decided_at: dt.datetime, scorecard: str | None = None) -> Unsent:
    """The outcome made fit for the file: text that can be written, the time in UTC."""
    fields: dict[str, Any] = {
        name: _sound(value) for name, value in msgspec.structs.asdict(outcome).items()
    }
    return Unsent(**fields, decided_at=decided_at.astimezone(dt.UTC), scorecard=scorecard)


def without_keys(outcome: AnyOutcome, keys: Keys) -> AnyOutcome:
    """The outcome with the keys masked: the output of a test, which remarks quote, may hold one."""
    texts = (outcome.entity, outcome.rule, outcome.reason, outcome.remarks)
    text = "\n".join([*texts, *outcome.examples, *outcome.reports])
    if masked(text, keys) == text:
        return outcome
    return msgspec.convert(masked(msgspec.to_builtins(outcome), keys), type(outcome))


def to_json(outcomes: Sequence[Unsent], keys: Keys | None = None) -> bytes:
    """The content of the file, on one line: also for a place where no file can be written."""
    document = _Saved(VERSION, tuple(outcomes))
    data = msgspec.json.encode(document)
    # Nearly always there is nothing to hide, and one long text is searched faster than many.
    if keys and mask(text := data.decode(), keys, shortest=8) != text:
        data = msgspec.json.encode(masked(msgspec.to_builtins(document), keys))
    return data + b"\n"


def _save(target: Path, outcomes: Sequence[Unsent], keys: Keys | None) -> None:
    write_private(target, to_json(outcomes, keys))


def update(
    path: str | Path,
    remaining: Sequence[Unsent],
    own: Collection[Identity],
    keys: Keys | None = None,
) -> int:
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
                _save(target, [*others, *remaining], keys)
            else:
                target.unlink(missing_ok=True)
            return len(others)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a file name"
        raise UsageError(f"cannot write {str(path)!a}: {why}") from None


def load(path: str | Path) -> tuple[Unsent, ...]:
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


def _sound(value: object) -> object:
    """Text that can be written: a lone surrogate (from a file name, say) becomes `?`."""
    if type(value) is str:
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return tuple(_sound(item) for item in value)
    if isinstance(value, dict):
        return {key: _sound(item) for key, item in value.items()}
    return value


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
