"""SwiftLint's JSON (`--reporter json`): an array of violations."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "swiftlint-json",
    "SwiftLint JSON",
    Row(
        "[]",
        need="rule_id severity",
        file="file",
        line="line",
        rule="rule_id",
        level="severity",
        message="reason",
    ),
    tool="swiftlint",
    producers="SwiftLint",
    told=("[].rule_id, [].reason, [].character, [].severity",),
    severities="error warning",
    clean_list=True,
)
