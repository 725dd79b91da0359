"""oxlint's JSON (`--format json`). A diagnostic without a rule is its parser's."""

from scorecard_action.model import Level
from scorecard_action.reports.lint.levels import PLAIN
from scorecard_action.reports.lint.rows import Row, Zero, rows

FORMAT = rows(
    "oxlint-json",
    "oxlint JSON",
    Row(
        "diagnostics[]",
        file="filename",
        line="labels[0].span.line",
        rule="code",
        level="severity",
        message="message",
        levels={**PLAIN, "advice": Level.NOTE},
        unparsed="code=",
    ),
    tool="oxlint",
    producers="oxlint",
    needs="number_of_files",
    told=("number_of_files, diagnostics[], number_of_rules",),
    marks=(Zero("oxlint looked at no file", ("number_of_files",)),),
    severities="error warning advice",
)
