"""npm's audit report, version 2 (`npm audit --json`, npm 7 and later): what npm counts, which is
packages. Where the registry did not answer, the report is an error alone.
"""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Total, Zero, rows

FORMAT = rows(
    "npm-audit-json",
    "npm audit JSON",
    Row(
        "vulnerabilities{}",
        need="severity",
        rule="name",
        level="severity",
        message="{name}: {via[0].title|via[0]}",
        levels=SECURITY,
    ),
    tool="npm-audit",
    producers="npm 7 and later",
    told=(
        "auditReportVersion, vulnerabilities, metadata.vulnerabilities.total",
        "statusCode, message, method, uri",
        "error.summary, error.code, error.detail",
    ),
    marks=(
        Stop(
            "npm audit did not finish: {message|error.summary|error.code}",
            when="{statusCode}{error.code}{error.summary}=.+",
            alone=True,
        ),
        Total("npm audit", "vulnerable packages", "metadata.vulnerabilities.total"),
        Zero("npm audit looked at no package", ("metadata.dependencies.total",)),
    ),
    severities="info low moderate high critical",
)
