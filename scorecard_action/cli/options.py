"""Options that several commands share, and how each can be set.

Every option can also come from a `SCORECARD_…` variable: `--fail-on` from `SCORECARD_FAIL_ON`. The
command line wins, and an action's input is as good as that: its inputs are these options by name
(see `inputs`).
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from scorecard_action.errors import UsageError
from scorecard_action.outputs.table import OUTPUTS
from scorecard_action.reading.patience import READ_TIMEOUT

_SERVICE_LINK = re.compile(r"(?:tcp|udp|sctp)://", re.IGNORECASE)
F = TypeVar("F", bound=Callable[..., Any])


def option(*names: str, **settings: Any) -> Callable[[F], F]:  # noqa: ANN401 - click's own
    """Make a click option that its `SCORECARD_…` variable sets too; an empty one is unset.

    A flag can be taken back: `--no-dry-run` wins over a variable that says true.
    """
    long = next(name for name in names if name.startswith("--"))
    variable = "SCORECARD_" + long.removeprefix("--").replace("-", "_").upper()
    if settings.get("is_flag"):
        names = tuple(
            f"{name}/--no-{name.removeprefix('--')}" if name == long else name for name in names
        )
    return click.option(*names, cls=_Option, envvar=variable, show_envvar=True, **settings)


class _Option(click.Option):
    """An option that a service link of Kubernetes (`SCORECARD_PORT=tcp://…`) does not set."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        value = super().resolve_envvar_value(ctx)
        return None if value and _SERVICE_LINK.match(value) else value

    def value_from_envvar(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own
        # A file's name may hold blanks, which click splits at.
        if self.name == "extends" and (value := self.resolve_envvar_value(ctx)):
            return tuple(line.strip() for line in value.splitlines() if line.strip())
        return super().value_from_envvar(ctx)


class _Seconds(click.FloatRange):
    """A number of seconds in a range; `nan` is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as in click
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value!r} is no number of seconds.", param, ctx)
        return seconds


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


def extends(command: F) -> F:
    """Add `--extends`."""
    return option(
        "--extends",
        multiple=True,
        metavar="FILE",
        help="A mapping below all others; of several (in a variable one on each line) the later"
        " wins.",
    )(command)


def service(command: F) -> F:
    """Add `--service`."""
    return option(
        "--service",
        metavar="NAME",
        help="The service, where the mapping names none; else one of those that it names.",
    )(command)


def baseline(command: F) -> F:
    """Add `--baseline`."""
    return option(
        "--baseline",
        metavar="FILE",
        help="What an earlier build measured, as `baseline` wrote it.  [default: that of the"
        " mapping]",
    )(command)


def allow_outside(command: F) -> F:
    """Add `--allow-outside`."""
    return option(
        "--allow-outside",
        is_flag=True,
        help="Let a pattern that begins with `/` name files outside the working directory.",
    )(command)


def changes(command: F) -> F:
    """Add `--diff` and `--diff-base`."""
    command = option(
        "--diff-base",
        metavar="REF",
        help="Judge `patch_coverage` by what is committed since HEAD and this branch or commit"
        " parted.",
    )(command)
    return option(
        "--diff",
        metavar="FILE",
        help="Judge `patch_coverage` by the lines that this unified diff adds.",
    )(command)


def job(command: F) -> F:
    """Add `--job-id` and `--matrix`, which only GitHub's runner can fill in: no help shows them.

    What it did not fill in is no number or no object, and tells nothing.
    """
    command = option(
        "--matrix",
        hidden=True,
        help="Filled in by the runner: the leg of this job's matrix, for its link's label.",
    )(command)
    return option(
        "--job-id",
        hidden=True,
        help="Filled in by the runner: the check run of this job, for the link to its page.",
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
    return {name: file for name in names if (file := given.pop(name, None))}


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


def force(text: str) -> Callable[[F], F]:
    """Make `--force`, which says what it sends."""
    return option("--force", is_flag=True, help=text)


def timeout(command: F) -> F:
    """Add `--timeout`."""
    return option(
        "--timeout",
        type=_Seconds(1, 3600),
        default=120,
        show_default=True,
        help="Seconds for all requests together, retries included.",
    )(command)


def read_timeout(command: F) -> F:
    """Add `--read-timeout`."""
    return option(
        "--read-timeout",
        type=_Seconds(1, 86_400),
        default=READ_TIMEOUT,
        show_default=True,
        help="Seconds for reading one report; one that takes longer counts as unreadable.",
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
