"""KICS' JSON (KICS, "Results"): queries with the files that they found something in."""

from scorecard_action.model import Level
from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

FORMAT = rows(
    "kics-json",
    "KICS JSON",
    Row(
        "queries[].files[]",
        file="file_name",
        line="line",
        rule="^query_id",
        level="^severity",
        message="^query_name",
        levels={**SECURITY, "trace": Level.NOTE},
    ),
    tool="kics",
    producers="KICS",
    needs="files_scanned",
    told=("files_scanned, queries[]", "queries[].query_id, queries[].files[]"),
    marks=(
        *(
            Stop(f"KICS counts {{{count}}} {count.replace('_', ' ')}", when=rf"{count}=[1-9]\d*")
            for count in ("files_failed_to_scan", "queries_failed_to_execute")
        ),
        Zero("KICS scanned no file", ("files_scanned",)),
    ),
    severities="trace info low medium high critical",
)
