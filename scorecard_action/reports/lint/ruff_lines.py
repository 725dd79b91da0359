"""ruff's JSON lines: a diagnostic per line (`--output-format json-lines`)."""

from scorecard_action.reports.lint.rows import rows
from scorecard_action.reports.lint.ruff import ROW

FORMAT = rows(
    "ruff-jsonl",
    "ruff JSON lines",
    ROW._replace(at=""),
    tool="ruff",
    producers="ruff",
    told=("location.row, filename, message",),
    severities="info warning error fatal",
    lines=True,
    empty_clean=True,
    silent=True,
)
