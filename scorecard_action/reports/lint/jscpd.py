"""jscpd's JSON: a finding for each clone, at the first of its two places. jscpd has no levels."""

from scorecard_action.reports.lint.rows import Row, Total, Zero, rows

FORMAT = rows(
    "jscpd-json",
    "jscpd JSON",
    Row(
        "duplicates[]",
        need="firstFile",
        file="firstFile.name",
        line="firstFile.start|firstFile.startLoc.line",
        rule="=duplication",
        message="the same stands in {secondFile.name}",
    ),
    tool="jscpd",
    producers="jscpd",
    told=("duplicates[], statistics.total", "duplicates[].firstFile, duplicates[].secondFile"),
    marks=(
        Total("jscpd", "clones", "statistics.total.clones"),
        Zero("jscpd looked at no file", ("statistics.total.sources",)),
    ),
)
