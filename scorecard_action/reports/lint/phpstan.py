"""PHPStan's JSON (`JsonErrorFormatter`): `files` with their messages, and `errors` of the run.

What stands in `errors` belongs to no file: a setting that is wrong, or PHPStan's own failure.
PHPStan has no levels.
"""

from scorecard_action.reports.lint.rows import Row, Stop, Total, rows

FORMAT = rows(
    "phpstan-json",
    "PHPStan JSON",
    Row(
        "files{}.messages[]",
        file="@",
        line="line",
        rule="identifier",
        message="message",
        unparsed=r"identifier=phpstan\.(parse|internal)",
    ),
    tool="phpstan",
    producers="PHPStan, Larastan",
    told=("totals.file_errors, files",),
    marks=(
        Stop("PHPStan reports an error: {.}", "errors[]"),
        Total("PHPStan", "errors in files", "totals.file_errors"),
    ),
)
