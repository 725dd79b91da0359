"""The runner's expressions, as far as the actions here use them.

https://docs.github.com/en/actions/reference/workflows-and-actions/expressions: names with dots,
`toJSON(…)`, `==` and `!=` with a text. Anything else is an error, and no silent empty text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PLACEHOLDER = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*")
_CALL = re.compile(r"toJSON\((.*)\)", re.IGNORECASE)
_COMPARED = re.compile(r"(.+?)\s*(==|!=)\s*'([^']*)'")


def fill(text: str, contexts: Mapping[str, Any]) -> str:
    """Return the text with every `${{ … }}` in it evaluated."""
    return _PLACEHOLDER.sub(lambda found: shown(evaluate(found[1], contexts)), text)


def holds(condition: str, contexts: Mapping[str, Any]) -> bool:
    """Whether an `if:` is met; it may stand without the braces."""
    found = _PLACEHOLDER.fullmatch(condition.strip())
    return bool(evaluate(found[1] if found else condition, contexts))


def evaluate(expression: str, contexts: Mapping[str, Any]) -> Any:
    text = expression.strip()
    if call := _CALL.fullmatch(text):
        return json.dumps(evaluate(call[1], contexts), indent=2, ensure_ascii=False)
    if compared := _COMPARED.fullmatch(text):
        same = shown(evaluate(compared[1], contexts)).lower() == compared[3].lower()
        return same is (compared[2] == "==")
    if not _NAME.fullmatch(text):
        raise NotImplementedError(f"the harness does not evaluate {text!r}")
    first, *others = text.split(".")
    if first not in contexts:
        raise KeyError(f"there is no context {first!r}")
    value = contexts[first]
    for name in others:
        # What a context does not have is null, and null has no properties: no error.
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def shown(value: object) -> str:
    """The text that stands in the place of an expression."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
