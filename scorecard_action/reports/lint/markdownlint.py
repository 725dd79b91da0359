"""markdownlint-cli's JSON (`--json`), which it writes to stderr."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "markdownlint-json",
    "markdownlint JSON",
    Row(
        "[]",
        need="ruleNames",
        file="fileName",
        line="lineNumber",
        rule="ruleNames[0]",
        level="severity",
        message="{ruleDescription}: {errorDetail}",
    ),
    tool="markdownlint",
    producers="markdownlint-cli",
    told=("[].ruleNames[], [].lineNumber, [].fileName",),
    severities="error warning",
    clean_list=True,
)
