"""Snyk's JSON (`snyk test --json`): a project, or an array of them.

A vulnerability is listed for each path that leads to it, and counts once in its project: as
ignored only where it is on every path. `snyk iac test` lists no vulnerabilities but issues.
"""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

_FOUND = Row(
    "vulnerabilities[]",
    need="id severity",
    file="^displayTargetFile",
    rule="id",
    level="severity",
    message="{packageName} {version}: {title}",
    levels=SECURITY,
    suppressed="isIgnored=true",
    once=("rule", "suppressed"),
)

FORMAT = rows(
    "snyk-json",
    "Snyk JSON",
    _FOUND,
    _FOUND._replace(at="filtered.ignore[]", suppressed="="),
    Row(
        "infrastructureAsCodeIssues[]",
        need="severity",
        file="^targetFile",
        line="lineNumber",
        rule="id|publicId",
        level="severity",
        message="title",
        levels=SECURITY,
        suppressed="isIgnored=true",
    ),
    tool="snyk",
    producers="Snyk Open Source, Snyk Container",
    told=(
        "vulnerabilities[].packageName, vulnerabilities[].severity, vulnerabilities[].from[]",
        "[].vulnerabilities[].packageName, [].vulnerabilities[].severity",
        "dependencyCount, packageManager, ok",
        "[].dependencyCount, [].packageManager, [].ok",
        "error, ok=false, path",
        "[].error, [].ok=false, [].path",
    ),
    marks=(
        Stop("Snyk did not finish: {error}", when="error", alone=True),
        Zero("Snyk looked at no dependency", ("dependencyCount",)),
    ),
    severities="low medium high critical",
    many=True,
)
