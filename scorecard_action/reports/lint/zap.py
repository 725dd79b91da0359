"""ZAP's JSON (its report traditional-json, also -plus): the alerts of each site.

An alert is one finding, as ZAP counts them, wherever it was raised. One of confidence 0 is marked
as a false positive. What was sent and found there (`instances`) is never read.
"""

from scorecard_action.model import Level
from scorecard_action.reports.lint.levels import SECURITY
from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

FORMAT = rows(
    "zap-json",
    "ZAP JSON",
    Row(
        "site[].alerts[]",
        need="riskcode",
        file="^@name",
        rule="alertRef|pluginid",
        level="riskcode",
        message="alert|name",
        levels={**SECURITY, "informational": Level.NOTE},
        words={"0": "informational", "1": "low", "2": "medium", "3": "high"},
        suppressed="confidence=0",
    ),
    tool="zap",
    producers="ZAP",
    told=(
        "@generated, site",
        "site[].alerts[].riskcode, site[].alerts[].pluginid",
    ),
    marks=(
        Stop(
            "ZAP was stopped: {stoppingInsight.description|stoppingInsight.key|=by an insight}",
            when="stoppingInsight",
        ),
        Stop("ZAP's automation plan reports an error: {.}", "afPlanErrors[]"),
        Zero("ZAP scanned no site", ("site",)),
    ),
    needs="@generated",
    severities="informational low medium high",
)
