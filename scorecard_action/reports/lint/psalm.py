"""Psalm's JSON: an array of issues (Psalm, `IssueData`), errors and what is only informative."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "psalm-json",
    "Psalm JSON",
    Row(
        "[]",
        need="line_from type",
        file="file_name|file_path",
        line="line_from",
        rule="type",
        level="severity",
        message="message",
    ),
    tool="psalm",
    producers="Psalm",
    told=("[].line_from, [].type, [].severity",),
    severities="error info",
    clean_list=True,
)
