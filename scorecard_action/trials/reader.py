"""An expect.yaml read: every mistake in it at its place, as of a mapping."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from scorecard_action.errors import MappingError, Problem
from scorecard_action.mapping.checker import Checker, Entry, TooManyError
from scorecard_action.mapping.nodes import MAX_PROBLEMS, Broken, Mark, Table, compose
from scorecard_action.mapping.scalars import describe
from scorecard_action.mapping.source import decode, split_lines
from scorecard_action.mapping.wording import quote, suggest
from scorecard_action.trials.document import Expect

FILE = "expect.yaml"
WHAT = "the case"


def reads(
    data: bytes,
    shown: str,
    *,
    columns: Collection[str],
    is_there: Callable[[str], bool] = lambda _: True,
) -> tuple[Expect, tuple[Problem, ...]]:
    """Return what a case expects, and what may be meant otherwise; messages call its file `shown`.

    `columns` are the keys that `inspect` has of a file; `is_there` says whether a file is in the
    case's folder. Raises MappingError with all that is wrong, each at its line and column.
    """
    text = decode(data, shown)
    lines = split_lines(text)
    if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
        return Expect(), ()  # nothing yet: --record writes it
    root, problems = compose(text, shown)
    checker = Checker(shown, {shown: lines}, dict.fromkeys(problems), {})
    expect = Expect()
    try:
        if isinstance(root, Table):
            expect = checker.struct(root, Expect, WHAT)
            entries = checker.entries(root, WHAT)
            for mark, message in (*_inspect(entries, checker, columns), *_ages(entries, is_there)):
                checker.say(mark, message)
        elif not isinstance(root, Broken):
            checker.say(
                root.mark, f"expected a mapping such as 'outcomes:', found {describe(root)}"
            )
    except TooManyError:
        if len(checker.problems) >= MAX_PROBLEMS:
            last = f"more than {MAX_PROBLEMS:,} mistakes: the rest is not shown"
            checker.problems[Problem(shown, 0, 0, last)] = None
    if checker.problems:
        raise MappingError(list(checker.problems))
    return expect, tuple(checker.warnings)


def _inspect(
    entries: dict[str, Entry], checker: Checker, columns: Collection[str]
) -> Iterator[tuple[Mark, str]]:
    files = entries["inspect"].value if "inspect" in entries else None
    for file, entry in checker.entries(files).items() if isinstance(files, Table) else ():
        keys = checker.entries(entry.value) if isinstance(entry.value, Table) else {}
        for name, (key, _) in keys.items():
            if name not in columns:
                told = f"unknown key {quote(name)} in {quote(file)} of 'inspect'"
                yield key.mark, told + suggest(name, columns)


def _ages(entries: dict[str, Entry], is_there: Callable[[str], bool]) -> Iterator[tuple[Mark, str]]:
    ages = entries["ages"].value if "ages" in entries else None
    for key, _ in ages.pairs if isinstance(ages, Table) else ():
        text = getattr(key, "text", "")
        if text and not is_there(text):
            yield key.mark, f"{quote(text)} in 'ages' is no file of this case"
