"""golangci-lint's JSON (`printers.JSONResult`): `Issues`, and a `Report` of the run itself.

Of the warnings in it, only some say that something did not run; others tell of deprecations.
"""

from scorecard_action.reports.lint.rows import Row, Stop, rows

FORMAT = rows(
    "golangci-lint-json",
    "golangci-lint JSON",
    Row(
        "Issues[]",
        file="Pos.Filename",
        line="Pos.Line",
        rule="FromLinter",
        level="Severity",
        message="Text",
    ),
    tool="golangci-lint",
    producers="golangci-lint",
    told=("Issues[].FromLinter", "Issues[], Report*", "Issues, Report*"),
    marks=(
        Stop("golangci-lint reports an error: {Report.Error}", when="Report.Error"),
        Stop("golangci-lint reports: {Text}", "Report.Warnings[]", when="Text=Can't run linter.*"),
    ),
    severities=None,  # a setting of the user
)
