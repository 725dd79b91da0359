"""Yarn 1's audit (`yarn audit --json`): a line per path to an advisory, a summary at the end."""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import End, Row, Stop, Zero, rows

FORMAT = rows(
    "yarn-audit-jsonl",
    "yarn audit JSON lines",
    Row(
        "",
        need="type",
        rule="{data.advisory.github_advisory_id|data.advisory.id}",
        level="data.advisory.severity",
        message="{data.advisory.module_name}: {data.advisory.title}",
        levels=SECURITY,
        only="type=auditAdvisory",
        once=("rule", "message"),
    ),
    tool="yarn-audit",
    producers="Yarn 1",
    told=(
        "data.advisory.severity, type, data.resolution.path",
        "data.totalDependencies, type, data.vulnerabilities.high",
    ),
    marks=(
        Stop("yarn audit reports an error: {data}", when="type=error"),
        Zero("yarn audit looked at no package", ("data.totalDependencies",)),
    ),
    end=End("type=auditSummary", "yarn audit did not finish: its summary is missing"),
    severities="info low moderate high critical",
    lines=True,
)
