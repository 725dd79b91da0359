"""typos' JSON lines: a typo per line, and lines of other types (`--format json`)."""

from scorecard_action.reports.lint.rows import Row, Stop, rows

FORMAT = rows(
    "typos-json",
    "typos JSON lines",
    Row(
        "",
        need="type",
        file="path",
        line="line_num",
        rule="type",
        message="`{typo}` should be `{corrections[0]}`",
        only="type=typo",
    ),
    tool="typos",
    producers="typos",
    told=("corrections[], typo, type", "corrections, typo, type"),
    marks=(Stop("typos reports an error: {message|msg|=without a message}", when="type=error"),),
    lines=True,
    empty_clean=True,
    silent=True,
)
