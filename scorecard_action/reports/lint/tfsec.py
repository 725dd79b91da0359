"""tfsec's JSON (`-f json`): `results`, null where there are none.

With --include-passed and --include-ignored, `status` tells those from what failed (0).
"""

from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "tfsec-json",
    "tfsec JSON",
    Row(
        "results[]",
        need="long_id severity",
        file="location.filename",
        line="location.start_line",
        rule="long_id|rule_id",
        level="severity",
        message="description|rule_description",
        levels=SECURITY,
        only="status=(?!1$).*",
        suppressed="status=2",
    ),
    tool="tfsec",
    producers="tfsec",
    told=("results[].long_id, results[].rule_provider",),
    severities="low medium high critical",
)
