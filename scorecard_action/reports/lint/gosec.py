"""gosec's JSON (gosec.ReportInfo): issues, and errors of Go by file."""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

FORMAT = rows(
    "gosec-json",
    "gosec JSON",
    Row(
        "Issues[]",
        need="details",
        file="file",
        line="line",
        rule="rule_id",
        level="severity",
        message="details",
        levels=SECURITY,
        suppressed="suppressions",
    ),
    tool="gosec",
    producers="gosec",
    needs="Stats",
    told=("Stats.files, Issues",),
    marks=(
        Stop("gosec could not read {@}: {error}", "Golang errors{}[]"),
        Zero("gosec looked at no file", ("Stats.files",)),
    ),
    severities="low medium high",
)
