"""The file of outcomes that are not delivered yet: written whole or not at all, without secrets."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

import msgspec

from scorecard_action.datadog.keys import Keys, masked
from scorecard_action.errors import UsageError
from scorecard_action.model import Outcome

VERSION = 1
MAX_SIZE = 256 * 1024 * 1024  # bytes


class Saved(msgspec.Struct, frozen=True):
    """What the file holds. `saved_at` is when the outcomes were decided."""

    version: int
    saved_at: dt.datetime
    outcomes: tuple[Outcome, ...]


class _Version(msgspec.Struct):
    version: int


def to_json(outcomes: Sequence[Outcome], saved_at: dt.datetime, keys: Keys | None = None) -> bytes:
    """The content of the file, for a place where it cannot be written."""
    plain = msgspec.to_builtins(Saved(VERSION, saved_at.astimezone(dt.UTC), tuple(outcomes)))
    return msgspec.json.encode(masked(_sound(plain), keys)) + b"\n"


def save(
    path: str | Path, outcomes: Sequence[Outcome], saved_at: dt.datetime, keys: Keys | None = None
) -> None:
    """Write the file so that after a crash at any moment the old or the new one is there, whole.

    Raises UsageError where it cannot be written.
    """
    target = Path(path)
    new = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        # Another user of the machine must neither read it nor have put a link in its place.
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(to_json(outcomes, saved_at, keys))
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                new.unlink()
            raise
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a file name"
        raise UsageError(f"cannot write {str(path)!a}: {why}") from None


def load(path: str | Path) -> Saved:
    """What `save` wrote. Raises UsageError for anything else."""
    name = ascii(str(path))
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
        with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_SIZE:
                raise UsageError(f"{name} is not a file of saved outcomes")
            content = stream.read(MAX_SIZE)
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
        saved = msgspec.json.decode(content, type=Saved)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{name} is not a file of saved outcomes: {str(error)!a}") from None
    time = saved.saved_at
    return (
        saved
        if time.tzinfo
        else msgspec.structs.replace(saved, saved_at=time.replace(tzinfo=dt.UTC))
    )


def _sound(value: object) -> object:
    """Text that can be written: a lone surrogate (from a file name, say) becomes `?`."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, (list, tuple)):
        return [_sound(item) for item in value]
    if isinstance(value, dict):
        return {key: _sound(item) for key, item in value.items()}
    return value


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where the system can do that for a folder."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
