"""Vale's JSON (`--output=JSON`): an object that has the alerts of each file under its path.

A clean report is `{}`, which says nothing of what it is. Vale's own errors are an object of other
members, which is refused.
"""

from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.rows import Row, rows

_ROWS = rows(
    "vale-json",
    "Vale JSON",
    Row(
        "{}[]",
        need="Check Severity",
        file="@",
        line="Line",
        rule="Check",
        level="Severity",
        message="Message",
    ),
    tool="vale",
    producers="Vale",
    told=(),
    severities="error warning suggestion",
)


def _detect(head: Head) -> bool:
    # its outermost keys are file names
    if head.json is None or head.json.root != "{":
        return False
    files = [path.removesuffix("[].Check") for path in head.json.paths if path.endswith("[].Check")]
    wanted = ("[].Severity", "[].Span[]", "[].Line")
    return any(all(file + end in head.json.paths for end in wanted) for file in files)


FORMAT = _ROWS._replace(detect=_detect)
