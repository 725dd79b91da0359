"""Show a run in every place that wants it: the terminal, and each row of the table of outputs."""

from __future__ import annotations

import os
from collections.abc import Mapping as Environ
from collections.abc import Sequence

import msgspec

from scorecard_action import __version__
from scorecard_action.cli import EXIT_NOT_WRITTEN, console
from scorecard_action.datadog.keys import without_keys
from scorecard_action.errors import Problem, UsageError
from scorecard_action.model import Run
from scorecard_action.outputs import terminal
from scorecard_action.outputs.table import OUTPUTS, Output


def refuse_doubles(files: Environ[str, str], environ: Environ[str, str], saved: str) -> None:
    """Raise UsageError where two outputs, or one and the `saved` batch, are one file."""
    named = {os.path.realpath(saved): "the undelivered outcomes"}
    for output in OUTPUTS:
        file = output.asked(files, environ)
        if not file or file == "-" or file.startswith(("/dev/", "/proc/")):
            continue
        place, name = os.path.realpath(file), output.option or output.variable
        before = named.setdefault(place, name)
        # The CI's own may be one file: both are only added to.
        if before != name and (output.option or before.startswith(("-", "the "))):
            raise UsageError(f"{file} is named twice: for {before} and for {name}")


def everywhere(run: Run, environ: Environ[str, str], files: Environ[str, str]) -> int:
    """Print the report, and write the files that the options (by output) and the CI ask for.

    Returns 74 where one that an option names, which a later step relies on, could not be written,
    else 0. One of the CI that cannot be is a warning: the outcomes are what matters.
    """
    # Once for all of them, since a renderer cuts and escapes.
    run = safe(run)
    report = terminal.render(
        run, width=console.width(), color=console.color(), encoding=console.encoding()
    ).rstrip("\n")
    # Where stdout has an output alone, the report goes beside it.
    (console.err if alone(files) else console.out)(report)
    written = [
        _write(output, file, output.render(run))
        for output in OUTPUTS
        if (file := output.asked(files, environ))
    ]
    return 0 if all(written) else EXIT_NOT_WRITTEN


def alone(files: Environ[str, str]) -> bool:
    """Whether one of the outputs is to be all that stdout has."""
    return any(output.stdout and output.asked(files, {}) == "-" for output in OUTPUTS)


def bugs(told: Sequence[str]) -> None:
    """Print each fault of this program that cost a rule or a report, and what to report."""
    for one in told:
        console.fail(
            f"this is a bug in scorecard-action {__version__}, not in your build; all else is done."
            f" Please report it with the text below and the command that you ran:\n{one}"
        )


def mistakes(
    problems: Sequence[Problem], files: Environ[str, str], environ: Environ[str, str]
) -> None:
    """Write the errors that ended the run, without keys, to the outputs that tell of them."""
    for output in OUTPUTS:
        if output.errors and (file := output.asked(files, environ)):
            _write(output, file, output.errors(problems))


def safe(run: Run) -> Run:
    """Return the run without what was found where keys belong."""
    keys = console.secrets()
    outcomes = tuple(without_keys(outcome, *keys) for outcome in run.outcomes)
    # Few of very many outcomes hold a key, and only those are made anew.
    rest = without_keys(msgspec.structs.replace(run, outcomes=()), *keys)
    return msgspec.structs.replace(rest, outcomes=outcomes)


def _write(output: Output, file: str, text: str) -> bool:
    """Whether it was written, or is one whose loss is only a warning."""
    if file == "-" and output.stdout:
        # Not by the name of the stream: a pipe that nobody reads cannot even be opened.
        if console.out(text.rstrip("\n")):
            return True
        console.fail(f"cannot write {output.option} to stdout")
        return False
    try:
        output.write(file, text)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a file name"
        if output.option:
            console.fail(f"cannot write {file}: {why}")
            return False
        console.warn(f"GitHub's files cannot be written: {file}: {why}")
    return True
