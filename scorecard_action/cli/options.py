"""Options that several commands share, and how each can be set.

Every option can also come from a `SCORECARD_…` variable: `--fail-on` from `SCORECARD_FAIL_ON`. The
command line wins. The action's inputs are these options by name (see `inputs`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from scorecard_action.errors import UsageError
from scorecard_action.outputs.table import OUTPUTS

F = TypeVar("F", bound=Callable[..., Any])


def option(*names: str, **settings: Any) -> Callable[[F], F]:  # noqa: ANN401 - click's own
    """Make a click option that its `SCORECARD_…` variable sets too; an empty one is unset."""
    long = next(name for name in names if name.startswith("--"))
    variable = "SCORECARD_" + long.split("/")[0].removeprefix("--").replace("-", "_").upper()
    return click.option(*names, envvar=variable, show_envvar=True, **settings)


def working_directory(command: F) -> F:
    """Add `-C DIR`: where globs start, and the mapping is looked for."""
    return option(
        "-C",
        "--working-directory",
        metavar="DIR",
        help="Run as if started in this folder.",
    )(command)


def mapping(command: F) -> F:
    """Add `--mapping`."""
    return option(
        "--mapping",
        metavar="FILE",
        help="The mapping file.  [default: scorecard.datadog.yaml, or .yml]",
    )(command)


def service(command: F) -> F:
    """Add `--service`."""
    return option(
        "--service",
        metavar="NAME",
        help="The service, where the mapping names none; else one of those that it names.",
    )(command)


def api_url(command: F) -> F:
    """Add `--api-url`."""
    text = "Send here instead of to the site of DD_SITE."
    return option("--api-url", metavar="URL", help=text)(command)


def output_files(command: F) -> F:
    """Add the option of each output that has one, such as `--json`."""
    for output in reversed(OUTPUTS):
        if output.option:
            command = option(output.option, output.name, metavar="FILE", help=output.help)(command)
    return command


def files_of(given: dict[str, Any]) -> dict[str, str]:
    """Take the files of `output_files` out of a command's options, by the output's name."""
    names = [output.name for output in OUTPUTS if output.option]
    return {name: file for name in names if (file := given.pop(name))}


def endpoint(command: F) -> F:
    """Add `--endpoint`."""
    return option(
        "--endpoint",
        type=click.Choice(["auto", "batch", "async"]),
        default="auto",
        show_default=True,
        help="Which of Datadog's endpoints to send to.",
    )(command)


def batch_size(command: F) -> F:
    """Add `--batch-size`."""
    return option(
        "--batch-size",
        type=click.IntRange(1, 1000),
        default=100,
        show_default=True,
        help="The most outcomes in one request.",
    )(command)


def timeout(command: F) -> F:
    """Add `--timeout`."""
    return option(
        "--timeout",
        type=click.FloatRange(1, 3600),
        default=120,
        show_default=True,
        help="Seconds for all requests together, retries included.",
    )(command)


def enter(directory: str | None) -> Path:
    """Go to the working directory and return it.

    Raises UsageError where there is none.
    """
    if directory:
        try:
            os.chdir(directory)
        except OSError as error:
            raise UsageError(f"cannot work in {directory}: {error.strerror}") from None
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError(f"the working directory is gone: {error.strerror}") from None
