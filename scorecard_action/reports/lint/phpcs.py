"""PHP_CodeSniffer's JSON (`Reports\\Json`): every file that it checked, and their messages."""

from scorecard_action.reports.lint.rows import Row, Total, Zero, rows

FORMAT = rows(
    "phpcs-json",
    "PHP_CodeSniffer JSON",
    Row(
        "files{}.messages[]",
        file="@",
        line="line",
        rule="source",
        level="type",
        message="message",
        unparsed=r"source=Internal\.(Exception|ParseError|Tokenizer.*|DetectLineEndings)",
    ),
    tool="phpcs",
    producers="PHP_CodeSniffer",
    told=("totals.fixable, files",),
    marks=(
        Total("PHP_CodeSniffer", "errors", "totals.errors", "ERROR"),
        Total("PHP_CodeSniffer", "warnings", "totals.warnings", "WARNING"),
        Zero("PHP_CodeSniffer checked no file", ("files",)),
    ),
    severities="error warning",
)
