"""A unified diff, read line by line: which lines of which files it adds.

As GNU diffutils describes it ("Detailed Description of Unified Format") and git-diff(1)
("Generating patch text with -p"). A hunk says how many lines it has, so no line in it is taken
for anything else, and one that is cut off is seen.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from scorecard_action.changes.names import NOWHERE, Names, both_of, name_of
from scorecard_action.masking import clip

MAX_LINE: Final = 5_000_000
"""No report knows a line beyond this one."""

_HUNK: Final = re.compile(rb"@@ -(\d{1,10})(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@")
_COMMIT: Final = re.compile(rb"(?:From|commit) [0-9a-f]{40}(?:[0-9a-f]{24})?\b")
_DIFFER: Final = (b"Binary files ", b"Files ")
_ONLY: Final = b"Only in "
_BINARY: Final = (b"GIT binary patch", b"Cannot display: file marked as a binary type.")


class BrokenDiffError(Exception):
    """No unified diff, or not a whole one, from `line` on (counted from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class FileDiff(NamedTuple):
    """What a diff says of one file, from `line` on.

    `runs` are the lines added: (first, last) each. `unseen` says that the file changed, but not in
    which lines; without either it was only moved. `commit` numbers the commits of a series of
    patches, from 1; 0 where the diff names none.
    """

    line: int
    names: Names
    runs: array[int]
    unseen: bool = False
    commit: int = 0


def parse(lines: Iterable[bytes]) -> Iterator[FileDiff]:
    """Yield the files of a diff that have new lines, or that changed without showing them; of
    patches of several commits also those that moved.

    `lines` may be cut after their beginning. Raises BrokenDiffError.
    """
    reader = _Reader()
    number = 0
    for number, line in enumerate(lines, 1):
        if reader.old_left or reader.new_left:
            reader.hunk_line(number, line)
        else:
            yield from reader.outside(number, line)
    yield from reader.end(number)


class _Reader:
    def __init__(self) -> None:
        self.old_left = self.new_left = 0
        self._next = 0  # number of the next new line
        self._hunk = 0  # line of the diff that the hunk begins at
        self._after_hunk = False
        self._old: tuple[int, str] | None = None  # of a `---` that waits for its `+++`
        self._commits = 0
        self._said = False  # something of a diff was there
        self._text = 0  # the first line that is not empty
        self._head = 0  # the line, where lines of a file's diff are to follow the one read last
        self._clear()

    @property
    def _opened(self) -> bool:
        """Whether what git says of a file before its names may come."""
        return self._names.git and not self._named

    def _clear(self) -> None:
        self._line = self._commit = 0
        self._names = Names()
        self._named = False  # by `---` and `+++`
        self._unseen = self._gone = False
        self._runs = array("I")

    def hunk_line(self, number: int, line: bytes) -> None:
        """Take in a line of the hunk that was announced."""
        mark = line[:1]
        if mark == b"+":
            self.new_left -= 1
            self._add(self._next)
            self._next += 1
        elif mark == b"-":
            self.old_left -= 1
        elif mark in b" \n\r":  # some tools strip the blank of an empty line
            self.old_left -= 1
            self.new_left -= 1
            self._next += 1
        elif mark != b"\\":
            raise BrokenDiffError(
                number,
                f"the hunk of line {self._hunk} is not at its end, and this is no line of one",
            )
        if self.old_left < 0 or self.new_left < 0:
            raise BrokenDiffError(
                number, f"the hunk of line {self._hunk} announces fewer lines: this is one too many"
            )
        self._after_hunk = True

    def _add(self, line: int) -> None:
        if line > MAX_LINE:
            return
        if self._runs and self._runs[-1] == line - 1:
            self._runs[-1] = line
        else:
            self._runs.extend((line, line))

    def outside(self, number: int, line: bytes) -> Iterator[FileDiff]:
        """Take in a line that belongs to no hunk."""
        if not self._text and line.strip():
            self._text = number
        git = line.startswith(b"diff --git ") or (self._head and line.startswith(b"index "))
        self._head = number if git else 0
        if self._old is not None:
            yield from self._new_name(number, line)
            return
        if line.startswith(b"@@ "):
            self._begin_hunk(number, line)
        elif line.startswith(b"--- "):
            self._old = number, self._name(number, line[4:])
        elif line.startswith((b"diff -", b"Index: ")):
            yield from self._begin_file(number, line)
        elif self._opened and line.startswith((b"rename to ", b"copy to ")):
            self._names = self._names._replace(
                renamed=self._name(number, line.partition(b" to ")[2])
            )
        elif self._opened and line.startswith(b"rename from "):
            self._names = self._names._replace(moved=self._name(number, line[12:]))
        elif self._line and line.startswith(_BINARY):
            self._unseen = not self._gone
        elif line.startswith(_DIFFER) and line.rstrip().endswith(b" differ"):
            yield from self._differing(number, line)
        elif line.startswith(_ONLY) and b": " in line:
            yield from self._only(number, line)
        else:
            self._other(number, line)
            return
        self._said = True

    def end(self, number: int) -> Iterator[FileDiff]:
        """Take in the end of the diff, after so many lines."""
        if self.old_left or self.new_left:
            left = f"{self.old_left} old and {self.new_left} new lines"
            raise BrokenDiffError(
                number, f"the diff is cut off: the hunk of line {self._hunk} has {left} to come"
            )
        if self._old is not None and (self._after_hunk or self._opened):
            raise BrokenDiffError(number, "the diff is cut off: `+++` is to follow `---`")
        if self._head:
            raise BrokenDiffError(
                self._head, "the diff is cut off: what changed in this file is to follow"
            )
        if not self._said and self._text:
            raise BrokenDiffError(
                self._text,
                "this is no unified diff: it names no file (`---`, `+++`) and has no hunk (`@@`);"
                " `git diff` and `diff -u` write one",
            )
        yield from self._done()

    def _done(self) -> Iterator[FileDiff]:
        """Yield the file that ends here, if there is something to say of it."""
        gone = self._named and self._names.new == NOWHERE
        moved = self._names.moved and self._commit > 1
        if (self._runs or self._unseen or moved) and not gone:
            yield FileDiff(self._line, self._names, self._runs, self._unseen, self._commit)
        self._clear()

    def _name(self, number: int, written: bytes) -> str:
        name = name_of(written)
        if not name:
            shown = clip(written.decode("utf-8", "replace").strip(), 80)
            raise BrokenDiffError(number, f"{shown!r} is no name of a file")
        return name

    def _begin_file(self, number: int, line: bytes) -> Iterator[FileDiff]:
        if line.startswith((b"diff --cc ", b"diff --combined ")):
            raise BrokenDiffError(number, _COMBINED)
        yield from self._done()
        self._after_hunk = False
        self._line, self._commit = number, self._commits
        if line.startswith(b"diff --git "):
            both = both_of(line[11:]) or ("", "")
            self._names = Names(*both, git=True)
        elif line.startswith(b"Index: "):
            name = self._name(number, line[7:])
            self._names = Names(name, name)

    def _new_name(self, number: int, line: bytes) -> Iterator[FileDiff]:
        """Take in the line after a `---`: its `+++`, or else it was none of a diff."""
        began, old = self._old or (0, "")
        self._old = None
        if line.startswith(b"+++ "):
            new = self._name(number, line[4:])
            if self._named:
                yield from self._done()
            self._line, self._commit = self._line or began, self._commits
            kept = self._names.old if old == NOWHERE and self._names.git else old
            self._names = self._names._replace(old=kept or old, new=new)
            self._named, self._after_hunk, self._said = True, False, True
            self._head = number
            if self._names.reversed:
                raise BrokenDiffError(
                    began, "the diff is the wrong way round (`git diff -R`): it says what was there"
                )
        elif self._after_hunk or self._opened:
            raise BrokenDiffError(number, f"`+++` is to follow the `---` of line {began}")
        else:
            yield from self.outside(number, line)

    def _begin_hunk(self, number: int, line: bytes) -> None:
        found = _HUNK.match(line)
        if not found:
            shown = clip(line.decode("utf-8", "replace").strip(), 80)
            raise BrokenDiffError(
                number, f"{shown!r} announces no hunk: `@@ -1,2 +1,3 @@` is the form"
            )
        if not self._named:
            raise BrokenDiffError(number, "a hunk of no file: `---` and `+++` come first")
        self.old_left = int(found[2] or 1)
        self.new_left = int(found[4] or 1)
        self._next = int(found[3])
        self._hunk = number
        if self.new_left and not self._next:
            raise BrokenDiffError(number, "a hunk begins at line 0 of a file: the first line is 1")
        self._after_hunk = True

    def _only(self, number: int, line: bytes) -> Iterator[FileDiff]:
        """Take in that a file is on one side alone: its lines are not shown."""
        yield from self._done()
        folder, _, name = line[len(_ONLY) :].rpartition(b": ")
        self._line, self._unseen = number, True
        self._names = Names(new=self._name(number, b"%b/%b" % (folder, name)))

    def _differing(self, number: int, line: bytes) -> Iterator[FileDiff]:
        """Take in that two files differ, without the lines in which they do."""
        both = line.rstrip().removesuffix(b" differ").partition(b"iles ")[2]
        before, _, after = both.rpartition(b" and ")
        old, new = self._name(number, before), self._name(number, after)
        if not self._names.git:
            yield from self._done()
            self._line = number
            self._names = Names(old, new)
        elif not self._names.new:
            self._names = self._names._replace(old=old, new=new)
        self._unseen, self._after_hunk = new != NOWHERE, False

    def _other(self, number: int, line: bytes) -> None:
        """Take in a line that says nothing of files, or one that no diff has here."""
        if line.startswith(b"@@@"):
            raise BrokenDiffError(number, _COMBINED)
        if line.startswith(b"\x1b["):
            raise BrokenDiffError(number, "the diff has colours: `git diff --no-color` has none")
        if line.startswith(b"***************"):
            raise BrokenDiffError(number, "a context diff is none: `diff -u` writes a unified one")
        if self._after_hunk and line.startswith((b"+", b"-")) and not _is_signature(line):
            raise BrokenDiffError(
                number, f"a line more than the hunk of line {self._hunk} announces"
            )
        if _COMMIT.match(line):
            self._commits += 1
        if self._opened and line.startswith(b"deleted file mode "):
            self._gone = True
        self._after_hunk = self._after_hunk and line.startswith(b"\\")


_COMBINED: Final = (
    "a combined diff of a merge does not say which lines changed against one commit:"
    " `git diff BASE...HEAD` does"
)


def _is_signature(line: bytes) -> bool:
    """Say whether a mail ends here, as `git format-patch` writes one."""
    return line.rstrip(b"\r\n") in {b"-- ", b"--"}
