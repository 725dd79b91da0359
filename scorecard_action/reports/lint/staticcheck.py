"""Staticcheck's JSON lines (`-f json`; lintcmd.jsonFormatter)."""

from scorecard_action.model import Level
from scorecard_action.reports.lint.levels import PLAIN
from scorecard_action.reports.lint.rows import Row, Stop, rows

FORMAT = rows(
    "staticcheck-jsonl",
    "Staticcheck JSON lines",
    Row(
        "",
        need="code location",
        file="location.file",
        line="location.line",
        rule="code",
        level="severity",
        message="message",
        levels={**PLAIN, "ignored": Level.NOTE},
        suppressed="severity=ignored",
        unparsed="code=compile",
    ),
    tool="staticcheck",
    producers="Staticcheck",
    told=("location.file, code, end.file, message",),
    marks=(Stop("Staticcheck could not compile a package: {message}", when="code=compile"),),
    severities="error warning ignored",
    lines=True,
    empty_clean=True,
    silent=True,
)
