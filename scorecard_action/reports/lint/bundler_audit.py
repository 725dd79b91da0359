"""bundler-audit's JSON (Bundler::Audit::Report#to_h): `results` for one Gemfile.lock.

An advisory without a score has no criticality. The source of an insecure one is never read: its
address may hold a password.
"""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "bundler-audit-json",
    "bundler-audit JSON",
    Row(
        "results[]",
        need="type",
        file="=Gemfile.lock",
        rule="advisory.id|type",
        level="advisory.criticality",
        message="{gem.name} {gem.version}: {advisory.title}",
        levels=SECURITY,
        default="unknown",
        only="type=(?!insecure_source).*",
    ),
    Row(
        "results[]",
        file="=Gemfile.lock",
        rule="type",
        message="=a source of gems that is not encrypted",
        only="type=insecure_source",
    ),
    tool="bundler-audit",
    producers="bundler-audit",
    told=(
        "created_at, results[].type, version",
        "only created_at, version, results, results[]",
    ),
    needs="created_at",
    severities="none unknown low medium high critical error",
)
