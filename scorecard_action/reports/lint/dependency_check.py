"""Dependency-Check's JSON (its template jsonReport.vsl): `dependencies` and their vulnerabilities.

One finding is one vulnerability of one dependency. The place of the severity depends on the
release: of all, of a score (once as `baseSeverity>`), or nowhere.
"""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

_FOUND = Row(
    "dependencies[].vulnerabilities[]?",
    need="name",
    file="^filePath|^fileName",
    rule="name",
    level="severity|cvssv3.baseSeverity|cvssv3.baseSeverity>|cvssv2.severity",
    message="{^fileName}: {description}",
    levels=SECURITY,
    words={"0.0": "unknown"},
    default="unknown",
)

FORMAT = rows(
    "dependency-check-json",
    "Dependency-Check JSON",
    _FOUND,
    _FOUND._replace(at="dependencies[].suppressedVulnerabilities[]?", suppressed="="),
    tool="dependency-check",
    producers="OWASP Dependency-Check",
    told=("reportSchema, scanInfo.engineVersion",),
    marks=(
        Stop(
            "dependency-check reports an exception: {exception.message|=without a message}",
            "scanInfo.analysisExceptions[]",
        ),
        Zero("dependency-check found no dependency to look at", ("dependencies",)),
    ),
    needs="reportSchema",
    severities="info unknown none low medium moderate high critical",
)
