"""What the readers of text share: lines as text, and what output without a finding means.

Text has no end mark and no room for "nothing found", so a file that holds no finding is a clean
report only where a line of it says so; and some lines say that the tool did not finish.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip, end_masked
from scorecard_action.model import Evidence, Finding, Level, Nothing, ToolError
from scorecard_action.reports.lint.text_closing import says_clean, says_errors, says_nothing
from scorecard_action.reports.source import Source

Parser = Callable[[str], Finding | None]

# What is past this length says nothing more about a finding.
LINE_LENGTH: Final = 4_096

# ECMA-48: CSI; OSC (8 is a link), ended by BEL or ST; what selects a character set; SO and SI
_ANSI: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]|\x1b\][^\x07\x1b]*+(?:\x07|\x1b\\)?"
    r"|\x1b[ -/]++[0-~]|\x1b[0-Z\\^-~]|[\x0e\x0f]"
)
_CODES: Final = re.compile(r"[\x0e\x0f\x1b\x9b]")
_CLEAN: Final = re.compile(
    r"success: no issues found|all checks passed|rated at 10\.?0*/10|^build succeeded|^found 0 "
    r"|\bno (?:issues|problems|errors|offenses|warnings)\b|\b0 (?:warning|error)\(s\)"
    r"|\b0 (?:errors?|issues?|problems|violations|warnings?|offenses|findings)\b",
    re.IGNORECASE,
)
# a total beside it, of findings in a shape that is not known here
_NOT_CLEAN: Final = re.compile(
    r"\b[1-9]\d* (?:errors?|issues?|problems?|violations?|warnings?|offenses?|findings?)\b",
    re.IGNORECASE,
)
_UNFINISHED: Final = re.compile(
    r"^Traceback \(most recent call last\):|\berrors prevented further checking\b|^Killed$"
    r"|^(?:panic|fatal): |^Segmentation fault|^Oops! Something went wrong|\bcommand not found$"
    r"|\bNo module named \w"
)
# mypy's, at the place that it was checking
_CRASH: Final = "INTERNAL ERROR"


def text_lines(source: Source) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line, without colours, cut to what a finding needs."""
    for number, raw in enumerate(source.lines(), source.first_line):
        line = plain(raw[:LINE_LENGTH].decode("utf-8", "replace"))
        yield number, end_masked(line) if len(raw) > LINE_LENGTH else line


def plain(text: str) -> str:
    """Return text without the codes that colour it."""
    return _ANSI.sub("", text) if _CODES.search(text) else text


def findings(
    source: Source, parse: Parser, lines: Iterator[tuple[int, str]] | None = None
) -> Iterator[Evidence]:
    """Yield what `parse` finds in the lines (`lines` where they are not those of the source).

    Raises ReportError where there is no finding, and no line that says so, or no error where the
    tool counts some.
    """
    found = clean = total = errors = False
    told = 0
    nothing: Nothing | None = None
    for number, line in lines or text_lines(source):
        if says_nothing(line):
            nothing = nothing or Nothing(
                f"its tool had no file to look at: {clip(line.strip(), 200)}"
            )
            continue
        finding = parse(line)
        if finding is not None:
            found = True
            errors |= finding.level is Level.ERROR
            yield finding
            if _CRASH in finding.message:
                yield ToolError(f"the tool did not finish: {clip(finding.message, 200)}", number)
        elif _UNFINISHED.search(line):
            found = True
            yield ToolError(f"the tool did not finish: {clip(line.strip(), 200)}", number)
        elif says_errors(line):
            total, told = True, told or number
        elif not found:
            clean = clean or says_clean(line) or bool(_CLEAN.search(line))
            total = total or bool(_NOT_CLEAN.search(line))
    if told and found and not errors:
        raise ReportError("its tool counts errors here, in a shape that is not known", told)
    if found:
        return
    if nothing and not total:
        yield nothing
    elif total or not clean:
        raise ReportError(
            "holds no finding, and no line that says that there is none", source.first_line
        )


def mostly(text: str, mark: str, parse: Parser, other: re.Pattern[str]) -> bool:
    """Say whether most lines of the head are findings (or `other` lines of the same tools)."""
    if mark not in text:
        return False
    ours = rest = 0
    found = False
    for line in plain(text).splitlines():
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
