"""The audit report of npm 6, pnpm and Yarn 2 and 3: advisories, each once whatever its paths."""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

FORMAT = rows(
    "pnpm-audit-json",
    "pnpm audit JSON",
    Row(
        "advisories{}",
        need="severity",
        rule="{github_advisory_id|id}",
        level="severity",
        message="{module_name}: {title}",
        levels=SECURITY,
    ),
    tool="pnpm-audit",
    producers="pnpm, npm 6, Yarn 2 and 3",
    told=("advisories, metadata.vulnerabilities.high",),
    marks=(
        Stop(
            "the audit did not finish: {error.message|error.summary|error.code}",
            when="{error.code}{error.message}=.+",
            alone=True,
        ),
        Zero("the audit looked at no package", ("metadata.totalDependencies",)),
    ),
    severities="info low moderate high critical",
)
