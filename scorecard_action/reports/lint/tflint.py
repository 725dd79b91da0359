"""TFLint's JSON (formatter.JSONOutput): issues, and errors that kept it from looking."""

from scorecard_action.reports.lint.rows import Row, Stop, rows

FORMAT = rows(
    "tflint-json",
    "TFLint JSON",
    Row(
        "issues[]",
        need="rule",
        file="range.filename",
        line="range.start.line",
        rule="rule.name",
        level="rule.severity",
        message="message",
    ),
    tool="tflint",
    producers="TFLint",
    needs="errors",
    told=(
        "issues[].rule.name, issues[].range.filename",
        "errors[].severity, issues[], errors[].message",
        "only issues[], issues, errors, errors[]",
    ),
    marks=(Stop("TFLint reports an error: {message}", "errors[]"),),
    severities="error warning info notice",
)
