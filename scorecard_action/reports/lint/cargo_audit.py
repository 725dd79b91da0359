"""cargo-audit's JSON (rustsec::Report): vulnerabilities, and warnings by their kind."""

from scorecard_action.reports.lint.rows import Row, Zero, rows

_FOUND = Row(
    "vulnerabilities.list[]",
    file="=Cargo.lock",
    rule="advisory.id|kind",
    level="=error",
    message="{package.name} {package.version}: {advisory.title|kind}",
)

FORMAT = rows(
    "cargo-audit-json",
    "cargo-audit JSON",
    _FOUND,
    _FOUND._replace(at="warnings{}[]", level="=warning"),
    tool="cargo-audit",
    producers="cargo-audit",
    needs="lockfile",
    told=("lockfile.dependency-count, vulnerabilities.list[]",),
    marks=(Zero("cargo-audit looked at no dependency", ("lockfile.dependency-count",)),),
    severities="error warning",
)
