"""ktlint's JSON (`JsonReporter`): an array of the files that have errors. ktlint has no levels."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "ktlint-json",
    "ktlint JSON",
    Row(
        "[].errors[]",
        file="^file",
        line="line",
        rule="rule",
        message="message",
        unparsed="message=(Not a valid Kotlin file|Internal Error).*",
    ),
    tool="ktlint",
    producers="ktlint",
    told=("[].file, [].errors[].rule",),
    clean_list=True,
)
