"""Vale's JSON (`--output=JSON`): an object that has the alerts of each file under its path.

A clean report is `{}`, which says nothing of what it is, and is read where the format is named.
Vale's own errors are an object of other members, which is refused.
"""

from collections.abc import Iterator

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.rows import Row, rows
from scorecard_action.reports.source import Source

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


def _read(source: Source) -> Iterator[Evidence]:
    # the rows take an empty array for an empty object, which is PHP's and never Vale's
    head = Head(source.head.decode("utf-8", "replace"))
    if head.json is not None and head.json.root == "[":
        raise ReportError("not the shape of this format: an array", source.first_line)
    yield from _ROWS.read(source)


FORMAT = _ROWS._replace(detect=_detect, read=_read)
