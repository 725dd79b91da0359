"""Gitleaks' JSON (report.Finding): an array of leaks. The secret itself is never read."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "gitleaks-json",
    "Gitleaks JSON",
    Row(
        "[]",
        need="RuleID File",
        file="File",
        line="StartLine",
        rule="RuleID",
        message="Description",
    ),
    tool="gitleaks",
    producers="Gitleaks",
    told=("[].RuleID, [].StartLine, [].File",),
    clean_list=True,
)
