"""One line of a linter's or compiler's text: where, how serious, which rule.

`path:line[:col]: rest`, `path(line,col): rest`, `path:line:col - level: rest`,
`path: line N, col M, level - rest`, `[LEVEL] path:line: rest`, MSBuild's `origin : category code :
rest`, GNU ld's `path:(section): rest`, and below a heading with the path `  line:col  level  rest
rule`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from scorecard_action.model import Finding
from scorecard_action.reports.lint.documents import line_number, short
from scorecard_action.reports.lint.levels import TEXT, level
from scorecard_action.reports.lint.text_place import LEVEL, is_file, is_surely_file, stripped
from scorecard_action.reports.lint.text_words import CONTEXT, REST, Said, explain, last


class Line(NamedTuple):
    """A finding; `sure` says that only a linter writes so, `below` that its file stands above."""

    finding: Finding
    sure: bool
    below: bool = False


# what go vet, TSLint, and by GNU's coding standards any program put before
_PREFIX: Final = r"(?:vet: |(?:ERROR|WARNING): |[a-z][\w-]++:(?=[^\s:\d/\\]))?"
_PATH: Final = r"(?P<file>(?:[A-Za-z]:(?=[\\/]))?[^\s:][^:]*)"
_COLON: Final = re.compile(
    # pylint's templates name the module behind the path, Sphinx the docstring
    rf"\s{{0,8}}{_PREFIX}{_PATH}(?::(?:docstring of )?[A-Za-z_][\w.]*+)?"
    r":(?P<line>0|[1-9]\d*+)(?P<col>:\d++)?(?:-\d++)?(?::\d++:\d++)?"
    r"(?::[ \t]*+(?=\S)|(?P<gap>[ \t]++))(?P<rest>.*)"
)
_PAREN: Final = re.compile(
    rf"\s{{0,8}}{_PREFIX}(?P<file>[^\s(].*?)"
    r"\((?P<line>[1-9]\d*+)(?P<col>[,.:]\d++)?+[-,\d]*+\)"
    # Delphi's own compiler has no colon there
    r"(?:\s?:\s*+| (?=(?:Fatal|Error|Warning|Hint): ))(?P<rest>.*)"
)
_COMPACT: Final = re.compile(
    rf"{_PATH}: line (?P<line>\d++), col (?P<col>\d++), (?P<rest>.*)", re.IGNORECASE
)
_TAGGED: Final = re.compile(
    rf"\[(?P<word>{LEVEL})\] +{_PATH}"
    r":(?:(?P<line>[1-9]\d*+)(?P<col>:\d++)?|\[(?P<at>\d++)[,\d]*+\]):? (?P<rest>.*)",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(
    r"\s+(?P<line>\d++):(?P<col>\d++)(?:-\d++:\d++)?\s+"
    r"(?P<word>error|warning|info|✖|⚠|ℹ|×|‼|i)\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
_SYMBOLS: Final = {
    "✖": "error",
    "×": "error",
    "⚠": "warning",
    "‼": "warning",
    "ℹ": "info",
    "i": "info",
}
_KOTLIN: Final = re.compile(
    r"(?P<letter>[ewi]): (?:file://)?(?P<file>(?:[A-Za-z]:)?[^\s:][^:]*)"
    r":(?: \((?P<at>\d++), \d++\):|(?P<line>\d++):\d++) (?P<rest>.*)"
)
_KOTLIN_WORDS: Final = {"e": "error", "w": "warning", "i": "info"}
# MSBuild's origin is a path, a tool or a target; with a subcategory before it there is a code
_NOWHERE: Final = re.compile(
    r"(?:(?P<file>(?:[A-Za-z]:(?=[\\/]))?[^\s:][^:]{0,400})\s?:\s+)?"
    r"(?P<rest>(?:fatal error|error|warning)(?:\[[\w@/.:-]++\]| [A-Za-z]+\d+)?\s?: .*"
    r"|[A-Z][\w-]{0,30}(?: [\w-]{1,30}){0,3} (?:fatal error|error|warning)"
    r" [A-Z]{1,12}\d{1,6}\s?:.*)"
)
# docutils' and Sphinx' system messages of a whole document, or of one that is not known
_DOCUMENT: Final = re.compile(
    r"(?P<file>[^\s:][^:]{0,400})(?::docstring of [^:\s]++)?(?::<?\w++>?)?:"
    r" (?P<rest>(?:SEVERE|ERROR|CRITICAL|WARNING): .*|\((?:SEVERE|ERROR|WARNING)/[1-4]\) .*)"
)
_LINKER: Final = re.compile(
    r"(?:(?P<tool>(?:\S*/)?(?:[\w-]*ld(?:\.\w++)?|[\w-]*ld\.exe|collect2)): )?"
    # an object, and the source that it is of
    r"(?:[^\s:()][^:()]{0,400}\.(?:o|obj|a|so):)?"
    r"(?:(?P<file>[^\s:()][^:()]{0,400})(?:\([^()]*\))?:"
    r"(?:(?P<line>\d++)|\([^()]*\))?:?\s*)?"
    r"(?P<text>undefined (?:reference to|symbols? for) .*|cannot find .*"
    r"|(?:multiple|duplicate) (?:definition|symbols?) .*|(?:library|framework) .*not found.*"
    r"|symbol\(s\) not found .*|error adding symbols: .*|final link failed.*"
    r"|relocation \S++ against .*|file (?:format )?not recognized.*|cannot open .*"
    r"|(?:hidden |local )?symbol \S++ .*is referenced by DSO.*)",
    re.DOTALL,
)
_UNDEFINED: Final = "undefined reference to"

_TSC: Final = re.compile(r"TS\d{4,5}$")
# on a terminal hadolint writes no level, of what it could not parse no rule either
_HADOLINT: Final = re.compile(r"(?:DL|SC)\d{4} |unexpected (?:['\"]|end of input)")
_PROGRAM: Final = re.compile(r"(?:.*[/\\])?(?:[\w-]*ld(?:\.\w+)?|collect2)(?:\.exe)?")
_TIME: Final = re.compile(r"(?:.*[\sT])?\d{1,2}")
_INCLUDED: Final = ("In file included from ", "from ")


def parse(line: str, above: str = "") -> Line | None:
    """Read one line (without its end); `above` is the heading it may stand under."""
    if not line or line.isspace():
        return None
    if line[0].isspace() and (match := _BELOW.fullmatch(line)):
        return _below(match, above)
    line = stripped(line)
    if line.lstrip().startswith(_INCLUDED):
        return None
    match = None
    if line[0] == "[":
        match = _TAGGED.fullmatch(line)
    elif ": line " in line:
        match = _COMPACT.fullmatch(line)
    match = match or _COLON.fullmatch(line)
    if match is None or (match.re is _COLON and not _plausible(match, line)):
        match = _PAREN.fullmatch(line)
    if match is None or not _plausible(match, line):
        return _kotlin(line) or _linked(line) or _nowhere(line)
    if CONTEXT.match(match["rest"]):
        return None
    return _placed(match)


def is_context(line: str) -> bool:
    """Say whether a line only tells where a finding, which stands in another one, comes from."""
    match = _COLON.fullmatch(line) or _PAREN.fullmatch(line)
    return match is not None and CONTEXT.match(match["rest"]) is not None


def _placed(match: re.Match[str]) -> Line | None:
    values = match.groupdict()
    said = explain(values["rest"])
    if (tag := values.get("word")) is not None:
        said = said._replace(word=tag, sure=True)
    # by chance a line may have this shape: without a level or a rule, only a column makes it sure
    sure = said.sure or (values["col"] is not None and match.re is _COLON)
    file = values["file"].strip()
    if not sure and values["col"] is None and not is_surely_file(file):
        return None
    found = _finding(said, file, values["line"] or values.get("at"))
    return Line(found, sure and values["line"] != "0" and is_file(file))


def _plausible(match: re.Match[str], line: str) -> bool:
    """Tell `path:line …` from a time of day; an indented line or a gap needs a level to be one."""
    if match.re is _COLON and _TIME.fullmatch(match["file"]):
        return False
    gap = match.re is _COLON and match["gap"] is not None
    if gap or line[0].isspace():
        return bool(REST.match(match["rest"]) or _HADOLINT.match(match["rest"]))
    return True


def _below(match: re.Match[str], above: str) -> Line:
    word = match["word"].lower()
    rule, text = last(match["rest"])
    said = Said(_SYMBOLS.get(word, word), rule, text, True)
    found = _finding(said, above, match["line"])
    return Line(found, bool(above) and is_file(above), below=True)


def _kotlin(line: str) -> Line | None:
    match = _KOTLIN.fullmatch(line)
    if not match:
        return None
    said = Said(_KOTLIN_WORDS[match["letter"]], "", match["rest"], True)
    return Line(_finding(said, match["file"], match["line"] or match["at"]), sure=True)


def _linked(line: str) -> Line | None:
    """Read what a linker could not do: it has no word for the level, and stops the build."""
    match = _LINKER.fullmatch(line)
    if not match or not (match["tool"] or (match["file"] and _UNDEFINED in match["text"])):
        return None
    file = (match["file"] or "").strip()
    said = Said("error", "", match["text"], True)
    return Line(_finding(said, file if is_file(file) else "", match["line"]), sure=True)


def _nowhere(line: str) -> Line | None:
    """Read an error of the whole run, or of a file: `error TS18003: …`, `a.py: error: …`."""
    match = _NOWHERE.fullmatch(line)
    if not match:
        match = _DOCUMENT.fullmatch(line)
        if not match or not is_surely_file(match["file"]):
            return None
    said = explain(match["rest"])
    file = (match["file"] or "").strip()
    file = "" if _PROGRAM.fullmatch(file) or not is_file(file) else file
    return Line(_finding(said, file, None), sure=bool(_TSC.match(said.rule)))


def _finding(said: Said, file: str, line: str | None) -> Finding:
    word = said.word.lower()
    return Finding(
        level(TEXT, word),
        rule=said.rule,
        severity=word or "error",
        file=file,
        line=line_number(line),
        message=short(said.text.strip()),
        # the rest of what it was to compile or look at was not
        unparsed=word in ("fatal", "fatal error"),
    )
