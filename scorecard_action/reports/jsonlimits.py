"""How deep a JSON report may nest and how much it may list: the same on every Python.

The recursion limit of a Python goes by calls or by the size of the stack, so that one version
reads what another refuses. Here brackets and commas are counted, without those in strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

import msgspec

from scorecard_action.errors import ReportError

MAX_DEPTH: Final = 500
MAX_ITEMS: Final = 2_000_000

TOO_DEEP: Final = f"nested too deep to be a report: more than {MAX_DEPTH:,} levels"
TOO_MANY_TO_BUILD: Final = (
    f"over {MAX_ITEMS:,} values, and something in it is no JSON (NaN, half a surrogate pair):"
    " let its tool write less, or valid JSON"
)
TOO_MANY: Final = f"over {MAX_ITEMS:,} items: a JSON report is read whole; split it"

# So short that most have too few brackets to reach the depth, and need no closer look.
_PIECE: Final = 8 * 1024
_LOOK: Final = 1 << 20
_STRUCTURE: Final = b'"[]{},:'
_ESCAPED: Final = b"/bfnrtu"  # what may follow a backslash, but for it and the quote
_PROSE: Final = bytes(set(range(256)) - set(_STRUCTURE + _ESCAPED + b"\\"))
_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
_STRING: Final = re.compile(rb'"[^"]*+"?')
_STEP: Final = dict(zip(b"[{]},:", (1, 1, -1, -1, 0, 0), strict=True))


def refuse_excess(document: bytes | msgspec.Raw, line: int, *, built: bool = False) -> None:
    """Raise ReportError, at `line`, where a JSON document nests deeper or lists more than allowed.

    What arrays hold are the items; an empty object counts too. Of what is no JSON the count says
    nothing of use. `built`: everything in it will be an object of Python, not only what is asked
    for, so the members of objects count as well.
    """
    view = memoryview(document)
    if not _may_exceed(view):
        return
    depth = items = 0
    quote = escape = b""  # where a piece begins inside a string, behind a backslash
    for piece in _pieces(view, _PIECE):
        left = (escape + piece).translate(None, _PROSE)
        if b"\\" in left:
            left = _ESCAPE.sub(b"", left)
        escape = b"\\" if left.endswith(b"\\") else b""
        left = quote + left.translate(None, _ESCAPED + b"\\")
        quote = b'"' if left.count(b'"') % 2 else b""
        # Two quotes side by side are an empty string, or the end of one and the beginning of the
        # next: without them, what is inside a string stays inside.
        left = _STRING.sub(b"", left.replace(b'""', b""))
        opened = left.count(b"[") + left.count(b"{")
        if depth + opened > MAX_DEPTH and depth + _rise(left) > MAX_DEPTH:
            raise ReportError(TOO_DEEP, line)
        depth += opened - left.count(b"]") - left.count(b"}")
        # an object has a comma less than colons, an array a comma less than elements
        items += opened + left.count(b",") - (0 if built else left.count(b":"))
        if items - depth > MAX_ITEMS:  # each open object may miss a colon yet
            raise ReportError(TOO_MANY_TO_BUILD if built else TOO_MANY, line)


def _may_exceed(view: memoryview) -> bool:
    """False, quickly, for most reports: there are too few brackets and commas anywhere in them."""
    if len(view) <= MAX_DEPTH:
        return False
    opening = commas = 0
    for piece in _pieces(view, _LOOK):
        opening += piece.count(b"[") + piece.count(b"{")
        commas += piece.count(b",")
    return opening > MAX_DEPTH or opening + commas > MAX_ITEMS


def _pieces(view: memoryview, size: int) -> Iterator[bytes]:
    # a copy of the whole would take its memory twice
    return (bytes(view[start : start + size]) for start in range(0, len(view), size))


def _rise(structure: bytes) -> int:
    """How much deeper than at its beginning it becomes."""
    return max(accumulate(map(_STEP.__getitem__, structure)), default=0)
