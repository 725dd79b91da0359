"""Pyrefly's JSON (`pyrefly check --output-format json`). A clean one says nothing of itself."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "pyrefly-json",
    "Pyrefly JSON",
    Row(
        "errors[]",
        need="name",
        file="path",
        line="line",
        rule="name",
        level="severity",
        message="concise_description|description",
    ),
    tool="pyrefly",
    producers="Pyrefly",
    told=("errors[].concise_description, errors[].name",),
    severities="error warn info",
)
