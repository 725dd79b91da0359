"""cfn-lint's JSON (`--format json`): an array of matches. E0000 is a template that is no YAML."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "cfn-lint-json",
    "cfn-lint JSON",
    Row(
        "[]",
        need="Level Rule",
        file="Filename",
        line="Location.Start.LineNumber",
        rule="Rule.Id",
        level="Level",
        message="Message",
    ),
    tool="cfn-lint",
    producers="cfn-lint",
    told=("[].Rule.Id, [].Level, [].Filename",),
    severities="error warning informational",
    clean_list=True,
)
