"""The description of a JSON report that lists findings: its rows, and the marks beside them.

A field is a path (row_paths) from the finding; `^path` begins at what holds its list, `^^path` one
further out, `@` is the key that it stands under, `=text` is a text. `a|b` is the first that is not
empty; `{a}: {b}` puts several into a text. What no field names is never read: scanners of secrets
write the secret itself into their reports.

A mark is `path=pattern`, where the pattern must match the whole value, whatever its case ("" is
what is not there), or a path alone: something is there, and no empty list; `=` alone always holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from scorecard_action.model import Level
from scorecard_action.reports.lint.levels import PLAIN


class Row(NamedTuple):
    """Where findings are listed, and what they are made of.

    `at` is the list (`files[].offenses[]`), "" where each line of the report is a finding; reports
    of several shapes have several (`[]|messages[]`). `words` turns what the tool writes into the
    word that the mapping may select, `levels` the word into a level; `default` is the word of a
    finding without one. `need` names the members without which an element of the list is none of
    this format. `only`, `suppressed` and `unparsed` are marks. `base` is the number that
    the tool gives the first line; `rooted`: its paths begin with a slash that means the folder
    it looked at; `once` the fields in which repetitions of one finding agree.
    """

    at: str
    need: str = ""
    file: str = ""
    line: str = ""
    rule: str = ""
    level: str = ""
    message: str = ""
    levels: Mapping[str, Level] = PLAIN
    words: Mapping[str, str] | Callable[[str], str] | None = None
    default: str = "error"
    only: str = ""
    suppressed: str = ""
    unparsed: str = ""
    base: int = 1
    rooted: bool = False
    once: tuple[str, ...] = ()


class Stop(NamedTuple):
    """What says that the tool did not finish: elements of `at` (or the document) with `when`.

    `alone`: such a report may be without any list of findings. `first`: said once.
    """

    text: str
    at: str = ""
    when: str = ""
    alone: bool = False
    first: bool = False


class Zero(NamedTuple):
    """What says that the tool looked at nothing: of these counts, or lists, some are there, each is
    0 or empty, and nothing was found. `alone` as of Stop.
    """

    text: str
    counts: tuple[str, ...]
    alone: bool = False


class Fewer(NamedTuple):
    """Counts of what was `done` and `wanted`: less is unfinished, and both 0 is nothing.

    `text` and `nothing` say so; `text` has the counts as `{done:,}` and `{wanted:,}`.
    """

    text: str
    done: str
    wanted: str
    nothing: str


class Total(NamedTuple):
    """The report's own count of `what`, by the path: more than it lists (of `word`, or in all)
    says that some were lost.
    """

    tool: str
    what: str
    path: str
    word: str = ""


class End(NamedTuple):
    """The mark of the line that ends a report of lines, and what to say where there is none."""

    when: str
    text: str


class Every(NamedTuple):
    """`tool` lists all that it looked at in the first of a row's lists, `passed` marks what it did
    pass over: where nothing else is listed, it looked at nothing. `say` is a warning for each that
    it passed over, `what` the word for one.
    """

    tool: str
    passed: str = ""
    say: str = ""
    what: str = "file"


Said = Stop | Zero | Fewer | Total | Every


class Rows(NamedTuple):
    """A report. `lines`: each line is a document; `many`: it is one, or an array of them.

    `needs` names the members without which a document is of another tool, `after` begins the
    sentence that the tool writes behind its closing bracket.
    """

    tool: str
    rows: tuple[Row, ...]
    marks: tuple[Said, ...] = ()
    lines: bool = False
    many: bool = False
    needs: str = ""
    after: str = ""
    end: End | None = None
