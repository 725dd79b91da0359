"""The cases of `test`: folders that hold an expect.yaml, found and read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from scorecard_action.cli import console, inspect
from scorecard_action.errors import MappingError, Problem, UsageError
from scorecard_action.files import NotRegularError, read_bounded
from scorecard_action.globs.walk import NOT_WALKED, VIRTUAL_ENVIRONMENT
from scorecard_action.mapping.source import MAX_BYTES, NAMES, find_mapping
from scorecard_action.trials.document import Expect
from scorecard_action.trials.reader import FILE, reads

_MISNAMED: Final = "expect.yml"


@dataclass(frozen=True)
class Case:
    """A folder with what is expected of it: `folder` is absolute, `name` what it is called."""

    folder: str
    name: str
    expect: Expect = field(default_factory=Expect)

    @property
    def file(self) -> str:
        """What its expect.yaml is called."""
        return FILE if self.name == "." else f"{self.name}/{FILE}"


def below(folders: Sequence[str], *, record: bool) -> list[Case]:
    """Return the cases below the folders, each once, in the order of these and then of paths.

    `record`: a folder that is named and holds none is to become one. Raises UsageError where there
    is none, and MappingError with all that is wrong in any.
    """
    named: dict[str, str] = {}
    for folder in folders or (".",):
        for path, name in _below(folder, become=record and bool(folders)):
            named.setdefault(path, name)
    if not named:
        where = ", ".join(folders) or "the current folder"
        raise UsageError(
            f"no case: no folder with an {FILE} in {where}",
            hint="`test --record FOLDER` makes a folder of reports one",
        )
    cases: list[Case] = []
    problems: list[Problem] = []
    for case in (Case(path, name) for path, name in named.items()):
        try:
            cases.append(replace(case, expect=read(case, content(case), doubting=True)))
        except MappingError as error:
            problems += error.problems
    if problems:
        raise MappingError(problems)
    return cases


def content(case: Case) -> bytes:
    """Return what is in the expect.yaml of a case; nothing where it is to be recorded.

    Raises MappingError where it cannot be read.
    """
    file = Path(case.folder, FILE)
    if not os.path.lexists(file):
        return b""
    try:
        data = read_bounded(file, MAX_BYTES)
    except NotRegularError:
        why = "it is not a regular file"
    except OSError as error:
        why = error.strerror or str(error)
    else:
        if len(data) <= MAX_BYTES:
            return data
        why = "it is larger than 1 MiB"
    raise MappingError([Problem(case.file, 0, 0, f"cannot be read: {why}")])


def read(case: Case, data: bytes, *, doubting: bool = False) -> Expect:
    """Return what this says that is expected of a case; `doubting`: warn of what is odd in it.

    Raises MappingError with all that is wrong in it.
    """
    expect, doubts = reads(
        data, case.file, columns=inspect.columns(), is_there=partial(_is_there, case.folder)
    )
    for doubt in doubts if doubting else ():
        console.warn(str(doubt))
    return expect


def repositorys(top: Path) -> str | None:
    """Return the mapping of the cases that have none: here, or at the root of the repository.

    Raises UsageError where two are there.
    """
    root = next((one for one in (top, *top.parents) if os.path.lexists(one / ".git")), top)
    for folder in (top, root):
        if any(os.path.lexists(folder / name) for name in NAMES):
            return str(find_mapping(folder))
    return None


def _below(folder: str, *, become: bool) -> list[tuple[str, str]]:
    """Return the cases of a folder in order: the real path, and what the case is called.

    `become`: one that holds no case is to be one.
    """
    top = os.path.realpath(folder)
    if not Path(top).is_dir():
        raise UsageError(f"{folder} is no folder")
    found = sorted(_inside(top, folder), key=lambda path: path.split("/"))
    if become and not found:
        found = [""]
    return [
        (os.path.realpath(f"{top}/{inside}"), os.path.normpath(f"{folder}/{inside}"))
        for inside in found
    ]


def _inside(top: str, shown: str) -> Iterator[str]:
    """Yield the cases of a folder, by their paths in it. A folder in a case is a part of it.

    A link to a case is one, so that several repositories can share it; no other is followed.
    """
    for path, folders, files in os.walk(top, onerror=_unlisted):
        inside = path[len(top) :].lstrip("/")
        if FILE in files:
            yield inside
            folders.clear()
        elif _MISNAMED in files:
            there = os.path.normpath(f"{shown}/{inside}/{_MISNAMED}")
            raise UsageError(f"{there} is not read: name it {FILE}")
        for name in folders:
            link = Path(path, name)
            if link.is_symlink() and os.path.lexists(link / FILE):
                yield f"{inside}/{name}".lstrip("/")
        folders[:] = (name for name in folders if _entered(path, name))


def _entered(path: str, name: str) -> bool:
    return name not in NOT_WALKED and not os.path.lexists(f"{path}/{name}/{VIRTUAL_ENVIRONMENT}")


def _unlisted(error: OSError) -> None:
    raise UsageError(f"cannot look for cases in {error.filename}: {error.strerror}")


def _is_there(folder: str, name: str) -> bool:
    return Path(folder, name).is_file()
