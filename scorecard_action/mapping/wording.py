"""How messages about a mapping name things."""

from __future__ import annotations

from collections.abc import Iterable

from scorecard_action.masking import clip
from scorecard_action.near import did_you_mean, nearest

LONGEST = 60


def quote(text: str) -> str:
    """Foreign text in single quotes: one line, nothing invisible, at most LONGEST characters."""
    if len(text) > LONGEST:
        text = clip(text, LONGEST - 1) + "…"
    return "'" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text) + "'"


def suggest(word: str, known: Iterable[str]) -> str:
    """` - did you mean 'reports'?`, or what is known where nothing comes near."""
    words = list(known)
    if meant := did_you_mean(map(quote, nearest(word.lower(), words, 1))):
        return f" - {meant}"
    listed = ", ".join(quote(word) for word in words[:20])
    return f" - known are {listed}" + (" and more" if len(words) > 20 else "")


def join(words: Iterable[str]) -> str:
    """`a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def flow(value: object) -> str:
    """A value of an example as one writes it in a mapping, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    if isinstance(value, str) and (text[0] in "*{[&!@`%'\"|>#" or any(c in text for c in "{},:#")):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text
