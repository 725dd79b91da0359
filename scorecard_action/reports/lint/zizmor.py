"""zizmor's JSON (`--format json`): an array of findings, their lines from 0."""

from scorecard_action.model import Level
from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, rows

_PLACE = "locations[symbolic.kind=Primary]"

FORMAT = rows(
    "zizmor-json",
    "zizmor JSON",
    Row(
        "[]",
        need="ident determinations",
        file=f"{_PLACE}.symbolic.key.Local.verbatim_path|{_PLACE}.symbolic.key.Local.given_path",
        line=f"{_PLACE}.concrete.location.start_point.row",
        rule="ident",
        level="determinations.severity",
        message="desc",
        levels={**SECURITY, "informational": Level.NOTE},
        suppressed="ignored=true",
        base=0,
    ),
    tool="zizmor",
    producers="zizmor",
    told=("[].ident, [].determinations.severity",),
    severities="unknown informational low medium high",
    clean_list=True,
)
