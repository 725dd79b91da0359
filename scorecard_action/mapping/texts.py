"""The texts of a mapping: names, prose, paths, patterns, links.

Each function reads a scalar, and raises ValueError with a sentence that follows the key's name.
"""

from __future__ import annotations

import re
import unicodedata

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.mapping.names import MAX_NAME, entity_problem
from scorecard_action.mapping.nodes import Scalar
from scorecard_action.mapping.scalars import Type, describe, type_of
from scorecard_action.mapping.wording import quote
from scorecard_action.masking import mask_shapes
from scorecard_action.model import Result

MAX_TEXT = 8192
"""As long as a pattern may be."""
URL = "[A-Za-z][A-Za-z0-9+.-]*://"
"""How a URL begins."""


def _text(scalar: Scalar, expected: str) -> str:
    if type_of(scalar) is Type.NULL:
        raise ValueError(f"expected {expected}, found {describe(scalar)}")
    if type_of(scalar) is not Type.TEXT:
        written = f'"{scalar.text}"'
        raise ValueError(
            f"expected {expected}, found {describe(scalar)}: quote it, {quote(written)[1:-1]}"
        )
    if not scalar.text.strip():
        raise ValueError(f"expected {expected}, found empty text")
    return scalar.text


def line(scalar: Scalar, expected: str = "text", longest: int = MAX_TEXT) -> str:
    """Text of one line, up to `longest` characters."""
    text = _text(scalar, expected)
    if len(text) > longest:
        raise ValueError(f"longer than {longest} characters")
    _refuse_controls(text)
    return text


def _refuse_controls(text: str, allowed: str = "") -> None:
    for character in text:
        if character not in allowed and unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
            name = f"U+{ord(character):04X}"
            raise ValueError(f"holds the control character {name}: remove it")


def prose(scalar: Scalar) -> str:
    """Text that may run over several lines, without blanks around it."""
    text = _text(scalar, "text").strip()
    if len(text) > MAX_TEXT:
        raise ValueError(f"longer than {MAX_TEXT} characters")
    _refuse_controls(text, "\n\t")
    return text


def rule_id(scalar: Scalar) -> str:
    """The id of a rule in Datadog."""
    expected = "a rule's id"
    text = line(scalar, expected, MAX_NAME)
    if not re.fullmatch(r"[\x21-\x7e]+", text):
        raise ValueError(f"expected {expected}, found {describe(scalar)}")
    return text


def service(scalar: Scalar) -> str:
    """A service, or another entity with its kind: `queue:orders`."""
    text = line(scalar, "a service name", MAX_NAME)
    if problem := entity_problem(text):
        raise ValueError(f"{quote(text)} {problem}")
    return text


def status_word(scalar: Scalar) -> str:
    """A word of a test report, which may be what YAML has as a number."""
    # `0` and `true` are words that a tool may write
    _refuse_controls(scalar.text)
    if not re.search(r"[^\s_-]", scalar.text) or len(scalar.text) > MAX_NAME:
        raise ValueError(f"expected a status word, found {describe(scalar)}")
    return scalar.text


def result(scalar: Scalar) -> Result:
    """What a status word means."""
    if scalar.text not in set(Result):
        raise ValueError(f"expected passed, failed or skipped, found {describe(scalar)}")
    return Result(scalar.text)


def folder(scalar: Scalar) -> str:
    """A folder below the working directory, `.` for that itself."""
    return _below(scalar, "a folder") or "."


def file(scalar: Scalar) -> str:
    """A file below the working directory."""
    if re.match(URL, scalar.text):
        raise ValueError(
            f"{quote(mask_shapes(scalar.text))} is a URL, and none is fetched: have a step before"
            " this one fetch it, and name the file"
        )
    if scalar.text.startswith("~/"):
        raise ValueError(
            f"{quote(scalar.text)}: '~' is no folder here: name it from the working directory"
        )
    text = _below(scalar, "a file")
    if not text or scalar.text.endswith("/"):
        raise ValueError(f"{quote(scalar.text)} is a folder: name a file")
    return text


def _below(scalar: Scalar, expected: str) -> str:
    text = line(scalar, expected)
    if text.startswith("/") or re.match(r"[A-Za-z]:[\\/]|\\", text):
        raise ValueError(f"{quote(text)} is absolute: name it from the working directory")
    names = [name for name in text.split("/") if name not in {"", "."}]
    if ".." in names:
        raise ValueError(f"{quote(text)} leaves the working directory: '..' is not allowed")
    return "/".join(names)


def base(scalar: Scalar) -> str:
    """Where the paths in reports begin."""
    text = line(scalar, "a folder")
    if re.match(r"[A-Za-z]:[\\/]|\\", text):
        raise ValueError(
            f"{quote(text)} is a folder of one machine: name it from the report's own folder"
            " ('..' is the one above), or from the working directory ('/')"
        )
    return text


def base_path(scalar: Scalar) -> str:
    """The path of a mapping below this one."""
    text = line(scalar, "the path of a mapping")
    if re.match(URL, text):
        raise ValueError(
            f"{quote(mask_shapes(text))} is a URL, and none is fetched: keep a copy in the"
            " repository with its 'sha256', or have a step before this one fetch it and name the"
            " file with --extends"
        )
    if re.match(r"/|\\|[A-Za-z]:[\\/]", text):
        raise ValueError(
            f"{quote(text)} is a file of one machine: name it from the folder of this file,"
            " or with --extends or SCORECARD_EXTENDS"
        )
    return text


def checksum(scalar: Scalar) -> str:
    """A SHA-256 sum, in lower case."""
    text = _text(scalar, "a SHA-256 sum")
    if not re.fullmatch(r"[0-9A-Fa-f]{64}", text):
        raise ValueError(f"expected a SHA-256 sum, 64 hexadecimal digits, found {describe(scalar)}")
    return text.lower()


def link(scalar: Scalar) -> str:
    """A link with http or https."""
    text = line(scalar, "a link", 2000)
    if not re.fullmatch(r"(?i:https?)://[^\s/?#\\@]+(?:[/?#][^\s]*)?", text):
        raise ValueError(f"expected a link with http or https, found {describe(scalar)}")
    return text


def glob(scalar: Scalar) -> Glob:
    """A path pattern."""
    return Glob(line(scalar, "a path pattern"))


def pattern(scalar: Scalar) -> TextPattern:
    """A text pattern."""
    return TextPattern(line(scalar, "a pattern"))


def folded_pattern(scalar: Scalar) -> TextPattern:
    """A text pattern that ignores case."""
    return TextPattern(line(scalar, "a pattern"), ignore_case=True)
