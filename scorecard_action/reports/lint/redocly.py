"""Redocly CLI's JSON (`redocly lint --format=json`): problems, those that are ignored too."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "redocly-json",
    "Redocly JSON",
    Row(
        "problems[]",
        need="severity",
        file="location[0].source.ref",
        line="location[0].start.line",
        rule="ruleId",
        level="severity",
        message="message",
        suppressed="ignored=true",
    ),
    tool="redocly",
    producers="Redocly CLI",
    needs="totals",
    told=("totals.ignored, problems[], totals.errors",),
    severities="error warn",
)
