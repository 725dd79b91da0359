"""detect-secrets' JSON, which is its baseline too: secrets by file, of which only hashes are kept.

Those that a person has looked at and called none are suppressed.
"""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "detect-secrets-json",
    "detect-secrets JSON",
    Row(
        "results{}[]",
        need="type",
        file="filename|@",
        line="line_number",
        rule="type",
        message="type",
        suppressed="is_secret=false",
    ),
    tool="detect-secrets",
    producers="detect-secrets",
    needs="plugins_used",
    told=("plugins_used[], filters_used[], version",),
)
