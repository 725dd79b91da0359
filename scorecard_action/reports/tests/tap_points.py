"""The text of a TAP test point: its description, and the directive after it."""

from __future__ import annotations

import re
from typing import Final

_ESCAPED_OR_HASH: Final = re.compile(r"\\[\\#]|#")
_DIRECTIVE: Final = re.compile(r"\s*(?:skip|todo)", re.IGNORECASE)
# what node-tap and bats write before a directive
_TIMING: Final = re.compile(r"\s+(?:time=|in \d)")


def described(text: str) -> tuple[str, bool]:
    """Return the description, and whether a directive (SKIP or TODO) follows it."""
    text = text.removesuffix("{")
    if "#" not in text:
        return _name(text), False
    end = len(text)
    for match in _ESCAPED_OR_HASH.finditer(text):
        if match[0] != "#":
            continue
        before, after = text[: match.start()], text[match.end() :]
        apart = not before.strip() or before[-1].isspace()
        spaced = not after or after[0].isspace()
        if (apart or spaced) and _DIRECTIVE.match(after):
            return _name(text[: min(end, match.start())]), True
        if apart and spaced:
            if not _TIMING.match(after):
                break  # another directive: the rest is its text
            end = min(end, match.start())
    return _name(text[:end]), False


def _name(text: str) -> str:
    name = text.strip().removeprefix("-").lstrip()
    return re.sub(r"\\([\\#])", r"\1", name) if "\\" in name else name
