"""Psalm's JSON (`--output-format=json`): an array of issues (IssueData)."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "psalm-json",
    "Psalm JSON",
    Row(
        "[]",
        need="type severity",
        file="file_path|file_name",
        line="line_from",
        rule="type",
        level="severity",
        message="message",
    ),
    tool="psalm",
    producers="Psalm",
    told=("[].shortcode, [].line_from, [].error_level",),
    severities="error info",
    clean_list=True,
)
