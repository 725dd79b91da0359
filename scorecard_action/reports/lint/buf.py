"""buf's JSON lines (`buf lint --error-format=json`, also breaking and build)."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "buf-jsonl",
    "buf JSON lines",
    Row(
        "",
        need="type",
        file="path",
        line="start_line",
        rule="type",
        message="message",
        unparsed="type=COMPILE",
    ),
    tool="buf",
    producers="buf",
    told=("start_column, path, type, message, start_line",),
    lines=True,
    empty_clean=True,
    silent=True,
)
