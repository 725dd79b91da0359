"""Spectral's JSON: an array of results (Spectral, `ISpectralDiagnostic`), lines counted from 0.

A document that could not be parsed, or is of a kind that no rule is for, was not looked at. On
stdout a sentence stands behind the array.
"""

import re
from typing import Final

from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.rows import Row, rows

_CLEAN: Final = re.compile(r"\s*\[\s*\]\s*No results with a severity of '")

_ROWS: Final = rows(
    "spectral-json",
    "Spectral JSON",
    Row(
        "[]",
        need="code range",
        file="source",
        line="range.start.line",
        rule="code",
        level="severity",
        words={"0": "error", "1": "warn", "2": "info", "3": "hint"},
        message="message",
        unparsed="code=parser|unrecognized-format",
        base=0,
    ),
    tool="spectral",
    producers="Spectral",
    told=("[].code, [].path[], [].range.start.line, [].severity",),
    severities="error warn info hint",
    clean_list=True,
)


def _detect(head: Head) -> bool:
    return _ROWS.detect(head) or _CLEAN.match(head.text) is not None


FORMAT = _ROWS._replace(detect=_detect, keys=frozenset())
