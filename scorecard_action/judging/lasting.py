"""What lasts of a text of a report from one build to the next, in words that a person can read.

Left out is what another build writes otherwise though it means the same: numbers, hashes and
addresses, colours, the ends of lines, where temporary folders are and where the checkout is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from scorecard_action.judging.paths import is_absolute
from scorecard_action.masking import clip, mask_shapes

MAX_NAME: Final = 500
"""The most characters of a name or path that tell one from another."""
MAX_MESSAGE: Final = 300
"""Those of a message; fewer than readers keep, so that a longer number moves nothing in or out."""
_MAX_READ: Final = 2_000
_KEPT: Final = 2  # names of a path that is not of this checkout
_CACHED: Final = 4_096

_MARK: Final = "#"
_COLOUR: Final = re.compile(
    r"\x1b\[[0-?]*+[ -/]*+[@-~]"  # ECMA-48, 5.4
    r"|\x1b\][^\x07\x1b]*+(?:\x07|\x1b\\)"  # a link
    r"|\[[0-9]{1,3}(?:;[0-9]{1,3}){0,4}m"  # without the escape, which XML cannot hold
)
_UUID: Final = re.compile(r"(?<!\w)[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?!\w)")
_HEX: Final = re.compile(r"(?<![^\W_])(?:0[xX][0-9A-Fa-f]++|[0-9A-Fa-f]{7,128}+)(?![^\W_])")
_ADDRESS: Final = re.compile(r"(?<!\w)0[xX][0-9A-Fa-f]{6,16}+(?!\w)")
# a number of its own, or of a line (`L12`) or a time: `x1` and `utf8` are names. What is looked for
# comes first in this and in the paths, and what may stand before it after that: it is found faster.
_NUMBER: Final = re.compile(
    r"[0-9](?:(?<!\w.)|(?<=\bL.)|(?<=[0-9]T.))[0-9]*+(?:[.,][0-9]++)*+", re.DOTALL
)
_DIGITS: Final = re.compile(r"[0-9]++")
# `shop:1.4.2 (alpine 3.18)`, as scanners call an image
_TAG: Final = re.compile(r":[\w.-]{1,128}+ \(([^()]{0,100}+)\)\Z")
_NO_NAME: Final = r"\s/\\'\"`<>|:;,()\[\]{}"
_PATH: Final = re.compile(
    rf"/(?<![\w/.~*\\…].)(?!/)[^{_NO_NAME}]++(?:/++[^{_NO_NAME}]++)++", re.DOTALL
)
_WINDOWS_PATH: Final = re.compile(
    r"(?:[A-Za-z](?<![\w/.~*\\].):[\\/]++|\\(?<![\w/.~*\\:].)\\(?=\w))"
    rf"[^{_NO_NAME}]++(?:[\\/]++[^{_NO_NAME}]++)++",
    re.DOTALL,
)
_SLASHES: Final = re.compile(r"[\\/]++")
_FILE_NAME: Final = re.compile(r".\.[A-Za-z][A-Za-z0-9]{0,9}\.?\Z")

# What a path of a machine begins with, as no route of a web service is likely to.
_TOPS: Final = frozenset(
    "home Users root tmp var private builds opt usr mnt media workspace workspaces github drone"
    " bitbucket codebuild __w actions-runner azp buildkite jenkins nix dev".split()
)
_OF_A_USER: Final = frozenset({"home", "Users", "Documents and Settings"})
_TEMPORARY: Final = frozenset({"tmp", "temp", "_temp", "shm"})


def name(text: str) -> str:
    """Return what lasts of the name of a test, or its class: its numbers tell it from others."""
    text = _ADDRESS.sub(_MARK, _plain(text))
    path = text.replace("\\", "/")
    if is_absolute(path) and " " not in path and _FILE_NAME.search(path):
        text = _tail(path)
    else:
        text = _with_paths(text, _temporary_path)
    return _whole(text, MAX_NAME)


@lru_cache(_CACHED)
def label(text: str) -> str:
    """Return what lasts of the name of a tool's rule: all of it."""
    return _whole(_plain(text), MAX_NAME)


@lru_cache(_CACHED)
def file(path: str) -> str:
    """Return what lasts of where a finding is: of a path that was not placed, its last names."""
    text = _plain(path)
    if is_absolute(text):
        text = _tail(text)
    elif text.startswith("../") and any(map(_is_temporary, text.split("/")[:-1])):
        text = _tail(text.replace("../", ""))
    else:
        text = _TAG.sub(_tagged, text)
    return _whole(_HEX.sub(_hashed, text), MAX_NAME)


@lru_cache(_CACHED)
def message(text: str) -> str:
    """Return what lasts of a message."""
    text = _with_paths(_plain(text), _any_path)
    if _DIGITS.search(text):
        text = _NUMBER.sub(_MARK, _HEX.sub(_hashed, _UUID.sub(_MARK, text)))
    return _whole(text, MAX_MESSAGE)


def own(text: str) -> str:
    """Return what a tool itself knows a finding by, "" where it is too long to be kept."""
    text = _plain(text)
    return "" if len(text) > MAX_NAME else _whole(text, MAX_NAME)


def _plain(text: str) -> str:
    """Return a text of one line without colours or secrets; these first, while they are whole."""
    text = clip(text, _MAX_READ)
    if "[" in text or "\x1b" in text:
        text = _COLOUR.sub("", text)
    return " ".join(_readable(mask_shapes(text)).split())


def _whole(text: str, most: int) -> str:
    """Cut a text, and make it such that a file in UTF-8 holds it and a person reads all of it."""
    return _readable(clip(text, most)).strip()


def _readable(text: str) -> str:
    """Put a blank for what cannot be shown, which would hide how a text begins."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " for c in text)


def _hashed(found: re.Match[str]) -> str:
    """Put the mark for a hash or an address; `defaced` is a word."""
    text = found[0]
    address = text[1:2] in {"x", "X"}
    return _MARK if address or (_DIGITS.search(text) and not text.isdecimal()) else text


def _tagged(found: re.Match[str]) -> str:
    return f":{_MARK} ({_NUMBER.sub(_MARK, found[1])})"


def _with_paths(text: str, shown: Callable[[re.Match[str]], str]) -> str:
    """Return a text with its absolute paths as they are to be shown."""
    if "\\" in text or ":/" in text:
        text = _WINDOWS_PATH.sub(shown, text.replace("file://", ""))
    return _PATH.sub(shown, text) if "/" in text else text


def _any_path(found: re.Match[str]) -> str:
    names = _names(found[0])
    of_machine = names[0] in _TOPS or names[0].endswith(":")
    return _tail(found[0]) if of_machine or _FILE_NAME.search(names[-1]) else found[0]


def _temporary_path(found: re.Match[str]) -> str:
    return _tail(found[0]) if any(map(_is_temporary, _names(found[0])[:-1])) else found[0]


def _names(path: str) -> list[str]:
    return [one for one in _SLASHES.split(path) if one]


def _tail(path: str) -> str:
    """Return the last names of an absolute path, without what a temporary folder is called."""
    names = _names(path)
    start = 1 + (len(names) > 2 and names[0].endswith(":"))
    if any(one in _OF_A_USER for one in names[:start]):
        start += 1
    rest = names[start:] or names[-1:]
    for number in range(len(names) - 2, -1, -1):
        of_mac = number > 3 and names[number - 4 : number - 2] == ["var", "folders"]
        if of_mac or _is_temporary(names[number]):
            rest = _without_digits(names[number + 1 :])
            break
    return f"…/{'/'.join(rest[-_KEPT:])}"


def _without_digits(names: Sequence[str]) -> list[str]:
    """Return what is below a temporary folder: the first name is made up, folders are counted."""
    first, *rest = names
    _, dot, ending = first.rpartition(".")
    made_up = f"{_MARK}{dot}{ending}" if dot and not rest else _MARK
    return [made_up, *(_DIGITS.sub(_MARK, one) for one in rest[:-1]), *rest[-1:]]


def _is_temporary(folder: str) -> bool:
    return folder.lower() in _TEMPORARY or folder.endswith(("@tmp", ".tmp"))
