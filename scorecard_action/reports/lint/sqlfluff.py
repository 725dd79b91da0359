"""SQLFluff's JSON: an array of every file that it looked at, with its violations.

A violation that the configuration makes a warning says so; all others fail. PRS, LXR and TMP say
that a file could not be parsed, split into tokens, or its template filled in.
"""

from scorecard_action.reports.lint.rows import Every, Row, rows

FORMAT = rows(
    "sqlfluff-json",
    "SQLFluff JSON",
    Row(
        "[].violations[]",
        file="^filepath",
        line="start_line_no|line_no",
        rule="code",
        level="warning",
        words={"true": "warning", "false": "error"},
        message="description",
        unparsed="code=PRS|LXR|TMP",
    ),
    tool="sqlfluff",
    producers="SQLFluff",
    told=("[].filepath, [].violations[]",),
    marks=(Every("SQLFluff"),),
    severities="error warning",
)
