"""Which findings say that a file could not be parsed or analysed.

Such a finding is no ordinary one: whatever else is wrong in that file was not looked for. Tools
write it under a rule of its own, which every format carries (`E999`, `Lint/Syntax`, `DL1000`), or,
where it has no rule, in words that begin its message (`Parsing error: …`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import Final

import msgspec

from scorecard_action.model import Evidence, Finding, Level
from scorecard_action.reports.source import Source

Read = Callable[[Source], Iterator[Evidence]]

# The last part of a rule's name, in lower case: `Lint/Syntax`, `stylelint.rules.CssSyntaxError`.
_RULES: Final = frozenset(
    {
        *("invalid-syntax", "syntax-error", "syntaxerror"),  # ruff, ty, pylint, cppcheck
        *("fatal", "astroid-error", "parse-error", "config-parse-error"),  # pylint, pyrefly
        *("syntax", "csssyntaxerror"),  # mypy, RuboCop, yamllint; stylelint
        *("syntax-check", "parser-error", "load-failure"),  # ansible-lint, actionlint
        "typecheck",  # golangci-lint: the package does not compile
        "clang-diagnostic-error",  # clang-tidy: the same
        *("unknownmacro", "internalasterror", "preprocessorerrordirective"),  # cppcheck
        *("parseerror", "tokenizer"),  # PHP_CodeSniffer's Internal.…
        "prs",  # sqlfluff
    }
)
_CODES: Final = re.compile(
    r"e9\d\d"  # pycodestyle, flake8, ruff: E901 (tokens), E902 (reading), E999 (syntax)
    r"|e000[01]|f00\d\d|f0202"  # pylint: syntax-error, fatal …; cfn-lint: the template
    r"|dl1000"  # hadolint
    r"|sc107[0-3]|sc108[89]|sc1094"  # ShellCheck: could not parse, parsing stopped here
    r"|ts1\d\d\d"  # tsc: the syntax; nothing else of the file is checked then
)
# ShellCheck's parser: an error of it stops all checks of that script
_PARSER: Final = re.compile(r"sc1\d\d\d")
_MESSAGE: Final = re.compile(
    r"parsing (?:error|failed)|parse error|(?:php )?(?:parse|syntax|indentation|tab) ?error\b"
    r"|invalid syntax|failed to parse|could ?n[o']t parse|cannot parse|unable to parse"
    r"|not a valid kotlin file|parsing stopped here"
    r"|unexpected ['\"]|unexpected end of input"  # hadolint on a terminal writes no rule
    # what keeps mypy from checking anything, and has no code
    r"|duplicate module named |source file found twice under different module names",
    re.IGNORECASE,
)
# an annotation has the tool for a title, and the code in the message
_LEADING: Final = re.compile(r"([A-Z]{2,6}|[A-Z]{1,3}\d{3,4}):? ")


def marking(read: Read) -> Read:
    """Let a reader mark those of its findings that say that a file could not be parsed.

    They are errors, whatever the tool writes (ansible-lint and others call all of them minor).
    """

    @wraps(read)
    def marked(source: Source) -> Iterator[Evidence]:
        for piece in read(source):
            if type(piece) is Finding and not piece.unparsed and unparsed(piece):
                yield msgspec.structs.replace(piece, unparsed=True, level=Level.ERROR)
            else:
                yield piece

    return marked


def unparsed(finding: Finding) -> bool:
    """Say whether a finding tells, by its rule or else its words, that a file was not analysed."""
    if not finding.rule:
        return _MESSAGE.match(finding.message) is not None
    error = finding.level is Level.ERROR
    coded = _LEADING.match(finding.message)
    return _by_rule(finding.rule[:200], error) or bool(coded and _by_rule(coded[1], error))


@lru_cache(maxsize=4_096)
def _by_rule(rule: str, error: bool) -> bool:
    name = rule.lower()
    # `syntax-check[specific]`, `E0001(syntax-error)`
    for mark in "[(":
        name = name.partition(mark)[0] or name
    for separator in "/.:":
        name = name.rstrip(separator).rpartition(separator)[2]
    if name in _RULES or _CODES.fullmatch(name):
        return True
    return error and _PARSER.fullmatch(name) is not None
