"""Stylelint's JSON: an array of files with their warnings (Stylelint, "Formatters").

Parse errors and invalid options say that rules were not applied. Stylelint 16 and later write the
report to stderr: redirecting stdout leaves an empty file.
"""

from scorecard_action.reports.lint.rows import Every, Row, Stop, rows

FORMAT = rows(
    "stylelint-json",
    "Stylelint JSON",
    Row(
        "[].warnings[]",
        file="^source",
        line="line",
        rule="rule",
        level="severity",
        message="text",
    ),
    tool="stylelint",
    producers="Stylelint",
    told=("[].warnings[], [].source",),
    marks=(
        Every("Stylelint", passed="ignored=true"),
        Stop(
            "stylelint could not parse everything in {^source|=a file}: {text|=without a message}",
            "[].parseErrors[]",
        ),
        Stop(
            "stylelint did not apply a rule in {^source|=a file}: {text|=without a message}",
            "[].invalidOptionWarnings[]",
        ),
    ),
    severities="error warning",
)
