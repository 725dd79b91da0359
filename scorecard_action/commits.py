"""When a commit was made, by what the CI says or what git keeps of it; git itself is not run.

The formats are those of gitformat-pack(5) and gitrepository-layout(5). What cannot be read, and a
commit that is packed as the difference to another object, has no time here.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from scorecard_action import repository
from scorecard_action.files import open_regular, read_bounded

_LARGEST: Final = 1024 * 1024  # bytes of a commit
_MOST: Final = 1000  # packs, and folders of objects
_COMMIT: Final = 1  # the type of an object in a pack
_NAME = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_COMMITTER = re.compile(rb"^committer [^\n]*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)
# Each with the variable that says which commit it is of; the user's own says it of any.
_VARIABLES: Final = (
    ("DD_GIT_COMMIT_COMMITTER_DATE", ""),
    ("CI_COMMIT_TIMESTAMP", "CI_COMMIT_SHA"),
)


def committed_at(
    environ: Mapping[str, str], folder: Path, sha: str | None, dated: tuple[str, str] = ("", "")
) -> dt.datetime | None:
    """When the commit of this hash was made, with a zone; None where it is not known.

    `folder` is in the checkout that may have it; `dated` is a hash and a time that the CI tells
    otherwise. Never raises.
    """
    name = (sha or "").lower()
    for variable, of in _VARIABLES:
        said = _time(environ.get(variable, ""))
        if said and (not of or environ.get(of, "").lower() == name):
            return said
    if not _NAME.fullmatch(name):
        return None
    if dated[0].lower() == name and (said := _time(dated[1])):
        return said
    try:
        found = repository.around(folder)
        for objects in itertools.islice(_folders(found.git), _MOST) if found else ():
            content = _loose(objects, name) or _packed(objects, bytes.fromhex(name))
            if content is not None:
                return _committer(content)
    except (OSError, ValueError, OverflowError, struct.error, zlib.error):
        pass
    return None


def _folders(git: Path) -> Iterator[Path]:
    """Where the objects are: a worktree's in those of its repository, others in alternates."""
    common = git / "commondir"
    home = git / repository.text(common).strip() if common.exists() else git
    objects = home / "objects"
    yield objects
    alternates = objects / "info/alternates"
    if alternates.exists():
        for line in repository.text(alternates).splitlines():
            if line and not line.startswith("#"):
                yield objects / line


def _loose(objects: Path, name: str) -> bytes | None:
    path = objects / name[:2] / name[2:]
    if not path.exists():
        return None
    content = zlib.decompressobj().decompress(read_bounded(path, _LARGEST), _LARGEST)
    header, _, body = content.partition(b"\0")
    return body if header.startswith(b"commit ") else b""


def _packed(objects: Path, name: bytes) -> bytes | None:
    for index in itertools.islice((objects / "pack").glob("*.idx"), _MOST):
        with open_regular(index) as file:
            offset = _offset(file, name)
        if offset is not None:
            with open_regular(index.with_suffix(".pack")) as file:
                return _object(file, offset)
    return None


def _offset(file: BinaryIO, name: bytes) -> int | None:
    """Where the object of this name begins in the pack of an index of version 2."""

    def at(place: int, size: int) -> bytes:
        file.seek(place)
        return file.read(size)

    if at(0, 8) != b"\xfftOc\0\0\0\2":
        return None
    fan, names = 8, 8 + 256 * 4
    first = name[0]
    low = struct.unpack(">I", at(fan + 4 * (first - 1), 4))[0] if first else 0
    high = struct.unpack(">I", at(fan + 4 * first, 4))[0]
    (total,) = struct.unpack(">I", at(fan + 4 * 255, 4))
    while low < high:
        middle = (low + high) // 2
        found = at(names + middle * len(name), len(name))
        if found == name:
            # After the names come checksums, then offsets, then those of more than 31 bits.
            offsets = names + total * (len(name) + 4)
            (offset,) = struct.unpack(">I", at(offsets + 4 * middle, 4))
            if not offset & 0x80000000:
                return int(offset)
            large = offsets + 4 * total + 8 * (offset & 0x7FFFFFFF)
            return int(struct.unpack(">Q", at(large, 8))[0])
        low, high = (middle + 1, high) if found < name else (low, middle)
    return None


def _object(file: BinaryIO, offset: int) -> bytes:
    """The content of a commit in a pack; empty where it is no whole one."""
    file.seek(offset)
    piece = file.read(_LARGEST)
    if not piece or (piece[0] >> 4) & 7 != _COMMIT:
        return b""
    begin = next((i for i, byte in enumerate(piece) if not byte & 0x80), 0) + 1
    return zlib.decompressobj().decompress(piece[begin:], _LARGEST)


def _committer(content: bytes) -> dt.datetime | None:
    """The time of the line that says who committed; the message comes after an empty line."""
    said = _COMMITTER.search(content.partition(b"\n\n")[0])
    return dt.datetime.fromtimestamp(int(said[1]), dt.UTC) if said else None


def _time(text: str) -> dt.datetime | None:
    try:
        time = dt.datetime.fromisoformat(text.strip()[:64])
    except ValueError:
        return None
    return time if time.tzinfo else None
