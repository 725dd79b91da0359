"""pyright's JSON (`--outputjson`; pyright, "Command-line Options"). Lines count from 0.

An error without a rule is one of the syntax, which cannot be turned off.
"""

from scorecard_action.reports.lint.rows import Row, Total, Zero, rows

FORMAT = rows(
    "pyright-json",
    "pyright JSON",
    Row(
        "generalDiagnostics[]",
        need="severity",
        file="file",
        line="range.start.line",
        rule="rule",
        level="severity",
        message="message",
        base=0,
        unparsed="{severity} {rule}=error ?",
    ),
    tool="pyright",
    producers="pyright, basedpyright",
    needs="summary",
    told=("summary.filesAnalyzed, generalDiagnostics[]",),
    marks=(
        Total("pyright", "errors", "summary.errorCount", "error"),
        Total("pyright", "warnings", "summary.warningCount", "warning"),
        Zero("pyright looked at no file", ("summary.filesAnalyzed",)),
    ),
    severities="error warning information",
)
