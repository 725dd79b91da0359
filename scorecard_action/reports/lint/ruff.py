"""ruff's JSON: an array of diagnostics (`--output-format json`).

Only newer releases have a severity; a syntax error has no code.
"""

from scorecard_action.reports.lint.rows import Row, rows

ROW = Row(
    "[]",
    need="code filename",
    file="filename",
    line="location.row",
    rule="code",
    level="severity",
    message="message",
)

FORMAT = rows(
    "ruff-json",
    "ruff JSON",
    ROW,
    tool="ruff",
    producers="ruff",
    told=("[].location.row, [].filename, [].message",),
    severities="info warning error fatal",
    clean_list=True,
)
