"""Files that look like reports and that no rule can be drafted from: why, and what to do."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action.drafting.groups import owner
from scorecard_action.drafting.tools import named_in, shown
from scorecard_action.errors import ReportError
from scorecard_action.files import read_bounded
from scorecard_action.reading.patience import PATIENCE, Patience, Watch
from scorecard_action.reports.detect import detect
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.source import Source

_SMALL: Final = 64  # bytes that a file without anything in it may have
_NAMED: Final = re.compile(
    r"report|results?\b|junit|xunit|nunit|coverage|cobertura|lcov|jacoco|sarif|findings|lint\b"
)
_SETTINGS: Final = re.compile(r"(?:^|/)\.|rc\.[a-z]+$|config|settings|package|requirements")


class Unused(NamedTuple):
    """A file, why it is of no use, and what is to be done about it.

    `tool` and `form` are the linter that it is called after and what that writes, where its clean
    report is what the file holds; `empty` says that this is nothing at all. `owner` is the folder
    of the service that it is of, where its globs start.
    """

    path: str
    why: str
    cure: str
    tool: str = ""
    form: str = ""
    empty: bool = False
    owner: str = ""


def unused(
    top: Path,
    others: Iterable[str],
    folders: Collection[str] = ("",),
    patience: Patience = PATIENCE,
) -> list[Unused]:
    """Return those of `others`, files below `top` of no known format, that a build's tool seems to
    have written, by their names. `folders` are those of the services; `patience` bounds the time.
    """
    found = []
    for path in others:
        name = path.rpartition("/")[2].lower()
        tool = named_in(path)
        if _SETTINGS.search(name) or not (tool or _NAMED.search(name)):
            continue
        if (one := _looked_at(top, path, tool, patience)) is None:
            continue
        home = owner(path, folders)
        # what is of no service is nothing that a rule could read
        found.append(one._replace(form="") if home is None else one._replace(owner=home))
    return found


def _looked_at(top: Path, path: str, tool: str, patience: Patience) -> Unused | None:
    try:
        held = read_bounded(top / path, _SMALL)
    except OSError as error:
        return Unused(path, f"it cannot be read: {error.strerror}", "mend that")
    text = held.decode("utf-8", "replace").strip("\ufeff \t\r\n") if len(held) <= _SMALL else "…"
    if not text:
        return _empty(path, tool)
    if text == "[]":
        return _clean_list(path, tool)
    try:
        with Source.open(top / path, Watch(patience).open) as source:
            detect(source)
    except ReportError as error:
        known = not error.message.startswith("unknown format")
        why = error.message if known else "it is of no known format"
        return Unused(path, why, f"`scorecard-action inspect {shlex.quote(path)}` says more")
    return None


def _empty(path: str, tool: str) -> Unused:
    form = next((name for name in _forms(tool) if FORMATS[name].empty_clean), "")
    if form:
        why = f"it is empty, which is what {shown(tool)} writes when it finds nothing"
        return Unused(path, why, f"`format: {form}, empty: clean` says so", tool, form, empty=True)
    return Unused(path, "it is empty", "look whether its tool ran, and where it writes to")


def _clean_list(path: str, tool: str) -> Unused:
    form = next((name for name in _forms(tool) if FORMATS[name].clean_list), "")
    why = "it holds `[]` alone"
    if form:
        return Unused(path, why, f"`format: {form}` says what it is", tool, form)
    return Unused(path, why, "`format:` in the mapping says what it is")


def _forms(tool: str) -> list[str]:
    return [name for name in FORMATS if tool and name.split("-json")[0] == tool]
