"""Bandit's JSON (bandit.formatters.json): `results`, and `errors` for files it could not scan."""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

FORMAT = rows(
    "bandit-json",
    "Bandit JSON",
    Row(
        "results[]",
        file="filename",
        line="line_number",
        rule="test_id",
        level="issue_severity",
        message="issue_text",
        levels=SECURITY,
    ),
    tool="bandit",
    producers="Bandit",
    told=(
        "results[].issue_severity",
        "errors[].filename, errors[].reason",
        # the metrics of a large project fill the head; their keys are file names
        "generated_at, metrics.*.nosec",
    ),
    marks=(
        Stop("bandit did not scan {filename|=a file}: {reason|=no reason given}", "errors[]"),
        Zero("bandit looked at no line of code", ("metrics{_totals}.loc",)),
    ),
    severities="low medium high undefined",
)
