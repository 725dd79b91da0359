"""typos' JSON lines (`--format json`); lines of other types are of the run."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "typos-jsonl",
    "typos JSON lines",
    Row(
        "",
        need="type",
        file="path",
        line="line_num",
        rule="type",
        message="{typo} should be {corrections[0]}",
        only="type=typo",
    ),
    tool="typos",
    producers="typos",
    told=("typo, type, path, corrections[]",),
    lines=True,
    empty_clean=True,
    silent=True,
)
