"""Brakeman's JSON (Brakeman::Report::JSON). Its levels say how sure it is."""

from scorecard_action.model import Level
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

_FOUND = Row(
    "warnings[]",
    need="confidence",
    file="file",
    line="line",
    rule="check_name|warning_type",
    level="confidence",
    message="message",
    levels={"high": Level.ERROR, "medium": Level.WARNING, "weak": Level.NOTE},
)

FORMAT = rows(
    "brakeman-json",
    "Brakeman JSON",
    _FOUND,
    _FOUND._replace(at="ignored_warnings[]", suppressed="="),
    tool="brakeman",
    producers="Brakeman",
    needs="scan_info",
    told=("scan_info.brakeman_version, warnings[]",),
    marks=(
        Stop("Brakeman reports an error: {error}", "errors[]"),
        Zero(
            "Brakeman found nothing of an application",
            tuple(f"scan_info.number_of_{what}" for what in ("controllers", "models", "templates")),
        ),
    ),
    severities="high medium weak",
)
