"""TruffleHog's JSON lines (version 3, `--json`). The secret itself is never read.

One that was verified works: an error; it has no other levels.
"""

from scorecard_action.model import Level
from scorecard_action.reports.lint.rows import Row, rows

_DATA = "SourceMetadata.Data"
_PLACES = ("Git", "Filesystem", "Github", "Gitlab", "Bitbucket")

FORMAT = rows(
    "trufflehog-jsonl",
    "TruffleHog JSON lines",
    Row(
        "",
        need="DetectorName SourceMetadata",
        file="|".join(f"{_DATA}.{place}.file" for place in _PLACES),
        line="|".join(f"{_DATA}.{place}.line" for place in _PLACES),
        rule="DetectorName",
        level="Verified",
        message="a secret of {DetectorName}",
        levels={"verified": Level.ERROR, "unverified": Level.WARNING},
        words={"true": "verified", "false": "unverified"},
        default="unverified",
    ),
    tool="trufflehog",
    producers="TruffleHog",
    told=("DetectorName, Verified, SourceMetadata*",),
    severities="verified unverified",
    lines=True,
    empty_clean=True,
    silent=True,
)
