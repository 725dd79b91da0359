"""Biome's JSON (`biome lint --reporter=json`, also check, ci and format).

Version 1 names no lines, and the file one step further down. `--max-diagnostics` cuts the list.
"""

from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

FORMAT = rows(
    "biome-json",
    "Biome JSON",
    Row(
        "diagnostics[]",
        need="category",
        file="location.path.file|location.path",
        line="location.start.line",
        rule="category",
        level="severity",
        message="description|message",
        unparsed="category=parse",
    ),
    tool="biome",
    producers="Biome",
    needs="summary",
    told=("summary.diagnosticsNotPrinted, command, diagnostics[]",),
    marks=(
        Stop(
            "Biome leaves {summary.diagnosticsNotPrinted} findings out: raise --max-diagnostics",
            when=r"summary.diagnosticsNotPrinted=[1-9]\d*",
        ),
        Stop(
            "Biome reports an error of its own: {description|message}",
            "diagnostics[]",
            when="category=internalError/.*",
        ),
        Zero(
            "Biome looked at no file",
            ("summary.changed", "summary.unchanged", "summary.skipped"),
        ),
    ),
    severities="fatal error warning information hint",
)
