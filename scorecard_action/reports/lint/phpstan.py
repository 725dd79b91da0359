"""PHPStan's JSON (`--error-format=json`): messages by file, and errors that belong to none."""

from scorecard_action.reports.lint.rows import Row, Stop, Total, rows

FORMAT = rows(
    "phpstan-json",
    "PHPStan JSON",
    Row(
        "files{}.messages[]",
        need="message",
        file="@",
        line="line",
        rule="identifier",
        message="message",
    ),
    tool="phpstan",
    producers="PHPStan",
    needs="totals errors",
    told=("totals.file_errors, files",),
    marks=(
        Stop("PHPStan reports an error: {.}", "errors[]"),
        Total("PHPStan", "errors", "totals.file_errors"),
    ),
)
