"""The job summary of a run that an error ended: each error at its place, with the line of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scorecard_action.errors import Problem, Quoted, locate
from scorecard_action.outputs.text import cut, html, markdown
from scorecard_action.outputs.words import count

_SHOWN: Final = 50
_MESSAGE, _CODE = 2000, 200  # characters shown of one


def summary(problems: Iterable[Problem]) -> str:
    """The errors as GitHub Flavored Markdown; at most fifty, the rest is counted."""
    problems = list(problems)
    lines = [f"## ❌ Scorecard: ended by {count(len(problems), 'error')}", ""]
    for problem in problems[:_SHOWN]:
        place = locate(problem.file, problem.line, problem.column)
        where = f"**{markdown(place)}** " if place else ""
        said = "<br>".join(map(markdown, cut(problem.message, _MESSAGE).splitlines()))
        lines += [f"{where}{said}", "", *_code(problem)]
    if problems[_SHOWN:]:
        lines += [f"… and {count(len(problems) - _SHOWN, 'more error')}: the log has them", ""]
    return "\n".join(lines) + "\n"


def _code(problem: Problem) -> Iterable[str]:
    """The line, and below it where in it; in one HTML block, which no Markdown is read in."""
    if not isinstance(problem, Quoted) or not problem.code.strip():
        return
    number = f"{problem.line} | "
    before = problem.code[: problem.column - 1] if problem.column else ""
    # what is shown as an escape, or wider than a letter, would move what stands behind it
    exact = problem.column and len(before) < _CODE and before.isascii() and before.isprintable()
    mark = f"\n{' ' * len(number + before)}^" if exact else ""
    yield f"<pre>{number}{html(cut(problem.code, _CODE))}{mark}</pre>"
    yield ""
