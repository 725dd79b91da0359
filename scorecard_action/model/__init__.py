"""The nouns: what reports hold, what a rule is decided to be, and which build it was.

Words as in the README: a report (a file) holds evidence; a rule of the mapping judges the
evidence of its reports for an entity; the result is an outcome with a state and remarks.
"""

from __future__ import annotations

from scorecard_action.model.build import (
    Author,
    Build,
)
from scorecard_action.model.evidence import (
    Attempt,
    Coverage,
    CoverageTotals,
    Evidence,
    Finding,
    FlakyMarked,
    Kind,
    Level,
    Nothing,
    Notice,
    Result,
    RulesListed,
    TestCase,
    Tool,
    ToolError,
    WordsUnsaid,
)
from scorecard_action.model.outcome import (
    Delivery,
    Entity,
    Identity,
    KeptReason,
    Outcome,
    Run,
    State,
)

__all__ = [
    "Attempt",
    "Author",
    "Build",
    "Coverage",
    "CoverageTotals",
    "Delivery",
    "Entity",
    "Evidence",
    "Finding",
    "FlakyMarked",
    "Identity",
    "KeptReason",
    "Kind",
    "Level",
    "Nothing",
    "Notice",
    "Outcome",
    "Result",
    "RulesListed",
    "Run",
    "State",
    "TestCase",
    "Tool",
    "ToolError",
    "WordsUnsaid",
]
