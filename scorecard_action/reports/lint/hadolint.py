"""hadolint's JSON: an array of failures (hadolint, `Formatter.Json`)."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "hadolint-json",
    "hadolint JSON",
    Row(
        "[]",
        need="level code",
        file="file",
        line="line",
        rule="code",
        level="level",
        message="message",
    ),
    tool="hadolint",
    producers="hadolint",
    # shellcheck's has the same keys, and where a finding ends
    told=("[].code, [].file, [].level, [].line, ![].endLine",),
    severities="error warning info style ignore",
    clean_list=True,
)
