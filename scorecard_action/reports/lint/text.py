"""Text: `path:line[:col]: …` and its relatives, a finding per line.

Written by flake8, pylint, mypy, ruff, GCC, Clang, tsc, MSBuild, yamllint, go vet, ESLint and many
more; the shapes are those of Vim's `errorformat`. Lines that are no finding are passed over: code,
carets, headings, totals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Level
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint import azure_annotations, github_annotations
from scorecard_action.reports.lint.levels import LETTERS, TEXT
from scorecard_action.reports.lint.text_closing import closes, is_total, tells
from scorecard_action.reports.lint.text_line import Line, is_context, parse
from scorecard_action.reports.lint.textual import LINE_LENGTH, findings, plain, text_lines
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import HEAD, Source

# A test runner's output, coverage data, TAP: they name files and lines too.
_FOREIGN: Final = re.compile(
    r"^(?:=== (?:RUN|PAUSE|CONT)\b|--- (?:PASS|FAIL|SKIP)|(?:ok|FAIL|\?)[ \t]+\S+\t|FAIL$|PASS$"
    r"|TAP version \d|\d+\.\.\d+(?:\s|$)|(?:not )?ok \d+|SF:|TN:|DA:|mode: (?:set|count|atomic)$"
    r"|=+ (?:test session starts|FAILURES|ERRORS|short test summary)|Traceback \(most)",
    re.MULTILINE,
)
# JSON, XML, annotations
_OTHER: Final = re.compile(r"\s*(?:\{|\[\s*[\[\]{\"\d]|<[?\w]|::|##vso\[)")
_HEADING: Final = re.compile(
    r"(?:\*{5,} Module |In file included from |\S.*: In \w+ |# \S+$|\^"
    r"|\S*ld: .*: in function )"
)
_TOTAL: Final = re.compile(
    r"(?:Found \d+ |\W*\d+ (?:problems?|errors?|warnings?|issues?)\b|-{5,}$|\^[\^~ ]*$"
    r"|Your code has been rated|exit status \d+$|\[\*\] \d+ fixable"
    r"|Starting audit\.\.\.|Audit done\.|Build (?:started|succeeded|FAILED)|Time Elapsed )"
)
# rustc, ty and ruff write the place below the heading, and the code in a frame
_ARROW: Final = re.compile(r"\s*+--> (?P<place>.+:\d+:\d+)\s*")
_SHIFTED: Final = re.compile(r"\s{1,8}(?:error|warning)(?:\[[\w-]+\])?: ")
_FRAME: Final = re.compile(r"\s*+\d*+\s*+[|│]")

# Eclipse's compiler: the message stands below the code, which is indented
_ECLIPSE: Final = re.compile(
    r"\d+\. (?P<word>ERROR|WARNING|INFO) in (?P<file>\S.*) \(at line (?P<line>\d++)\)"
)
# Maven names once more what failed
_MAVEN_AGAIN: Final = "[ERROR] Failed to execute goal "
_MAVEN_BEGINS: Final = "[INFO] Scanning for projects"


def _eclipse(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Put the message of Eclipse's compiler behind its place, as all others write it."""
    held = ""
    begun = 0
    for number, line in lines:
        if held and line[:1].isspace():
            continue
        heading = _ECLIPSE.fullmatch(line.rstrip()) if line[:1].isdecimal() else None
        # only the first line of the message; without one the finding stays
        told = bool(held and line and not heading and not line.startswith("-----"))
        if held:
            yield begun, f"{held}: {line if told else 'without a message'}"
            held = ""
        if heading:
            held = f"{heading['file']}:{heading['line']}: {heading['word'].lower()}"
            begun = number
        elif not told:
            yield number, line
    if held:
        yield begun, f"{held}: without a message"


def _joined(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Put the place that stands in an arrow below a heading before it, as all others write it."""
    held: tuple[int, str] | None = None
    for number, line in _eclipse(lines):
        arrow = _ARROW.fullmatch(line) if held and "-->" in line else None
        if held and arrow:
            yield held[0], f"{arrow['place']}: {held[1].strip()}"
            held = None
            continue
        if held:
            yield held
            held = None
        if line[:1].strip() or _SHIFTED.match(line):
            held = number, line
        else:
            yield number, line
    if held:
        yield held


class _Reader:
    """Reads lines; some tools write a file's name once, above its findings."""

    def __init__(self) -> None:
        self._file = ""
        self._summary = False
        self._listed = False
        self._errors = False
        self._again = False
        self._maven: set[tuple[str, int, str]] = set()

    def __call__(self, line: str) -> Finding | None:
        if line.startswith(("::", "##vso[")):
            return github_annotations.parse(line) or azure_annotations.parse(line)
        if line.startswith("Build ") and self._listed:
            # MSBuild lists all warnings and errors once more at its end
            self._summary |= line.startswith(("Build FAILED", "Build succeeded"))
        if self._summary:
            return None
        if self._errors and is_total(line):
            return None
        if line.startswith(_MAVEN_AGAIN):
            self._again = True
        elif line.startswith(_MAVEN_BEGINS):
            self._again = False
            self._maven.clear()
        read = parse(line, self._file)
        if read and line.startswith("[ERROR]"):
            place = (read.finding.file, read.finding.line, read.finding.message)
            if self._again and place in self._maven:
                return None
            self._maven.add(place)
        if read is None:
            if line[:1].strip():
                self._file = line.strip()
            return None
        self._listed = True
        self._errors |= read.finding.level is Level.ERROR
        return read.finding


@marking
def _read(source: Source) -> Iterator[Evidence]:
    return findings(source, _Reader(), _joined(text_lines(source)))


def _detect(head: Head) -> bool:
    text = plain(head.text)
    if _OTHER.match(text) or _FOREIGN.search(text):
        return False
    lines = [line for _, line in _joined(enumerate(text.splitlines()))]
    cut = len(text) >= HEAD // 4 and len(lines) > 1
    if cut:
        lines.pop()
    ours, rest = _weighed(lines)
    if cut or ours > rest or any(line.startswith(("::", "##vso[")) for line in lines):
        return ours > rest
    # a short report is known by its closing words too, a clean one by nothing else
    return closes(lines) if ours else tells(lines)


def _weighed(lines: list[str]) -> tuple[int, int]:
    """Count the lines that only a linter writes, and those that belong to nothing of a linter's."""
    ours = rest = 0
    before: str | None = None  # the last line that did not belong, which the next may explain
    for line in lines:
        if not line.strip() or is_total(line):
            continue
        read: Line | None = parse(clip(line, LINE_LENGTH), before or "")
        if read and read.sure:
            ours += 1
            if read.below and before is not None:
                rest -= 1
            before = None
        elif line[0].isspace():
            if before is not None and not line.strip(" \t^~|-"):
                rest, before = rest - 1, None
        elif _TOTAL.match(line):
            if before is not None and line[0] == "^":
                rest -= 1
            before = None
        elif not (_HEADING.match(line) or _FRAME.match(line) or is_context(line[:LINE_LENGTH])):
            rest, before = rest + 1, line
    return ours, rest


FORMAT = Format(
    name="lint-text",
    kind=Kind.LINT,
    title="text, `path:line[:col]: …`",
    producers=(
        "flake8, pylint, mypy, ruff, GCC, Clang, tsc, MSBuild, yamllint, go vet, ESLint,"
        " RuboCop, ShellCheck, hadolint, javac, Ant, Maven, ecj …"
    ),
    detect=_detect,
    read=_read,
    empty_clean=True,
    severities=frozenset({*TEXT, *LETTERS.values()}),
)
