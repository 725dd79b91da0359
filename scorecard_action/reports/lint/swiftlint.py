"""SwiftLint's JSON (`JSONReporter`): an array of violations."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "swiftlint-json",
    "SwiftLint JSON",
    Row(
        "[]",
        need="rule_id reason",
        file="file",
        line="line",
        rule="rule_id",
        level="severity",
        message="reason",
    ),
    tool="swiftlint",
    producers="SwiftLint",
    told=("[].rule_id, [].reason, [].character",),
    severities="error warning",
    clean_list=True,
)
