"""ShellCheck's JSON: an array of comments (`json`), or an object with `comments` (`json1`)."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "shellcheck-json",
    "ShellCheck JSON (json and json1)",
    Row(
        "[]|comments[]",
        need="level code",
        file="file",
        line="line",
        rule="SC{code}",
        level="level",
        message="message",
    ),
    tool="shellcheck",
    producers="ShellCheck",
    told=(
        "[].endLine, [].file, [].code, [].level",
        "comments[].code, comments[].level",
        "only comments[], comments",
    ),
    severities="error warning info style",
    clean_list=True,
)
