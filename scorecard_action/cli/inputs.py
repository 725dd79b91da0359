"""A GitHub action's inputs as a command line.

The runner passes an input as `INPUT_<NAME>`, upper case with hyphens kept; an unset one is empty.
An input is an option by its name; `command` names the command, `arguments` has its arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import click

from scorecard_action.cli import COMMANDS, DEFAULT, cli, console, ending, here, names, run
from scorecard_action.errors import UsageError

_TRUE: Final = frozenset({"true", "1", "yes", "on"})
_FALSE: Final = frozenset({"false", "0", "no", "off"})


def run_action(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run the given arguments, or where there are none what the inputs ask for; as `cli.run`."""
    try:
        return run(arguments or command_line(environ))
    except UsageError as error:
        console.prepare()
        console.keep_secret(environ)
        console.fail(str(error))
        ending.tell(error, _given(environ), environ, here())
        return error.exit_code


def command_line(environ: Mapping[str, str]) -> list[str]:
    """Return the arguments that the inputs stand for.

    Raises UsageError for a command that there is not, a flag that is neither true nor false, and on
    GitHub for an input that no option has.
    """
    if environ.get("GITHUB_ACTIONS"):
        names.check_inputs(environ)
    name = environ.get("INPUT_COMMAND", "").strip() or DEFAULT
    context = click.Context(cli)
    command = cli.get_command(context, name) if name in COMMANDS else None
    if command is None:
        raise UsageError(f"input command: there is no {name!r}; known: {', '.join(COMMANDS)}")
    arguments = [name]
    for parameter in command.params:
        if not isinstance(parameter, click.Option):
            continue
        long = f"--{names.option_name(parameter)}"
        value = environ.get(f"{names.INPUT}{names.option_name(parameter).upper()}", "").strip()
        if not value:
            continue
        if parameter.is_flag:
            # `false` is said too: it wins over the option's variable.
            arguments += [long] if _flag(long, value) else parameter.secondary_opts[:1]
        elif parameter.multiple:
            arguments += [f"{long}={line}" for line in value.splitlines() if line.strip()]
        else:
            arguments.append(f"{long}={value}")
    given = environ.get("INPUT_ARGUMENTS", "").splitlines()
    return [*arguments, *(["--"] if given else []), *(line for line in given if line.strip())]


def _given(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return the values that inputs have, by the names that the command's options have in Python;
    none for a command that there is not.
    """
    name = environ.get("INPUT_COMMAND", "").strip() or DEFAULT
    command = cli.get_command(click.Context(cli), name)
    given = {}
    for option in command.params if command else ():
        if isinstance(option, click.Option) and option.name and not option.is_flag:
            value = environ.get(f"{names.INPUT}{names.option_name(option).upper()}", "").strip()
            given[option.name] = value
    return given


def _flag(name: str, value: str) -> bool:
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise UsageError(f"input {name.removeprefix('--')}: {value!r} is neither true nor false")
