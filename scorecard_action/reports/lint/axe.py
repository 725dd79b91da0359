"""axe-core's results (axe-core, "API", Results object): one page, or an array of pages.

A violation is a rule, whatever the number of its places. What needs a person to decide
(`incomplete`) is none.
"""

from scorecard_action.model import Level
from scorecard_action.reports.lint.rows import Row, Zero, rows

_LEVELS = {
    "critical": Level.ERROR,
    "serious": Level.ERROR,
    "moderate": Level.WARNING,
    "minor": Level.NOTE,
    "none": Level.NOTE,
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
        message="help",
        levels=_LEVELS,
        default="none",
    ),
    tool="axe-core",
    producers="axe-core, @axe-core/cli",
    told=("testEngine.name=axe-core", "[].testEngine.name=axe-core"),
    marks=(Zero("axe-core could apply no rule to the page", ("passes",)),),
    severities=" ".join(_LEVELS),
    many=True,
)
