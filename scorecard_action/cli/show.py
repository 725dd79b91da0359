"""Show a run in every place that wants it: the terminal, and each row of the table of outputs."""

from __future__ import annotations

from collections.abc import Mapping as Environ
from collections.abc import Sequence

import msgspec

from scorecard_action import __version__
from scorecard_action.cli import console
from scorecard_action.datadog.keys import masked, without_keys
from scorecard_action.errors import MappingError, Problem, UsageError
from scorecard_action.model import Run
from scorecard_action.outputs import terminal
from scorecard_action.outputs.table import OUTPUTS, Output


def everywhere(run: Run, environ: Environ[str, str], files: Environ[str, str]) -> None:
    """Print the report, and write the files that the options (by output) and the CI ask for.

    An output of the CI that cannot be written is a warning: the outcomes are what matters. Raises
    UsageError for one that an option names, which a later step relies on.
    """
    # Once for all of them, since a renderer cuts and escapes.
    run = _without_keys(run)
    console.out(
        terminal.render(
            run, width=console.width(), color=console.color(), encoding=console.encoding()
        ).rstrip("\n")
    )
    for output in OUTPUTS:
        if file := output.asked(files, environ):
            _write(output, file, output.render(run))


def bugs(told: Sequence[str]) -> None:
    """Print each fault of this program that cost a rule or a report, and what to report."""
    for one in told:
        console.fail(
            f"this is a bug in scorecard-action {__version__}, not in your build; all else is done."
            f" Please report it with the text below and the command that you ran:\n{one}"
        )


def mistakes(error: MappingError, files: Environ[str, str]) -> None:
    """Write the mistakes of a mapping to the outputs that tell of them, as `everywhere`."""
    problems = error.problems
    for keys in console.secrets():
        problems = tuple(Problem(*masked(problem, keys)) for problem in problems)
    for output in OUTPUTS:
        if output.errors and (file := output.asked(files, {})):
            _write(output, file, output.errors(problems))


def _without_keys(run: Run) -> Run:
    keys = console.secrets()
    outcomes = tuple(without_keys(outcome, *keys) for outcome in run.outcomes)
    # Few of very many outcomes hold a key, and only those are made anew.
    rest = without_keys(msgspec.structs.replace(run, outcomes=()), *keys)
    return msgspec.structs.replace(rest, outcomes=outcomes)


def _write(output: Output, file: str, text: str) -> None:
    try:
        output.write("/dev/stdout" if file == "-" and output.stdout else file, text)
    except OSError as error:
        if output.option:
            raise UsageError(f"cannot write {file}: {error.strerror}") from None
        console.warn(f"GitHub's files cannot be written: {error.filename}: {error.strerror}")
