"""Phan's JSON (`JSONPrinter`): Code Climate's shape, but for a severity that is a number."""

from scorecard_action.model import Level
from scorecard_action.reports.lint.rows import Row, rows

FORMAT = rows(
    "phan-json",
    "Phan JSON",
    Row(
        "[]",
        need="type_id check_name",
        file="location.path",
        line="location.lines.begin",
        rule="check_name",
        level="severity",
        words={"0": "low", "5": "normal", "10": "critical"},
        message="description",
        levels={"low": Level.NOTE, "normal": Level.WARNING, "critical": Level.ERROR},
        default="critical",
        unparsed="check_name=PhanSyntax.*",
    ),
    tool="phan",
    producers="Phan",
    told=("[].type_id, [].check_name, [].location.path",),
    severities="low normal critical",
    clean_list=True,
)
