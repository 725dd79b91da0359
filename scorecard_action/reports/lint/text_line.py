"""One line of a linter's or compiler's text: where, how serious, which rule.

`path:line[:col]: rest`, `path(line,col): rest`, `path:line:col - level: rest`,
`path: line N, col M, level - rest`, `[LEVEL] path:line: rest`, and below a heading with the path
`  line:col  level  rest  rule`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from scorecard_action.model import Finding, Level
from scorecard_action.reports.lint.documents import line_number, short
from scorecard_action.reports.lint.levels import LETTERS, PLAIN, level


class Line(NamedTuple):
    """A finding; `sure` says that only a linter writes so, `below` that its file stands above."""

    finding: Finding
    sure: bool
    below: bool = False


_LEVEL: Final = (
    r"(?:fatal error|fatal|error|err|warning|warn|note|notice|information|informational|info"
    r"|style|performance|portability|convention|refactor|suggestion|hint|help|remark)"
)
# what MSBuild's nodes, go vet, TSLint, and by GNU's coding standards any program put before
_PREFIX: Final = r"(?:vet: |(?:ERROR|WARNING): |\d+>|[a-z][\w-]+:(?=[^\s:\d/\\]))?"
_PATH: Final = r"(?P<file>(?:[A-Za-z]:(?=[\\/]))?[^\s:][^:]*?)"
_COLON: Final = re.compile(
    rf"\s{{0,8}}{_PREFIX}{_PATH}:(?P<line>0|[1-9]\d*)(?P<col>:\d+)?(?:-\d+)?(?::\d+:\d+)?"
    r"(?::[ \t]*(?=\S)|(?P<gap>[ \t]+))(?P<rest>.*)"
)
_PAREN: Final = re.compile(
    rf"\s{{0,8}}{_PREFIX}(?P<file>[^\s(].*?)\((?P<line>[1-9]\d*)(?P<col>[,.:]\d+)?[-,\d]*\)\s?:\s*(?P<rest>.*)"
)
_COMPACT: Final = re.compile(
    rf"{_PATH}: line (?P<line>\d+), col (?P<col>\d+), (?P<rest>.*)", re.IGNORECASE
)
_TAGGED: Final = re.compile(
    rf"\[(?P<word>{_LEVEL})\] +{_PATH}:(?:(?P<line>[1-9]\d*)(?P<col>:\d+)?|\[(?P<at>\d+)[,\d]*\])"
    r":? (?P<rest>.*)",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(
    r"\s+(?P<line>\d+):(?P<col>\d+)(?:-\d+:\d+)?\s+(?P<word>error|warning|info|✖|⚠|ℹ|×|‼|i)\s+(?P<rest>\S.*)",
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
_NOWHERE: Final = re.compile(
    r"(?:\s{1,8}\d+>)?(?:(?P<file>[^\s:][^:\n]{0,400}?)\s?:\s)?"
    r"(?P<rest>(?:fatal error|error|warning)(?: [A-Z]+\d+)?: .*)"
)

_REST: Final = re.compile(
    # `error TS2322: …`, `warning: …`, `- error: …`, `error - …`, `error semi : …`
    rf"(?:- )?(?P<word>{_LEVEL})(?: (?P<code>[\w@/.-]+))?\s?(?::| -)\s+(?P<text>.*)"
    # `[warning] …`, `[error]: …`
    rf"|\[(?P<tag>{_LEVEL})\]:? +(?P<tagged>.*)"
    # `DL3008 warning: …`
    rf"|(?P<before>[A-Z]+\d+) (?P<after>{_LEVEL}): (?P<explained>.*)",
    re.IGNORECASE,
)
# `C0114: …` and `[C0114(symbol), object] …` of pylint: a letter is the level, four digits follow
_PYLINT: Final = re.compile(
    r"(?:(?P<code>(?P<letter>[FEWRCI])\d{4}): (?P<text>.*)"
    r"|\[(?P<coded>(?P<lettered>[FEWRCI])\d{4})(?:\([\w-]+\))?[^\]]*\]\s*(?P<rest>.*))"
)
_RUBOCOP: Final = re.compile(
    r"(?P<letter>[FEWRCI]): (?:\[\w+\] )?(?:(?P<rule>[A-Z]\w*(?:/\w+)+): )?(?P<text>.*)"
)
_CODED: Final = re.compile(
    # `F401 …`, `F401: …`, `[F401] …`, `unused-import: …`, `yaml[line-length]: …`
    r"(?P<code>[A-Z]{1,12}\d{1,6}):? (?P<text>.*)|\[(?P<bracket>[A-Za-z][\w.-]*)\] +(?P<rest>.*)"
    r"|(?P<name>[a-z]+(?:(?:-[a-z]+)+(?:\[[\w-]+\])?|\[[\w-]+\])): (?P<named>.*)"
)
# `… [return-value]`, `… [-Wunused]`, `… [Error/semi]`; `… (errcheck)`; `…  no-unused-vars`
_ENDS: Final = {
    "]": ("[", re.compile(r"[-\w@/.,:+=]+")),
    ")": ("(", re.compile(r"[A-Za-z][\w@/:.-]*")),
}
# cpplint writes how sure it is behind the rule
_CONFIDENCE: Final = frozenset("12345")
_WORD: Final = re.compile(r"[\w@/.-]+")
_UNIX: Final = re.compile(r"(error|warning)(?:/(.*))?", re.IGNORECASE)

_TSC: Final = re.compile(r"TS\d{4,5}$")
_HADOLINT: Final = re.compile(r"(?:DL|SC)\d{4} ")
_FILE: Final = re.compile(r"(?:[A-Za-z]:)?[^\s:*?\"<>|]+(?: [^\s:*?\"<>|]+){0,4}")
_DATED: Final = re.compile(r"\d{2,4}[-/.]\d\d[-/.]\d\d|\d{1,2}(?::\d\d)?$|\w+://")
_TIME: Final = re.compile(r"(?:.*[\sT])?\d{1,2}")
_BARE: Final = frozenset(
    {"Dockerfile", "Makefile", "Gemfile", "Rakefile", "Jenkinsfile", "Containerfile"}
)


def parse(line: str, above: str = "") -> Line | None:
    """Read one line (without its end); `above` is the heading it may stand under."""
    if not line or line.isspace():
        return None
    if line[0].isspace() and (match := _BELOW.fullmatch(line)):
        return _below(match, above)
    match = None
    if line[0] == "[":
        match = _TAGGED.fullmatch(line)
    elif ": line " in line:
        match = _COMPACT.fullmatch(line)
    match = match or _COLON.fullmatch(line)
    if match is None or (match.re is _COLON and not _plausible(match, line)):
        match = _PAREN.fullmatch(line)
    if match is None or not _plausible(match, line):
        return _nowhere(line)
    values = match.groupdict()
    word, rule, text, sure = _explain(values["rest"])
    if (tag := values.get("word")) is not None:
        word, sure = tag, True
    # by chance a line may have this shape: without a level or a rule, only a column makes it sure
    sure = sure or (values["col"] is not None and match.re is _COLON)
    file = values["file"].strip()
    return Line(
        Finding(
            _level(word),
            rule=rule,
            severity=(word or "error").lower(),
            file=file,
            line=line_number(values["line"] or values.get("at")),
            message=short(text.strip()),
        ),
        sure and values["line"] != "0" and _is_file(file),
    )


def _plausible(match: re.Match[str], line: str) -> bool:
    """Tell `path:line …` from a time of day; an indented line or a gap needs a level to be one."""
    if match.re is _COLON and _TIME.fullmatch(match["file"]):
        return False
    gap = match.re is _COLON and match["gap"] is not None
    if gap or line[0].isspace():
        return bool(_REST.match(match["rest"]) or _HADOLINT.match(match["rest"]))
    return True


def _below(match: re.Match[str], above: str) -> Line:
    rest, word = match["rest"], match["word"].lower()
    rule, text = _last(rest)
    finding = Finding(
        _level(_SYMBOLS.get(word, word)),
        rule=rule,
        severity=_SYMBOLS.get(word, word),
        file=above,
        line=line_number(match["line"]),
        message=short(text.strip()),
    )
    return Line(finding, bool(above) and _is_file(above), below=True)


def _nowhere(line: str) -> Line | None:
    """Read an error of the whole run, or of a file: `error TS18003: …`, `a.py: error: …`."""
    match = _NOWHERE.fullmatch(line)
    if not match:
        return None
    word, rule, text, _ = _explain(match["rest"])
    file = match["file"] or ""
    finding = Finding(
        _level(word),
        rule=rule,
        severity=(word or "error").lower(),
        file=file if _is_file(file) else "",
        message=short(text.strip()),
    )
    return Line(finding, sure=bool(_TSC.match(rule)))


def _explain(rest: str) -> tuple[str, str, str, bool]:
    """Return level word, rule, message, and whether the line said one of the first two."""
    if match := _REST.fullmatch(rest):
        word = match["word"] or match["tag"] or match["after"]
        text = match["text"] or match["tagged"] or match["explained"] or ""
        rule = match["code"] or match["before"] or ""
        if not rule:
            rule, text = _last(text)
        return word, rule, text, True
    if match := _PYLINT.fullmatch(rest):
        letter = match["letter"] or match["lettered"]
        return (
            LETTERS[letter],
            match["code"] or match["coded"],
            match["text"] or match["rest"],
            True,
        )
    if match := _RUBOCOP.fullmatch(rest):
        return LETTERS[match["letter"]], match["rule"] or "", match["text"], True
    if match := _CODED.fullmatch(rest):
        rule = match["code"] or match["bracket"] or match["name"]
        text = match["text"] or match["rest"] or match["named"] or ""
        # ansible-lint writes so behind what is on its list of warnings
        return "warning" if text.endswith(" (warning)") else "", rule, text, True
    rule, text = _last(rest)
    if unix := _UNIX.fullmatch(rule):
        rule, text = (unix[2], text) if unix[2] else _last(text)
        return unix[1], rule, text, True
    return "", rule, text, bool(rule) and rest.rstrip().endswith("]")


def _last(text: str) -> tuple[str, str]:
    """Split off the rule that many tools write at the end, in brackets or after a gap."""
    text = text.rstrip()
    opening, shape = _ENDS.get(text[-1:], ("  ", _WORD))
    head, found, rule = text.rpartition(opening)
    if opening != "  ":
        rule = rule[:-1]
        found = found if head[-1:].isspace() else ""
    head = head.rstrip()
    if not found or not shape.fullmatch(rule):
        return "", text
    if rule in _CONFIDENCE and head.endswith("]"):
        return _last(head)
    return rule, head


def _level(word: str) -> Level:
    return level(PLAIN, word)


def _is_file(text: str) -> bool:
    if _DATED.match(text) or not _FILE.fullmatch(text):
        return False
    return "." in text or "/" in text or "\\" in text or text in _BARE
