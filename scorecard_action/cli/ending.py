"""An error that ends the run: told wherever a person, the CI or a program looks for it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

import click

from scorecard_action.cli import annotating, cli, console, here, options, show, with_command
from scorecard_action.delivery.undelivered import FILE
from scorecard_action.errors import (
    DiffError,
    MappingError,
    Problem,
    Quoted,
    ScorecardActionError,
    UsageError,
)
from scorecard_action.files import read_bounded
from scorecard_action.mapping.source import LINE_END, MAX_BYTES


def tell(
    error: Exception, given: Mapping[str, Any], environ: Mapping[str, str], started: str
) -> None:
    """Tell of an error in the outputs that were asked for and by annotations of the CI.

    `given` are the options of the command, by their names in Python, as far as they are known;
    `started` is the folder that the process was started in, as `here` has it. What cannot be
    written is a message more; nothing raises.
    """
    if given.get("working_directory") and here() == started:  # else it is entered already
        with contextlib.suppress(UsageError):
            options.enter(given["working_directory"])
    folder = here()
    root = annotating.root_of(folder, environ)
    problems = [_shown(one, root) for one in _problems(error)]
    annotating.tell(problems, environ, root)
    # of `submit`, and of `resend`
    saved = given.get("save_undelivered") or given.get("file") or FILE
    # a flag of another command may be called like an output
    files = options.files_of({name: one for name, one in given.items() if isinstance(one, str)})
    try:
        show.refuse_doubles(files, environ, saved)
    except UsageError:
        files = {}  # one of them would overwrite another, or the saved batch
    show.mistakes(problems, files, environ)


def options_of(arguments: Sequence[str]) -> Mapping[str, Any]:
    """Return the options of a command line by their names in Python, as far as it can be read."""
    name, *rest = with_command(arguments)
    outer = click.Context(cli)
    command = cli.get_command(outer, name)
    if command is None:
        return {}
    with contextlib.suppress(click.ClickException, click.exceptions.Exit, click.Abort):
        return command.make_context(name, rest, parent=outer, resilient_parsing=True).params
    return {}


def _problems(error: Exception) -> Sequence[Problem]:
    if isinstance(error, MappingError):
        return error.problems
    if isinstance(error, DiffError):
        return [error.problem]
    if isinstance(error, ScorecardActionError):
        hint = f" - {error.hint}" if error.hint else ""
        return [Problem("", 0, 0, f"{error.message}{hint}")]
    message = error.format_message() if isinstance(error, click.ClickException) else str(error)
    return [Problem("", 0, 0, message)]


def _shown(problem: Problem, root: str) -> Problem:
    """The problem without keys; with its line, where its file is in the repository."""
    code = _code(problem, root)
    file, message = console.masked(problem.file), console.masked(problem.message)
    return Quoted.of(problem._replace(file=file, message=message), console.masked(code))


def _code(problem: Problem, root: str) -> str:
    if not problem.line or not annotating.below(problem.file, root):
        return ""
    try:
        lines = LINE_END.split(read_bounded(problem.file, MAX_BYTES).decode())
    except (OSError, ValueError):
        return ""
    return lines[problem.line - 1] if problem.line <= len(lines) else ""
