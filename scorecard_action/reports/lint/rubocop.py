"""RuboCop's JSON: `files` with their `offenses` (RuboCop, "Formatters", JSON formatter).

An offense that RuboCop corrected counts too: it is in what was committed.
"""

from scorecard_action.reports.lint.rows import Fewer, Row, Total, rows

FORMAT = rows(
    "rubocop-json",
    "RuboCop JSON",
    Row(
        "files[].offenses[]",
        file="^path",
        line="location.line|location.start_line",
        rule="cop_name",
        level="severity",
        message="message",
        unparsed="severity=fatal",
    ),
    tool="rubocop",
    producers="RuboCop, Standard, Cookstyle",
    told=("files[].offenses[], files[].path", "metadata.rubocop_version, files[]"),
    marks=(
        Total("RuboCop", "offenses", "summary.offense_count"),
        Fewer(
            "RuboCop inspected {done:,} of {wanted:,} files",
            done="summary.inspected_file_count",
            wanted="summary.target_file_count",
            nothing="RuboCop had no file to inspect",
        ),
    ),
    severities="info refactor convention warning error fatal",
)
