"""What to say of text that YAML reads otherwise than a person does.

Every message names the cause first and then what to write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorecard_action.mapping.wording import quote
from scorecard_action.masking import clip

Place = tuple[int, int]

_LONGEST = 2000
"""Characters of a line that are looked at: a hint must not cost time on a hostile one."""

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"")
_PLACEHOLDER = re.compile(r"(?<!\{)\{++(?:service|folder)\}++")
# A value at the end of its line: what follows `key: ` or `- `.
_COLON = re.compile(
    r"(?<![\w.-])[\w.-]++:\s++"
    r"(?P<value>[^'\"\[{#](?:[^:]|:(?!\s|\Z))*+:(?:\s.*+)?)\Z",
    re.DOTALL,
)

# What ruamel.yaml says, and what a person can do about it.
_ESCAPE = "a backslash begins an escape in double quotes: use single quotes"
_TAG = "a value cannot begin with '!': put it in quotes"
_PLAIN: dict[str, str] = {
    "sequence entries are not allowed": "a list entry ('- ') must stand on a line of its own",
    "mapping keys are not allowed": "a '?' begins a key in YAML: put the value in quotes",
    "expected a comment or a line break": "text must begin on the line after '|' or '>'",
    "could not find expected ':'": "neither 'key: value' nor a list entry: is a colon missing?",
    "found unknown escape character": _ESCAPE,
    "expected escape sequence": _ESCAPE,
    "expected the node content": "a bracket that was never opened, or an empty place in a list",
    "expected URI": _TAG,
    "expected '>'": _TAG,
}


def syntax(lines: Sequence[str], problem: str, at: Place, opened: Place) -> tuple[Place, str]:
    """Where to point, and what to say, for a problem that ruamel.yaml found at `at`.

    `opened` is where the thing began that it was reading. Lines and columns count from 1.
    """
    line = _line(lines, at)
    bare = _QUOTED.sub(lambda match: "_" * len(match[0]), line)
    if found := _PLACEHOLDER.search(bare):
        return (at[0], found.start() + 1), (
            f"'{found[0]}' without quotes is a mapping in YAML: put the whole value in quotes"
        )
    if "unexpected end of stream" in problem:
        return opened, "a quoted text that begins here is never closed"
    if found := re.search(r"expected ',' or '([\]}])'", problem):
        return opened, (
            f"the bracket that opens here is not closed: expected ',' or '{found[1]}' "
            f"before line {at[0]}, column {at[1]}"
        )
    if "alphabetic or numeric" in problem:
        return opened, _sigil(_word(_line(lines, opened)[opened[1] - 1 :]))
    if problem.startswith("mapping values are not allowed"):
        return _colon(line, at)
    return at, _at_place(line, problem, at)


def _at_place(line: str, problem: str, at: Place) -> str:
    rest = line[at[1] - 1 :]
    if rest.startswith("\t"):
        return "a tab: YAML is indented and separated with spaces only"
    if found := re.search(r"found character '(.)' that cannot start any token", problem):
        word = quote(_word(rest))
        return f"{word} begins with '{found[1]}', kept for YAML itself: put the value in quotes"
    if problem.startswith("expected <block end>"):
        return _block_end(line, at)
    said = (message for part, message in _PLAIN.items() if part in problem)
    return next(said, f"not YAML: {problem}")


def alias(lines: Sequence[str], at: Place) -> str:
    """What to say of `*name` where no `&name` came before."""
    word = _word(_line(lines, at)[at[1] - 1 :])
    return (
        f"{quote(word)} without quotes is an alias in YAML, and no anchor has this name: "
        "if it is a pattern, put it in quotes"
    )


def cut_by_comment(line: str, end_column: int) -> str | None:
    """What ` #` takes away from a plain value that ends at `end_column`, if it looks meant.

    `Rule #1` is cut, `Rule # a remark` is not: a remark has a blank after its `#`.
    """
    found = re.match(r"\s+(#[^\s#].*)$", line[end_column - 1 :])
    return found[1].rstrip() if found else None


def _line(lines: Sequence[str], at: Place) -> str:
    return clip(lines[at[0] - 1], _LONGEST) if at[0] <= len(lines) else ""


def _word(rest: str) -> str:
    word = re.split(r"[\s,\]]", rest, maxsplit=1)[0]
    while word.endswith("}") and word.count("}") > word.count("{"):
        word = word[:-1]
    return word


def _sigil(word: str) -> str:
    kind = "an alias" if word.startswith("*") else "an anchor"
    return f"{quote(word)} without quotes begins {kind} in YAML: put the value in quotes"


def _colon(line: str, at: Place) -> tuple[Place, str]:
    if found := _COLON.search(line):
        value = quote(found["value"].strip())
        return at, f"': ' inside a value without quotes begins a mapping: write {value} in quotes"
    key = (at[0], len(line) - len(line.lstrip(" -")) + 1)
    return key, "this key does not fit what is above it: check the indentation"


def _block_end(line: str, at: Place) -> str:
    before = line[: at[1] - 1].rstrip()
    if before.endswith(("'", '"')):
        return "text after a closing quote: put the whole value in quotes"
    if before.endswith(("]", "}")):
        return "text after a closing bracket: put the whole value in quotes"
    return "this line fits neither the mapping nor the list above it: check the indentation"
