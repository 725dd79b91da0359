"""Grype's JSON (presenter/models.Document): matches of a package and a vulnerability."""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, rows

_MATCH = Row(
    "matches[]",
    need="vulnerability",
    file="artifact.locations[0].path",
    rule="vulnerability.id",
    level="vulnerability.severity",
    message="{artifact.name} {artifact.version}: {vulnerability.description}",
    levels=SECURITY,
)

FORMAT = rows(
    "grype-json",
    "Grype JSON",
    _MATCH,
    _MATCH._replace(at="ignoredMatches[]", suppressed="="),
    tool="grype",
    producers="Grype",
    told=(
        "matches[].vulnerability.severity, matches[].artifact.name",
        "descriptor.name=grype, matches[]",
    ),
    severities="unknown negligible low medium high critical",
)
