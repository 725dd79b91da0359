"""What the readers of text share: lines as text, and what output without a finding means.

Text has no end mark and no room for "nothing found", so a file that holds no finding is a clean
report only where a line of it says so; and some lines say that the tool did not finish.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Finding, ToolError
from scorecard_action.reports.source import Source

Parser = Callable[[str], Finding | None]

# What is past this length says nothing more about a finding.
LINE_LENGTH: Final = 4_096

_ANSI: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CLEAN: Final = re.compile(
    r"success: no issues found|all checks passed|\bno (?:issues|problems|errors|offenses|warnings)\b"
    r"|\b0 (?:errors?|issues?|problems|violations|warnings?|offenses|findings)\b|rated at 10\.?0*/10"
    r"|^found 0 |^::(?:group|endgroup)|\b0 (?:warning|error)\(s\)|^(?:done|ok)\W*$|build succeeded",
    re.IGNORECASE,
)
_UNFINISHED: Final = re.compile(
    r"Traceback \(most recent call last\):|.*\berrors prevented further checking\b"
    r"|.*\bINTERNAL ERROR\b|(?:panic|fatal): |Segmentation fault|Oops! Something went wrong"
    r"|.*\bcommand not found$|.*\bNo module named \w|Killed$"
)


def text_lines(source: Source) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line, without colours, cut to what a finding needs."""
    for number, raw in enumerate(source.lines(), source.first_line):
        line = raw[:LINE_LENGTH].decode("utf-8", "replace")
        yield number, _ANSI.sub("", line) if "\x1b" in line else line


def findings(source: Source, parse: Parser) -> Iterator[Evidence]:
    """Yield what `parse` finds in the lines.

    Raises ReportError where there is no finding, and no line that says so.
    """
    found = clean = False
    for number, line in text_lines(source):
        finding = parse(line)
        if finding is not None:
            found = True
            yield finding
        elif _UNFINISHED.match(line):
            found = True
            yield ToolError(f"the tool did not finish: {line.strip()[:200]}", number)
        elif not found and not clean:
            clean = bool(_CLEAN.search(line))
    if not found and not clean:
        raise ReportError(
            "holds no finding, and no line that says that there is none", source.first_line
        )


def mostly(text: str, mark: str, parse: Parser, other: re.Pattern[str]) -> bool:
    """Say whether most lines of the head are findings (or `other` lines of the same tools)."""
    if mark not in text:
        return False
    ours = rest = 0
    found = False
    for line in text.splitlines():
        if not line.strip():
            continue
        if parse(line[:LINE_LENGTH]):
            found = True
            ours += 1
        elif other.match(line):
            ours += 1
        else:
            rest += 1
    return found and ours > rest
