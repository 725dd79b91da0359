"""axe-core's results: an object, or an array of one per page, with the `violations` of its rules.

A finding is a rule that is violated, however many nodes violate it. What is `incomplete` needs a
person to decide, and is none. Written by @axe-core/cli and by what runs axe in a browser.
"""

from scorecard_action.model import Level
from scorecard_action.reports.lint.rows import Row, Zero, rows

_IMPACTS = {
    "critical": Level.ERROR,
    "serious": Level.ERROR,
    "moderate": Level.WARNING,
    "minor": Level.NOTE,
    "unknown": Level.NOTE,
}

FORMAT = rows(
    "axe-json",
    "axe-core JSON",
    Row(
        "violations[]",
        need="id",
        file="^url",
        rule="id",
        level="impact",
        message="help|description",
        levels=_IMPACTS,
        default="unknown",
    ),
    tool="axe",
    producers="axe-core, @axe-core/cli, axe-playwright, cypress-axe",
    told=("testEngine.name=axe-core", "[].testEngine.name=axe-core"),
    marks=(Zero("axe-core checked nothing on the page", ("passes",)),),
    severities="critical serious moderate minor unknown",
    many=True,
)
