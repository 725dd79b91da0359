"""What the rest of a line says, behind its place: how serious, which rule, and the message."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from scorecard_action.reports.lint.levels import LETTERS
from scorecard_action.reports.lint.text_place import LEVEL


class Said(NamedTuple):
    """The word for the level ("" is none), the rule, the message; `sure`: a linter's own shape."""

    word: str
    rule: str
    text: str
    sure: bool


_SCORE: Final = r"(?:critical|high|medium|moderate|low)"
REST: Final = re.compile(
    # `error TS2322: …`, `warning: …`, `- error: …`, `error - …`, `error semi : …`
    rf"(?:- )?(?P<word>{LEVEL})(?: (?P<code>[\w@/.-]++(?:\([\w@/.-]++\))?))?"
    r"\s?(?::| -)\s++(?P<text>.*)"
    # `error[invalid-assignment] …` (ty), `error[E0308]: …` (rustc)
    rf"|(?P<own>{LEVEL})\[(?P<ruled>[\w@/.:-]++)\]:?\s++(?P<owned>.*)"
    # `[warning] …`, `[error]: …`, `[HIGH] …`
    rf"|\[(?P<tag>{LEVEL})\]:? ++(?P<tagged>.*)"
    # `DL3008 warning: …`, `B404[bandit]: LOW: …`, `[B404] LOW: …`
    r"|\[?(?P<before>[A-Z]{1,12}\d{1,6})\]?(?:\[[\w-]++\])?:?"
    rf" (?P<after>{LEVEL}): (?P<explained>.*)"
    # `Hint warning H2164: …`, `Command line error D8016 : …`: MSBuild's subcategory and category
    r"|(?P<sub>[A-Z][\w-]{0,30}(?: [\w-]{1,30}){0,3}) (?P<category>fatal error|error|warning)"
    r" (?P<number>[A-Z]{1,12}\d{1,6})\s?:\s*+(?P<canonical>.*)"
    # `(WARNING/2) …` of docutils
    r"|\((?P<docutils>SEVERE|ERROR|WARNING|INFO)/[1-4]\)\s++(?P<system>.*)",
    re.IGNORECASE,
)
# `C0114: …` and `[C0114(symbol), object] …` of pylint: a letter is the level, four digits follow
_PYLINT: Final = re.compile(
    r"(?:(?P<code>(?P<letter>[FEWRCI])\d{4})(?:\([\w-]++\))?: (?P<text>.*)"
    r"|\[(?P<coded>(?P<lettered>[FEWRCI])\d{4})(?:\([\w-]++\))?[^\]]*+\]:?\s*+(?P<rest>.*)"
    r"|\[(?P<alone>[FEWRCI])\]:? ++(?P<said>.*))"
)
_RUBOCOP: Final = re.compile(
    r"(?P<letter>[FEWRCI]): (?:\[\w++\] )?(?:(?P<rule>[A-Z]\w*+(?:/\w++)++): )?(?P<text>.*)"
)
_CODED: Final = re.compile(
    # `F401 …`, `F401: …`, `[F401] …`, `unused-import: …`, `yaml[line-length]: …`
    r"(?P<code>[A-Z]{1,12}\d{1,6}):? (?P<text>.*)|\[(?P<bracket>[A-Za-z][\w.-]*+)\] ++(?P<rest>.*)"
    r"|(?P<name>[a-z]++(?:(?:-[a-z]++)++(?:\[[\w-]++\])?|\[[\w-]++\])): (?P<named>.*)"
    # `load-failure[not-found] (warning)`: ansible-lint says no more of some
    r"|(?P<only>[a-z]++(?:-[a-z]++)*+\[[\w-]++\])(?:\[/\])?(?P<after>(?: \(warning\))?)"
)
# `warning: [unchecked] …` of javac, `LOW: B404: …`
_LEADING: Final = re.compile(
    r"(?:(?P<code>[A-Z]{1,12}\d{1,6}):|\[(?P<category>[A-Za-z][\w.-]*+)\]) (?P<text>.*)"
)
# `… [return-value]`, `… [-Wunused]`, `… [Error/semi]`; `… (errcheck)`; `…  no-unused-vars`
_ENDS: Final = {
    "]": ("[", re.compile(r"[-\w@/.,:+=]++(?:\([-\w@/.]+\))?")),
    ")": ("(", re.compile(r"[A-Za-z][\w@/:.-]*")),
}
# cpplint writes how sure it is behind the rule
_CONFIDENCE: Final = frozenset("12345")
_WORD: Final = re.compile(r"[\w@/.-]+")
_UNIX: Final = re.compile(r"(error|warning)(?:/(.*))?", re.IGNORECASE)
# MSBuild names the project at the end
_PROJECT: Final = re.compile(r"\[[^\[\]]*\.(?:\w*proj|slnx?)(?:::[^\[\]]*)?\]", re.IGNORECASE)

CONTEXT: Final = re.compile(
    # GCC's and Clang's way to a finding, which stands in a line of its own
    r"(?:recursively )?required (?:from\b|by (?:substitution|the constraints)|for the satisf)"
    r"|(?:recursively )?instantiated from\b"
    r"|in (?:'|‘|`)?constexpr.{0,3} expansion of|in expansion of macro\b|in instantiation of\b"
    r"|in substitution of\b|inlined from\b|previous definition (?:is|was)? ?here|first defined here"
    r"|\[ ?skipping \d++ instantiation"
    # MSVC's
    r"|see (?:reference|declaration|the first reference|previous definition)|while compiling",
    re.IGNORECASE,
)
"""What begins the rest of a line that only says where something else comes from."""


def explain(rest: str) -> Said:
    """Read the level word, the rule and the message of what stands behind a place."""
    if match := REST.fullmatch(rest):
        # the text stands last in each of the shapes
        shape = match.lastgroup or "text"
        named, ruled = _SHAPES[shape]
        word, rule, text = match[named], (ruled and match[ruled]) or "", match[shape]
        if not rule:
            rule, text = last(text)
        if not rule and (leading := _LEADING.fullmatch(text)):
            rule, text = leading["code"] or leading["category"], leading["text"]
        return Said(word, rule, text, True)
    if match := _PYLINT.fullmatch(rest):
        letter = match["letter"] or match["lettered"] or match["alone"]
        rule = match["code"] or match["coded"] or ""
        text = match["text"] or match["rest"] or match["said"] or ""
        if not rule:
            rule, text = last(text)
        return Said(LETTERS[letter], rule, text, True)
    if match := _RUBOCOP.fullmatch(rest):
        return Said(LETTERS[match["letter"]], match["rule"] or "", match["text"], True)
    if match := _CODED.fullmatch(rest):
        rule = match["code"] or match["bracket"] or match["name"] or match["only"]
        text = match["text"] or match["rest"] or match["named"] or match["after"] or ""
        # ansible-lint writes so behind what is on its list of warnings
        return Said("warning" if text.endswith(" (warning)") else "", rule, text, True)
    rule, text = last(rest)
    if unix := _UNIX.fullmatch(rule):
        rule, text = (unix[2], text) if unix[2] else last(text)
        return Said(unix[1], rule, text, True)
    return Said("", rule, text, bool(rule) and rest.rstrip().endswith("]"))


# of each shape of REST, by its text: the level and the rule
_SHAPES: Final = {
    "text": ("word", "code"),
    "owned": ("own", "ruled"),
    "tagged": ("tag", None),
    "explained": ("after", "before"),
    "canonical": ("category", "number"),
    "system": ("docutils", None),
}


def last(text: str) -> tuple[str, str]:
    """Split off the rule that many tools write at the end, in brackets or after a gap."""
    text = text.rstrip()
    opening, shape = _ENDS.get(text[-1:], ("  ", _WORD))
    head, found, rule = text.rpartition(opening)
    if found and _PROJECT.fullmatch(opening + rule):
        return last(head)
    if opening != "  ":
        rule = rule[:-1]
        found = found if head[-1:].isspace() else ""
    head = head.rstrip()
    if not found or not shape.fullmatch(rule):
        return "", text
    if rule in _CONFIDENCE and head.endswith("]"):
        return last(head)
    return rule, head
