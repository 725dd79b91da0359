"""Which texts can name an entity: in a mapping, and wherever else such a name comes from."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from scorecard_action.model import Entity

MAX_NAME: Final = 200
_KIND: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


def entity_problem(text: str) -> str | None:
    """What is wrong with a text as the name of an entity, after the text itself; None if nothing.

    `cart` is a service, `queue:orders` is of another kind.
    """
    if not text.strip():
        return "is blank"
    if len(text) > MAX_NAME:
        return f"is longer than {MAX_NAME} characters"
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
            return f"holds the control character U+{ord(character):04X}"
    kind, name = Entity.parse(text)
    if not kind.strip() or not name.strip():
        return "is half a name: write 'kind:name', or a name alone"
    if name != name.strip() or kind != kind.strip():
        return "has a blank before or after the name"
    if not _KIND.fullmatch(kind):
        return f"has no kind of an entity before its first colon, as in queue:orders: {kind!r}"
    return None
