"""Semgrep's JSON (semgrep-interfaces, `cli_output`): `results`, and `errors` of the run.

An error of level `error` says that something was not scanned; a result that a `nosemgrep` comment
ignores is suppressed. Rules carry ERROR, WARNING, INFO, or since 1.72 also CRITICAL to LOW; two
more words never block.
"""

from scorecard_action.model import Level
from scorecard_action.reports.lint.levels import PLAIN, SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

FORMAT = rows(
    "semgrep-json",
    "Semgrep JSON",
    Row(
        "results[]",
        file="path",
        line="start.line",
        rule="check_id",
        level="extra.severity",
        message="extra.message",
        levels={**SECURITY, **PLAIN, "inventory": Level.NOTE, "experiment": Level.NOTE},
        suppressed="extra.is_ignored=true",
    ),
    tool="semgrep",
    producers="Semgrep, Opengrep",
    told=(
        "results[].check_id, results[].extra.message",
        "results[].check_id, results[].extra.severity",
        "paths.scanned[], !results[].check_id",
        "errors[].code, errors[].level, !results[].check_id",
    ),
    marks=(
        Stop(
            "semgrep reports an error: {message|short_msg|=without a message}",
            "errors[]",
            when="level=error|",
        ),
        Zero("Semgrep scanned no file", ("paths.scanned",)),
    ),
    severities="error warning info critical high medium low inventory experiment",
)
