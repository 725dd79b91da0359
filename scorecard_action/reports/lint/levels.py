"""The words that tools have for how serious a finding is, and the level that each means.

A word that is in no table, or none at all, is an error: a tool without levels reports what it
wants mended.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scorecard_action.model import Level

PLAIN: Final[dict[str, Level]] = {
    **dict.fromkeys(("fatal error", "fatal", "error", "err"), Level.ERROR),
    **dict.fromkeys(("warning", "warn"), Level.WARNING),
    **dict.fromkeys(
        (
            *("note", "notice", "info", "information", "informational", "style", "convention"),
            *("refactor", "performance", "portability", "suggestion", "hint", "help", "remark"),
            *("ignore", "none", "debug"),
        ),
        Level.NOTE,
    ),
}
"""Linters and compilers. What is neither an error nor a warning is a note."""

CODE_CLIMATE: Final[dict[str, Level]] = {
    **dict.fromkeys(("blocker", "critical", "major"), Level.ERROR),
    **dict.fromkeys(("minor", "normal"), Level.WARNING),
    "info": Level.NOTE,
}

SECURITY: Final[dict[str, Level]] = {
    **dict.fromkeys(("critical", "high"), Level.ERROR),
    **dict.fromkeys(("medium", "moderate"), Level.WARNING),
    **dict.fromkeys(("low", "info", "unknown", "undefined", "negligible", "none"), Level.NOTE),
}

PRIORITY: Final[dict[str, Level]] = {
    **dict.fromkeys(("1", "2"), Level.ERROR),
    "3": Level.WARNING,
    **dict.fromkeys(("4", "5"), Level.NOTE),
}
"""PMD: 1 (high) to 5 (low)."""

LETTERS: Final[dict[str, str]] = {
    "F": "fatal",
    "E": "error",
    "W": "warning",
    "R": "refactor",
    "C": "convention",
    "I": "info",
}
"""The letters that pylint and RuboCop write in text, and the words that they stand for."""


TEXT: Final[dict[str, Level]] = {**SECURITY, **PLAIN, "severe": Level.ERROR}
"""The words in lines of text: of compilers, of scanners, and docutils' own above an error."""


def level(table: Mapping[str, Level], word: str | None) -> Level:
    """Return the level that a tool's word means, whatever its case."""
    return table.get((word or "").strip().lower(), Level.ERROR)


def band(score: str) -> str:
    """Return the word for a CVSS score, as GitHub's code scanning has it; "" for what is none."""
    try:
        number = float(score)
    except ValueError:
        return ""
    bands = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.0, "low"))
    return next((word for least, word in bands if number >= least), "")
