"""What a tree holds: report files, recognised by their content, and what they come to now."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action.errors import ReportError
from scorecard_action.files import read_bounded
from scorecard_action.model import Kind
from scorecard_action.reading.patience import PATIENCE, Patience, Watch
from scorecard_action.reports.detect import detect
from scorecard_action.reports.names import EXTENSIONS, is_test_data
from scorecard_action.reports.source import Source

MAX_LOOKED: Final = 20_000
"""Files of which the beginning is read."""
MAX_ENTRIES: Final = 1_000_000
"""Names of files and folders that are met."""

# Not a build's own reports: history, tools' folders, what others wrote.
_SKIPPED: Final = frozenset(
    ".git .hg .svn .tox .nox .venv venv node_modules bower_components site-packages __pycache__"
    " .mypy_cache .ruff_cache .pytest_cache .hypothesis .gradle .idea .vscode .terraform".split()
)
# A link that a tool makes to where it writes: a pattern that names it is followed.
_LINKS: Final = frozenset({"bazel-testlogs"})


class Seen(NamedTuple):
    """A report: its path below the top, its format's name, what it speaks of, and the linter that
    wrote it, where that is known (see `tools`).
    """

    path: str
    form: str
    kind: Kind
    tool: str = ""


class Survey(NamedTuple):
    """What was found. `others` are files that look like reports by their names and are none, and
    `test_data` reports in folders of test data; both only matter to patterns. `cut` says that
    there were more files than are looked at.
    """

    reports: tuple[Seen, ...]
    others: tuple[str, ...] = ()
    test_data: tuple[str, ...] = ()
    looked: int = 0
    cut: bool = False


def survey(top: Path, patience: Patience = PATIENCE, *, limit: int = MAX_LOOKED) -> Survey:
    """Look at the beginning of all files below `top` that may be reports. Never raises.
    `patience` bounds the time for each.

    Folders nearest to `top` come first, so that these are looked at where there are too many.
    """
    reports: list[Seen] = []
    others: list[str] = []
    test_data: list[str] = []
    looked = 0
    files = _files(top)
    for path in files:
        if path is None or looked == limit:
            return Survey(tuple(reports), tuple(others), tuple(test_data), looked, cut=True)
        looked += 1
        seen, by_product = _look(top / path, path, patience)
        if seen is None:
            others += [] if by_product else [path]
        elif is_test_data(path):
            test_data.append(path)
        else:
            reports.append(seen)
    return Survey(tuple(reports), tuple(others), tuple(test_data), looked)


def origin(top: Path) -> str | None:
    """Return the URL of git's remote `origin`, where `top` or a folder above is a checkout."""
    for folder in (top, *top.parents):
        try:
            text = read_bounded(folder / ".git" / "config", 64 * 1024).decode("utf-8", "replace")
        except OSError:
            continue
        section = re.search(r'^\[remote "origin"\]$(.*?)(?=^\[|\Z)', text, re.MULTILINE | re.DOTALL)
        url = re.search(r"^\s*url\s*=\s*(\S+)", section[1], re.MULTILINE) if section else None
        return url[1] if url else None
    return None


def _files(top: Path) -> Iterator[str | None]:
    """Yield paths below `top` that may be reports; None at the end where that was not all."""
    waiting = deque([""])
    met = 0
    while waiting:
        folder = waiting.popleft()
        try:
            with os.scandir(top / folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        met += len(listed)
        if met > MAX_ENTRIES:
            yield None
            return
        for entry in listed:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if _is_folder(entry, linked=not folder and entry.name in _LINKS):
                if entry.name not in _SKIPPED:
                    waiting.append(path)
            elif _may_be_report(entry):
                yield path


def _is_folder(entry: os.DirEntry[str], *, linked: bool) -> bool:
    try:
        return entry.is_dir(follow_symlinks=linked)
    except OSError:
        return False


def _may_be_report(entry: os.DirEntry[str]) -> bool:
    if os.path.splitext(entry.name)[1].lower() not in EXTENSIONS:  # noqa: PTH122 - many of them
        return False
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def _look(file: Path, path: str, patience: Patience) -> tuple[Seen | None, bool]:
    """Return the report that a file is, None for another file; and whether it is a by-product."""
    try:
        with Source.open(file, Watch(patience).open) as source:
            form = detect(source)
    except ReportError:
        return None, False
    if form.kind is None:
        return None, True
    return Seen(path, form.name, form.kind), False
