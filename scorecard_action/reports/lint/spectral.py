"""Spectral's JSON: an array of results, their severities numbers, their lines from 0."""

from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "spectral-json",
    "Spectral JSON",
    Row(
        "[]",
        need="severity range",
        file="source",
        line="range.start.line",
        rule="{code}",
        level="severity",
        message="message",
        words={"0": "error", "1": "warn", "2": "info", "3": "hint"},
        base=0,
        unparsed="code=parser|unrecognized-format",
    ),
    tool="spectral",
    producers="Spectral",
    after="No results with a severity of ",
    told=("[].range.start.line, [].code, [].severity, [].source",),
    severities="error warn info hint",
    clean_list=True,
)
