"""Azure's annotation lines: `##vso[task.logissue type=error;sourcepath=a.py;code=F401;]message`.

Specification: Azure Pipelines, "Logging commands" (task.logissue; values are escaped with
`%3B`, `%0D`, `%0A`, `%5D` and `%AZP25`). Other lines of the same output are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Finding, Kind
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import line_number, short
from scorecard_action.reports.lint.levels import PLAIN, level
from scorecard_action.reports.lint.textual import findings, mostly
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_ISSUE: Final = re.compile(r"[ \t]*+##vso\[task\.logissue\b([^\]]*+)\](.*)", re.IGNORECASE)
_OTHER: Final = re.compile(r"[ \t]*+##(?:vso\[|\[(?:group|endgroup|debug|section|command)\])")
_PROPERTY: Final = re.compile(r"(?<!\w)(\w++)=([^;]*+)")
_ESCAPES: Final = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))


def parse(line: str) -> Finding | None:
    """Read one line; None where it is no annotation. Its type is error or warning."""
    match = _ISSUE.match(line)
    if not match:
        return None
    values = {name.lower(): _decoded(value) for name, value in _PROPERTY.findall(match[1])}
    word = values.get("type", "error")
    return Finding(
        level(PLAIN, word),
        rule=values.get("code", ""),
        severity=word,
        file=values.get("sourcepath", ""),
        line=line_number(values.get("linenumber")),
        message=short(_decoded(match[2])),
    )


def _decoded(text: str) -> str:
    if "%" in text:
        for escape, character in _ESCAPES:
            text = text.replace(escape, character)
    return text


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return findings(source, parse)


def _detect(head: Head) -> bool:
    return mostly(head.text, "##vso[task.logissue", parse, _OTHER)


FORMAT = Format(
    name="azure-annotations",
    kind=Kind.LINT,
    title="Azure annotation lines",
    producers="ruff, ESLint's and other tools' Azure formatters …",
    detect=_detect,
    read=_read,
    empty_clean=True,
    severities=frozenset({"error", "warning"}),
)
