"""An error that ends the run: told wherever a person, the CI or a program looks for it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from scorecard_action.cli import cli, console, here, options, show, with_command
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
from scorecard_action.outputs import annotate
from scorecard_action.reading import checkout


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
    root = _root(folder, environ)
    problems = [_shown(one, root) for one in _problems(error)]
    _annotate(problems, root, environ)
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
    if not problem.line or not _below(problem.file, root):
        return ""
    try:
        lines = LINE_END.split(read_bounded(problem.file, MAX_BYTES).decode())
    except (OSError, ValueError):
        return ""
    return lines[problem.line - 1] if problem.line <= len(lines) else ""


def _annotate(problems: Sequence[Problem], root: str, environ: Mapping[str, str]) -> None:
    if environ.get("GITHUB_ACTIONS") == "true":
        form = annotate.github
    elif environ.get("TF_BUILD", "").lower() == "true":
        form = annotate.azure
    else:
        return
    placed = [one._replace(file=_below(one.file, root)) if one.file else one for one in problems]
    console.tell_ci(form(placed))


def _root(folder: str, environ: Mapping[str, str]) -> str:
    """The root of the repository, where the paths of annotations start; "" where none is known."""
    workspace = environ.get("GITHUB_WORKSPACE") or environ.get("BUILD_SOURCESDIRECTORY") or ""
    here = checkout.find(os.path.realpath(folder), workspace=os.path.realpath(workspace))
    return here.root if folder else ""


def _below(file: str, root: str) -> str:
    """The path of a file below a folder; "" where it lies elsewhere."""
    if not file or not root:
        return ""
    path = os.path.realpath(file)
    inside = path.startswith(f"{root.rstrip('/')}/")
    return Path(os.path.relpath(path, root)).as_posix() if inside else ""
