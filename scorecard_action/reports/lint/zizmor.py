"""zizmor's JSON: an array of findings, whose place is the primary one, rows counted from 0."""

from scorecard_action.reports.lint.levels import PLAIN, SECURITY
from scorecard_action.reports.lint.rows import Row, rows

_PLACE = "locations[symbolic.kind=Primary]"
_KEY = f"{_PLACE}.symbolic.key"

FORMAT = rows(
    "zizmor-json",
    "zizmor JSON",
    Row(
        "[]",
        need="ident determinations",
        file=f"{_KEY}.Local.verbatim_path|{_KEY}.Local.given_path|{_KEY}.Remote.path",
        line=f"{_PLACE}.concrete.location.start_point.row",
        rule="ident",
        level="determinations.severity",
        message="desc",
        levels={**PLAIN, **SECURITY},
        suppressed="ignored=true",
        base=0,
    ),
    tool="zizmor",
    producers="zizmor",
    told=("[].ident, [].determinations.severity",),
    severities="unknown informational low medium high",
    clean_list=True,
)
