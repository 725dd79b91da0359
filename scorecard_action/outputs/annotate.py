"""Errors as annotations: the lines of a log that GitHub and Azure Pipelines show at a file's line.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions and
https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from scorecard_action.errors import Problem
from scorecard_action.outputs.text import cut, terminal

MOST: Final = 10
"""Errors that GitHub shows of one step; what comes after them is dropped there."""

_MESSAGE: Final = 4000  # characters
_TITLE: Final = "Scorecard"

# What each CI decodes again; `%` first.
_GITHUB: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_GITHUB_PROPERTY: Final = (*_GITHUB, (":", "%3A"), (",", "%2C"))
_AZURE: Final = (("%", "%AZP25"), ("\r", "%0D"), ("\n", "%0A"))
_AZURE_PROPERTY: Final = (*_AZURE, (";", "%3B"), ("]", "%5D"))


def github(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield `::error file=…,line=…,col=…,title=…::…` for each problem, at most ten lines.

    `file` of a problem is relative to the repository's root; "" makes an annotation of no file.
    """
    for problem in _few(problems):
        fields = [*_place(problem, "file", "line", "col"), ("title", _TITLE)]
        said = ",".join(f"{name}={_coded(value, _GITHUB_PROPERTY)}" for name, value in fields)
        yield f"::error {said}::{_coded(_lines(problem.message), _GITHUB)}"


def azure(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield `##vso[task.logissue type=error;sourcepath=…;linenumber=…]…`, as `github`."""
    for problem in _few(problems):
        place = _place(problem, "sourcepath", "linenumber", "columnnumber")
        fields = [("type", "error"), *place]
        said = ";".join(f"{name}={_coded(value, _AZURE_PROPERTY)}" for name, value in fields)
        yield f"##vso[task.logissue {said}]{_coded(_lines(problem.message), _AZURE)}"


def _few(problems: Sequence[Problem]) -> Iterator[Problem]:
    if len(problems) <= MOST:
        yield from problems
        return
    yield from problems[: MOST - 1]
    more = len(problems) - MOST + 1
    yield Problem("", 0, 0, f"{more:,} more errors: the log and the job summary have them")


def _place(problem: Problem, *names: str) -> Iterator[tuple[str, str]]:
    values = (terminal(problem.file), problem.line, problem.column)
    for name, value in zip(names, values, strict=True):
        if not value:
            return
        yield name, str(value)


def _lines(message: str) -> str:
    return "\n".join(map(terminal, cut(message, _MESSAGE).splitlines()))


def _coded(text: str, codes: Sequence[tuple[str, str]]) -> str:
    for char, code in codes:
        text = text.replace(char, code)
    return text
