"""mypy's JSON lines (`--output json`): an error or a note per line.

Specification: mypy, `error_formatter.JSONFormatter`. A syntax error keeps mypy from checking
anything else.
"""

from scorecard_action.reports.lint.rows import Row, Stop, rows

FORMAT = rows(
    "mypy-json",
    "mypy JSON lines",
    Row(
        "", need="file", file="file", line="line", rule="code", level="severity", message="message"
    ),
    tool="mypy",
    producers="mypy",
    # loggers write lines with a file, a line, a message and a severity too
    told=("hint, file, line, column, message, code, severity",),
    marks=(
        Stop(
            "mypy could not parse a file, and checked nothing further",
            when="code=syntax",
            first=True,
        ),
    ),
    severities="error note",
    lines=True,
    empty_clean=True,
    silent=True,
)
