"""The names of files in a diff, as git, GNU diff, Mercurial and Subversion write them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

NOWHERE: Final = "/dev/null"
"""The other side of a file that is new, or gone."""

# What git sets before the names of the two sides, with `diff.mnemonicPrefix` by what they are:
# index, working tree, commit, object; `1/` and `2/` with `--no-index`.
_PREFIXES: Final = frozenset("a/b i/w c/i c/w o/w 1/2".split())
_EXCHANGED: Final = frozenset("b/a w/i i/c w/c w/o 2/1".split())
_LETTERS: Final = frozenset("abiwco12")
_LONGEST: Final = 4096  # bytes of a path on Linux
_DEEPEST: Final = 64
_QUOTED: Final = re.compile(rb'"((?:[^"\\\n]|\\.)*+)"')
_ESCAPE: Final = re.compile(rb"\\([abtnvfr\"\\]|[0-3][0-7]{2})")
_ESCAPES: Final = dict(zip(b'abtnvfr"\\', b'\a\b\t\n\v\f\r"\\', strict=True))


class Names(NamedTuple):
    """What a diff calls a file: on either side, "" where it does not say.

    `git` says that a `diff --git` stands before it, `renamed` is the new name where git says that
    it has one, `moved` the old one: both without a prefix.
    """

    old: str = ""
    new: str = ""
    git: bool = False
    renamed: str = ""
    moved: str = ""

    @property
    def reversed(self) -> bool:
        """Say whether the sides are exchanged, as `git diff -R` does."""
        return self.git and not self.renamed and self._same_rest() and self._pair in _EXCHANGED

    def candidates(self) -> Iterator[str]:
        """Yield what the new file may be called in its repository, the likeliest first.

        Only a diff that git did not write may have longer prefixes than one name.
        """
        if self.renamed:
            yield self.renamed
            return
        first, _, rest = self.new.partition("/")
        alone = self.old in {"", NOWHERE}
        if rest and (first in _LETTERS if alone else self._is_prefixed()):
            yield posixpath.normpath(rest)
        yield posixpath.normpath(self.new)
        tail = "" if self.git or rest.count("/") > _DEEPEST else rest.lstrip("/")
        while "/" in tail:
            yield posixpath.normpath(tail)
            tail = tail.partition("/")[2]

    def _is_prefixed(self) -> bool:
        if "/" not in self.old:
            return False
        first, _, second = self._pair.partition("/")
        return self._pair in _PREFIXES or (first != second and self._same_rest())

    @property
    def _pair(self) -> str:
        return f"{self.old.partition('/')[0]}/{self.new.partition('/')[0]}"

    def _same_rest(self) -> bool:
        return self.old.partition("/")[2] == self.new.partition("/")[2] != ""


def name_of(written: bytes) -> str | None:
    """Return the name that stands behind `---`, `+++` or `rename to`; None for a broken one.

    It ends at a tab, after which GNU diff, Mercurial and Subversion say when or which; in quotes,
    as git sets one with special bytes, those are escaped as in C.
    """
    written = written.rstrip(b"\n").removesuffix(b"\r")
    found = _QUOTED.match(written)
    if written.startswith(b'"') and not found:
        return None
    name = _unescaped(found[1]) if found else written.partition(b"\t")[0]
    return _text(name) if len(name) <= _LONGEST and b"\0" not in name else None


def both_of(written: bytes) -> tuple[str, str] | None:
    """Return the two names of `diff --git`; None where it does not say where the second begins.

    Unquoted names may have blanks: then they can be told apart only where they are one name.
    """
    written = written.rstrip(b"\n").removesuffix(b"\r")
    if found := _QUOTED.match(written):
        first, rest = _unescaped(found[1]), written[found.end() :].lstrip(b" ")
    elif written.endswith(b'"') and (start := written.find(b' "')) > 0:
        first, rest = written[:start], written[start + 1 :]
    else:
        middle = len(written) // 2
        first, rest = written[:middle], written[middle + 1 :]
        tails = {first.partition(b"/")[2], rest.partition(b"/")[2]}
        if written[middle : middle + 1] != b" " or (first != rest and len(tails) > 1):
            first, _, rest = written.partition(b" ")
            if b" " in rest or not rest:
                return None
    second = name_of(rest)
    return None if second is None else (_text(first), second)


def _unescaped(quoted: bytes) -> bytes:
    return _ESCAPE.sub(
        lambda one: bytes([int(one[1], 8) if len(one[1]) == 3 else _ESCAPES[one[1][0]]]), quoted
    )


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
