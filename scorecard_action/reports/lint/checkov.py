"""checkov's JSON: checks of one framework, or an array of them (`-o json`).

Without a key for its platform, a check has no severity. Where there was nothing to check, the
report is the summary alone.
"""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

_FAILED = Row(
    "results.failed_checks[]",
    need="check_id",
    file="file_path",
    line="file_line_range[0]",
    rule="check_id",
    level="severity",
    message="{check_name}: {resource}",
    levels=SECURITY,
    rooted=True,
)

FORMAT = rows(
    "checkov-json",
    "checkov JSON",
    _FAILED,
    _FAILED._replace(at="results.skipped_checks[]", suppressed="="),
    tool="checkov",
    producers="checkov",
    told=(
        "results.failed_checks[], check_type",
        "results.passed_checks[], check_type",
        "[].results.failed_checks[], [].check_type",
        "[].results.passed_checks[], [].check_type",
        "checkov_version, resource_count, parsing_errors",
    ),
    marks=(
        Stop(
            "checkov could not parse {summary.parsing_errors|parsing_errors} files:"
            " {results.parsing_errors[0]|=without --quiet it names them}",
            when=r"summary.parsing_errors|parsing_errors=[1-9]\d*",
            alone=True,
        ),
        Zero("checkov found nothing to check", ("resource_count",), alone=True),
    ),
    severities="info low medium high critical error",
    many=True,
)
