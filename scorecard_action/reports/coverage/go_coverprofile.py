"""Go cover profiles (`go test -coverprofile`), as golang.org/x/tools/cover reads them.

Coverage is counted in statements. They come in blocks, `file:line.column,line.column statements
count`, and the same block comes once for each test binary that instruments its package, so blocks
of one place unite: in one profile, and across several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Coverage, Evidence, Kind
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

MODES: Final = (b"mode: set", b"mode: count", b"mode: atomic")

_BLOCK: Final = re.compile(
    rb"(?P<file>.+):(?P<place>[1-9]\d{0,8}\.\d{1,9},[1-9]\d{0,8}\.\d{1,9})"
    rb" (?P<statements>\d{1,9}) (?P<count>\d{1,20})\s*"
)
# kept until the file changes; a profile that goes to and fro costs no more than that
_RUN: Final = 10_000

Block = tuple[str, int, int]


def _read(source: Source) -> Iterator[Evidence]:
    file, blocks = b"", list[Block]()
    for number, line in enumerate(source.lines(), source.first_line):
        match = _BLOCK.fullmatch(line)
        if not match:
            # profiles are often put together with `cat`: a mode may stand before each
            if line.rstrip() in MODES or not line.strip():
                continue
            raise ReportError(_malformed(line), number)
        if match["file"] != file or len(blocks) >= _RUN:
            yield from _coverage(file, blocks)
            file, blocks = match["file"], []
        statements = int(match["statements"])
        covered = statements if match["count"].strip(b"0") else 0
        blocks.append((match["place"].decode(), covered, statements))
    yield from _coverage(file, blocks)


def _coverage(file: bytes, blocks: list[Block]) -> Iterator[Coverage]:
    if blocks:
        yield Coverage(file.decode("utf-8", "replace"), blocks=tuple(blocks))


def _malformed(line: bytes) -> str:
    shown = clip(line.decode("utf-8", "replace"), 80)
    if line.startswith(b"mode:"):
        return f"{shown!r} is no mode of a Go cover profile (set, count, atomic)"
    return f"no block of a Go cover profile, or one that is cut off: {shown!r}"


def _detect(head: Head) -> bool:
    first = head.text[:2_000].partition("\n")[0].rstrip().encode("utf-8", "replace")
    return first in MODES or _BLOCK.fullmatch(first) is not None


FORMAT = Format(
    name="go-coverprofile",
    kind=Kind.COVERAGE,
    title="Go cover profile",
    producers="go test -coverprofile, go tool covdata textfmt, gocovmerge",
    detect=_detect,
    read=_read,
    packages=True,
)
