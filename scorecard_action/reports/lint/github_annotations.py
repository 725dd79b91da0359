"""GitHub's annotation lines: `::error file=a.py,line=3,title=ruff (F401)::message`.

Specification: GitHub Actions, "Workflow commands" (error, warning and notice; values are
percent-encoded). Other lines of the same output are passed over.
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

_ANNOTATION: Final = re.compile(
    r"[ \t]*+::(error|warning|notice)(?:[ \t]([^:]*+(?::(?!:)[^:]*+)*+))?::(.*)"
)
_OTHER: Final = re.compile(
    r"[ \t]*+::(?:debug|group|endgroup|add-mask|stop-commands)\b"
    r"|Found \d++ warnings? and \d++ errors?\.|Finished in \S++ on \d++ files?\b"  # oxlint
)
_PROPERTY: Final = re.compile(r"(?<!\w)(\w++)=([^,]*+)")
_ESCAPES: Final = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
# ruff and others write `Tool (RULE)`, pylint the rule alone
_TITLE: Final = re.compile(r"(?:(\S+) \((\S+)\)|(\S+))")
# without a title: yamllint, RuboCop, golangci-lint
_IN_MESSAGE: Final = re.compile(
    r"\d+:\d+ \[([\w-]+)\] |([A-Z]\w*(?:/\w+)+): |.*\(([\w-]+)\)$", re.DOTALL
)


def parse(line: str) -> Finding | None:
    """Read one line; None where it is no annotation."""
    match = _ANNOTATION.match(line)
    if not match:
        return None
    word, properties, message = match.groups("")
    values = {name: _decoded(value) for name, value in _PROPERTY.findall(properties)}
    title = _TITLE.fullmatch(values.get("title", ""))
    tool, rule, alone = title.groups("") if title else ("", "", "")
    message = _decoded(message)
    if not (rule or alone) and (named := _IN_MESSAGE.match(message[:2000])):
        rule = named[1] or named[2] or named[3]
    return Finding(
        level(PLAIN, word),
        rule=rule or alone,
        severity=word,
        tool=tool,
        file=values.get("file", ""),
        line=line_number(values.get("line")),
        message=short(message),
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
    return mostly(head.text, "::", parse, _OTHER)


FORMAT = Format(
    name="github-annotations",
    kind=Kind.LINT,
    title="GitHub annotation lines",
    producers="ruff, pylint, yamllint, RuboCop, golangci-lint …",
    detect=_detect,
    read=_read,
    empty_clean=True,
    severities=frozenset({"error", "warning", "notice"}),
)
