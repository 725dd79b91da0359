"""buf's JSON lines (`--error-format json`): an annotation per line. buf has no levels.

COMPILE says that the files could not be compiled: no rule was asked then.
"""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "buf-json",
    "buf JSON lines",
    Row(
        "",
        need="type message",
        file="path",
        line="start_line",
        rule="type",
        message="message",
        unparsed="type=COMPILE|PARSE",
    ),
    tool="buf",
    producers="buf lint, buf breaking",
    told=("start_line, end_line, path, type, message",),
    lines=True,
    empty_clean=True,
    silent=True,
)
