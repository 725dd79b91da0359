"""The bytes of a mapping file as text: encodings and characters, before any YAML is read."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from scorecard_action.errors import MappingError, Problem, UsageError
from scorecard_action.files import NotRegularError, read_bounded

MAX_BYTES = 1024 * 1024
"""A larger mapping is refused before it is read."""

NAMES = ("scorecard.datadog.yaml", "scorecard.datadog.yml")
"""The names that a mapping is looked for by, in this order."""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What YAML 1.2 calls printable (section 5.1), the other way round.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

LINE_END = re.compile("\r\n?|\n")


def find_mapping(directory: Path) -> Path:
    """The mapping file of a directory.

    Raises UsageError where there is none, or one under either name.
    """
    found = [path for name in NAMES if os.path.lexists(path := directory / name)]
    if len(found) > 1:
        raise UsageError(
            f"both '{NAMES[0]}' and '{NAMES[1]}' are in '{directory}'",
            hint="remove one of them, or name the one to use with --mapping",
        )
    if not found:
        raise UsageError(
            f"no mapping file: neither '{NAMES[0]}' nor '{NAMES[1]}' is in '{directory}'",
            hint="`scorecard-action init` drafts one; --mapping names one that is elsewhere",
        )
    return found[0]


def read_bytes(path: Path, shown: str) -> bytes:
    """The content of a regular file of at most MAX_BYTES.

    Raises UsageError where it cannot be read and MappingError where it is too large.
    """
    try:
        data = read_bounded(path, MAX_BYTES)
    except NotRegularError as error:
        raise UsageError(f"cannot read the mapping '{shown}': it is not a regular file") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        raise UsageError(f"cannot read the mapping '{shown}': {reason}") from error
    refuse_large(len(data), shown)
    return data


def refuse_large(size: int, shown: str) -> None:
    """Raise MappingError where a mapping of `size` bytes is over the limit."""
    if size > MAX_BYTES:
        raise MappingError(
            [Problem(shown, 0, 0, "the mapping is larger than 1 MiB: split it, or shorten it")]
        )


def decode(data: bytes, shown: str) -> str:
    """The text of a mapping, without its byte order mark.

    UTF-8, or UTF-16 and UTF-32 with a byte order mark (YAML 1.2, section 5.2). Raises MappingError,
    located, for other encodings and for control characters.
    """
    encoding, start = next(
        ((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), ("utf-8", 0)
    )
    if start == 0 and b"\0" in data[:4]:
        raise MappingError(
            [Problem(shown, 1, 1, "not UTF-8 (it looks like UTF-16): save the file as UTF-8")]
        )
    try:
        # A decoder for "utf-16" reads the mark itself, and needs it for the byte order.
        text = data[start:].decode() if encoding == "utf-8" else data.decode(encoding)
    except UnicodeDecodeError as error:
        raise MappingError([_undecodable(data[start:], encoding, error, shown)]) from error
    forbidden = [
        Problem(
            shown,
            *place(text, match.start()),
            f"control character U+{ord(match[0]):04X}: remove it",
        )
        for match, _ in zip(_FORBIDDEN.finditer(text), range(20), strict=False)
    ]
    if forbidden:
        raise MappingError(forbidden)
    return text


def _undecodable(data: bytes, encoding: str, error: UnicodeDecodeError, shown: str) -> Problem:
    if encoding != "utf-8":
        return Problem(shown, 1, 1, f"not {encoding.upper()} in spite of its mark: save as UTF-8")
    good = data[: error.start].decode()
    return Problem(
        shown,
        *place(good, len(good)),
        f"byte 0x{data[error.start]:02x} is not UTF-8: save the file as UTF-8",
    )


def split_lines(text: str) -> list[str]:
    """The lines of a text as YAML's marks count them: by LF, CR LF and CR."""
    return LINE_END.split(text)


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column (from 1) of a position in the text."""
    before = split_lines(text[:index])
    return len(before), len(before[-1]) + 1
