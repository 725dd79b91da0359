"""Secrets that are known by their shape: tokens of providers, private keys, passwords in URLs.

A test that prints its environment puts them into a report, and a report's text goes to Datadog.
A secret that was cut off is not known by its shape any more, and most of it can still be read: so
text is cut by `clip` alone.
"""

from __future__ import annotations

import re
from typing import Any, Final

MASK: Final = "***"

# What each provider's tokens begin with, by the characters that may follow.
_WORD: Final = (
    *("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),  # GitHub
    *("ddpat_", "ddsat_", "ddapp_"),  # Datadog
    *("npm_", "hf_", "dop_v1_", "sk_live_", "sk_test_", "rk_live_", "rk_test_", "shpat_"),
)
_DASHED: Final = (
    *("glpat-", "gldt-", "glcbt-", "glrt-"),  # GitLab
    *("xoxa-", "xoxb-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"),  # Slack
    *("pypi-", "sk-ant-", "sk-proj-", "AIza"),
)
_AMAZON: Final = ("AKIA", "ASIA")
_QUOTED: Final = "hardcoded password: "
_MARKS: Final = (*_WORD, *_DASHED, *_AMAZON, "eyJ", "PRIVATE KEY-----", "://", _QUOTED)

# What may stand before a token: no letter, digit or `_`, but the end of an escape or a colour
# (`\n`, `\x1b`, `\u202e`, `%20`, `[31m`).
_BEGIN: Final = (
    r"(?:(?<![A-Za-z0-9_])|(?<=\\[abfnrtv])|(?<=\\x[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4})"
    r"|(?<=%[0-9A-Fa-f]{2})|(?<=\[m)|(?<=\[[0-9]m)|(?<=\[[0-9]{2}m)|(?<=[;:][0-9]m)"
    r"|(?<=[;:][0-9]{2}m)|(?<=[;:][0-9]{3}m))"
)

# Each is linear: no part can match what the one after it can begin with, or it is bounded.
_SHAPES: Final = re.compile(
    rf"{_BEGIN}(?:"
    rf"(?:{'|'.join(_WORD)})[A-Za-z0-9_]{{16,}}"
    rf"|(?:{'|'.join(_DASHED)})[A-Za-z0-9_-]{{16,}}"
    rf"|(?:{'|'.join(_AMAZON)})[A-Z0-9]{{16,}}"
    r"|eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"  # RFC 7519
    r")"
    r"|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\Z)",
    re.DOTALL,
)
_PASSWORD: Final = re.compile(r"(?<=://)([^\s/@:]{0,256}):[^\s/@]{1,256}(?=@)")
# Bandit's B105 to B107 quote what they found, in each of its formats; a quote may be part of it.
_FOUND: Final = re.compile(rf"(?<={_QUOTED})'(?:[^\n]{{0,300}}'|[^\n]{{0,300}}\Z)")

# The same at the end of a text that was cut, however short.
_CUT_SHAPES: Final = re.compile(
    rf"{_BEGIN}(?:"
    rf"(?:{'|'.join(_WORD)})[A-Za-z0-9_]*+"
    rf"|(?:{'|'.join(_DASHED)})[A-Za-z0-9_-]*+"
    rf"|(?:{'|'.join(_AMAZON)})[A-Z0-9]*+"
    r"|eyJ[A-Za-z0-9_.-]*+"
    r")\Z"
)
_CUT_PASSWORD: Final = re.compile(r"(?<=://)([^\s/@:]{0,256}):[^\s/@]{0,256}\Z")


def mask_shapes(text: str) -> str:
    """The text with `***` for whatever has the shape of a known kind of secret."""
    if not _may_hold_one(text):
        return text
    return _FOUND.sub(MASK, _PASSWORD.sub(rf"\1:{MASK}", _SHAPES.sub(MASK, text)))


def clip(text: str, limit: int) -> str:
    """The first `limit` characters; a secret that would lose its end there is masked.

    For all text of reports, of the mapping, the environment and Datadog's answers.
    """
    return text if len(text) <= limit else end_masked(text[: max(limit, 0)])


def end_masked(cut: str) -> str:
    """A text that was cut, with `***` for what may be the beginning of a secret at its end."""
    if not _may_hold_one(cut):
        return cut
    return _CUT_PASSWORD.sub(rf"\1:{MASK}", _CUT_SHAPES.sub(MASK, cut))


def _may_hold_one(text: str) -> bool:
    # nearly every text has none of it, and there are many of them: a generator would take as long
    # again
    for mark in _MARKS:  # noqa: SIM110
        if mark in text:
            return True
    return False


def shapes_masked(value: Any, without: frozenset[str] = frozenset()) -> Any:  # noqa: ANN401 - JSON
    """A JSON value with this done in every string of it, but in fields of these names."""
    if isinstance(value, str):
        return mask_shapes(value)
    if isinstance(value, list | tuple):
        return [shapes_masked(item, without) for item in value]
    if isinstance(value, dict):
        return {
            name: item if name in without else shapes_masked(item, without)
            for name, item in value.items()
        }
    return value
