"""SQLFluff's JSON (`sqlfluff lint --format json`): an array of files, with or without violations.

Older releases name the line another way, and have no warnings.
"""

from scorecard_action.reports.lint.rows import Every, Row, rows

FORMAT = rows(
    "sqlfluff-json",
    "SQLFluff JSON",
    Row(
        "[].violations[]",
        need="code",
        file="^filepath",
        line="start_line_no|line_no",
        rule="code",
        level="warning",
        message="description",
        words={"true": "warning", "false": "error"},
        unparsed="code=PRS|LXR|TMP",
    ),
    tool="sqlfluff",
    producers="SQLFluff",
    told=("[].violations[], [].filepath",),
    marks=(Every("SQLFluff"),),
    severities="error warning",
)
