"""OSV-Scanner's JSON (pkg/models.VulnerabilityResults): by source and package.

Aliases of one vulnerability are a group, which counts once; its severity is a CVSS number, and one
without a score an error.
"""

from scorecard_action.reports.lint.levels import SECURITY, band
from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "osv-scanner-json",
    "OSV-Scanner JSON",
    Row(
        "results[].packages[].groups[]",
        need="ids",
        file="^^source.path",
        rule="ids[0]",
        level="max_severity",
        message="{^package.name} {^package.version}",
        levels=SECURITY,
        words=band,
    ),
    tool="osv-scanner",
    producers="OSV-Scanner",
    told=(
        "results[].packages[], results[].source.path",
        "results[], experimental_config*",
    ),
    severities="low medium high critical error",
)
