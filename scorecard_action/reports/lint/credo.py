"""Credo's JSON (`mix credo --format json`): `issues`, whose priority is a number.

Credo itself calls 10 and more high, 0 and more normal, and what is below that low.
"""

from scorecard_action.model import Level
from scorecard_action.reports.lint.rows import Row, rows

_LEVELS = {"high": Level.ERROR, "normal": Level.WARNING, "low": Level.NOTE}


def _word(priority: str) -> str:
    digits = priority.removeprefix("-")
    if not digits.isdecimal():
        return priority
    if digits != priority:
        return "low"
    return "high" if len(digits) > 1 else "normal"


FORMAT = rows(
    "credo-json",
    "Credo JSON",
    Row(
        "issues[]",
        need="check",
        file="filename",
        line="line_no",
        rule="check",
        level="priority",
        words=_word,
        message="message",
        levels=_LEVELS,
        default="high",
    ),
    tool="credo",
    producers="Credo",
    told=("issues[].check, issues[].filename, issues[].priority",),
    severities="high normal low",
)
