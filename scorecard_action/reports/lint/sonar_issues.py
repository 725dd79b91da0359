"""Sonar's generic issues: `issues` with their primary location.

Specification: SonarQube, "Generic formatted reports". Since 10.3 the severity stands in `rules`, by
the qualities that it is for; an issue without one of its own is an error.
"""

from scorecard_action.reports.lint.levels import CODE_CLIMATE
from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "sonar-issues",
    "Sonar generic issues",
    Row(
        "issues[]",
        need="ruleId primaryLocation",
        file="primaryLocation.filePath",
        line="primaryLocation.textRange.startLine",
        rule="ruleId",
        level="severity",
        message="primaryLocation.message",
        levels=CODE_CLIMATE,
        default="major",
    ),
    tool="sonar",
    producers="what writes for SonarQube's `sonar.externalIssuesReportPaths`",
    told=("issues[].primaryLocation.filePath, issues[].ruleId",),
    severities="blocker critical major minor info",
)
