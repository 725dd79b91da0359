"""pip-audit's JSON (pip_audit._format.json): vulnerabilities by package.

A package that could not be audited has a reason in their place, which is no clean result.
"""

from scorecard_action.reports.lint.rows import Every, Row, rows

FORMAT = rows(
    "pip-audit-json",
    "pip-audit JSON",
    Row(
        "dependencies[].vulns[]?",
        need="id",
        rule="id",
        message="{^name} {^version}: {description}",
    ),
    tool="pip-audit",
    producers="pip-audit",
    told=(
        "dependencies[].vulns[], dependencies[].name, dependencies[].version",
        "dependencies[].skip_reason, dependencies[].name",
        "only dependencies[], dependencies, fixes, fixes[]",
    ),
    marks=(
        Every(
            "pip-audit",
            passed="skip_reason",
            say="pip-audit did not audit {name}: {skip_reason}",
            what="package",
        ),
    ),
)
