"""Foreign text as YAML: values that are read back as they were, comments that stay comments.

YAML 1.2.2, sections 5.7 (escapes), 6.6 (comments) and 7.3.1 (double-quoted text).
"""

from __future__ import annotations

import re
from typing import Final

from scorecard_action.outputs.text import cut, printable

_PLAIN: Final = re.compile(r"[A-Za-z][\w./+-]*(?: [A-Za-z][\w./+-]*)*", re.ASCII)
# Words that YAML 1.2 or 1.1 reads as something else than text.
_WORDS: Final = frozenset("true false yes no on off y n null".split())
_SHORT: Final = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def scalar(text: str) -> str:
    """The text as a value of one line: bare where nobody can misread it, else in double quotes.

    What cannot be seen is escaped, and so is whatever a CI log could take for a command.
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    # a second # as an escape: `##[` means something to CI systems
    return '"' + "".join(map(_escaped, text)).replace("##", r"#\x23") + '"'


def comment(text: str, limit: int = 200) -> str:
    """The text as a part of a comment: one line in which everything can be seen, cut to `limit`."""
    return cut(printable(text), limit).replace("##", "# #")


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if printable(character) == character and character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
