"""The mappings that lie below one: found, read and bounded together, each checked by itself.

What a repository names lies within its workspace; what lies elsewhere is named by whoever runs the
step, and no message quotes what is in it.
"""

from __future__ import annotations

import hashlib
import os
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from scorecard_action.errors import MappingError, Problem, UsageError
from scorecard_action.files import NotRegularError, read_bounded
from scorecard_action.mapping import consistency
from scorecard_action.mapping.base_entry import BaseEntry
from scorecard_action.mapping.checker import EXTENDS, Checker, another_tool
from scorecard_action.mapping.document import Document
from scorecard_action.mapping.layers import flat
from scorecard_action.mapping.nodes import MAX_NODES, Broken, Mark, Node, Series, Table, compose
from scorecard_action.mapping.scalars import describe
from scorecard_action.mapping.source import MAX_BYTES, decode, split_lines
from scorecard_action.mapping.types import Lower
from scorecard_action.mapping.wording import quote
from scorecard_action.masking import mask_shapes

MAX_DEPTH: Final = 5
"""Files below one another, the mapping itself not counted."""
MAX_FILES: Final = 100
MAX_BYTES_TOGETHER: Final = 4 * MAX_BYTES

OPTION: Final = "--extends or SCORECARD_EXTENDS"
HIDDEN: Final = (
    "a mistake here; the file lies outside the workspace, so nothing of it is shown:"
    " `scorecard-action check --mapping FILE` where it belongs says more"
)
DOUBT: Final = "a doubt here; the file lies outside the workspace, so nothing of it is shown"

ANOTHER_TOOL: Final = "this is a configuration of OpenSSF Scorecard, another tool"
EXPECTED: Final = "expected a mapping with 'version: 1' and 'rules:'"


class Top(NamedTuple):
    """The mapping that others lie below: its nodes and text, its path and what messages call it."""

    root: Table
    text: str
    path: str
    shown: str


class _Wanted(NamedTuple):
    """A mapping that one names: where it says so, and the sum that the file must have."""

    path: str
    mark: Mark
    sum: str | None = None
    sum_mark: Mark = Mark(0, 0)


@dataclass(frozen=True)
class _File:
    """A mapping read: `path` as it was named, `real` without links."""

    path: str
    real: str
    shown: str
    outside: bool
    sum: str
    layer: Table | None = None
    wanted: tuple[_Wanted, ...] = ()


class _Refused(Exception):
    """Why a mapping that one names is not read, and where it is named."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark, self.message = mark, message


@dataclass
class Stack:
    """A mapping and those below it. `layers` has the lowest first.

    `complete` is false where one could not be read: what is left says nothing of the whole.
    """

    workspace: str
    problems: dict[Problem, None] = field(default_factory=dict)
    warnings: dict[Problem, None] = field(default_factory=dict)
    lines: dict[str, Sequence[str]] = field(default_factory=dict)
    layers: list[Table] = field(default_factory=list)
    lower: dict[str, Lower] = field(default_factory=dict)
    complete: bool = True
    _read: dict[str, _File] = field(default_factory=dict)
    _nodes: int = MAX_NODES
    _bytes: int = 0
    _choices: int = 0

    def add(self, top: Top, given: Sequence[str]) -> None:
        """Put the mapping itself on top of those it names; `given` by option lie lowest.

        Raises UsageError where one that is given cannot be read, and TooManyError.
        """
        root, text, path, shown = top
        real = os.path.realpath(path)
        self.workspace = os.path.realpath(self.workspace)
        self._nodes -= root.size
        outside = not _below(real, self.workspace)
        file = self._checked(root, text, _File(path, real, shown, outside, sum=""))
        self._read[real] = file
        for name in given:
            self._visit(self._given(name), (real,), {real: shown})
        self._visit(file, (), {})

    def hide(self, problem: Problem, instead: str) -> Problem:
        """The problem, without what it says where it lies in a file outside the workspace."""
        lower = self.lower.get(problem.file)
        return problem._replace(message=instead) if lower and lower.outside else problem

    def _visit(self, file: _File, chain: tuple[str, ...], names: dict[str, str]) -> None:
        """Lay down what the file names, then the file."""
        chain, names = (*chain, file.real), {**names, file.real: file.shown}
        for wanted in file.wanted:
            if len(self.layers) >= MAX_FILES:
                self._fail(wanted.mark, f"more than {MAX_FILES} mappings below one: refused")
                return
            try:
                one = self._found(wanted, file, chain, names)
            except _Refused as refused:
                self._fail(refused.mark, refused.message)
            else:
                self._visit(one, chain, names)
        if file.layer is None:
            self.complete = False
        else:
            self.layers.append(file.layer)

    def _found(
        self, wanted: _Wanted, by: _File, chain: tuple[str, ...], names: dict[str, str]
    ) -> _File:
        """The file that one names, read. Raises _Refused."""
        said = quote(wanted.path)
        path = os.path.join(os.path.dirname(by.path), wanted.path)  # noqa: PTH118, PTH120 - as written
        real = os.path.realpath(path)
        if real in chain:
            way = [names[one] for one in chain[chain.index(real) :]]
            raise _Refused(
                wanted.mark, f"{said} extends itself: {' -> '.join([*way, names[real]])}"
            )
        if len(chain) > MAX_DEPTH:
            raise _Refused(
                wanted.mark, f"{said}: more than {MAX_DEPTH} mappings below one another: refused"
            )
        outside = not _below(real, self.workspace)
        # What is in an image extends what is beside it there.
        if _below(real, os.path.join(self.workspace, ".git")):  # noqa: PTH118 - as the others
            raise _Refused(wanted.mark, f"{said} is git's own, and may hold its keys: refused")
        if outside and not (by.outside and _below(real, os.path.dirname(by.real))):  # noqa: PTH120
            raise _Refused(
                wanted.mark,
                f"{said} lies outside the workspace: name it with {OPTION},"
                " or keep a copy in the repository with its 'sha256'",
            )
        shown = self._shown(by.shown, wanted.path, real)
        try:
            one = self._open(path, real, shown, outside)
        except (OSError, ValueError) as error:
            place = "" if shown == wanted.path else f" (looked for as {shown})"
            message = f"cannot read {said}: {_reason(error)}{place}"
            raise _Refused(wanted.mark, message) from error
        if wanted.sum and wanted.sum != one.sum:
            self._drop(one)
            ask = f"sha256sum {shlex.quote(one.shown)}"
            raise _Refused(
                wanted.sum_mark,
                f"{said} is not the file that was named: its sum is {one.sum}, expected"
                f" {wanted.sum}; look at what changed, then write what `{ask}` prints",
            )
        if wanted.sum:
            self.lower[one.shown] = self.lower[one.shown]._replace(pinned=True)
        return one

    def _given(self, name: str) -> _File:
        """The file that an option names, read. Raises UsageError where it cannot be."""
        if "://" in name:
            raise UsageError(
                f"{OPTION} names a URL, and none is fetched: {mask_shapes(name)}",
                hint="have a step before this one fetch it, and name the file",
            )
        try:
            real = os.path.realpath(name)
            outside = not _below(real, self.workspace)
            return self._open(name, real, self._shown("", name, real), outside)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"cannot read the mapping '{name}' that {OPTION} names: {_reason(error)}"
            ) from error

    def _open(self, path: str, real: str, shown: str, outside: bool) -> _File:
        """Read and check one file, once. Raises OSError or ValueError where it cannot be read."""
        if real in self._read:
            file = self._read[real]
            self._nodes -= file.layer.size if file.layer else 0
            if self._nodes < 0:
                # read already, so that nothing else says it
                raise ValueError(f"more than {MAX_NODES:,} values with this one: refused")
            return file
        data = read_bounded(real, MAX_BYTES)
        self._bytes += len(data)
        found = hashlib.sha256(data).hexdigest()
        self.lower[shown] = Lower(shown, found, outside)
        file = self._parsed(data, _File(path, real, shown, outside, found))
        self._read[real] = file
        return file

    def _parsed(self, data: bytes, file: _File) -> _File:
        try:
            if len(data) > MAX_BYTES or self._bytes > MAX_BYTES_TOGETHER:
                size = "1 MiB" if len(data) > MAX_BYTES else "4 MiB with those read before it"
                said = f"the mapping is larger than {size}: split it, or shorten it"
                raise MappingError([Problem(file.shown, 0, 0, said)])
            text = decode(data, file.shown)
            root, problems = compose(text, file.shown, self._nodes)
        except MappingError as error:
            self.problems |= dict.fromkeys(error.problems)
            return file
        self.problems |= dict.fromkeys(problems)
        if not isinstance(root, Table):
            if not isinstance(root, Broken):
                said = f"{EXPECTED}, found {describe(root)}"
                self.problems[Problem(file.shown, *root.mark[:2], said)] = None
            return file
        self._nodes -= root.size
        return self._checked(root, text, file)

    def _checked(self, root: Table, text: str, file: _File) -> _File:
        """The file with its layer and what it names, all that is wrong in it said."""
        self.lines[file.shown] = split_lines(text)
        checker = Checker(file.shown, self.lines, self.problems, self.warnings, layered=True)
        checker.choices = self._choices
        entries = checker.entries(root, "the mapping")
        if mark := another_tool(entries):
            checker.say(mark, ANOTHER_TOOL)
            return file
        document: Document = checker.struct(root, Document, "the mapping")
        if isinstance(document, Document):
            consistency.check_file(document, root, checker)
        self._choices = checker.choices
        value = entries[EXTENDS].value if EXTENDS in entries else None
        wanted = tuple(_wanted(document.extends, value, checker)) if value else ()
        return _File(
            file.path, file.real, file.shown, file.outside, file.sum, flat(root, checker), wanted
        )

    def _shown(self, by: str, path: str, real: str) -> str:
        """What messages call a file: one name for one file, and none for two."""
        folder = os.path.dirname(by)  # noqa: PTH120 - as written
        shown = os.path.normpath(os.path.join(folder, path))  # noqa: PTH118
        if any(one.shown == shown and one.real != real for one in self._read.values()):
            return real
        return shown

    def _drop(self, file: _File) -> None:
        """Forget what was said of a file that is not the one that was named."""
        for said in (self.problems, self.warnings):
            for problem in [one for one in said if one.file == file.shown]:
                del said[problem]

    def _fail(self, mark: Mark, message: str) -> None:
        self.complete = False
        self.problems[Problem(mark.file, mark.line, mark.column, message)] = None


def _wanted(said: object, node: Node, checker: Checker) -> Iterator[_Wanted]:
    """What `extends` names, without what was reported."""
    values = said if isinstance(said, list) else [said]
    nodes = node.items if isinstance(node, Series) else [node]
    for value, place in zip(values, nodes, strict=False):
        if isinstance(value, str):
            yield _Wanted(value, place.mark)
        elif isinstance(value, BaseEntry) and isinstance(value.path, str):
            entries = checker.entries(place) if isinstance(place, Table) else {}
            marks = {name: entry.value.mark for name, entry in entries.items()}
            yield _Wanted(value.path, marks["path"], value.sha256, marks.get("sha256", place.mark))


def _below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip("/\\") + os.sep)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, NotRegularError):
        return "it is not a regular file"
    if isinstance(error, OSError):
        return error.strerror or "it cannot be read"
    return "not a file name" if "null byte" in str(error) else str(error)
