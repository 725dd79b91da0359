"""ktlint's JSON (`--reporter=json`): an array of the files that have errors."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "ktlint-json",
    "ktlint JSON",
    Row(
        "[].errors[]",
        need="rule",
        file="^file",
        line="line",
        rule="rule",
        message="message",
    ),
    tool="ktlint",
    producers="ktlint",
    told=("[].errors[].rule, [].file, [].errors[].column",),
    clean_list=True,
)
