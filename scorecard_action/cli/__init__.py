"""The command line: one file per command; the only place that reads the environment and prints.

Beside the commands are what they share: options, inputs (an action's), setup (what they start
with), show (a run in every output) and console (what is printed).

Exit codes: 0 done · 1 an outcome failed and `--fail-on` or `enforce` says so · 2 usage or mapping ·
3 a report could not be read · 4 Datadog refused · 5 Datadog not reached · 70 a bug · 74 an output
that was asked for could not be written (any other but 0 comes first) · 130 interrupted.
"""

from __future__ import annotations

import errno
import importlib
import os
import traceback
from collections.abc import Sequence
from typing import Final

import click

from scorecard_action import __version__
from scorecard_action.cli import console
from scorecard_action.errors import ScorecardActionError, UsageError

EXIT_BUG: Final = 70
EXIT_NOT_WRITTEN: Final = 74
EXIT_INTERRUPTED: Final = 130
DEFAULT: Final = "submit"

# Each command is a module of this package with a click command called `command`.
COMMANDS: Final = (
    "submit",
    "check",
    "inspect",
    "explain",
    "init",
    "test",
    "baseline",
    "rules",
    "resend",
    "sandbox",
    "schema",
)


class _Commands(click.Group):
    """Imports a command when it is asked for, and runs `submit` where none is."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, with_command(args))


def with_command(arguments: Sequence[str]) -> list[str]:
    """Return a command line that begins with its command."""
    first = arguments[0] if arguments else "-"
    named = not first.startswith("-") or first in {"--help", "-h", "--version"}
    return [*([] if named else [DEFAULT]), *arguments]


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="scorecard-action %(version)s")
def cli() -> None:
    """Turn a build's test and lint reports into Datadog Scorecards outcomes.

    Without a command it runs `submit`.
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; no exception leaves here."""
    from scorecard_action.cli import names  # noqa: PLC0415 - it asks this module for the commands

    started = here()
    console.prepare()
    console.keep_secret(os.environ)
    try:
        if not {"-h", "--help", "--version"}.intersection(arguments):
            names.check_variables(os.environ)
        result = cli.main(list(arguments), prog_name="scorecard-action", standalone_mode=False)
    except ScorecardActionError as error:
        console.fail(str(error))
        return _ended(error, arguments, error.exit_code, started)
    except click.ClickException as error:
        console.fail(f"{error.format_message()}{_see(error)}")
        return _ended(error, arguments, UsageError.exit_code, started)
    except (KeyboardInterrupt, click.Abort):
        console.fail("interrupted")
        return EXIT_INTERRUPTED
    except SystemExit:
        # click's own way to end when whoever read what it prints (`--help`) has gone
        console.lose("stdout")
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _bug()
        # of what click prints itself; all else that is written says so where it is
        console.lose("stdout")
        console.fail("cannot write to stdout: no space is left")
        return EXIT_NOT_WRITTEN
    except Exception:  # noqa: BLE001 - the last line of defence: masked, and told what to report
        return _bug()
    code = result if isinstance(result, int) else 0
    return code or (EXIT_NOT_WRITTEN if console.result_lost() else 0)


def here() -> str:
    """Return the current folder; "" where it is gone."""
    try:
        return os.getcwd()  # noqa: PTH109 - of no use as a Path
    except OSError:
        return ""


def _bug() -> int:
    """Tell of the exception that is being handled."""
    console.fail(
        f"this is a bug in scorecard-action {__version__}, not in your build. Please report it"
        f" with the text below and the command that you ran:\n{traceback.format_exc()}"
    )
    return EXIT_BUG


def _ended(error: Exception, arguments: Sequence[str], code: int, started: str) -> int:
    """Tell of an error of usage where it is looked for; what ends a run later is in its outputs."""
    if code == UsageError.exit_code:
        from scorecard_action.cli import ending  # noqa: PLC0415 - it asks for the commands

        ending.tell(error, ending.options_of(arguments), os.environ, started)
    return code


def _see(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f" (see `{context.command_path} --help`)" if context else ""
