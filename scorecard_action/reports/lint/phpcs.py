"""PHP_CodeSniffer's JSON (`--report=json`): messages by file, of every file that it checked."""

from scorecard_action.reports.lint.rows import Every, Row, Total, rows

FORMAT = rows(
    "phpcs-json",
    "PHP_CodeSniffer JSON",
    Row(
        "files{}.messages[]",
        need="type",
        file="@",
        line="line",
        rule="source",
        level="type",
        message="message",
    ),
    tool="phpcs",
    producers="PHP_CodeSniffer",
    needs="totals",
    told=("totals.fixable, files",),
    marks=(
        Every("PHP_CodeSniffer"),
        Total("PHP_CodeSniffer", "errors", "totals.errors", "ERROR"),
        Total("PHP_CodeSniffer", "warnings", "totals.warnings", "WARNING"),
    ),
    severities="error warning",
)
